//! What the user named to the files that it means.
//!
//! In: files, folders, globs and `-`. Out: [`Inputs`], files in a fixed order; what cannot be walked is a rejection.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use super::reading::LARGEST_WHOLE;
use super::walk::{Files, Walked, plain, unwalked, walk};
use crate::posting::Rejected;

/// A path that means nothing: the program cannot run.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// Nothing is there.
    #[error("{0}: no such file or folder; check the spelling, or put a pattern such as 'saved/*.html' in quotes")]
    Missing(String),
    /// A pattern that matches no file.
    #[error("{0}: the pattern matches no file; try it with `ls`, or name the folder itself")]
    NoMatch(String),
    /// No file: reading it may never end.
    #[error("{0}: {1}, not a file; to read what comes out of it, hand it on as standard input: jobsift … - < {0}")]
    Special(String, &'static str),
    /// A pattern that is none.
    #[error("{0}: not a valid pattern: {1}")]
    Pattern(String, globset::Error),
    /// Nothing was named.
    #[error("no paths given; name files, folders or patterns, or `-` for standard input")]
    Nothing,
}

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A dataset inside a folder of postings. It is not read: its postings are analysed already, and most often those of the
    /// files beside it.
    Dataset(PathBuf),
}

impl Input {
    /// The name that messages and records give it.
    pub fn name(&self) -> Arc<str> {
        match self {
            Self::File(path) | Self::Dataset(path) => path.to_string_lossy().into(),
            Self::Stdin => "-".into(),
        }
    }
}

/// The files that some paths mean, in the order of the paths, folders sorted by name. Folders are walked as they are read.
pub struct Inputs {
    roots: std::vec::IntoIter<Root>,
    walk: Option<(Files, Option<GlobMatcher>)>,
    /// The dataset that was named last.
    named: Option<PathBuf>,
}

enum Root {
    One(Input),
    Folder(PathBuf),
    Glob { base: PathBuf, matcher: GlobMatcher },
}

/// The files that `paths` mean.
///
/// # Errors
/// When a path does not exist, a pattern matches nothing or is malformed, or there are no paths.
pub fn inputs<S: AsRef<str>>(paths: &[S]) -> Result<Inputs, InputError> {
    if paths.is_empty() {
        return Err(InputError::Nothing);
    }
    let roots = paths.iter().map(|path| root(path.as_ref())).collect::<Result<Vec<_>, _>>()?;
    Ok(Inputs { roots: roots.into_iter(), walk: None, named: None })
}

impl Inputs {
    /// Whether a file would be read as one of these, were it there. Links are followed; hidden names count too.
    pub fn would_read(&self, file: &Path) -> bool {
        let file = resolved(file);
        self.roots.as_slice().iter().any(|root| match root {
            Root::One(Input::Stdin) => false,
            Root::One(Input::File(path) | Input::Dataset(path)) => file == resolved(path),
            Root::Folder(folder) => file.starts_with(resolved(folder)),
            Root::Glob { base, matcher } => {
                file.strip_prefix(resolved(base)).is_ok_and(|tail| matcher.is_match(plain(&base.join(tail))))
            }
        })
    }

    /// The bytes of all the files, for progress: walks the folders once. `None` when a stream is among them.
    pub fn bytes(&self) -> Option<u64> {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        let of_folder = |folder: &Path, matcher: Option<&GlobMatcher>| -> u64 {
            let files = walk(folder).flatten().filter(|file| file.dataset.is_none()).map(|file| file.path);
            files.filter(|file| matcher.is_none_or(|m| m.is_match(plain(file)))).map(|file| size(&file)).sum()
        };
        let of_root = |root: &Root| match root {
            Root::One(Input::Stdin) => None,
            Root::One(Input::File(path) | Input::Dataset(path)) => Some(size(path)),
            Root::Folder(folder) => Some(of_folder(folder, None)),
            Root::Glob { base, matcher } => Some(of_folder(base, Some(matcher))),
        };
        self.roots.as_slice().iter().map(of_root).sum()
    }

    /// Whether a file or folder of these is inside a folder, or is that folder.
    pub fn lie_in(&self, folder: &Path) -> bool {
        let folder = resolved(folder);
        self.roots.as_slice().iter().any(|root| match root {
            Root::One(Input::Stdin) => false,
            Root::One(Input::File(path) | Input::Dataset(path))
            | Root::Folder(path)
            | Root::Glob { base: path, .. } => resolved(path).starts_with(&folder),
        })
    }
}

/// The path from the root on, with its links followed as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let mut out = Path::new(".").canonicalize().unwrap_or_default();
    for component in path.components() {
        if component == Component::ParentDir {
            out.pop();
        } else {
            out.push(component);
            out = out.canonicalize().unwrap_or(out);
        }
    }
    out
}

fn root(path: &str) -> Result<Root, InputError> {
    if path == "-" {
        return Ok(Root::One(Input::Stdin));
    }
    let exact = PathBuf::from(path);
    if exact.is_dir() {
        return Ok(Root::Folder(exact));
    }
    if let Ok(about) = exact.metadata() {
        return match special(&exact, &about) {
            Some(what) => Err(InputError::Special(path.to_owned(), what)),
            None => Ok(Root::One(Input::File(exact))),
        };
    }
    if !path.contains(['*', '?', '[', '{']) {
        return Err(InputError::Missing(path.to_owned()));
    }
    let pattern = path.trim_start_matches("./");
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    let matcher = glob.map_err(|error| InputError::Pattern(path.to_owned(), error))?.compile_matcher();
    let base = base_of(pattern);
    let any = base.exists() && walk(&base).flatten().any(|file| matcher.is_match(plain(&file.path)));
    if any { Ok(Root::Glob { base, matcher }) } else { Err(InputError::NoMatch(path.to_owned())) }
}

/// What something is that is neither a file nor a folder, unless it is a stream that the shell or the person opened for this
/// program: `/dev/stdin`, `<(…)`.
fn special(path: &Path, about: &Metadata) -> Option<&'static str> {
    const STREAMS: [&str; 4] = ["/dev/stdin", "/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"];
    let is_stream = path.to_str().is_some_and(|path| STREAMS.iter().any(|stream| path.starts_with(stream)));
    if about.is_file() || about.is_dir() || is_stream { None } else { Some(kind(about)) }
}

#[cfg(unix)]
fn kind(about: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = about.file_type();
    match () {
        () if kind.is_fifo() => "a named pipe",
        () if kind.is_socket() => "a socket",
        () => "a device",
    }
}

#[cfg(not(unix))]
fn kind(_: &Metadata) -> &'static str {
    "a device"
}

/// Opens a file that a person named. A named pipe, which might keep the program waiting for ever, a device or a socket is an
/// error; what the shell opened (`<(…)`, `/dev/stdin`) is not.
///
/// # Errors
/// When it cannot be opened, or is none of these.
pub fn open(path: &Path) -> io::Result<File> {
    match special(path, &path.metadata()?) {
        Some(what) => Err(io::Error::other(format!("it is {what}, not a file"))),
        None => File::open(path),
    }
}

/// The text of a file that a person named.
///
/// # Errors
/// As of [`open`], and when it is no UTF-8 text, or larger than 64 MB.
pub fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path)?.take(LARGEST_WHOLE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST_WHOLE {
        return Err(io::Error::other("it is larger than 64 MB"));
    }
    Ok(text)
}

/// The folder of a pattern: its parts before the first that has a wildcard.
fn base_of(pattern: &str) -> PathBuf {
    let fixed = Path::new(pattern).components();
    let fixed = fixed.take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']));
    let base: PathBuf = fixed.collect();
    if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }
}

impl Iterator for Inputs {
    type Item = Result<Input, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((files, matcher)) = &mut self.walk else {
                match self.roots.next()? {
                    Root::One(input) => return Some(Ok(input)),
                    Root::Folder(folder) => self.walk = Some((walk(&folder), None)),
                    Root::Glob { base, matcher } => self.walk = Some((walk(&base), Some(matcher))),
                }
                continue;
            };
            match files.next() {
                None => self.walk = None,
                Some(Err(error)) => return Some(Err(unwalked(&error))),
                Some(Ok(file)) if matcher.as_ref().is_some_and(|m| !m.is_match(plain(&file.path))) => {}
                Some(Ok(Walked { path, dataset: None })) => return Some(Ok(Input::File(plain(&path).to_owned()))),
                // Once for all its files.
                Some(Ok(Walked { dataset: Some(dataset), .. })) if self.named.as_ref() == Some(&dataset) => {}
                Some(Ok(Walked { dataset: Some(dataset), .. })) => {
                    self.named = Some(dataset.clone());
                    return Some(Ok(Input::Dataset(plain(&dataset).to_owned())));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path, paths: &[String]) -> Vec<String> {
        let found = inputs(paths).unwrap().map(|input| input.unwrap().name().to_string());
        found.map(|name| name.replace(&format!("{}/", folder.display()), "")).collect()
    }

    #[test]
    fn folders_files_and_patterns() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        for file in
            ["b.html", "a.json", "sub/c.html", ".hidden", "b_files/x.css", "sub/.git/y", ".gitignore", "d.html.partial"]
        {
            fs::create_dir_all(at.join(file).parent().unwrap()).unwrap();
            fs::write(at.join(file), "*").unwrap();
        }
        let path = |tail: &str| format!("{}{tail}", at.display());
        assert_eq!(names(at, &[path("")]), ["a.json", "b.html", "sub/c.html"]);
        assert_eq!(names(at, &[path("/*.html")]), ["b.html"]);
        assert_eq!(names(at, &[path("/**/*.html"), "-".to_owned()]), ["b.html", "sub/c.html", "-"]);
        assert_eq!(names(at, &[path("/b.html"), path("/a.json")]), ["b.html", "a.json"]);
        assert!(matches!(inputs(&[path("/none")]), Err(InputError::Missing(_))));
        assert!(matches!(inputs(&[path("/*.pdf")]), Err(InputError::NoMatch(_))));
        assert!(matches!(inputs(&[path("/x[")]), Err(InputError::Pattern(..))));
        assert!(matches!(inputs::<&str>(&[]), Err(InputError::Nothing)));
    }

    #[test]
    fn what_is_written_among_the_inputs_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        fs::create_dir_all(at.join("in/sub")).unwrap();
        fs::write(at.join("in/a.json"), "x").unwrap();
        let of = |tail: &str| inputs(&[at.join(tail).to_string_lossy()]).unwrap();
        for (tail, read) in [("in", true), ("in/**/*.json", true), ("in/*.json", false), ("in/a.json", false)] {
            let found = of(tail);
            assert_eq!(found.would_read(&at.join("in/sub/new/b.json")), read, "{tail}");
            assert!(!found.would_read(&at.join("out/b.json")) && !found.lie_in(&at.join("in/sub")), "{tail}");
            assert!(found.lie_in(&at.join("in")) && found.lie_in(&at.join("none/../in/..")), "{tail}");
            assert!(!found.lie_in(&at.join("i")), "{tail}");
        }
        assert!(of("in/a.json").would_read(&at.join("in/./sub/../a.json")));
        assert_eq!(of("in").bytes(), Some(1));
        assert_eq!(of("in/*.json").bytes(), Some(1));
        assert_eq!(inputs(&["-"]).unwrap().bytes(), None);
    }

    #[cfg(unix)]
    #[test]
    fn loops_of_links_end() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        let found: Vec<_> = inputs(&[folder.path().to_string_lossy()]).unwrap().collect();
        assert_eq!(found.iter().filter(|input| input.is_ok()).count(), 1);
        assert!(
            found.iter().any(|input| input.as_ref().is_err_and(|e| e.reason.contains("a link to a folder around it")))
        );
    }
}
