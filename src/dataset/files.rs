//! What a writer does to the disk, one step after the other, so that the folder is a good dataset after each of them.
//!
//! New files are written in a hidden folder, flushed to the disk, and take their names; none of those names is one of the
//! dataset as it is. Then the new manifest, which names them, takes the place of the old one in one step. A run that is
//! killed before that step leaves the old dataset, after it the new one. What is then no longer of the dataset is removed, by
//! this run or, when it was killed or somebody still reads the old one, by the next.
//!
//! The manifest has a checksum of every file, so that damage is found and not counted.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::{Error, LOCK, MANIFEST, READERS, is_own_file, is_staging};

/// The hidden folder of the one run that may write.
const STAGED: &str = ".jobsift-scan.partial";

/// A dataset's folder, open for writing by nobody else.
pub(super) struct Files {
    dir: PathBuf,
    /// Locked until dropped; the system unlocks it too when the process ends in any way.
    _lock: File,
    #[cfg(test)]
    pub(super) steps: super::tests::Steps,
}

impl Files {
    /// Makes the folder if need be and locks it.
    pub(super) fn open(dir: &Path) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(Error::io(dir))?;
        let path = dir.join(LOCK);
        let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::InUse(dir.to_owned())),
            Err(TryLockError::Error(error)) => return Err(Error::io(&path)(error)),
        }
        let path = dir.join(READERS);
        File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
        Ok(Self {
            dir: dir.to_owned(),
            _lock: lock,
            #[cfg(test)]
            steps: super::tests::Steps::default(),
        })
    }

    /// Removes the hidden folders of runs that were killed and, while nobody reads the dataset, the files of one that `is_live`
    /// does not name.
    pub(super) fn sweep(&self, is_live: impl Fn(&str) -> bool) -> Result<(), Error> {
        let unread = File::open(self.dir.join(READERS)).ok().filter(|readers| readers.try_lock().is_ok());
        for entry in fs::read_dir(&self.dir).map_err(Error::io(&self.dir))? {
            let path = entry.map_err(Error::io(&self.dir))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if is_staging(&path) {
                self.step(&path, || fs::remove_dir_all(&path))?;
            } else if unread.is_some() && is_own_file(name) && !is_live(name) && path.is_file() {
                self.step(&path, || fs::remove_file(&path))?;
            }
        }
        Ok(())
    }

    /// Makes the hidden folder.
    pub(super) fn begin(&self) -> Result<(), Error> {
        let staged = self.dir.join(STAGED);
        self.step(&staged, || fs::create_dir(&staged))
    }

    /// Begins a file in the hidden folder.
    pub(super) fn create(&self, name: &str) -> Result<Writing, Error> {
        let path = self.dir.join(name);
        let file = self.step(&path, || File::create(self.staged(name)))?;
        Ok(Writing {
            name: name.to_owned(),
            path,
            file: BufWriter::with_capacity(1 << 16, Summing { file, sum: Xxh3::new() }),
        })
    }

    /// Ends a file: all of it is on the disk, not yet under its name. Returns the name and the checksum.
    pub(super) fn close(&self, file: Writing) -> Result<(String, String), Error> {
        let Writing { name, path, file } = file;
        let sum = self.step(&path, || {
            let Summing { file, sum } = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            Ok(written_sum(sum.digest()))
        })?;
        Ok((name, sum))
    }

    /// Gives closed files their names, then the manifest its new content, in one step.
    pub(super) fn publish(&self, names: &[String], manifest: &str) -> Result<(), Error> {
        for name in names {
            let path = self.dir.join(name);
            self.step(&path, || fs::rename(self.staged(name), &path))?;
        }
        let mut file = self.create(MANIFEST)?;
        file.file.write_all(manifest.as_bytes()).map_err(Error::io(&file.path))?;
        self.close(file)?;
        self.sync()?;
        let path = self.dir.join(MANIFEST);
        self.step(&path, || fs::rename(self.staged(MANIFEST), &path))?;
        self.sync()
    }

    /// Keeps the files named under a name of their own, as a folder that is a dataset by itself.
    pub(super) fn keep(&self, names: &[String], folder: &str) -> Result<PathBuf, Error> {
        let (staged, kept) = (self.staged(folder), self.dir.join(folder));
        // The name is that of the scan that is not done yet: what has it already was left by one that was killed.
        if kept.exists() {
            self.step(&kept, || fs::remove_dir_all(&kept))?;
        }
        self.step(&staged, || fs::create_dir(&staged))?;
        for name in names {
            let (from, to) = (self.dir.join(name), staged.join(name));
            // A second name costs nothing; where the file system has none, a copy does it.
            self.step(&from, || fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop)))?;
        }
        self.step(&kept, || fs::rename(&staged, &kept))?;
        Ok(kept)
    }

    /// Removes the hidden folder; a killed run does not.
    pub(super) fn discard(&self) {
        // What cannot be removed now is removed by the next run.
        drop(self.step(&self.dir, || fs::remove_dir_all(self.dir.join(STAGED))));
    }

    /// Where a file of the dataset is, or will be.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Where it is until it is published.
    pub(super) fn staged(&self, name: &str) -> PathBuf {
        self.dir.join(STAGED).join(name)
    }

    /// Makes the names in the folder last.
    fn sync(&self) -> Result<(), Error> {
        // Not every system can open a folder; those that cannot keep names without being asked.
        self.step(&self.dir, || File::open(&self.dir).map_or(Ok(()), |dir| dir.sync_all()))
    }

    /// One step that changes the disk. Tests let the process end before any of them.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "tests count the steps of each writer"))]
    fn step<T>(&self, path: &Path, change: impl FnOnce() -> io::Result<T>) -> Result<T, Error> {
        #[cfg(test)]
        self.steps.take().map_err(Error::io(path))?;
        change().map_err(Error::io(path))
    }
}

/// A file in the hidden folder.
pub(super) struct Writing {
    name: String,
    /// Where it will be, for messages.
    pub(super) path: PathBuf,
    pub(super) file: BufWriter<Summing>,
}

/// A file whose checksum grows with it.
pub(super) struct Summing {
    file: File,
    sum: Xxh3,
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A checksum as the manifest has it.
fn written_sum(sum: u64) -> String {
    format!("{sum:016x}")
}

/// The whole of a file that is as it was written.
pub(super) struct Checked {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

impl Checked {
    /// Reads a file whose checksum is this, where it is known.
    pub(super) fn read(path: PathBuf, sum: Option<&String>) -> Result<Self, Error> {
        let bytes = fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::damaged(&path, "it is missing"),
            _ => Error::io(&path)(error),
        })?;
        if sum.is_some_and(|sum| *sum != written_sum(xxh3_64(&bytes))) {
            return Err(Error::damaged(&path, "its content is not what was written"));
        }
        Ok(Self { path, bytes })
    }
}

/// A note that a dataset is read, for as long as it is held: no file of it goes away meanwhile. None where the system or the
/// folder has no such notes.
pub(super) fn reading(dir: &Path) -> Option<File> {
    File::open(dir.join(READERS)).ok().filter(|readers| readers.lock_shared().is_ok())
}
