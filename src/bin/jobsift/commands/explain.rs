//! `explain`: one posting with every mention, section and role cue marked.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::bail;
use jobsift::analysis::Analysis;
use jobsift::explain::{Page, html, text};

use crate::Outcome;
use crate::args::{Arguments, ExplainFormat, ExplainOptions};
use crate::console::Console;
use crate::inputs::Engine;

pub(crate) fn run(options: &ExplainOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let (path, member) = within(&options.path);
    let mut chosen: Option<Analysis> = None;
    let mut total = 0_usize;
    engine.each(
        &[path.to_owned()],
        |_| (),
        |found| {
            if let Ok((analysis, ())) = found
                && member.is_none_or(|member| is_within(&analysis, member))
            {
                total += 1;
                let is_wanted = options.posting.as_deref().is_none_or(|wanted| is_named(&analysis, wanted));
                if is_wanted && chosen.is_none() {
                    chosen = Some(analysis);
                }
            }
            Ok(())
        },
    )?;
    let Some(analysis) = chosen else {
        match (&options.posting, total) {
            (Some(wanted), 1..) => {
                bail!("none of the {total} postings of {} has the id or number {wanted}", options.path)
            }
            _ => bail!("{} holds no posting", options.path),
        }
    };
    if options.posting.is_none() && total > 1 {
        console.note(&format!("The first of {total} postings; choose another with --posting ID."));
    }
    let page = Page::new(&analysis, &engine.dictionary);
    match options.format {
        ExplainFormat::Text => anstream::stdout().write_all(text::write(&page).as_bytes())?,
        ExplainFormat::Html => io::stdout().write_all(html::write(&page)?.as_bytes())?,
    }
    Ok(Outcome::Done)
}

/// An archive and the name of a member, of `jobs.zip!acme.html`.
fn within(path: &str) -> (&str, Option<&str>) {
    match path.split_once('!') {
        Some((archive, member)) if !Path::new(path).exists() && Path::new(archive).is_file() => (archive, Some(member)),
        _ => (path, None),
    }
}

/// Whether a posting is in that member of its archive; also one of several in it, as `acme.json#3`.
fn is_within(analysis: &Analysis, member: &str) -> bool {
    let source = analysis.source.to_string();
    let name = |whole: &str| whole.split_once('!').is_some_and(|(_, name)| name == member);
    name(&source) || name(&analysis.source.path)
}

fn is_named(analysis: &Analysis, wanted: &str) -> bool {
    analysis.id == wanted
        || analysis.external_id.as_deref() == Some(wanted)
        || analysis.source.member.is_some_and(|member| member.to_string() == wanted.trim_start_matches('#'))
}
