//! A copy of everything a lost machine takes with it, but for private keys: those have their own place.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::error::LocalError;
use super::files::{at, make_folder, read_text, write_new};
use super::{RECIPIENTS, TABLE, TOKEN_KEY, holds_table, recipients, token_key};
use crate::Engine;

/// Copies table, recipients and token key to a folder that is empty or not there yet, while the service runs. The table
/// is copied as of one moment and can be opened. Recipients and token key come from the files the service was given, or
/// from the folder, which keeps both of its last start. Private keys are never copied.
///
/// # Errors
/// See [`LocalError`].
pub fn backup(
    data: &Path,
    recipients_file: Option<&Path>,
    token_key_file: Option<&Path>,
    to: &Path,
) -> Result<(), LocalError> {
    if !holds_table(data) {
        return Err(LocalError::NoQueue(data.to_owned()));
    }
    let (kept_list, kept_key) = (data.join(RECIPIENTS), data.join(TOKEN_KEY));
    let (list, key) = (recipients_file.unwrap_or(&kept_list), token_key_file.unwrap_or(&kept_key));
    // Read first: what cannot be opened again is no copy.
    recipients(list)?;
    token_key(key)?;
    empty(to)?;
    Engine::open(&data.join(TABLE))?.copy_to(&to.join(TABLE))?;
    copy_texts(list, key, to)
}

/// Puts a copy into a folder that is empty or not there yet; the keys come from where they are kept.
///
/// # Errors
/// See [`LocalError`].
pub fn restore(data: &Path, from: &Path) -> Result<(), LocalError> {
    for name in [TABLE, RECIPIENTS, TOKEN_KEY] {
        let path = from.join(name);
        match fs::metadata(&path) {
            Ok(found) if found.is_file() => {}
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(at(&path, error)),
            _ => return Err(LocalError::NoCopy(from.to_owned())),
        }
    }
    if !holds_table(from) {
        return Err(LocalError::NoCopy(from.to_owned()));
    }
    let (list, key) = (from.join(RECIPIENTS), from.join(TOKEN_KEY));
    recipients(&list)?;
    token_key(&key)?;
    for name in [TABLE, RECIPIENTS, TOKEN_KEY] {
        if data.join(name).exists() {
            return Err(LocalError::NotEmpty(data.to_owned()));
        }
    }
    make_folder(data)?;
    let (source, _) = Engine::open_for_reading(&from.join(TABLE))?;
    source.copy_to(&data.join(TABLE))?;
    copy_texts(&list, &key, data)
}

fn empty(folder: &Path) -> Result<(), LocalError> {
    make_folder(folder)?;
    let mut files = fs::read_dir(folder).map_err(|error| at(folder, error))?;
    if files.next().is_some() { Err(LocalError::NotEmpty(folder.to_owned())) } else { Ok(()) }
}

/// The recipients come last, as they do when a folder is made: where they are, the rest is too.
fn copy_texts(list: &Path, key: &Path, to: &Path) -> Result<(), LocalError> {
    write_new(&to.join(TOKEN_KEY), &read_text(key)?)?;
    write_new(&to.join(RECIPIENTS), &read_text(list)?)
}
