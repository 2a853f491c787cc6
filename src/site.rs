//! The static site, built into memory.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, anyhow};
use referral::london;
use referral_fn::{Clock, Pages};

use crate::files::Files;
use crate::reload::Reload;

/// Builds the site from a content folder; its pages load themselves again after an edit where `reload` says so.
pub(crate) fn build(content: &Path, pages: &Pages, clock: &Clock, reload: bool) -> Result<Files> {
    let files = Mutex::new(Files::default());
    let inputs = site_gen::Inputs {
        content: content.to_owned(),
        templates: None,
        base_url: None,
        on: london(clock()).date_naive(),
        lang: "en",
        index: true,
    };
    site_gen::render(&inputs, &pages.theme, &pages.content, |path, bytes| {
        let bytes = if reload && path.ends_with(".html") { Reload::added(bytes) } else { bytes.to_vec() };
        // Looked at before the lock, which others wait for.
        let file = bytes.into();
        files.lock().unwrap_or_else(PoisonError::into_inner).insert(path, file);
        Ok(())
    })
    .map_err(|findings| anyhow!("{findings}"))?;
    Ok(files.into_inner().unwrap_or_else(PoisonError::into_inner))
}
