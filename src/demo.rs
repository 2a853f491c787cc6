//! `imha --demo`: the whole service over a folder of invented referrals that goes when it ends.

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use content_reader::Content;
use queue::local::Local;
use tempfile::TempDir;

use crate::args::Args;

/// The notice at the head of every page of site and desk.
const NOTICE: &str = "<p class=\"wide\"><mark>Demonstration. Everybody here is invented. Do not ask for an \
                      advocate here.</mark></p>";

/// A folder for one demonstration.
pub(crate) struct Demo(TempDir);

impl Demo {
    /// Makes the folder, where a demonstration was asked for, and has it used.
    pub(crate) fn wanted(args: &mut Args) -> Result<Option<Self>> {
        if !args.demo {
            return Ok(None);
        }
        let folder = tempfile::Builder::new().prefix("imha-demo-").tempdir();
        let folder = folder.context("no folder could be made for the demonstration")?;
        args.data = folder.path().join("data");
        Ok(Some(Self(folder)))
    }

    /// Puts the invented referrals into its table; gives what to tell whoever started it.
    pub(crate) async fn fill(&self, local: &Local, content: &Content, now: DateTime<Utc>) -> Result<String> {
        head_office::forty::fill(local, content, &head_office::staff()?, now).await?;
        Ok(format!(
            "A demonstration: forty invented referrals in {}, which goes when this ends (Ctrl-C).\n",
            self.0.path().display()
        ))
    }

    /// The notice at the head of every page.
    pub(crate) fn notice(demo: Option<&Self>) -> Option<&'static str> {
        demo.map(|_| NOTICE)
    }
}
