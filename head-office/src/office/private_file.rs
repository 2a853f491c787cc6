//! Files that their owner alone can read, written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Writes the file in the place of one that may be there. Until it is whole on the disk it has another name, so a write
/// cut short leaves no half file; it is readable by its owner alone.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    finish(begin(path)?, path, bytes)
}

/// Begins a file, so that it is known whether it can be written before there is something to write.
pub(crate) fn begin(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A folder that is missing is named as itself, not by the name of a file nobody asked for.
    fs::metadata(folder)?;
    // A device would be replaced by a file.
    if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
        return Err(io::Error::other("this is not a file"));
    }
    NamedTempFile::new_in(folder)
}

/// Writes what was begun.
pub(crate) fn finish(mut file: NamedTempFile, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fill(&mut file, bytes)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// The same, but a file that is there already stays as it is, and the error says so. Gives whether the system keeps it
/// from everybody but its owner: a memory stick, for one, does not.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = begin(path)?;
    fill(&mut file, bytes)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    is_private(path)
}

#[cfg(unix)]
fn is_private(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 == 0)
}

/// `icacls` takes away what the folder grants and gives the file to its owner alone.
#[cfg(windows)]
fn is_private(path: &Path) -> io::Result<bool> {
    let Ok(owner) = std::env::var("USERNAME") else { return Ok(false) };
    let mut icacls = std::process::Command::new("icacls");
    icacls.arg(path).args(["/inheritance:r", "/grant:r"]).arg(format!("{owner}:F"));
    let done = icacls.stdin(std::process::Stdio::null()).output();
    Ok(done.is_ok_and(|done| done.status.success()))
}

fn fill(file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.as_file().sync_all()
}
