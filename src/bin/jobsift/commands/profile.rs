//! `profile`: a new one, a check of one, what one means, one from a CV.

use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::civil::Date;
use jobsift::dictionary::Dictionary;
use jobsift::import::{self, document_text};
use jobsift::profile::write::Draft;
use jobsift::profile::{self, cv, show};
use jobsift::text::counted;

use crate::Outcome;
use crate::args::{Arguments, ProfileCommand, ProfileOptions, ShowFormat};
use crate::console::{Console, print};
use crate::inputs::{own_files, today};

pub(crate) fn run(options: &ProfileOptions, arguments: &Arguments, console: &Console) -> anyhow::Result<Outcome> {
    let dictionary = Dictionary::with_files(&own_files(&arguments.dictionary)?)?;
    match &options.command {
        ProfileCommand::New { file } => {
            if is_standard(file) {
                print(profile::NEW)?;
            } else {
                create(file, profile::NEW)?;
                console.note(&format!("{0} written. Fill it in, then: jobsift profile check {0}", file.display()));
            }
        }
        ProfileCommand::Check { file } => {
            let profile = profile::read(file, &dictionary, today())?;
            let mut said = format!(
                "{}: no faults, {}.\n",
                file.display(),
                counted(profile.own_skills().count() as u64, "skill", "skills")
            );
            for advice in show::advice(&profile, &dictionary) {
                let _ = writeln!(said, "  not said: {advice}");
            }
            print(said)?;
        }
        ProfileCommand::Show { file, format } => {
            let profile = profile::read(file, &dictionary, today())?;
            let text = match format {
                ShowFormat::Text => show::text(&profile, &dictionary),
                ShowFormat::Json => serde_json::to_string(&show::Record::new(&profile, &dictionary))? + "\n",
            };
            print(text)?;
        }
        ProfileCommand::Import { cv, output, today: given } => {
            let text = imported(cv, &dictionary, given.unwrap_or_else(today))?;
            match output {
                Some(file) if !is_standard(file) => {
                    create(file, &text)?;
                    console.note(&format!(
                        "{0} written. Read it line by line, then: jobsift profile check {0}",
                        file.display()
                    ));
                }
                _ => print(text)?,
            }
        }
    }
    Ok(Outcome::Done)
}

/// The profile that a CV gives, as TOML.
fn imported(path: &Path, dictionary: &Dictionary, today: Date) -> anyhow::Result<String> {
    let text = text_of(path)?;
    let name = if is_standard(path) { "standard input".to_owned() } else { path.display().to_string() };
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        let profile = profile::parse(&text, path, dictionary, today)?;
        return Ok(Draft::of(&profile).to_toml(&name, dictionary));
    }
    let draft = cv::read(&text, dictionary, today);
    if draft.skills.is_empty() {
        bail!("{name}: no skill that the vocabulary knows was found; is it the text of a CV?");
    }
    Ok(draft.to_toml(&name, dictionary))
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    /// No CV is longer; what is, is something else.
    const LONGEST: u64 = 20 << 20;
    let name = path.display();
    let mut bytes = Vec::new();
    let read = if is_standard(path) {
        io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes)
    } else {
        import::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("{name}: cannot be read"))?;
    if bytes.len() as u64 > LONGEST {
        bail!("{name}: longer than {} MB, so no CV", LONGEST >> 20);
    }
    document_text(&path.to_string_lossy(), &bytes).map_err(|reason| anyhow::anyhow!("{name}: {reason}"))
}

/// Writes a new file; one that is there already stays.
fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    if path.exists() {
        bail!("{}: it is there already, name another file", path.display());
    }
    // Under another name first: there is no half of a profile, whatever happens.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let cannot = || format!("{}: cannot be written", path.display());
    let mut file = tempfile::Builder::new().prefix(".jobsift-").tempfile_in(folder).with_context(cannot)?;
    file.write_all(text.as_bytes()).with_context(cannot)?;
    file.persist_noclobber(path).map_err(|error| error.error).with_context(cannot).map(drop)
}

fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}
