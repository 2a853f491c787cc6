//! The folder the site goes to: written beside the old one, then exchanged with it in one step.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::fs::{CWD, RenameFlags, renameat_with};

/// A site being written. Dropped before [`Stage::swap`], it leaves no trace.
pub(crate) struct Stage {
    out: PathBuf,
    folder: PathBuf,
    files: AtomicUsize,
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
        Ok(Self { out, folder, files: AtomicUsize::new(0) })
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.folder.join(path);
        if let Some(dir) = file.parent() {
            fs::create_dir_all(dir)?;
        }
        self.files.fetch_add(1, Ordering::Relaxed);
        fs::write(file, bytes)
    }

    /// How many files were written.
    pub(crate) fn files(&self) -> usize {
        self.files.load(Ordering::Relaxed)
    }

    /// Puts the new site in the old one's place. The old one is then removed from the temporary name.
    pub(crate) fn swap(self) -> Result<()> {
        if !self.out.exists() {
            return fs::rename(&self.folder, &self.out);
        }
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

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing can be done about a folder that cannot be removed; the next build of this process tries again.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn refuse(why: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, why.to_owned())
}
