//! `completions` and `man`: what a shell and a manual reader need, made from the same definitions as `--help`.

use std::io;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::Outcome;
use crate::args::Arguments;

pub(crate) fn run(shell: Shell) -> anyhow::Result<Outcome> {
    // Into memory first: the generator panics where a reader has gone away.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "jobsift", &mut script);
    io::Write::write_all(&mut io::stdout(), &script)?;
    Ok(Outcome::Done)
}

pub(crate) fn man() -> anyhow::Result<Outcome> {
    clap_mangen::Man::new(Arguments::command()).render(&mut io::stdout())?;
    Ok(Outcome::Done)
}
