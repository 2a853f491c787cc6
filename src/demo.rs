//! `imha --demo`: the whole service over a folder of invented referrals that goes when it ends.

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use content_reader::Content;
use queue::local::Local;
use tempfile::TempDir;

use referral_fn::Pages;

use crate::args::Args;

/// The notice at the head of every page of site and desk.
const NOTICE: &str = "<p class=\"wide\"><mark>Demonstration. Everybody here is invented. Do not ask for an \
                      advocate here.</mark></p>";
/// Its telephone number, of those that Ofcom keeps for films, as it is shown and as a link dials it.
const NUMBER: (&str, &str) = ("01632 960 456", "+441632960456");
/// In place of what a call costs.
const CHARGE: &str = "Nobody answers this number: it is made up.";

/// The folder of the queue in it.
const DATA: &str = "data";

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
        args.data = folder.path().join(DATA);
        Ok(Some(Self(folder)))
    }

    /// Puts the invented referrals into its table; gives what to tell whoever started it.
    pub(crate) async fn fill(&self, local: &Local, content: &Content, now: DateTime<Utc>) -> Result<String> {
        head_office::forty::fill(local, content, &head_office::staff()?, now).await?;
        let data = self.0.path().join(DATA);
        let data = data.display();
        Ok(format!(
            "Forty invented referrals in {data}. Try: head-office --data {data} list. All of it goes at Ctrl-C.\n"
        ))
    }

    /// The pages with a telephone number that cannot be rung.
    pub(crate) fn unreachable(mut pages: Pages) -> Pages {
        for site in std::iter::once(&mut pages.content).chain(&mut pages.others).map(|content| &mut content.site) {
            site.set_phone(NUMBER, CHARGE);
        }
        pages
    }

    /// The notice at the head of every page.
    pub(crate) fn notice(demo: Option<&Self>) -> Option<&'static str> {
        demo.map(|_| NOTICE)
    }
}
