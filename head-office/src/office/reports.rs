//! Reports as head office makes and issues them: from the queue, with what was issued before.

use chrono::{DateTime, NaiveDate, Utc};
use content_reader::Content;
use queue::{QueueError, Tray};
use referral::{Activity, london, long_date};
use report::{Maker, People, Period, Report, Subject, councils, since};
use serde::de::DeserializeOwned;

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
    /// What is so now with every count exact, for the office alone.
    Internal,
}

impl Version {
    /// By its number; 0 is a draft.
    pub(crate) fn numbered(version: u32) -> Self {
        if version == 0 { Self::Draft } else { Self::Issued(version) }
    }
}

/// What somebody wants to see.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) subject: Subject,
    pub(crate) version: Version,
}

/// A report, and what staff must know beside it.
pub(crate) struct Got {
    pub(crate) report: Report,
    /// How many versions were issued.
    pub(crate) versions: usize,
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
        let known = councils(&self.content.rules.places);
        let found = known.iter().find(|name| name.to_lowercase() == typed.trim().to_lowercase());
        found.cloned().ok_or_else(|| {
            Refused::new(format!("There is no council of that name in places.toml. Use one of: {}.", known.join(", ")))
        })
    }

    /// What is asked for: as it was issued, or counted now.
    pub(crate) async fn get(&self, asked: &Asked, told: Told<'_>) -> Result<Got, Refused> {
        let period = asked.subject.period;
        if period.first() > self.today() {
            let (code, first) = (period.code(), long_date(period.first()));
            return Err(Refused::new(format!("{code} has not begun: it begins on {first}. Name one that has.")));
        }
        let mut issued: Vec<Report> = self.kept(&name(&asked.subject), period).await?;
        let versions = issued.len();
        let wanted = match asked.version {
            Version::Newest => issued.pop(),
            Version::Draft | Version::Internal => None,
            Version::Issued(version) if (1..=versions).contains(&(version as usize)) => {
                Some(issued.swap_remove(version as usize - 1))
            }
            Version::Issued(version) => {
                let none = format!("Version {version} was not issued. There are {versions}; 0 is a draft.");
                return Err(Refused::new(none));
            }
        };
        let (report, not_opened) = match wanted {
            Some(report) => (report, Vec::new()),
            None => {
                let (rows, not_opened) = self.rows(period, told).await?;
                let report = self.report(asked, &self.maker(&rows, &not_opened), issued.last()).await?;
                (report, not_opened)
            }
        };
        Ok(Got { report, versions, not_opened })
    }

    /// Keeps what is so now as the next version, which stays as it is.
    pub(crate) async fn issue(&self, asked: &Asked, told: Told<'_>) -> Result<Got, Refused> {
        let (period, name) = (asked.subject.period, name(&asked.subject));
        let code = period.code();
        if asked.version == Version::Internal {
            return Err(Refused::new("An internal report cannot be issued: it must not leave the office."));
        }
        if period.last() >= self.today() {
            let last = long_date(period.last());
            return Err(Refused::new(format!("{code} is not over: it ends on {last}. Issue it after that day.")));
        }
        let issued: Vec<Report> = self.kept(&name, period).await?;
        let (rows, not_opened) = self.rows(period, told).await?;
        if !not_opened.is_empty() {
            return Err(Refused::new(format!(
                "Not issued: {} of the referrals cannot be opened with this key ({}), so the figures would not be whole. \
                 Ask a colleague whose key opens them to issue the report, or use the recovery key.",
                not_opened.len(),
                not_opened.join(", ")
            )));
        }
        let maker = self.maker(&rows, &[]);
        self.keep_people(period, &maker).await?;
        let mut report = self.report(asked, &maker, issued.last()).await?;
        let version = issued.len() + 1;
        if issued.last().is_some_and(|last| report.says_the_same(last)) {
            let same = format!("Not issued: version {} of {code} says the same. Give that one again.", version - 1);
            return Err(Refused::new(same));
        }
        report.version = u32::try_from(version).unwrap_or(u32::MAX);
        if !self.tray.issue(&name, report.version, &report).await? {
            let issued = format!("Not issued: a colleague issued version {version} just now. Look at it.");
            return Err(Refused::new(issued));
        }
        Ok(Got { report, versions: version, not_opened })
    }

    /// Every version kept under this name.
    async fn kept<T: DeserializeOwned>(&self, name: &str, period: Period) -> Result<Vec<T>, Refused> {
        self.tray.issued(name).await.map_err(|error| match error {
            QueueError::CannotOpen => Refused::new(format!(
                "{} was issued, and is sealed to other keys than yours. Ask a colleague whose key opens it.",
                period.code()
            )),
            other => other.into(),
        })
    }

    fn today(&self) -> NaiveDate {
        london(self.now).date_naive()
    }

    /// What is counted, and by reference what cannot be opened: received in the period, or nobody knows when.
    async fn rows(&self, period: Period, told: Told<'_>) -> Result<(Vec<Activity>, Vec<String>), Refused> {
        let counted = self.tray.activity(since(period), self.today(), &self.content.rules.calendar, told).await?;
        let days = period.days();
        let own = counted.uncounted.into_iter().filter(|each| each.received_on.is_none_or(|on| days.contains(&on)));
        Ok((counted.rows, own.map(|each| each.reference).collect()))
    }

    fn maker<'m>(&'m self, rows: &'m [Activity], not_opened: &[String]) -> Maker<'m> {
        let not_opened = u32::try_from(not_opened.len()).unwrap_or(u32::MAX);
        Maker { content: self.content, now: self.now, rows, not_opened }
    }

    async fn report(&self, asked: &Asked, maker: &Maker<'_>, last: Option<&Report>) -> Result<Report, Refused> {
        if asked.version == Version::Internal {
            return Ok(maker.internal(&asked.subject));
        }
        let report = maker.draft(&asked.subject, &self.people(maker, asked.subject.period).await?);
        Ok(match last {
            Some(last) => maker.after(report, last),
            None => report,
        })
    }

    /// The tables about people as they were kept, otherwise as they are now.
    async fn people(&self, maker: &Maker<'_>, period: Period) -> Result<People, Refused> {
        let mut quarters = Vec::new();
        for quarter in period.quarters() {
            let kept = self.kept(&people_name(quarter), quarter).await?.pop();
            quarters.push(kept.unwrap_or_else(|| maker.people(quarter, &[])));
        }
        let kept = self.kept(&people_name(period), period).await?.pop();
        Ok(kept.unwrap_or_else(|| maker.people(period, &quarters)))
    }

    /// Keeps the tables about people of a quarter, or of a year with those of its quarters: once, for all councils.
    async fn keep_people(&self, period: Period, maker: &Maker<'_>) -> Result<(), Refused> {
        let all = period.quarters().into_iter().chain([period]);
        for each in all.filter(|each| each.months() > 1) {
            self.tray.issue(&people_name(each), 1, &self.people(maker, each).await?).await?;
        }
        Ok(())
    }
}

/// The name a report is kept under.
fn name(subject: &Subject) -> String {
    format!("{} {}", subject.period.code(), subject.council.as_deref().unwrap_or("all"))
}

/// The name that the tables about people of all reports on a period are kept under.
fn people_name(period: Period) -> String {
    format!("{} people", period.code())
}
