//! The compiled vocabulary: skills with their spellings, headings and cues of sections, transfers, role cues.
//!
//! In: the TOML of `dictionaries/`, embedded, and a person's own files. Out: a [`Dictionary`], built once and shared by all threads.
//! What the files mean is specified in `dictionaries/README.md`.

mod builtin;
mod check;
mod learning;
pub(crate) mod schema;
mod sections;
pub(crate) mod terms;

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::thread;

use serde::{Deserialize, Serialize};

use crate::analysis::SkillKind;
use crate::classify::RoleCues;
use crate::facts::topic_forms;
use crate::lexicon::{Lexicon, TopicForm};
use crate::sections::SectionCues;
use crate::text::{is_acted_on, one_line};
pub use learning::{Learning, Usual, taught};
use sections::Sections;
use terms::{Clash, Spellings, Strength, Terms};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The compiled vocabulary.
#[derive(Debug)]
pub struct Dictionary {
    /// Every skill, sorted by id.
    pub skills: Vec<Skill>,
    /// Which skill carries over to which, in the order of the file.
    pub transfers: Vec<Transfer>,
    /// What learning takes, by the index of the skill.
    pub learning: BTreeMap<u32, Learning>,
    /// The usual way into the field, in the order of the file.
    pub usual: Vec<Usual>,
    by_id: BTreeMap<String, u32>,
    /// Every spelling, for who looks one up.
    by_spelling: OnceLock<BTreeMap<String, u32>>,
    pub(crate) terms: Terms,
    /// All that is looked for in the text of a posting.
    pub(crate) lexicon: Lexicon,
    sections: Sections,
    pub(crate) roles: RoleCues,
    /// A hash of the person's own files.
    own: u64,
}

/// A skill of the vocabulary.
#[derive(Clone, Debug)]
pub struct Skill {
    /// Kebab-case, unique.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// The file it stands in.
    pub group: String,
    /// Tool or practice.
    pub kind: SkillKind,
    /// Skills that one necessarily meets with this one, as indices.
    pub implies: Vec<u32>,
    /// Its further spellings that name it wherever they stand, as written in the file.
    pub aliases: Vec<String>,
    /// Spellings that are ordinary words too and need evidence.
    pub weak: Vec<String>,
    /// Folded words that are evidence for a weak spelling.
    pub with: Vec<String>,
    /// Phrases that contain a spelling and are not the skill.
    pub mask: Vec<String>,
    /// Texts in which it must be found.
    pub matches: Vec<String>,
    /// Texts in which it must not be found.
    pub reject: Vec<String>,
    /// Ids elsewhere, by catalogue.
    pub refs: BTreeMap<String, String>,
}

/// How hard it is to carry one skill over to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    /// The same work under another name.
    VeryLow,
    /// A few days of practice.
    Low,
    /// A few weeks.
    Medium,
    /// Months.
    High,
}

/// A skill that carries over to another.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Any one of these is enough, as indices.
    pub from: Vec<u32>,
    /// What they carry over to, as indices.
    pub to: Vec<u32>,
    /// How hard.
    pub difficulty: Difficulty,
    /// Hours to a working level.
    pub hours: u32,
    /// Why.
    pub why: String,
}

/// A fault in a dictionary file.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// The file is not the TOML that the specification asks for.
    #[error("{file}: {message}")]
    Parse {
        /// The file.
        file: String,
        /// Line and reason.
        message: String,
    },
    /// An id stands twice.
    #[error("{file}: skill `{id}` is already defined in {other}")]
    DuplicateId {
        /// The id.
        id: String,
        /// The second file.
        file: String,
        /// The first.
        other: String,
    },
    /// A spelling is claimed by two skills.
    #[error("{file}: `{spelling}` of skill `{id}` already means `{other}` ({other_file}); remove it in one of the two")]
    Clash {
        /// The spelling.
        spelling: String,
        /// The second skill.
        id: String,
        /// Its file.
        file: String,
        /// The first skill.
        other: String,
        /// Its file.
        other_file: String,
    },
    /// A reference to a skill that does not exist.
    #[error("{file}: `{reference}` (in {place}) is not the id of a skill")]
    UnknownSkill {
        /// The missing id.
        reference: String,
        /// The entry that names it.
        place: String,
        /// The file.
        file: String,
    },
    /// The file cannot be read.
    #[error("{file}: {error}")]
    Read {
        /// The file.
        file: String,
        /// Why.
        error: std::io::Error,
    },
}

impl Dictionary {
    /// The built-in dictionary.
    ///
    /// # Errors
    /// None once the program's own tests have passed.
    pub fn builtin() -> Result<Self, DictionaryError> {
        Self::with_files(&[])
    }

    /// The built-in dictionary with a person's own skill files added: each a path for messages, and its text.
    ///
    /// # Errors
    /// When a file is not valid, or claims an id or spelling that is taken; the message names both places.
    pub fn with_files(own: &[(String, String)]) -> Result<Self, DictionaryError> {
        thread::scope(|scope| {
            // What depends on no other file is read on other cores meanwhile.
            Self::compile(own, ahead(scope, topic_forms), ahead(scope, Sections::read))
        })
    }

    fn compile(
        own: &[(String, String)],
        topics: impl FnOnce() -> Vec<TopicForm>,
        sections: impl FnOnce() -> Result<Sections, DictionaryError>,
    ) -> Result<Self, DictionaryError> {
        // What may be wrong is read first.
        let own_files = own.iter().map(|(file, text)| Ok((file, own_skills(file, text)?)));
        let own_files = own_files.collect::<Result<Vec<_>, _>>()?;
        let mut entries = Vec::new();
        for (file, text) in builtin::SKILLS {
            let parsed: schema::SkillFile = built_in(file, text)?;
            entries.extend(with_place(file, parsed));
        }
        for (file, parsed) in own_files {
            entries.extend(with_place(file, parsed));
        }
        entries.sort_by(|a, b| a.2.id.cmp(&b.2.id));
        if let Some(pair) = entries.windows(2).find(|pair| pair[0].2.id == pair[1].2.id) {
            return Err(DictionaryError::DuplicateId {
                id: pair[1].2.id.clone(),
                file: pair[1].0.to_owned(),
                other: pair[0].0.to_owned(),
            });
        }
        let by_id: BTreeMap<String, u32> =
            entries.iter().enumerate().map(|(i, e)| (e.2.id.clone(), i as u32)).collect();
        let terms = spellings(&entries)?;
        let ids = |file: &str, place: &str, names: &[String]| {
            names
                .iter()
                .map(|name| {
                    by_id.get(name).copied().ok_or_else(|| DictionaryError::UnknownSkill {
                        reference: name.clone(),
                        place: place.to_owned(),
                        file: file.to_owned(),
                    })
                })
                .collect::<Result<Vec<u32>, _>>()
        };
        let mut skills = Vec::with_capacity(entries.len());
        for (file, group, entry) in entries {
            skills.push(Skill {
                implies: ids(file, &entry.id, &entry.implies)?,
                aliases: entry.aliases.into_iter().chain(entry.exact).filter(|s| *s != entry.name).collect(),
                id: entry.id,
                name: entry.name,
                group,
                kind: entry.kind,
                weak: entry.weak,
                mask: entry.mask,
                with: entry.with.iter().map(|w| fold_string(w)).collect(),
                matches: entry.matches,
                reject: entry.reject,
                refs: entry.refs,
            });
        }
        let transfers: schema::TransferFile = built_in("transfers.toml", builtin::TRANSFERS)?;
        let transfers = transfers
            .transfer
            .into_iter()
            .map(|row| {
                let place = format!("the transfer to {}", row.to.join(", "));
                Ok(Transfer {
                    from: ids("transfers.toml", &place, &row.from)?,
                    to: ids("transfers.toml", &place, &row.to)?,
                    difficulty: row.difficulty,
                    hours: row.hours,
                    why: row.why,
                })
            })
            .collect::<Result<_, DictionaryError>>()?;
        let (learning, usual) = learning::read(ids)?;
        let roles: schema::RoleFile = built_in("roles.toml", builtin::ROLES)?;
        let roles = RoleCues::compile(roles, |cue, names| ids("roles.toml", cue, names))?;
        let lexicon = Lexicon::compile(&terms.folded, &topics(), &roles.body.forms);
        let own = own.iter().fold(0, |hash, (_, text)| xxh3_64_with_seed(text.as_bytes(), hash));
        Ok(Self {
            skills,
            transfers,
            learning,
            usual,
            by_id,
            by_spelling: OnceLock::new(),
            terms,
            lexicon,
            sections: sections()?,
            roles,
            own,
        })
    }

    /// A number that is another one when the vocabulary is: analyses of two are not to be mixed.
    pub fn fingerprint(&self) -> u64 {
        let skills = builtin::SKILLS.iter().map(|(_, text)| *text);
        let texts = skills.chain([builtin::SECTIONS, builtin::ROLES]);
        texts.fold(self.own, |hash, text| xxh3_64_with_seed(text.as_bytes(), hash))
    }

    /// The index of the skill with this id.
    pub fn skill(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The headings and cues for a text in this language: its own and the English ones.
    pub(crate) fn sections(&self, language: Option<&str>) -> &SectionCues {
        self.sections.of(language)
    }

    /// The ids of the skills whose spellings are nearest to a word, the nearest first.
    pub fn nearest(&self, word: &str, most: usize) -> Vec<&str> {
        /// Below this likeness a spelling is another word.
        const LIKENESS_MIN: f64 = 0.8;
        let word = fold_string(word.trim());
        let mut near: Vec<(f64, u32)> = self
            .by_spelling()
            .iter()
            .map(|(spelling, skill)| (strsim::jaro_winkler(spelling, &word), *skill))
            .filter(|(likeness, _)| *likeness >= LIKENESS_MIN)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut ids: Vec<&str> = Vec::new();
        for (_, skill) in near {
            let id = self.skills[skill as usize].id.as_str();
            if ids.len() < most && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The index of the skill with this id, name or other spelling, in any letter case.
    pub fn find(&self, spelling: &str) -> Option<u32> {
        self.by_spelling().get(&fold_string(spelling.trim())).copied()
    }

    fn by_spelling(&self) -> &BTreeMap<String, u32> {
        self.by_spelling.get_or_init(|| {
            let spellings = |skill: &Skill| {
                let names = [&skill.id, &skill.name].into_iter().chain(&skill.aliases).chain(&skill.weak);
                names.map(|spelling| fold_string(spelling)).collect::<Vec<_>>()
            };
            self.skills
                .iter()
                .zip(0..)
                .flat_map(|(skill, i)| spellings(skill).into_iter().map(move |s| (s, i)))
                .collect()
        })
    }
}

/// Starts work that is asked for later; where no thread is to be had, it is done then.
fn ahead<'scope, T: Send + 'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    work: fn() -> T,
) -> impl FnOnce() -> T + use<'scope, T> {
    let started = thread::Builder::new().spawn_scoped(scope, work);
    move || started.ok().and_then(|started| started.join().ok()).unwrap_or_else(work)
}

/// A file of the dictionary that comes with the program.
fn built_in<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, DictionaryError> {
    serde_json::from_str(text)
        .map_err(|error| DictionaryError::Parse { file: file.to_owned(), message: error.to_string() })
}

/// A person's own skill file.
fn own_skills(file: &str, text: &str) -> Result<schema::SkillFile, DictionaryError> {
    let wrong = |message: String| DictionaryError::Parse { file: file.to_owned(), message };
    let parsed: schema::SkillFile = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        wrong(format!("line {line}: {}", error.message()))
    })?;
    match parsed.skill.iter().find(|entry| entry.id.chars().chain(entry.name.chars()).any(is_acted_on)) {
        None => Ok(parsed),
        Some(entry) => {
            let id = one_line(&entry.id);
            Err(wrong(format!("the id or name of skill `{id}` has control characters; write it without them")))
        }
    }
}

/// An entry with its file and group. It is moved while they are put in order, so it is small.
type Entry<'f> = (&'f str, String, Box<schema::SkillEntry>);

fn with_place(file: &str, parsed: schema::SkillFile) -> impl Iterator<Item = Entry<'_>> {
    parsed.skill.into_iter().map(move |entry| (file, parsed.group.clone(), Box::new(entry)))
}

/// The spellings of all entries, by what each of them says and what the rules add.
fn spellings<'e>(entries: &'e [Entry<'_>]) -> Result<Terms, DictionaryError> {
    /// Most skills have fewer spellings.
    const ROOM: usize = 5;
    let mut spellings = Spellings::with_capacity(ROOM * entries.len());
    for ((_, _, entry), skill) in entries.iter().zip(0..) {
        let restricted = |s: &String| entry.exact.contains(s) || entry.weak.contains(s);
        for spelling in std::iter::once(&entry.name).filter(|s| !restricted(s)).chain(&entry.aliases) {
            spellings.add_any(spelling, skill, Strength::Strong);
            if let Some(parts) = camel_parts(spelling) {
                spellings.add_yielding(&parts, skill, Strength::Strong);
            }
        }
        for (list, strength) in [(&entry.exact, Strength::Strong), (&entry.weak, Strength::Weak)] {
            for spelling in list {
                spellings.add_cased(spelling, skill, strength);
            }
        }
        for mask in &entry.mask {
            spellings.add_yielding(mask, skill, Strength::Mask);
        }
    }
    spellings.compile().map_err(|clash: Clash<'e>| {
        let of = |skill: u32| &entries[skill as usize];
        let ((file, _, entry), (other_file, _, other)) = (of(clash.skill), of(clash.other));
        DictionaryError::Clash {
            spelling: clash.spelling.to_owned(),
            id: entry.id.clone(),
            file: (*file).to_owned(),
            other: other.id.clone(),
            other_file: (*other_file).to_owned(),
        }
    })
}

/// `MongoDB` → `Mongo DB`: a blank at each step from a lower-case letter to a capital. `None` where there is no such step.
pub(crate) fn camel_parts(name: &str) -> Option<String> {
    let mut parts = String::with_capacity(name.len() + 2);
    let mut last_lower = false;
    for c in name.chars() {
        if last_lower && c.is_ascii_uppercase() {
            parts.push(' ');
        }
        last_lower = c.is_ascii_lowercase();
        parts.push(c);
    }
    (parts.len() > name.len()).then_some(parts)
}

fn fold_string(text: &str) -> String {
    text.to_lowercase().replace(['-', '_'], " ")
}
