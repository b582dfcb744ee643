//! What a writer does to the disk, one step after the other, so that the folder is a good dataset after each of them.
//!
//! New files are written in a hidden folder, flushed to the disk, and take their names; none of those names is one of the
//! dataset as it is. Then the new manifest, which names them, takes the place of the old one in one step. A run that is
//! killed before that step leaves the old dataset, after it the new one. What is then no longer of the dataset is removed, by
//! this run or, when it was killed, by the next.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::{Error, LOCK, MANIFEST, is_own_file, is_staging};

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
        Ok(Self {
            dir: dir.to_owned(),
            _lock: lock,
            #[cfg(test)]
            steps: super::tests::Steps::default(),
        })
    }

    /// Removes the files of a dataset that `is_live` does not name, and the hidden folders of runs that were killed.
    pub(super) fn sweep(&self, is_live: impl Fn(&str) -> bool) -> Result<(), Error> {
        for entry in fs::read_dir(&self.dir).map_err(Error::io(&self.dir))? {
            let path = entry.map_err(Error::io(&self.dir))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if is_staging(&path) {
                self.step(&path, || fs::remove_dir_all(&path))?;
            } else if is_own_file(name) && !is_live(name) && path.is_file() {
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
        Ok(Writing { name: name.to_owned(), path, file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Ends a file: all of it is on the disk, not yet under its name.
    pub(super) fn close(&self, file: Writing) -> Result<String, Error> {
        let Writing { name, path, file } = file;
        self.step(&path, || file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all())?;
        Ok(name)
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
    pub(super) file: BufWriter<File>,
}
