//! Order, threads and pipes: the output is the same with any number of threads, and a reader may go away.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::program::{root, run};

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let one = run(&["scan", "samples/postings", "--format", "ndjson", "--threads", "1"]);
    let four = run(&["scan", "samples/postings", "--format", "ndjson", "--threads", "4"]);
    assert!(one.stdout.lines().count() >= 60, "{}", one.stderr);
    assert_eq!(one.stdout, four.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jobsift"))
        .args(["scan", "samples/postings", "--format", "ndjson", "--quiet"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let status = child.wait().unwrap();
    let mut stderr = String::new();
    child.stderr.unwrap().read_to_string(&mut stderr).unwrap();
    assert!(status.success() && stderr.is_empty(), "{status}: {stderr}");
}
