//! What the commands about a person do: profiles, rankings and plans, from files and from datasets.

use std::fs;

use tempfile::TempDir;

use crate::program::{run, run_on};

const BACKEND: &str = "samples/profiles/backend-engineer.toml";
const DAY: [&str; 2] = ["--today", "2026-11-20"];

#[test]
fn a_new_profile_is_written_once_and_is_valid() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("me.toml");
    let file = file.to_str().unwrap();
    assert_eq!(run(&["profile", "new", file]).status, 0);
    let check = run(&["profile", "check", file]);
    assert_eq!(
        (check.status, check.stdout.lines().next().unwrap()),
        (0, format!("{file}: no faults, 4 skills.").as_str())
    );
    let again = run(&["profile", "new", file]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("it is there already, name another file"), "{}", again.stderr);
    assert_eq!(run(&["profile", "new", "-"]).stdout, fs::read_to_string(file).unwrap());
}

#[test]
fn every_fault_of_a_profile_comes_with_its_line_and_what_to_do() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("me.toml");
    fs::write(&file, "years = 3\nhours_a_week = 200\n[skills]\nKubernets2 = \"basic\"\nDocker = { level = \"working\", years = 9 }\n").unwrap();
    let ran = run(&["profile", "check", file.to_str().unwrap()]);
    assert_eq!(ran.status, 2);
    let said: Vec<&str> = ran.stderr.lines().map(|line| line.split("me.toml:").nth(1).unwrap()).collect();
    assert_eq!(
        said,
        [
            "2: 200 cannot be hours a week: give a whole number from 1 to 80",
            "4: the dictionary does not know the skill `Kubernets2`: did you mean `kubernets`?",
            "5: 9 years of Docker in 3 years of work: count years of professional use, or raise `years`",
        ]
    );
}

#[test]
fn a_cv_and_a_resume_become_profiles() {
    let dir = TempDir::new().unwrap();
    for (at, cv) in ["samples/cv/alex-muster.md", "samples/cv/alex-muster.resume.json"].iter().enumerate() {
        let file = dir.path().join(format!("{at}.toml"));
        let file = file.to_str().unwrap();
        assert_eq!(run(&["profile", "import", cv, "-o", file, "--today", "2026-11-20"]).status, 0);
        let shown = run(&["profile", "show", file]);
        assert_eq!(shown.status, 0, "{}", shown.stderr);
        assert!(shown.stdout.contains("years of work     10.6\n"), "{}", shown.stdout);
        assert!(shown.stdout.contains("lives in          Leipzig, Germany\n"), "{}", shown.stdout);
        assert!(shown.stdout.contains("  RabbitMQ"), "{}", shown.stdout);
    }
    for document in ["lockwyn-security-engineer.docx", "northquay-platform-engineer.pdf"] {
        let ran = run(&["profile", "import", &format!("samples/documents/{document}")]);
        assert!(ran.status == 0 && ran.stdout.contains("  # line "), "{document}: {}", ran.stderr);
    }
    let none = run_on(b"Dear Sir or Madam", &["profile", "import", "-"]);
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("no skill that the vocabulary knows was found"), "{}", none.stderr);
    let binary = run_on(b"\xff\xfe\x00", &["profile", "import", "-"]);
    assert_eq!(binary.status, 2);
}

#[test]
fn a_dataset_ranks_and_plans_like_the_files_it_was_made_from() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let data = data.to_str().unwrap();
    // Without the tables, which repeat a posting of the boards: which of the two stands for both is the dataset's own choice.
    let folders = ["boards", "html", "markdown", "text"].map(|folder| format!("samples/postings/{folder}"));
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    assert_eq!(run(&[&["scan"][..], &folders, &["-o", data, "--quiet"]].concat()).status, 0);
    for more in [
        &["rank", "--format", "text", "--most", "100"][..],
        &["rank", "--format", "json"],
        &["rank", "--format", "csv", "--remote", "remote,hybrid", "--threads", "1"],
        &["plan", "--role", "platform,sre,release,backend-infra", "--skills-alone", "--reach", "40"],
        &["plan", "--format", "json", "--skills-alone", "--reach", "40"],
    ] {
        let (command, rest) = more.split_first().unwrap();
        let of = |paths: &[&str]| run(&[&[*command][..], paths, &["-p", BACKEND], &DAY, rest].concat());
        let (files, dataset) = (of(&folders), of(&[data]));
        assert_eq!((files.status, dataset.status), (0, 0), "{}", dataset.stderr);
        assert_eq!(files.stdout, dataset.stdout, "{more:?}");
        assert!(files.stdout.lines().count() > usize::from(!files.stdout.starts_with('{')));
    }
}

#[test]
fn a_ranking_counts_what_its_filters_leave_out() {
    let of = |rest: &[&str]| {
        run(&[&["rank", "samples/postings", "-p", BACKEND, "--format", "csv"][..], &DAY, rest].concat())
    };
    let all = of(&[]);
    assert_eq!(all.stdout.lines().count(), 78);
    let wanted = of(&["--wanted", "--salary", "60k", "--most", "5"]);
    assert!(wanted.stdout.lines().count() <= 6);
    let note = wanted.stderr.lines().nth(1).unwrap();
    assert!(note.contains("left out: ") && note.contains("by role") && note.contains("do not say"), "{note}");
    let wrong = of(&["--salary", "much"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.stderr.contains("such as 60000 or 90000USD"), "{}", wrong.stderr);
}

#[test]
fn too_few_postings_give_no_plan() {
    let ran = run(&[&["plan", "samples/postings/text", "-p", BACKEND][..], &DAY].concat());
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.contains("Cannot tell"), "{}", ran.stdout);
}
