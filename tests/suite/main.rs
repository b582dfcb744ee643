//! The program from outside: its commands on the samples, on bad input, and what the README shows.

mod bad_input;
mod program;
mod readme;
mod real_files;
mod samples;
mod streams;
