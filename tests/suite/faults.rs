//! Faults of the world around the program: full disks, closed pipes, damaged datasets, links and pipes among the inputs. Each has
//! one message that names the file, the reason and what to do, and nothing that was saved is lost.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::program::{Ran, root, run};

const POSTING: &str = r#"{"id": 1, "title": "Platform Engineer", "description": "We run Kubernetes and Terraform for twenty teams. You bring AWS and Go."}"#;
const PROFILE: &str = "samples/profiles/backend-engineer.toml";
const TEXTS: &str = "samples/postings/text";

/// Every command that prints, as a person would type it; `{}` stands for a dataset.
const PRINTING: &[&str] = &[
    "boards",
    "completions bash",
    "dictionary check",
    "dictionary list",
    "dictionary show kubernetes",
    "dictionary suggest samples/postings/text",
    "dictionary test samples/postings --labels tests/labels/samples-part1.ndjson",
    "diff {} {}",
    "doctor",
    "explain samples/postings/text/hollowreed-go-engineer.txt",
    "explain samples/postings/text/hollowreed-go-engineer.txt --format html",
    "fetch greenhouse:acme --dry-run",
    "fit samples/postings/text -p samples/profiles/backend-engineer.toml",
    "man",
    "plan {} -p samples/profiles/backend-engineer.toml",
    "profile check samples/profiles/backend-engineer.toml",
    "profile import samples/cv/alex-muster.md",
    "profile new -",
    "profile show samples/profiles/backend-engineer.toml",
    "rank {} -p samples/profiles/backend-engineer.toml --format csv",
    "report {} --format text",
    "scan samples/postings/text",
    "scan samples/postings/text --format csv",
];

fn jobsift(line: &str, dataset: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jobsift"));
    let dataset = dataset.to_str().unwrap();
    command.args(line.split(' ').map(|argument| if argument == "{}" { dataset } else { argument }));
    command.env_clear().env("NO_COLOR", "1").current_dir(root()).stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

fn dataset_of(from: &str) -> TempDir {
    let dir = TempDir::new().unwrap();
    assert_eq!(run(&["scan", from, "-o", dir.path().to_str().unwrap(), "--quiet"]).status, 0);
    dir
}

#[test]
fn a_pipe_closed_early_ends_every_command_in_peace() {
    let dataset = dataset_of(TEXTS);
    for line in PRINTING {
        let mut child = jobsift(line, dataset.path()).stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(ended.status.success() && !said.contains("error"), "{line}: {}: {said}", ended.status);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_said_by_every_command() {
    let dataset = dataset_of(TEXTS);
    for line in PRINTING {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ended = jobsift(line, dataset.path()).stdout(full).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        let expected = "error: standard output cannot be written: the disk is full; make room, or name another place";
        assert_eq!((ended.status.code(), said.lines().last()), (Some(2), Some(expected)), "{line}");
    }
}

#[test]
fn a_dataset_is_finished_though_nobody_reads_the_lines() {
    let dir = TempDir::new().unwrap();
    let line = format!("scan {TEXTS} --format ndjson -o {}", dir.path().display());
    let mut child = jobsift(&line, dir.path()).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success());
    let manifest = fs::read_to_string(dir.path().join("dataset.json")).unwrap();
    let postings = format!("\"postings\": {},", fs::read_dir(root().join(TEXTS)).unwrap().count());
    assert!(manifest.contains(&postings), "{manifest}");
}

/// What a run said, without the name of the folder.
fn said(dir: &Path, ran: &Ran) -> String {
    ran.stderr.replace(&format!("{}/", dir.display()), "")
}

#[test]
fn a_damaged_dataset_is_named_by_every_reader_and_changed_by_none() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    assert_eq!(run(&["scan", TEXTS, "-o", &at("data"), "--quiet"]).status, 0);
    assert_eq!(run(&["doctor", &at("data")]).status, 0);
    let damages: [fn(&mut Vec<u8>); 2] = [
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x10;
        },
    ];
    for damage in damages {
        let path = dir.path().join("data/standing-00001-00000.parquet");
        let whole = fs::read(&path).unwrap();
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let message = "data/standing-00001-00000.parquet: damaged: its content is not what was written; \
                       take the file from a copy, or scan the postings again into a new folder";
        for arguments in [
            &["report", &at("data"), "-o", &at("out"), "--quiet"][..],
            &["rank", &at("data"), "-p", PROFILE],
            &["plan", &at("data"), "-p", PROFILE],
            &["diff", &at("data"), TEXTS],
            &["diff", TEXTS, &at("data")],
            &["scan", TEXTS, "-o", &at("data"), "--quiet"],
        ] {
            let ran = run(arguments);
            let last = said(dir.path(), &ran).lines().last().unwrap().to_owned();
            assert_eq!((ran.status, last), (2, format!("error: {message}")), "{arguments:?}");
        }
        let doctor = run(&["doctor", &at("data")]);
        assert_eq!(doctor.status, 1);
        assert!(doctor.stdout.contains(&format!("WRONG  dataset     {}/{message}\n", dir.path().display())));
        assert_eq!(fs::read(&path).unwrap(), bytes);
        fs::write(&path, whole).unwrap();
    }
    assert!(!dir.path().join("out").exists());
    assert_eq!(run(&["rank", &at("data"), "-p", PROFILE]).status, 0);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_are_each_named_once() {
    use std::os::unix::fs::symlink;
    let dir = TempDir::new().unwrap();
    let at = dir.path();
    fs::create_dir(at.join("sub")).unwrap();
    fs::write(at.join("sub/a.json"), POSTING).unwrap();
    symlink(at.join("gone"), at.join("dangling")).unwrap();
    symlink(at.join("self"), at.join("self")).unwrap();
    symlink(at, at.join("sub/up")).unwrap();
    let ran = run(&["scan", at.to_str().unwrap(), "--quiet"]);
    assert_eq!(ran.status, 1);
    assert_eq!(
        said(at, &ran),
        "warning: dangling: a link to something that is not there; mend or remove it\n\
         warning: self: a link that leads nowhere; mend or remove it\n\
         warning: sub/up: a link to a folder around it; its files are read once, from there\n"
    );
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_never_waited_for() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    fs::write(at("a.json"), POSTING).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    let has_pipe = Command::new("mkfifo").arg(at("pipe")).status().is_ok_and(|status| status.success());
    if !has_pipe {
        println!("no mkfifo here: named pipes are not tried");
    }
    for (name, what) in [("pipe", "a named pipe"), ("socket", "a socket")] {
        let path = at(name);
        if !Path::new(&path).exists() {
            continue;
        }
        let hint = format!("to read what comes out of it, hand it on as standard input: jobsift … - < {path}");
        let scan = run(&["scan", &path]);
        assert_eq!((scan.status, scan.stderr), (2, format!("error: {path}: {what}, not a file; {hint}\n")));
        for arguments in [
            &["profile", "check", &path][..],
            &["profile", "import", &path],
            &["fit", TEXTS, "-p", &path],
            &["boards", "--board", &path],
            &["doctor", "--dictionary", &path],
            &["dictionary", "test", TEXTS, "--labels", &path],
        ] {
            let ran = run(arguments);
            let words = format!("it is {what}, not a file");
            assert!(ran.status > 0 && (ran.stderr + &ran.stdout).contains(&words), "{arguments:?}");
        }
    }
    // In a folder they are no postings.
    let ran = run(&["scan", dir.path().to_str().unwrap(), "--format", "ndjson"]);
    assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{}", ran.stderr);
    // What the shell opened is read.
    let ran = crate::program::run_on(POSTING.as_bytes(), &["scan", "/dev/stdin", "--format", "ndjson"]);
    assert_eq!((ran.status, ran.stdout.lines().count()), (0, 1), "{}", ran.stderr);
    let device = run(&["scan", "/dev/zero"]);
    assert_eq!(device.status, 2);
    assert!(device.stderr.contains("/dev/zero: a device, not a file"), "{}", device.stderr);
}

#[cfg(unix)]
#[test]
fn folders_that_cannot_be_read_or_written_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    fs::create_dir_all(at("S/closed")).unwrap();
    fs::write(at("S/a.json"), POSTING).unwrap();
    fs::set_permissions(at("S/closed"), PermissionsExt::from_mode(0o000)).unwrap();
    fs::create_dir(at("fixed")).unwrap();
    fs::set_permissions(at("fixed"), PermissionsExt::from_mode(0o555)).unwrap();
    if fs::read_dir(at("S/closed")).is_ok() {
        println!("permissions do not hold for this user: skipped");
        return;
    }
    let ran = run(&["scan", &at("S"), "--quiet"]);
    let denied = "permission denied; change its rights, or name another place";
    assert_eq!(
        (ran.status, said(dir.path(), &ran)),
        (1, format!("warning: S/closed: cannot be looked into: {denied}\n"))
    );
    fs::set_permissions(at("S/closed"), PermissionsExt::from_mode(0o755)).unwrap();
    let ran = run(&["scan", &at("S"), "-o", &at("fixed/data"), "--quiet"]);
    assert_eq!(
        (ran.status, said(dir.path(), &ran)),
        (2, format!("error: fixed/data: cannot be read or written: {denied}\n"))
    );
    let ran = run(&["report", &at("S"), "-o", &at("fixed"), "--quiet"]);
    assert_eq!(
        (ran.status, said(dir.path(), &ran)),
        (2, format!("error: {}: cannot be written: {denied}\n", at("fixed")))
    );
    let ran = run(&["profile", "new", &at("fixed/me.toml")]);
    assert_eq!(
        (ran.status, said(dir.path(), &ran)),
        (2, format!("error: fixed/me.toml: cannot be written: {denied}\n"))
    );
}

/// A small disk of its own, where this user may have one.
#[cfg(target_os = "linux")]
struct SmallDisk(TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn new(size: &str) -> Option<Self> {
        let dir = TempDir::new().unwrap();
        let options = format!("size={size}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(dir.path()).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then(|| Self(dir))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(self.0.path()).output());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let Some(disk) = SmallDisk::new("1m") else {
        println!("no disk can be mounted here: skipped");
        return;
    };
    let at = |name: &str| disk.0.path().join(name).display().to_string();
    fs::create_dir(at("S")).unwrap();
    fs::write(at("S/a.json"), POSTING).unwrap();
    let [from, data, out] = ["S", "data", "out"].map(at);
    let arguments = [["scan", &from, "-o", &data, "--quiet"], ["report", &from, "-o", &out, "--quiet"]];
    for arguments in arguments {
        let ran = run(&arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    let kept = ["data/dataset.json", "data/postings-00000.parquet", "out/report.html", "out/market.json"];
    let before = kept.map(|name| fs::read(at(name)).unwrap());
    fs::write(at("S/b.json"), POSTING.replace("twenty", "thirty")).unwrap();
    // Whatever is left of the disk is taken.
    let mut filler = File::create(at("filler")).unwrap();
    while std::io::Write::write(&mut filler, &[0; 4096]).is_ok_and(|written| written > 0) {}
    for arguments in arguments {
        let ran = run(&arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.ends_with(": the disk is full; make room, or name another place\n"), "{}", ran.stderr);
        assert!(ran.stderr.starts_with(&format!("error: {}", arguments[3])), "{}", ran.stderr);
    }
    assert_eq!(run(&["profile", "new", &at("me.toml")]).status, 2);
    assert!(!Path::new(&at("me.toml")).exists());
    assert_eq!(kept.map(|name| fs::read(at(name)).unwrap()), before);
    // With room again the same runs do it.
    drop(filler);
    fs::remove_file(at("filler")).unwrap();
    for arguments in arguments {
        let ran = run(&arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    let left: Vec<_> = fs::read_dir(at("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_limit_of_the_size_of_files_is_a_message_and_leaves_everything_as_it_was() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    // In blocks of half a kilobyte, or of a whole one: either is less than any of the files.
    let limited = |arguments: &[&str]| {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -f 1 && exec \"$@\"", "sh", env!("CARGO_BIN_EXE_jobsift")]).args(arguments);
        let ended = shell.env_clear().env("NO_COLOR", "1").current_dir(root()).stdin(Stdio::null()).output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    };
    let [data, out, me] = ["data", "out", "me.toml"].map(at);
    assert_eq!(run(&["scan", TEXTS, "-o", &data, "--quiet"]).status, 0);
    let files = || {
        let mut names: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect::<Vec<_>>()
    };
    let before = files();
    let message = ": the file would be larger than is allowed here; raise the limit, or name another place\n";
    for arguments in [
        &["scan", "samples/postings", "-o", &data, "--quiet"][..],
        &["scan", TEXTS, "-o", &at("new"), "--quiet"],
        &["report", TEXTS, "-o", &out, "--quiet"],
        &["profile", "new", &me],
    ] {
        let (status, said) = limited(arguments);
        assert!(status == Some(2) && said.starts_with("error: ") && said.ends_with(message), "{status:?}: {said}");
    }
    assert!(files() == before && !Path::new(&me).exists());
    let ran = run(&["scan", TEXTS, "-o", &data, "--quiet"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

#[test]
fn one_rule_for_nothing_to_read_and_for_nothing_readable() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    fs::create_dir(at("empty")).unwrap();
    fs::create_dir(at("bad")).unwrap();
    fs::write(at("bad/a.json"), "{\"jobs\": [").unwrap();
    fs::write(at("bad/b.txt"), "").unwrap();
    for (input, status, why) in [
        ("empty", 2, "there is no file to read; name a file, or a folder with saved postings"),
        ("bad", 1, "all 2 inputs were rejected"),
    ] {
        let input_at = at(input);
        for (arguments, more) in [
            (&["scan", &input_at][..], ""),
            (&["scan", &input_at, "--format", "ndjson"], ""),
            (&["scan", &input_at, "-o", &at("data")], "; nothing is written into data"),
            (&["fit", &input_at, "-p", PROFILE], ""),
            (&["rank", &input_at, "-p", PROFILE], ""),
            (&["plan", &input_at, "-p", PROFILE], ""),
            (&["report", &input_at, "--format", "text"], ""),
            (&["explain", &input_at], ""),
            (&["diff", &input_at, TEXTS], ""),
            (&["diff", TEXTS, &input_at], ""),
            (&["dictionary", "suggest", &input_at], ""),
        ] {
            let ran = run(arguments);
            let last = said(dir.path(), &ran).lines().last().unwrap().to_owned();
            let last = last.replace(&at("data"), "data");
            let expected = format!("error: {input}: no posting could be read, {why}{more}");
            assert_eq!((ran.status, last), (status, expected), "{arguments:?}");
        }
        assert!(!Path::new(&at("data/dataset.json")).exists());
    }
}

#[test]
fn files_and_their_dataset_keep_the_same_posting_of_a_group() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name).display().to_string();
    fs::create_dir(at("S")).unwrap();
    let posting = |day: &str| {
        let text =
            "We run Kubernetes and Terraform for twenty teams. You bring AWS, Python and Go. You bring Linux, too.";
        format!(
            r#"{{"title": "Platform Engineer", "company": "Anvil", "datePosted": "{day}", "description": "{text}"}}"#
        )
    };
    for (name, day) in [("a", "2026-01-02"), ("b", "2026-05-06"), ("c", "2026-03-04")] {
        fs::write(at(&format!("S/{name}.json")), posting(day)).unwrap();
    }
    assert_eq!(run(&["scan", &at("S"), "-o", &at("data"), "--quiet"]).status, 0);
    let ranked = |from: &[&str]| {
        let more = ["-p", PROFILE, "--format", "json", "--today", "2026-11-20"];
        let ran = run(&[&["rank"][..], from, &more].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        ran.stdout
    };
    let of_files = ranked(&[&at("S")]);
    assert_eq!(of_files.lines().count(), 1);
    assert!(of_files.contains("\"posted\":\"2026-05-06\""), "{of_files}");
    assert_eq!(ranked(&[&at("data")]), of_files);
    assert_eq!(ranked(&[&at("data"), &at("S/a.json")]), of_files);
    let fits = run(&["fit", &at("S"), "-p", PROFILE, "--format", "json", "--today", "2026-11-20"]);
    assert!(fits.stdout.lines().count() == 1 && fits.stdout.contains("b.json"), "{}", fits.stdout);
    assert_eq!(fits.stderr, "3 postings read, 2 of them repeated (2 word for word).\n");
    let market = |from: &str, more: &[&str]| {
        let ran = run(&[&["report", from, "--date", "2026-11-20", "-o", &at("out"), "--quiet"][..], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        fs::read_to_string(at("out/market.json")).unwrap()
    };
    let of_files = market(&at("S"), &[]);
    assert!(of_files.contains("\"first_day\": \"2026-05-06\"") || of_files.contains("\"first_day\":\"2026-05-06\""));
    assert_eq!(market(&at("data"), &[]), of_files);
    let every = market(&at("S"), &["--keep-duplicates"]);
    assert_ne!(every, of_files);
    assert_eq!(market(&at("data"), &["--keep-duplicates"]), every);
}
