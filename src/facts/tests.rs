//! Tables of sentences and what they state.
