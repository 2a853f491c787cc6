//! Private files: whole or not at all, for their owner alone, and never through a link somebody planted.

use std::fs;
use std::io::Write;
use std::path::Path;

use secrecy::zeroize::Zeroizing;

use super::error::LocalError;
use crate::read_text_file;

pub(super) fn at(path: &Path, error: std::io::Error) -> LocalError {
    LocalError::Io { path: path.to_owned(), error }
}

/// Reads a text that a person may have edited; it may be a secret.
pub(super) fn read_text(path: &Path) -> Result<Zeroizing<String>, LocalError> {
    read_text_file(path).map_err(|error| at(path, error))
}

/// Writes a file that is not there yet: on the disk before it has its name, and 0600. The temporary name cannot be
/// guessed, and a link of the file's own name is refused, not followed.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), LocalError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|error| at(path, error))
}

/// Writes a file in place of one that may be there, 0600 and whole or not at all.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), LocalError> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|error| at(path, error))
}

/// Waits until nobody else is making this folder, and keeps others waiting until it is dropped.
pub(super) fn lock(path: &Path) -> Result<fs::File, LocalError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path).map_err(|error| at(path, error))?;
    file.lock().map_err(|error| at(path, error))?;
    Ok(file)
}

/// A folder with other things in it keeps its mode: `--data` may name anything. The files are 0600 in any case.
pub(super) fn make_folder(folder: &Path) -> Result<(), LocalError> {
    if folder.is_dir() {
        return close_if_empty(folder).map_err(|error| at(folder, error));
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| at(folder, error))
}

#[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, unused_variables, reason = "modes are a matter of Unix"))]
fn close_if_empty(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if fs::read_dir(folder)?.next().is_none() {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Refuses a folder in which everybody may plant a file or a link.
#[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, unused_variables, reason = "modes are a matter of Unix"))]
pub(super) fn refuse_open_to_all(folder: &Path) -> Result<(), LocalError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder).map_err(|error| at(folder, error))?.permissions().mode();
        if mode & 0o002 != 0 {
            return Err(LocalError::OpenToAll(folder.to_owned()));
        }
    }
    Ok(())
}

/// Takes a private file away from others who could read or change it.
#[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, unused_variables, reason = "modes are a matter of Unix"))]
pub(super) fn tighten(file: &Path) -> Result<(), LocalError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let Ok(found) = fs::symlink_metadata(file) else { return Ok(()) };
        if found.is_file() && found.permissions().mode() & 0o077 != 0 {
            let private = fs::Permissions::from_mode(0o600);
            return fs::set_permissions(file, private).map_err(|error| at(file, error));
        }
    }
    Ok(())
}
