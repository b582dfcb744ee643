//! Lint of the vocabulary: what `dictionaries/README.md` asks of every entry, beyond what compiling it enforces.

use super::schema::{SkillEntry, SkillFile};
use super::terms::{Strength, fold};
use super::{Dictionary, DictionaryError, built_in, builtin, camel_parts, own_skills};
use crate::extract;
use crate::posting::{Body, Markup};
use crate::sections;
use crate::text::Text;

impl Dictionary {
    /// Every fault of the built-in skill files and of a person's own, one line each, in the order of the files.
    ///
    /// # Errors
    /// When a file cannot be parsed at all.
    pub fn faults(&self, own: &[(String, String)]) -> Result<Vec<String>, DictionaryError> {
        let mut faults = Vec::new();
        for (file, text) in builtin::SKILLS {
            faults.extend(self.file_faults(file, &built_in(file, text)?));
        }
        faults.extend(self.own_faults(own)?);
        Ok(faults)
    }

    /// Every fault of a person's own files alone, one line each.
    ///
    /// # Errors
    /// When a file cannot be parsed at all.
    pub fn own_faults(&self, own: &[(String, String)]) -> Result<Vec<String>, DictionaryError> {
        let mut faults = Vec::new();
        for (file, text) in own {
            faults.extend(self.file_faults(file, &own_skills(file, text)?));
        }
        Ok(faults)
    }

    fn file_faults(&self, file: &str, parsed: &SkillFile) -> Vec<String> {
        let unsorted = parsed.skill.windows(2).filter(|pair| pair[0].id > pair[1].id).map(|pair| {
            format!("{file}: `{}` must stand before `{}`: the file is sorted by id", pair[1].id, pair[0].id)
        });
        let of_entry = |entry: &SkillEntry| {
            let faults = self.entry_faults(entry);
            faults.into_iter().map(|fault| format!("{file}: {}: {fault}", entry.id)).collect::<Vec<_>>()
        };
        unsorted.chain(parsed.skill.iter().flat_map(of_entry)).collect()
    }

    fn entry_faults(&self, entry: &SkillEntry) -> Vec<String> {
        let mut faults = Vec::new();
        if entry.id.is_empty() || !entry.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            faults.push("the id is not in kebab-case".to_owned());
        }
        let spellings = || std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.exact).chain(&entry.weak);
        let shortest = spellings().map(String::len).min().unwrap_or(0);
        if (!entry.weak.is_empty() || shortest <= 2) && (entry.matches.is_empty() || entry.reject.is_empty()) {
            faults.push("a weak or short spelling needs examples of both kinds, `match` and `reject`".to_owned());
        }
        if entry.aliases.iter().any(|alias| {
            fold(alias) == fold(&entry.name)
                || camel_parts(&entry.name).is_some_and(|parts| fold(&parts) == fold(alias))
        }) {
            faults.push("an alias spells out what the name already matches".to_owned());
        }
        for (catalogue, id) in entry.refs.iter().filter(|(catalogue, id)| !is_reference(catalogue, id)) {
            faults.push(format!("`{catalogue} = {id}` is not an id of a catalogue that the README names"));
        }
        let skill = self.skill(&entry.id);
        for text in &entry.matches {
            if !self.finds(text, skill) {
                faults.push(format!("is not found in its `match` example {text:?}"));
            }
        }
        for text in &entry.reject {
            if self.finds(text, skill) {
                faults.push(format!("is found in its `reject` example {text:?}"));
            }
        }
        faults
    }

    /// Whether a skill is found in a short text, by the same steps that a posting goes through.
    fn finds(&self, raw: &str, skill: Option<u32>) -> bool {
        let mut text = Text::from_body(&Body { markup: Markup::Text, raw: raw.to_owned() });
        let kinds = sections::divide(&mut text, self.sections(None));
        let found =
            extract::extract(&text, &self.lexicon.mark(&text.plain), &kinds, None, self, &self.sections(None).cues);
        found.skills.iter().any(|finding| Some(finding.skill) == skill)
    }

    /// Every spelling that is looked for, as `dictionary list --spellings` prints them: not the masks.
    pub fn spellings(&self) -> Vec<String> {
        let mut spellings = self.terms.forms(|strength| strength != Strength::Mask);
        spellings.sort();
        spellings
    }
}

/// Whether an id has the form that the ids of its catalogue have.
fn is_reference(catalogue: &str, id: &str) -> bool {
    let made_of = |allowed: fn(u8) -> bool| !id.is_empty() && id.bytes().all(allowed);
    match catalogue {
        "simple-icons" => made_of(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        "devicon" | "endoflife" => made_of(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
        // A commodity code of software.
        "onet" => id.len() == 8 && id.starts_with("4323") && made_of(|b| b.is_ascii_digit()),
        // Names, as the catalogue writes them.
        "cncf" | "linguist" => !id.is_empty() && id.len() <= 60 && id.trim() == id && !id.contains('\n'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_keeps_its_own_rules() {
        let dictionary = Dictionary::builtin().unwrap();
        let faults = dictionary.faults(&[]).unwrap();
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    #[test]
    fn references_have_the_form_of_their_catalogue() {
        for (catalogue, id) in
            [("endoflife", "amazon-eks"), ("simple-icons", "1password"), ("linguist", "C++"), ("onet", "43232701")]
        {
            assert!(is_reference(catalogue, id), "{catalogue} {id}");
        }
        for (catalogue, id) in [
            ("endoflife", "Amazon EKS"),
            ("simple-icons", "amazon-eks"),
            ("linguist", ""),
            ("onet", "Docker"),
            ("wikipedia", "docker"),
        ] {
            assert!(!is_reference(catalogue, id), "{catalogue} {id}");
        }
    }

    #[test]
    fn learning_names_known_skills() {
        let text = include_str!("../../dictionaries/learning.toml");
        let table: toml::Table = text.parse().unwrap();
        let dictionary = Dictionary::builtin().unwrap();
        let rows = table["skill"].as_array().unwrap();
        assert!(rows.len() >= 80, "{}", rows.len());
        for row in rows {
            let after = row["after"].as_array().unwrap();
            for id in std::iter::once(&row["id"]).chain(after) {
                assert!(dictionary.skill(id.as_str().unwrap()).is_some(), "{id} is not a skill");
            }
            assert!(row["hours"].as_integer().unwrap() > 0 && row["project"].as_str().unwrap().len() > 20, "{row}");
        }
    }

    #[test]
    fn a_clash_names_both_places() {
        let own = "group = \"own\"\n[[skill]]\nid = \"my-k8s\"\nname = \"K8s\"\nkind = \"tool\"\n";
        let error = Dictionary::with_files(&[("own.toml".to_owned(), own.to_owned())]).unwrap_err().to_string();
        assert_eq!(
            error,
            "own.toml: `K8s` of skill `my-k8s` already means `kubernetes` (skills/containers.toml); remove it in one of the two"
        );
    }
}
