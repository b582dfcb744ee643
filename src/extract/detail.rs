//! Years and versions that stand beside a skill.

use super::Found;
use super::sentence::Sentence;
use crate::pattern::pattern;

/// More years than this are an age or a mistake.
const YEARS_MAX: u8 = 20;

// `3+ years`, `2-4 yrs`, `at least 5 Jahre`: the number of years.
pattern!(
    YEARS,
    r"(?i)\b(?P<years>[0-9]{1,2})\s*\+?(?:\s*(?:-|–|to)\s*\d{1,2}\s*\+?)?\s*(?:years?|yrs?\.?|jahren?|ans|años|anos|jaar|anni|lata?|lat)\b"
);

/// Gives the skills right behind a number of years (`3+ years of Terraform`) or right before one in brackets (`Terraform (3 years)`) that number.
pub(super) fn years(mentions: &mut [Found], sentence: &Sentence<'_>) {
    let range = sentence.range.clone();
    if !sentence.folded[range.clone()].iter().any(u8::is_ascii_digit) {
        return;
    }
    for found in YEARS.captures_iter(&sentence.text[range.clone()]) {
        let (Some(whole), Ok(years)) = (found.get(0), found["years"].parse::<u8>()) else { continue };
        if years > YEARS_MAX {
            continue;
        }
        let (start, end) = (range.start + whole.start(), range.start + whole.end());
        let behind =
            mentions.iter().position(|m| m.start >= end).filter(|&i| is_of(sentence.between(end, mentions[i].start)));
        if let Some(first) = behind {
            mentions[first].years = mentions[first].years.max(Some(years));
            // The rest of the list: `3 years of Terraform and Ansible`.
            for i in first + 1..mentions.len() {
                if !super::evidence::is_list_gap(&sentence.text[mentions[i - 1].end..mentions[i].start]) {
                    break;
                }
                mentions[i].years = mentions[i].years.max(Some(years));
            }
        } else if let Some(before) = mentions.iter_mut().rfind(|m| m.end <= start)
            && matches!(sentence.between(before.end, start).trim_ascii(), b"(" | b":" | b"" | b",")
        {
            before.years = before.years.max(Some(years));
        }
    }
}

/// Whether what stands between the years and a skill makes them the skill's: "of experience with", "of hands-on", "in" …
fn is_of(gap: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"of",
        b"in",
        b"with",
        b"experience",
        b"professional",
        b"hands",
        b"on",
        b"solid",
        b"strong",
        b"working",
        b"using",
        b"practical",
        b"proven",
        b"relevant",
        b"the",
        b"a",
        b"writing",
        b"programming",
        b"developing",
        b"coding",
        b"building",
        b"managing",
        b"administering",
        b"production",
        b"erfahrung",
        b"mit",
        b"deep",
    ];
    gap.len() <= 70
        && gap.split(|b| !b.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).all(|word| WORDS.contains(&word))
}

/// The version directly behind a name: `17` of `Java 17`, `3` of `Python3`. `None` where the number counts years or something else.
pub(super) fn version(text: &str, end: usize) -> Option<String> {
    let rest = text[end..].strip_prefix([' ', '-']).unwrap_or(&text[end..]);
    let rest = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let digits = rest[..length].trim_end_matches('.');
    if digits.is_empty()
        || digits.starts_with('.')
        || digits.len() > 8
        || digits.split('.').next().is_some_and(|major| major.len() > 4)
    {
        return None;
    }
    let after = rest[digits.len()..].trim_start_matches('+').trim_start();
    let counts = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '-' | '–')) && {
        let word: String = after.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        word.is_empty()
            || ["year", "years", "yrs", "yr", "hours", "days", "months", "jahre", "people", "engineers", "k", "x"]
                .contains(&word.as_str())
    };
    (!counts).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let behind = |text: &str, name: &str| version(text, text.find(name).unwrap() + name.len());
        assert_eq!(behind("Java 17 or later", "Java"), Some("17".into()));
        assert_eq!(behind("Python3.11, Rust", "Python"), Some("3.11".into()));
        assert_eq!(behind("Java 5+ years", "Java"), None);
        assert_eq!(behind("Terraform. 3 days", "Terraform"), None);
        assert_eq!(behind("Kubernetes v1.29.", "Kubernetes"), Some("1.29".into()));
    }
}
