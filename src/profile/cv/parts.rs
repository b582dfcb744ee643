//! The parts of a CV by their headings, and what stands beside a skill: a level, years, or that it is still to come.
//!
//! In: a line without markup. Out: what it says about the lines that follow, or about a skill in it.

use crate::pattern::pattern;
use crate::profile::{LONGEST_CAREER, Level, folded_words};

/// What the lines under a heading are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Work,
    Skills,
    Education,
    Languages,
    /// Interests, references, and what else says nothing about work.
    Private,
    Other,
}

/// Headings, folded, in the languages that postings are read in.
const HEADINGS: &[(Part, &[&str])] = &[
    (
        Part::Work,
        &[
            "experience",
            "work experience",
            "professional experience",
            "employment",
            "employment history",
            "work history",
            "career",
            "career history",
            "work",
            "projects",
            "berufserfahrung",
            "werdegang",
            "beruflicher werdegang",
            "berufspraxis",
            "experience professionnelle",
            "experiences professionnelles",
            "experiencia",
            "experiencia laboral",
            "experiencia profesional",
            "experiencia profissional",
            "esperienza",
            "esperienze professionali",
            "werkervaring",
            "doswiadczenie",
            "doswiadczenie zawodowe",
        ],
    ),
    (
        Part::Skills,
        &[
            "skills",
            "technical skills",
            "key skills",
            "core skills",
            "skills and tools",
            "technologies",
            "tools",
            "tech stack",
            "technical profile",
            "expertise",
            "core competencies",
            "kenntnisse",
            "fahigkeiten",
            "it kenntnisse",
            "technische kenntnisse",
            "competences",
            "competences techniques",
            "habilidades",
            "competencias",
            "competenze",
            "vaardigheden",
            "umiejetnosci",
            "certificates",
            "certifications",
            "zertifikate",
            "certificats",
            "certificaciones",
            "certificazioni",
        ],
    ),
    (
        Part::Education,
        &[
            "education",
            "academic background",
            "studies",
            "ausbildung",
            "studium",
            "bildung",
            "schulbildung",
            "formation",
            "etudes",
            "educacion",
            "formacion",
            "educacao",
            "formacao",
            "istruzione",
            "formazione",
            "opleiding",
            "opleidingen",
            "edukacja",
            "wyksztalcenie",
        ],
    ),
    (
        Part::Languages,
        &[
            "languages",
            "spoken languages",
            "language skills",
            "sprachen",
            "sprachkenntnisse",
            "langues",
            "idiomas",
            "lingue",
            "talen",
            "jezyki",
        ],
    ),
    (
        Part::Private,
        &[
            "interests",
            "hobbies",
            "hobbies and interests",
            "interests and hobbies",
            "references",
            "personal",
            "personal details",
            "interessen",
            "referenzen",
            "centres d interet",
            "intereses",
            "interessi",
            "interesses",
            "zainteresowania",
        ],
    ),
    (
        Part::Other,
        &[
            "summary",
            "profile",
            "about",
            "about me",
            "objective",
            "profil",
            "zusammenfassung",
            "resume",
            "resumen",
            "perfil",
            "publications",
            "volunteering",
            "awards",
        ],
    ),
];

impl Part {
    /// The part that a line opens; `None` for a line that is no known heading.
    pub(super) fn of_heading(line: &str) -> Option<Self> {
        const LONGEST: usize = 40;
        if line.len() > LONGEST {
            return None;
        }
        let words = folded_words(line.trim_end_matches(':')).join(" ");
        let names = |(_, known): &&(Self, &[&str])| known.contains(&words.as_str());
        HEADINGS.iter().find(names).map(|(part, _)| *part)
    }

    pub(super) fn counts_as_work(self) -> bool {
        matches!(self, Self::Work | Self::Other)
    }

    pub(super) fn names_skills(self) -> bool {
        !matches!(self, Self::Languages | Self::Private | Self::Education)
    }
}

/// Whether a line tells what the person does not have yet.
pub(super) fn is_wish(line: &str) -> bool {
    const WISHES: &[&str] = &[
        "not yet",
        "still to learn",
        "to learn",
        "want to learn",
        "would like to learn",
        "currently learning",
        "learning next",
        "no experience",
        "noch nicht",
        "pas encore",
        "todavia no",
    ];
    let words = folded_words(line).join(" ");
    WISHES.iter().any(|wish| words.strip_prefix(wish).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// What belongs to a skill in a list: from the sign that separates it from what goes before to the one behind it, its own brackets included.
pub(super) fn piece(line: &str, start: usize, end: usize) -> &str {
    let (Some(before), Some(after)) = (line.get(..start), line.get(end..)) else { return "" };
    let from = before
        .rfind([',', ';', ':', '|', '(', '·'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let mut depth = 0_u32;
    let length = after.char_indices().find(|(_, c)| {
        let is_end = depth == 0 && matches!(c, ')' | ',' | ';' | '|' | '·');
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_end
    });
    let length = length.map(|(at, _)| at);
    line.get(from..end + length.unwrap_or(after.len())).unwrap_or("")
}

/// The level that stands beside a skill.
pub(super) fn level(piece: &str) -> Option<Level> {
    const WORDS: &[(Level, &[&str])] = &[
        (
            Level::Basic,
            &[
                "basic",
                "basics",
                "beginner",
                "some",
                "familiar",
                "elementary",
                "grundlagen",
                "grundkenntnisse",
                "notions",
            ],
        ),
        (Level::Expert, &["expert", "experte"]),
        (Level::Strong, &["advanced", "strong", "proficient", "fluent", "fortgeschritten", "avance"]),
        (Level::Working, &["intermediate", "working knowledge", "good"]),
    ];
    /// A longer piece is a sentence, and its words speak of other things.
    const LONGEST: usize = 60;
    if piece.len() > LONGEST {
        return None;
    }
    let text = format!(" {} ", folded_words(piece).join(" "));
    WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| text.contains(&format!(" {word} "))))
        .map(|(level, _)| *level)
}

pattern!(
    YEARS,
    r"(?i)\b(\d{1,2}(?:[.,]\d)?)[\s",
    "\u{A0}",
    r"]*\+?[\s",
    "\u{A0}",
    r"]*(?:years?|yrs?|jahre?n?|ans|años|anos|anni|jaar|lat)\b"
);

/// The years that stand beside a skill.
pub(super) fn years(piece: &str) -> Option<f64> {
    let found = YEARS.captures(piece)?;
    found.get(1)?.as_str().replace(',', ".").parse().ok().filter(|years| *years <= LONGEST_CAREER)
}
