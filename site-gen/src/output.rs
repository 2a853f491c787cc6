//! The folder the site goes to: written beside the old one, then exchanged with it in one step. What this program did
//! not write (`.git`, `CNAME`) stays there.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::foreign_files;

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

    /// Puts the new site in the old one's place. What was there and is not ours is moved into it, and only then the rest
    /// of the old one is removed: whatever fails before, nothing of somebody else's is lost.
    pub(crate) fn swap(self) -> Result<()> {
        if self.out.exists() {
            self.replace()?;
        } else {
            fs::rename(&self.folder, &self.out)?;
        }
        let mut names = lock(&self.names).clone();
        names.sort();
        fs::write(&self.list, names.join("\n") + "\n")
    }

    fn replace(&self) -> Result<()> {
        let old = self.folder.with_extension("old");
        if old.exists() {
            return Err(refuse(&format!(
                "{} was left by a build that broke off: it may hold files of yours",
                old.display()
            )));
        }
        let written = fs::read_to_string(&self.list).ok();
        let ours: Option<BTreeSet<&str>> = written.as_deref().map(|list| list.lines().collect());
        let others = foreign_files::find(&self.out, &self.folder, ours.as_ref())?;
        match renameat_with(CWD, &self.folder, CWD, &self.out, RenameFlags::EXCHANGE) {
            Ok(()) => fs::rename(&self.folder, &old)?,
            Err(_) => self.exchange_in_two_steps(&old)?,
        }
        foreign_files::move_all(&others, &old, &self.out)?;
        fs::remove_dir_all(&old)
    }

    /// Where the file system cannot exchange: for a moment there is no site, never half of one.
    fn exchange_in_two_steps(&self, old: &Path) -> Result<()> {
        fs::rename(&self.out, old)?;
        fs::rename(&self.folder, &self.out).inspect_err(|_| drop(fs::rename(old, &self.out)))
    }
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
