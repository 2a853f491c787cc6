//! Files for nobody else's eyes, written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Writes the file in the place of one that may be there. Until it is whole on the disk it has another name, so a write
/// cut short leaves no half file; it is readable by its owner alone.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    whole(path, bytes)?.persist(path).map(drop).map_err(|error| error.error)
}

/// The same, but a file that is there already stays as it is, and the error says so.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    whole(path, bytes)?.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

fn whole(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A folder that is missing is named as itself, not by the name of a file nobody asked for.
    fs::metadata(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}
