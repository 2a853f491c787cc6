//! Reports as head office makes and issues them: from the queue, with what was issued before.

use chrono::{DateTime, Utc};
use content_reader::Content;
use queue::{Counted, QueueError, Tray};
use referral::{london, long_date};
use report::{Issued, Maker, People, Period, Report, Subject, councils, since};

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
    pub(crate) report: Issued,
    /// How many versions were issued.
    pub(crate) versions: u32,
    /// What could not be opened, by reference.
    pub(crate) not_opened: Vec<String>,
}

impl Got {
    /// The report, unless it was kept in a shape of before.
    pub(crate) fn report(&self) -> Result<&Report, Refused> {
        match &self.report {
            Issued::Report(report) => Ok(report),
            Issued::Older(_) => Err(Refused::new(
                "This version was issued before the service's figures were exact. `head-office report --json` gives it \
                 as it was kept. For exact figures make a draft: --version 0.",
            )),
        }
    }
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
        if period.first() > london(self.now).date_naive() {
            let (code, first) = (period.code(), long_date(period.first()));
            return Err(Refused::new(format!("{code} has not begun: it begins on {first}. Name one that has.")));
        }
        let mut issued = self.issued(&asked.subject).await?;
        let versions = u32::try_from(issued.len()).unwrap_or(u32::MAX);
        let wanted = match asked.version {
            Version::Newest => issued.pop_if(|last| matches!(last, Issued::Report(_))),
            Version::Draft | Version::Internal => None,
            Version::Issued(version) => {
                let at = (version as usize).checked_sub(1).filter(|at| *at < issued.len());
                let none =
                    || Refused::new(format!("Version {version} was not issued. There are {versions}; 0 is a draft."));
                Some(issued.swap_remove(at.ok_or_else(none)?))
            }
        };
        if let Some(report) = wanted {
            return Ok(Got { report, versions, not_opened: Vec::new() });
        }
        let counted = self.counted(period, told).await?;
        let report = self.drawn_up(asked, &counted, issued.last()).await?;
        Ok(Got { report: Issued::Report(Box::new(report)), versions, not_opened: not_opened(&counted, period) })
    }

    /// Keeps what is so now as the next version, which stays as it is.
    pub(crate) async fn issue(&self, asked: &Asked, told: Told<'_>) -> Result<Got, Refused> {
        let period = asked.subject.period;
        let code = period.code();
        if asked.version == Version::Internal {
            return Err(Refused::new("An internal report cannot be issued: it must not leave the office."));
        }
        if period.last() >= london(self.now).date_naive() {
            let last = long_date(period.last());
            return Err(Refused::new(format!("{code} is not over: it ends on {last}. Issue it after that day.")));
        }
        let issued = self.issued(&asked.subject).await?;
        let counted = self.counted(period, told).await?;
        let missing = not_opened(&counted, period);
        if !missing.is_empty() {
            return Err(Refused::new(format!(
                "Not issued: {} of the referrals cannot be opened with this key ({}), so the figures would not be whole. \
                 Ask a colleague whose key opens them to issue the report, or use the recovery key.",
                missing.len(),
                missing.join(", ")
            )));
        }
        self.keep_people(period, &counted).await?;
        let mut report = self.drawn_up(asked, &counted, issued.last()).await?;
        let versions = u32::try_from(issued.len()).unwrap_or(u32::MAX);
        if let Some(Issued::Report(last)) = issued.last()
            && report.says_the_same(last)
        {
            return Err(Refused::new(format!(
                "Not issued: version {versions} of {code} says the same. Give that one again."
            )));
        }
        report.version = versions + 1;
        if !self.tray.issue(&name(&asked.subject), report.version, &report).await? {
            return Err(Refused::new(format!(
                "Not issued: a colleague issued version {} just now. Look at it.",
                report.version
            )));
        }
        Ok(Got { versions: report.version, report: Issued::Report(Box::new(report)), not_opened: missing })
    }

    async fn issued(&self, subject: &Subject) -> Result<Vec<Issued>, Refused> {
        self.kept(&name(subject), subject.period).await
    }

    async fn kept<T: serde::de::DeserializeOwned>(&self, name: &str, period: Period) -> Result<Vec<T>, Refused> {
        self.tray.issued(name).await.map_err(|error| match error {
            QueueError::CannotOpen => Refused::new(format!(
                "{} was issued, and is sealed to other keys than yours. Ask a colleague whose key opens it.",
                period.code()
            )),
            other => other.into(),
        })
    }

    async fn counted(&self, period: Period, told: Told<'_>) -> Result<Counted, Refused> {
        let today = london(self.now).date_naive();
        Ok(self.tray.activity(since(period), today, &self.content.rules.calendar, told).await?)
    }

    async fn drawn_up(&self, asked: &Asked, counted: &Counted, last: Option<&Issued>) -> Result<Report, Refused> {
        let received: Vec<_> = counted.uncounted.iter().map(|each| each.received_on).collect();
        let maker = self.maker(counted, &received);
        if asked.version == Version::Internal {
            return Ok(maker.internal(&asked.subject));
        }
        let people = self.people(&maker, asked.subject.period).await?;
        let report = maker.draft(&asked.subject, &people);
        Ok(match last {
            Some(last) => maker.after(report, last),
            None => report,
        })
    }

    fn maker<'m>(&'m self, counted: &'m Counted, received: &'m [Option<chrono::NaiveDate>]) -> Maker<'m> {
        Maker { content: self.content, now: self.now, rows: &counted.rows, not_opened: received }
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
    async fn keep_people(&self, period: Period, counted: &Counted) -> Result<(), Refused> {
        if period.months() == 1 {
            return Ok(());
        }
        let maker = self.maker(counted, &[]);
        for each in period.quarters().into_iter().chain([period]) {
            let people = self.people(&maker, each).await?;
            self.tray.issue(&people_name(each), 1, &people).await?;
        }
        Ok(())
    }
}

/// The references of those that were received in the period, or nobody knows when.
fn not_opened(counted: &Counted, period: Period) -> Vec<String> {
    let days = period.first()..=period.last();
    let own = counted.uncounted.iter().filter(|each| each.received_on.is_none_or(|on| days.contains(&on)));
    own.map(|each| each.reference.clone()).collect()
}

/// The name a report is kept under.
fn name(subject: &Subject) -> String {
    format!("{} {}", subject.period.code(), subject.council.as_deref().unwrap_or("all"))
}

/// The name that the tables about people of all reports on a period are kept under.
fn people_name(period: Period) -> String {
    format!("{} people", period.code())
}
