//! The folder that `site-gen build --publish` wrote, read into memory, and again once it is published anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, bail};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::files::{Files, Served};
use crate::listening::told;

/// How often to look whether the folder was published anew.
const LOOK: Duration = Duration::from_secs(5);

/// Reads the folder.
pub(crate) fn read(folder: &Path) -> Result<Files> {
    let files = files(folder)?;
    if !files.is_site() {
        bail!("{} holds no index.html: write it with site-gen build --publish --out DIR", folder.display());
    }
    Ok(files)
}

/// Reads the folder again after it was published anew, for as long as the handle lives.
pub(crate) fn watch(folder: PathBuf, served: Served, stopped: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let ended = told(stopped);
        tokio::pin!(ended);
        let mut seen = published_at(&folder);
        loop {
            tokio::select! {
                () = &mut ended => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            let now = published_at(&folder);
            if now == seen {
                continue;
            }
            match read(&folder) {
                Ok(files) => {
                    seen = now;
                    served.replace(files);
                }
                Err(error) => tracing::warn!("what was read before is served: {error:#}"),
            }
        }
    })
}

/// The times of the folder and its start page: publishing replaces both.
fn published_at(folder: &Path) -> [Option<SystemTime>; 2] {
    [folder.to_owned(), folder.join("index.html")]
        .map(|path| fs::metadata(path).and_then(|found| found.modified()).ok())
}

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))? {
            let entry = entry?;
            let path = entry.path();
            // Links are not followed: what they lead to was not published.
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file()
                && let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str)
            {
                let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
                files.insert(&name.replace('\\', "/"), bytes.into());
            }
        }
    }
    Ok(files)
}
