//! What the program is made of: crates of the public registry alone, under the licences that `deny.toml` allows, each listed in
//! `LICENSES-THIRD-PARTY.md`. `JOBSIFT_BLESS=1` writes the list anew (after `cargo fetch`, for the crates of other systems).

use std::collections::BTreeMap;
use std::process::Command;
use std::{env, fs};

use crate::program::root;

const LIST: &str = "LICENSES-THIRD-PARTY.md";
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// By name and version.
type Licences = BTreeMap<(String, String), String>;

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The crates of the lock file. Each is of the registry, with a checksum.
fn locked() -> Vec<(String, String)> {
    let lock: toml::Table = toml::from_str(&read("Cargo.lock")).unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    let own = env!("CARGO_PKG_NAME");
    let others = packages.filter(|package| package["name"].as_str() != Some(own));
    let mut names: Vec<_> = others
        .map(|package| {
            let text = |key: &str| package.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
            assert!(text("source") == REGISTRY && text("checksum").len() == 64, "{package}");
            (text("name"), text("version"))
        })
        .collect();
    names.sort();
    names
}

/// What the crates say of themselves: all, or those that are built on this system.
fn stated(all: bool) -> Licences {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let about = Command::new(&cargo).arg("-vV").output().unwrap().stdout;
    let about = String::from_utf8(about).unwrap();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--offline", "--locked"]).current_dir(root());
    if !all {
        command.args(["--filter-platform", host]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter().filter(|package| !package["source"].is_null());
    packages
        .map(|package| {
            let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            ((text("name"), text("version")), text("license"))
        })
        .collect()
}

fn listed() -> Licences {
    let list = read(LIST);
    let rows = list.lines().filter_map(|line| {
        let [name, version, licence] =
            line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect::<Vec<_>>()[..]
        else {
            panic!("{line}")
        };
        Some(((name.to_owned(), version.to_owned()), licence.to_owned()))
    });
    rows.skip(1).filter(|((name, _), _)| name != "---").collect()
}

fn write_list() {
    let mut list = "# Crates that the program is built and tested with\n\n\
                    Each is used unchanged, as a dependency. The list is held to `Cargo.lock` by the tests; `JOBSIFT_BLESS=1 cargo test --test suite licences` \
                    writes it anew.\n\n| crate | version | licence |\n| --- | --- | --- |\n"
        .to_owned();
    for ((name, version), licence) in stated(true) {
        list += &format!("| {name} | {version} | {licence} |\n");
    }
    fs::write(root().join(LIST), list).unwrap();
}

#[test]
fn every_crate_is_listed_under_its_licence() {
    if env::var_os("JOBSIFT_BLESS").is_some() {
        write_list();
    }
    let listed = listed();
    let names: Vec<_> = listed.keys().cloned().collect();
    assert_eq!(names, locked(), "write the list anew with JOBSIFT_BLESS=1");
    for (package, licence) in stated(false) {
        assert_eq!(listed.get(&package), Some(&licence), "{package:?}");
    }
}

#[test]
fn every_licence_is_allowed() {
    let deny: toml::Table = toml::from_str(&read("deny.toml")).unwrap();
    let names = |value: &toml::Value| -> Vec<String> {
        let names = value.as_array().unwrap().iter();
        names.map(|name| name.get("crate").unwrap_or(name).as_str().unwrap().to_owned()).collect()
    };
    let allowed = names(&deny["licenses"]["allow"]);
    let banned = names(&deny["bans"]["deny"]);
    for ((name, version), licence) in listed() {
        assert!(is_allowed(&licence, &allowed), "{name} {version}: {licence}");
        assert!(!banned.contains(&name), "{name} is banned in deny.toml");
    }
}

/// Whether one of the alternatives of an SPDX expression is allowed in all its parts.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace(" / ", "/").replace('/', " OR ");
    // `(A OR B) AND C` is the only use of brackets that there is: each side of the AND is looked at by itself.
    let parts: Vec<&str> =
        if expression.contains('(') { expression.split(" AND ").collect() } else { vec![&*expression] };
    parts.iter().all(|part| {
        let part = part.trim_matches(['(', ')']);
        part.split(" OR ")
            .any(|licences| licences.split(" AND ").all(|licence| allowed.iter().any(|name| name == licence)))
    })
}

#[test]
fn expressions_are_read_as_they_are_meant() {
    let allowed = ["MIT".to_owned(), "Apache-2.0".to_owned()];
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/GPL-3.0", true),
        ("GPL-3.0 OR Apache-2.0", true),
        ("MIT AND Apache-2.0", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND Apache-2.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}
