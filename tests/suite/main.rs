//! The program from outside: its commands on the samples, on bad input, and what the README shows.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case fails")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]
#![allow(clippy::format_push_string, clippy::format_collect, reason = "short texts, plainly put together")]

mod bad_input;
mod config;
mod datasets;
mod diff;
mod documents;
mod duplicates;
mod faults;
mod fetch;
mod hostile;
mod hostile_pdf;
mod injection;
mod licences;
mod linear;
mod person;
mod postings;
mod program;
mod readme;
mod real_files;
mod samples;
mod shares;
mod streams;
#[path = "../../fuzz/src/targets.rs"]
mod targets;
