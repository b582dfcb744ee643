//! Reads job postings and tells an engineer what the market asks for and how far they are from it.
//!
//! The pipeline, one module a stage:
//!
//! ```text
//! path ─import─► Posting ─text─► blocks ─sections─► kinds ─extract─► mentions ─facts, classify─► Analysis ─► dataset
//!                                                                                       Profile ─┤ fit      │ market
//!                                                                                                ▼          ▼
//!                                                                                               Fit       Market ─► report
//! ```
//!
//! [`fetch`] downloads what import reads, and alone opens connections. Each stage is a pure function of its input and the
//! compiled [`dictionary`]: nothing here prints, parses arguments or reads the clock, and analysing one posting depends on no
//! other. Which postings are one job is found beside it, from a signature of each ([`duplicate`]).

pub mod analysis;
mod bits;
pub mod classify;
mod cues;
pub mod dataset;
pub mod dictionary;
pub mod diff;
pub mod duplicate;
pub mod explain;
pub mod extract;
pub mod facts;
pub mod fault;
pub mod fetch;
pub mod fit;
pub mod import;
mod lexicon;
pub mod market;
pub mod measure;
mod pattern;
pub mod pipeline;
pub mod plan;
pub mod posting;
pub mod profile;
pub mod rank;
pub mod record;
pub mod report;
mod sections;
pub mod statistics;
mod stops;
pub mod suggest;
pub mod text;
mod trie;
