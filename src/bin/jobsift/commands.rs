//! The commands: each takes what was typed, runs the library's stages, and writes the outcome.

pub(crate) mod boards;
pub(crate) mod completions;
pub(crate) mod dictionary;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod fetch;
pub(crate) mod fetch_progress;
pub(crate) mod fit;
pub(crate) mod plan;
pub(crate) mod profile;
pub(crate) mod rank;
pub(crate) mod report;
pub(crate) mod scan;
