//! Reports as head office makes and issues them: from the queue, under the settings, with what was issued before.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use content_reader::Content;
use queue::{QueueError, Tray};
use referral::{london, long_date};

use super::draft::{Issue, Maker, NO_COUNCIL, councils, since};
use super::{Disclosure, Period, Span, sentences};
use crate::Refused;

/// Which version of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// The last that was issued; if none was, a draft.
    Newest,
    /// A draft of what is so now.
    Draft,
    /// One that was issued.
    Issued(u32),
}

/// What somebody wants to see.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) period: Period,
    pub(crate) council: Option<String>,
    pub(crate) version: Version,
}

/// A report, and what staff must know beside it.
pub(crate) struct Got {
    pub(crate) issue: Issue,
    /// How many versions were issued.
    pub(crate) versions: u32,
    /// What could not be opened, by reference.
    pub(crate) not_opened: Vec<String>,
}

/// Hears how many months of how many were read, and how many referrals.
pub(crate) type Told<'a> = &'a mut (dyn FnMut(usize, usize, usize) + Send);

/// The queue, the words and rules, and the time.
#[derive(Clone, Copy)]
pub(crate) struct Reports<'a> {
    pub(crate) tray: &'a Tray,
    pub(crate) content: &'a Content,
    pub(crate) now: DateTime<Utc>,
}

impl Reports<'_> {
    /// The council of that name, whatever the case of its letters.
    pub(crate) fn council(&self, typed: &str) -> Result<String, Refused> {
        let mut known = councils(&self.content.rules.places);
        known.push(NO_COUNCIL.to_owned());
        let found = known.iter().find(|name| name.to_lowercase() == typed.trim().to_lowercase());
        found.cloned().ok_or_else(|| {
            Refused::new(format!("There is no council of that name in places.toml. Use one of: {}.", known.join(", ")))
        })
    }

    /// What is asked for: as it was issued, or counted now.
    pub(crate) async fn get(&self, asked: &Asked, told: Told<'_>) -> Result<Got, Refused> {
        let today = london(self.now).date_naive();
        if asked.period.first() > today {
            let (code, first) = (asked.period.code(), long_date(asked.period.first()));
            return Err(Refused::new(format!("{code} has not begun: it begins on {first}. Name one that has.")));
        }
        let mut issued = self.issued(asked).await?;
        let versions = u32::try_from(issued.len()).unwrap_or(u32::MAX);
        let wanted = match asked.version {
            Version::Newest => issued.pop(),
            Version::Draft => None,
            Version::Issued(version) => {
                let at = (version as usize).checked_sub(1).filter(|at| *at < issued.len());
                let none =
                    || Refused::new(format!("Version {version} was not issued. There are {versions}; 0 is a draft."));
                Some(issued.swap_remove(at.ok_or_else(none)?))
            }
        };
        if let Some(issue) = wanted {
            return Ok(Got { issue, versions, not_opened: Vec::new() });
        }
        let (mut issue, not_opened) = self.draft(asked, told).await?;
        if let Some(last) = issued.last() {
            issue = issue.after(last);
        }
        Ok(Got { issue, versions, not_opened })
    }

    /// Freezes what is so now as the next version.
    pub(crate) async fn issue(&self, asked: &Asked, told: Told<'_>) -> Result<Got, Refused> {
        let today = london(self.now).date_naive();
        let code = asked.period.code();
        if asked.period.last() >= today {
            let last = long_date(asked.period.last());
            return Err(Refused::new(format!("{code} is not over: it ends on {last}. Issue it after that day.")));
        }
        let before = self.issued(asked).await?;
        let draft = Asked { version: Version::Draft, ..asked.clone() };
        let mut got = self.get(&draft, told).await?;
        if !got.not_opened.is_empty() {
            return Err(Refused::new(format!(
                "Not issued: {} of the referrals cannot be opened with this key ({}), so the figures would not be whole. \
                 Ask a colleague whose key opens them to issue the report, or use the recovery key.",
                got.not_opened.len(),
                got.not_opened.join(", ")
            )));
        }
        if before.last().is_some_and(|last| got.issue.says_the_same(last)) {
            return Err(Refused::new(format!(
                "Not issued: version {} of {code} says the same. Give that one again. What was corrected since is too \
                 small to be seen, or hidden.",
                got.versions
            )));
        }
        let version = got.versions + 1;
        got.issue.report.version = version;
        if !self.tray.issue(&name(asked), version, &got.issue).await? {
            return Err(Refused::new(format!(
                "Not issued: a colleague issued version {version} just now. Look at it."
            )));
        }
        got.versions = version;
        Ok(got)
    }

    async fn issued(&self, asked: &Asked) -> Result<Vec<Issue>, Refused> {
        self.tray.issued(&name(asked)).await.map_err(|error| match error {
            QueueError::CannotOpen => Refused::new(format!(
                "{} was issued, and is sealed to other keys than yours. Ask a colleague whose key opens it.",
                asked.period.code()
            )),
            other => other.into(),
        })
    }

    async fn draft(&self, asked: &Asked, told: Told<'_>) -> Result<(Issue, Vec<String>), Refused> {
        let disclosure = Disclosure::read(self.content.site.more.get("report"))
            .map_err(|why| Refused::new(format!("site.toml {why}.")))?;
        let rules = &self.content.rules;
        let today = london(self.now).date_naive();
        let counted = self.tray.activity(since(asked.period), today, &rules.calendar, told).await?;
        let sentences = sentences(&self.content.words, disclosure, rules.calendar.policy());
        let maker = Maker { rules, disclosure, sentences, now: self.now };
        let mut issue = maker.draft(asked.period, asked.council.as_deref(), &counted);
        let mut months = BTreeMap::new();
        for month in asked.period.twelve_months() {
            let own = Asked { period: month, ..asked.clone() };
            let own = if asked.period.span() == Span::Month && month.code() == asked.period.code() {
                None
            } else {
                self.issued(&own).await?.pop()
            };
            months.extend(own.map(|own| (month.code(), own)));
        }
        issue.with_months(&months);
        let days = asked.period.first()..=asked.period.last();
        let open = counted.uncounted.into_iter().filter(|each| each.received_on.is_none_or(|on| days.contains(&on)));
        Ok((issue, open.map(|each| each.reference).collect()))
    }
}

/// The name a report is kept under.
fn name(asked: &Asked) -> String {
    format!("{} {}", asked.period.code(), asked.council.as_deref().unwrap_or("all"))
}
