//! What is known about one posting once every stage has run, and the order of the stages.

mod language;
#[doc(hidden)]
pub mod stages;

use jiff::civil::Date;

use crate::dictionary::Dictionary;
use crate::duplicate::{Duplicate, Signature};
use crate::extract::Suppressed;
use crate::posting::{Employment, Posting, Remote, Salary, Seniority, Source, names};
use crate::text::{Text, one_line};
use crate::{classify, extract, facts, sections};

names! {
    /// What a job really is. Definitions: `dictionaries/README.md`.
    Role {
        /// Builds or runs the infrastructure or internal platform that other teams deploy to.
        Platform = "platform",
        /// Owns builds, pipelines, packaging and releases.
        Release = "release",
        /// Keeps running systems reliable.
        Sre = "sre",
        /// Writes backend services and has a substantive infrastructure duty.
        BackendInfra = "backend-infra",
        /// Everything else.
        Other = "other",
    }
}

names! {
    /// How sure the role is.
    RoleStatus {
        /// One role stands out.
        Clear = "clear",
        /// The runner-up is close.
        Mixed = "mixed",
        /// Too little text; the primary role is only the best guess.
        Insufficient = "insufficient",
    }
}

names! {
    /// How strongly a posting asks for a skill. Ordered from weakest to strongest.
    Importance {
        /// In duties, the stack, or text about the company.
        Mentioned = "mentioned",
        /// Nice to have, a plus, ideally.
        Preferred = "preferred",
        /// Stated as a must, or in a requirements or qualifications part.
        Required = "required",
    }
}

names! {
    /// What a skill is.
    SkillKind {
        /// Anything that has a name: product, language, library, service, protocol, operating system, certification.
        Tool = "tool",
        /// A way of working: CI/CD, infrastructure as code, on-call, networking …
        Practice = "practice",
    }
}

names! {
    /// The part of a posting that a block of text belongs to.
    SectionKind {
        /// Before any heading, or under one that says nothing about its kind.
        Intro = "intro",
        /// What the candidate must have.
        Requirements = "requirements",
        /// What would be nice to have.
        Preferred = "preferred",
        /// What the job does.
        Duties = "duties",
        /// The tools in use.
        Stack = "stack",
        /// About the employer or team.
        Company = "company",
        /// Pay, perks, leave.
        Benefits = "benefits",
        /// Equal opportunity, privacy, notices.
        Legal = "legal",
        /// How to apply and the hiring process.
        Apply = "apply",
    }
}

/// The analysis of one posting: everything the later stages (fit, dataset, market, report) work from.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Hash of the normalised content, 16 hexadecimal digits.
    pub id: String,
    /// The id that the source itself gave.
    pub external_id: Option<String>,
    /// Where the posting came from.
    pub source: Source,
    /// Job title, one line, without control characters.
    pub title: String,
    /// Employer.
    pub company: Option<String>,
    /// Place of work, as written.
    pub location: Option<String>,
    /// Day of publication.
    pub posted: Option<Date>,
    /// Last day for applications.
    pub closes: Option<Date>,
    /// ISO 639-1 code of the text's language.
    pub language: Option<&'static str>,
    /// The posting that this one repeats.
    pub duplicate_of: Option<Duplicate>,
    /// What the job really is.
    pub role: RoleFinding,
    /// Every skill the posting names, once each, in order of first mention.
    pub skills: Vec<SkillFinding>,
    /// What the posting states besides skills.
    pub facts: Facts,
    /// The plain text in its blocks; every offset points into it.
    pub text: Text,
    /// The section of each block.
    pub sections: Vec<SectionKind>,
    /// Names that were seen in the text and not counted.
    pub suppressed: Vec<Suppressed>,
    /// What is needed to find the postings that repeat it.
    pub signature: Signature,
}

/// Analyses one posting. Never fails: what a text does not say stays unknown.
pub fn analyse(posting: Posting, dictionary: &Dictionary) -> Analysis {
    let posting = in_lines(posting);
    let mut text = Text::from_body(&posting.body);
    let company = posting.company.as_deref().map(one_line).filter(|name| !name.is_empty());
    let language = language::of(&text.plain);
    let cues = dictionary.sections(language);
    let sections = sections::divide(&mut text, cues);
    let folded = dictionary.lexicon.mark(&text.plain);
    let extraction = extract::extract(&text, &folded, &sections, company.as_deref(), dictionary, &cues.cues);
    let facts = facts::read(&posting, &text, &folded, &sections, &dictionary.lexicon);
    let role = classify::classify(&posting.title, &text, &folded, &sections, &extraction.skills, &dictionary.roles);
    let mut analysis = Analysis {
        id: content_id(&posting.title, company.as_deref(), &text),
        external_id: posting.external_id.as_deref().map(one_line),
        source: Source { url: posting.source.url.as_deref().map(one_line), ..posting.source },
        title: posting.title,
        company,
        location: posting.location,
        posted: posting.posted,
        closes: posting.closes,
        language,
        duplicate_of: None,
        role,
        skills: extraction.skills,
        facts,
        text,
        sections,
        suppressed: extraction.suppressed,
        signature: Signature::default(),
    };
    analysis.signature = Signature::of(&analysis);
    analysis
}

/// The same posting with each field that facts are read from, and quoted from, on one line without control characters.
fn in_lines(mut posting: Posting) -> Posting {
    let line = |field: Option<String>| field.map(|field| one_line(&field)).filter(|line| !line.is_empty());
    posting.title = one_line(&posting.title);
    posting.location = line(posting.location);
    posting.stated.salary_text = line(posting.stated.salary_text);
    posting
}

/// A hash of title, employer and text, by letters and digits alone, so that two renderings of one posting have one id.
fn content_id(title: &str, company: Option<&str>, text: &Text) -> String {
    /// The bytes that count.
    const COUNTS: [bool; 256] = {
        let mut counts = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            counts[byte] = byte >= 128 || (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        counts
    };
    let parts = [title, company.unwrap_or_default(), &text.plain];
    let mut kept = vec![0; parts.map(|part| part.len() + 1).iter().sum()];
    let mut length = 0;
    for part in parts {
        // Written always and kept where it counts: what comes next cannot be foretold, and a branch would be guessed wrong.
        for byte in part.bytes() {
            kept[length] = byte;
            length += usize::from(COUNTS[usize::from(byte)]);
        }
        kept[length] = b'\n';
        length += 1;
    }
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&kept[..length]))
}

/// The role of a posting with its evidence.
#[derive(Clone, Debug)]
pub struct RoleFinding {
    /// The role with the highest score.
    pub primary: Role,
    /// The second.
    pub runner_up: Role,
    /// How sure.
    pub status: RoleStatus,
    /// Scores in the order of [`Role::ALL`]; they sum to one.
    pub scores: [f64; 5],
    /// Whether the title names another role than the body shows.
    pub title_conflict: bool,
    /// The sentences that decided, strongest first.
    pub evidence: Vec<Evidence>,
}

/// A sentence that speaks for a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The role it speaks for.
    pub role: Role,
    /// The sentence, as written.
    pub quote: String,
    /// What it added to the role's score, in log-odds.
    pub weight: f64,
}

/// A skill that a posting names.
#[derive(Clone, Debug)]
pub struct SkillFinding {
    /// Index into the dictionary's skills.
    pub skill: u32,
    /// The strongest importance of all its mentions.
    pub importance: Importance,
    /// Said to be not needed or not used.
    pub negated: bool,
    /// Skills with the same number are alternatives of each other.
    pub any_of: Option<u16>,
    /// "or similar" stood beside it.
    pub or_similar: bool,
    /// Years asked for with this skill.
    pub years: Option<u8>,
    /// The version named with it.
    pub version: Option<String>,
    /// Distinct texts that matched, as written, in order.
    pub surfaces: Vec<String>,
    /// Every place where it stands.
    pub mentions: Vec<Mention>,
}

/// One place where a skill stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// First byte in [`Analysis::text`].
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The section that it stands in.
    pub section: SectionKind,
    /// How strongly this mention asks.
    pub importance: Importance,
    /// Said to be not needed or not used.
    pub negated: bool,
    /// Where the words stand that set the importance or negation; `None` when the section alone did.
    pub cue: Option<(usize, usize)>,
}

/// What a posting states besides skills. `None` is "not stated", never a guess.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Smallest number of years of overall experience.
    pub years_min: Option<u8>,
    /// The words that the years were read from.
    pub years_text: Option<String>,
    /// Level.
    pub seniority: Option<Seniority>,
    /// The words that the level was read from; `None` when the source states it in a field.
    pub seniority_text: Option<String>,
    /// Place of work.
    pub remote: Option<Remote>,
    /// The words that the place of work was read from; `None` when the source states it in a field.
    pub remote_text: Option<String>,
    /// Kind of contract.
    pub employment: Option<Employment>,
    /// The words that the kind of contract was read from; `None` when the source states it in a field.
    pub employment_text: Option<String>,
    /// Pay.
    pub salary: Option<Salary>,
    /// Conditions that may rule a person out.
    pub requires: Requires,
    /// The words that say that the posting holds several jobs; what is read of it belongs to one or another of them.
    pub several_jobs: Option<String>,
}

/// Conditions that may rule a person out. `Some(false)` is "stated as not needed".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requires {
    /// A security clearance.
    pub clearance: Option<bool>,
    /// A citizenship or permanent residence.
    pub citizenship: Option<bool>,
    /// Whether the employer sponsors visas: `Some(false)` means that it says it does not.
    pub visa_sponsorship: Option<bool>,
    /// Spoken languages asked for, as English names, sorted.
    pub languages: Vec<String>,
    /// The degree asked for: `bachelor`, `master`, `doctorate`, or `degree` when no level is named.
    pub degree: Option<String>,
    /// On-call duty.
    pub on_call: Option<bool>,
    /// Travel.
    pub travel: Option<bool>,
    /// The sentences that the conditions were read from, each with the condition's field name, in the order of the fields.
    pub quotes: Vec<(&'static str, String)>,
}
