//! `explain`: one posting with every mention, section and role cue marked.

use anyhow::bail;
use jobsift::analysis::Analysis;
use jobsift::explain::{Page, html, text};
use jobsift::text::counted;

use crate::Outcome;
use crate::args::{Arguments, ExplainFormat, ExplainOptions};
use crate::console::{Console, print, print_styled};
use crate::inputs::Engine;

pub(crate) fn run(options: &ExplainOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let engine = Engine::open(arguments, console)?;
    let mut chosen: Option<Analysis> = None;
    let mut total = 0_usize;
    let counts = engine.each(
        std::slice::from_ref(&options.path),
        |_| (),
        |found| {
            if let Ok((analysis, ())) = found {
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
        if let (Some(wanted), 1..) = (&options.posting, total) {
            let all = counted(total as u64, "posting", "postings");
            bail!("{}: none of its {all} has the id or number {wanted}", options.path)
        }
        counts.some_posting(std::slice::from_ref(&options.path))?;
        bail!("{} holds no posting", options.path)
    };
    if options.posting.is_none() && total > 1 {
        console.note(&format!("The first of {total} postings; choose another with --posting ID."));
    }
    let page = Page::new(&analysis, &engine.dictionary);
    match options.format {
        ExplainFormat::Text => print_styled(&text::write(&page))?,
        ExplainFormat::Html => print(html::write(&page)?)?,
    }
    Ok(Outcome::Done)
}

fn is_named(analysis: &Analysis, wanted: &str) -> bool {
    analysis.id == wanted
        || analysis.external_id.as_deref() == Some(wanted)
        || analysis.source.member.is_some_and(|member| member.to_string() == wanted.trim_start_matches('#'))
}
