//! The files of `dictionaries/`, embedded as JSON by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/dictionaries.rs"));
