//! The commands: each takes what was typed, runs the library's stages, and writes the outcome.

pub(crate) mod completions;
pub(crate) mod dictionary;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fit;
pub(crate) mod report;
pub(crate) mod scan;
