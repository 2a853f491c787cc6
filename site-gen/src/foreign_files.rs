//! What somebody else put into the folder of a site: `.git`, `CNAME`, notes. It is found before anything is changed, and
//! moved once the new site is in place.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;

/// The paths below `old` that this program did not write, each as far up as all of it is somebody else's.
///
/// `ours` names what was written there last time. Without it, only what begins with a dot is known to be somebody else's.
///
/// # Errors
/// When the folder cannot be read, or the site in `new` has something else under such a name: neither may be lost.
pub(crate) fn find(old: &Path, new: &Path, ours: Option<&BTreeSet<&str>>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    below(old, new, "", ours, &mut found)?;
    Ok(found)
}

fn below(old: &Path, new: &Path, at: &str, ours: Option<&BTreeSet<&str>>, found: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(old.join(at))? {
        let entry = entry?;
        let name = format!("{at}{}", entry.file_name().to_string_lossy());
        let is_folder = entry.file_type()?.is_dir();
        let (in_new, inside) = (new.join(&name), format!("{name}/"));
        let holds_ours = || {
            ours.is_some_and(|ours| ours.range(inside.as_str()..).next().is_some_and(|next| next.starts_with(&inside)))
        };
        if is_folder && (holds_ours() || (ours.is_some() && in_new.is_dir())) {
            below(old, new, &inside, ours, found)?;
            continue;
        }
        let is_ours = match ours {
            Some(ours) => ours.contains(name.as_str()),
            None => !name.starts_with('.') || (is_folder && in_new.is_dir()),
        };
        if is_ours {
            continue;
        }
        if in_new.symlink_metadata().is_ok() {
            let why =
                format!("{name} there is not ours, and the new site has one of its own: move one of the two away");
            return Err(Error::new(ErrorKind::AlreadyExists, why));
        }
        found.push(name);
    }
    Ok(())
}

/// Moves these paths from one folder to the other.
pub(crate) fn move_all(paths: &[String], from: &Path, to: &Path) -> Result<()> {
    for path in paths {
        let target = to.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(from.join(path), target)?;
    }
    Ok(())
}
