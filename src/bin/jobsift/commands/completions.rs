//! `completions` and `man`: what a shell and a manual reader need, made from the same definitions as `--help`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::Outcome;
use crate::args::Arguments;
use crate::console::print;
use crate::inputs::check_own;

pub(crate) fn run(shell: Shell, arguments: &Arguments) -> anyhow::Result<Outcome> {
    check_own(arguments)?;
    // Into memory first: the generator panics where a reader has gone away.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "jobsift", &mut script);
    print(script)?;
    Ok(Outcome::Done)
}

pub(crate) fn man(arguments: &Arguments) -> anyhow::Result<Outcome> {
    check_own(arguments)?;
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    print(page)?;
    Ok(Outcome::Done)
}
