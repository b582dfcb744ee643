//! Turns the files of `dictionaries/` that every run reads into JSON, which is embedded: read at each start, TOML took a third of it.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The files beside the skills, with the names of their constants.
const SINGLE: [(&str, &str); 4] = [
    ("SECTIONS", "sections.toml"),
    ("TRANSFERS", "transfers.toml"),
    ("LEARNING", "learning.toml"),
    ("ROLES", "roles.toml"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let dictionaries = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("dictionaries");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=dictionaries");
    let mut groups: Vec<PathBuf> = fs::read_dir(dictionaries.join("skills"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    groups.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    groups.sort();
    let mut code =
        "/// File name and text of every skill group, sorted.\npub(super) const SKILLS: &[(&str, &str)] = &[\n"
            .to_owned();
    for path in groups {
        let name = format!("skills/{}", path.file_name().unwrap_or_default().display());
        writeln!(code, "    ({name:?}, {:?}),", json(&path)?)?;
    }
    code += "];\n";
    for (constant, name) in SINGLE {
        writeln!(code, "pub(super) const {constant}: &str = {:?};", json(&dictionaries.join(name))?)?;
    }
    fs::write(out.join("dictionaries.rs"), code)?;
    Ok(())
}

/// A TOML file as JSON.
fn json(path: &Path) -> Result<String, Box<dyn Error>> {
    let named = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| named(&error))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| named(&error))?;
    Ok(serde_json::to_string(&table)?)
}
