//! The folder the site goes to: written beside the old one, then exchanged with it in one step. What this program did
//! not write (`.git`, `CNAME`) stays there.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::fs::{CWD, RenameFlags, renameat_with};

/// A site being written. Dropped before [`Stage::swap`], it leaves no trace.
pub(crate) struct Stage {
    out: PathBuf,
    folder: PathBuf,
    /// Names what was written, beside the site: so the next build knows what in it is not ours.
    list: PathBuf,
    names: Mutex<Vec<String>>,
}

impl Stage {
    /// A new folder beside `out`, which must be a site of ours, empty, or not there: the old one will be removed.
    pub(crate) fn beside(out: &Path, inputs: &[Option<&Path>]) -> Result<Self> {
        let out = std::path::absolute(out)?;
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(refuse("a site needs a folder of its own"));
        };
        fs::create_dir_all(parent)?;
        if let Ok(real) = out.canonicalize() {
            let holds = |path: &Path| path.canonicalize().is_ok_and(|path| path.starts_with(&real));
            let here = std::env::current_dir().is_ok_and(|dir| holds(&dir));
            if here || inputs.iter().flatten().any(|path| holds(path)) {
                return Err(refuse("it holds what the site is made from; choose another folder with --out"));
            }
            let empty = fs::read_dir(&out)?.next().is_none();
            let ours = out.join("sitemap.xml").exists() && out.join("404.html").exists();
            if !(empty || ours) {
                return Err(refuse("it is not empty and no site of ours, and building would remove it"));
            }
        }
        let folder = parent.join(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir(&folder)?;
        let list = parent.join(format!(".{}.files", name.to_string_lossy()));
        Ok(Self { list, out, folder, names: Mutex::default() })
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.folder.join(path);
        if let Some(dir) = file.parent() {
            fs::create_dir_all(dir)?;
        }
        lock(&self.names).push(path.to_owned());
        fs::write(file, bytes)
    }

    /// How many files were written.
    pub(crate) fn files(&self) -> usize {
        lock(&self.names).len()
    }

    /// Puts the new site in the old one's place. What was there and is not ours goes with it; the rest of the old one is
    /// then removed from the temporary name.
    pub(crate) fn swap(self) -> Result<()> {
        let written = fs::read_to_string(&self.list).ok();
        let ours: Option<BTreeSet<&str>> = written.as_deref().map(|list| list.lines().collect());
        if self.out.exists() {
            keep_others(&self.out, &self.folder, "", ours.as_ref())?;
            self.exchange()?;
        } else {
            fs::rename(&self.folder, &self.out)?;
        }
        let mut names = lock(&self.names).clone();
        names.sort();
        fs::write(&self.list, names.join("\n") + "\n")
    }

    fn exchange(&self) -> Result<()> {
        match renameat_with(CWD, &self.folder, CWD, &self.out, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(()),
            Err(_) => self.swap_in_two_steps(),
        }
    }

    /// Where the file system cannot exchange: for a moment there is no site, never half of one.
    fn swap_in_two_steps(&self) -> Result<()> {
        let old = self.folder.with_extension("old");
        fs::rename(&self.out, &old)?;
        if let Err(error) = fs::rename(&self.folder, &self.out) {
            fs::rename(&old, &self.out)?;
            return Err(error);
        }
        fs::remove_dir_all(&old)
    }
}

/// Moves what this program did not write from the old folder to the new one. Without a list of what it wrote last time,
/// that is whatever begins with a dot.
fn keep_others(old: &Path, new: &Path, below: &str, ours: Option<&BTreeSet<&str>>) -> Result<()> {
    for entry in fs::read_dir(old)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let (to, name) = (new.join(&name), format!("{below}{name}"));
        let last = name.rsplit('/').next().unwrap_or_default();
        let folder = entry.file_type()?.is_dir();
        let holds_ours = |ours: &BTreeSet<&str>| {
            let within = format!("{name}/");
            ours.range(within.as_str()..).next().is_some_and(|next| next.starts_with(&within))
        };
        let is_ours = match (ours, folder) {
            (Some(ours), true) => holds_ours(ours),
            (Some(ours), false) => ours.contains(name.as_str()),
            (None, _) => !last.starts_with('.') || (folder && to.exists()),
        };
        if !is_ours && !to.exists() {
            fs::rename(&path, &to)?;
        } else if folder && to.is_dir() {
            keep_others(&path, &to, &format!("{name}/"), ours)?;
        } else if folder && ours.is_some() {
            // A folder of ours that is gone may still hold a file that is not.
            keep_below(&path, &to, &format!("{name}/"), ours)?;
        }
    }
    Ok(())
}

fn keep_below(old: &Path, new: &Path, below: &str, ours: Option<&BTreeSet<&str>>) -> Result<()> {
    fs::create_dir(new)?;
    keep_others(old, new, below, ours)?;
    if fs::read_dir(new)?.next().is_none() { fs::remove_dir(new) } else { Ok(()) }
}

fn lock<T>(names: &Mutex<T>) -> MutexGuard<'_, T> {
    names.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing can be done about a folder that cannot be removed; the next build of this process tries again.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn refuse(why: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, why.to_owned())
}
