//! Files that are written whole or not at all, and how long what is written may take to last.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// The ending of a file that is being written.
pub(super) const PARTIAL: &str = ".partial";

/// How a file is written.
pub(super) type Writing = fn(&Path, &[u8]) -> io::Result<()>;

/// Writes a file whole, or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_and(path, bytes, |_| Ok(()))
}

/// The same, whatever happens to the power.
pub(super) fn write_to_disk(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_and(path, bytes, File::sync_all)?;
    path.parent().map_or(Ok(()), sync_names)
}

/// Makes the names in a folder last.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    // Not every system can open a folder; those that cannot keep names without being asked.
    File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
}

/// Writes a file whole, or not at all; `finish` sees it before it has its name.
fn write_and(path: &Path, bytes: &[u8], finish: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // Its name is hidden and ends as half-written files do, so that nothing reads what a killed run leaves.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(PARTIAL);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut file = match builder.tempfile_in(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            builder.tempfile_in(folder)?
        }
        made => made?,
    };
    file.write_all(bytes)?;
    finish(file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
