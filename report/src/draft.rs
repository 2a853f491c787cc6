//! Makes a report: counts what was read, lets out what names nobody, and holds to what was issued before.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, NaiveDate, Utc};
use queue::Counted;
use referral::{Activity, Calendar, Places, Rules, london};
use serde::{Deserialize, Serialize};

use super::contents::{About, Definitions, Promise, Report, Seen, Table, Timeliness, TrendMonth};
use super::disclosure::{Disclosure, Figure};
use super::period::{Period, Span};
use super::protect::{Record, Window};
use super::tally::Year;

/// The tables of a report, in the order shown.
pub(crate) const TABLES: [&str; 11] = [
    "referrer.type",
    "legal.route",
    "eligibility",
    "rule",
    "patient.hospital",
    "patient.gender",
    "age_band",
    "patient.ethnic_group",
    "patient.language",
    "patient.needs",
    "outcome",
];

/// A report with the counts behind it. The counts are sealed with what was issued, so that the next version can tell
/// why a figure was hidden; they are in no format.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Issue {
    /// What is handed over.
    pub report: Report,
    counts: BTreeMap<String, u32>,
}

/// What a report is made from.
pub(crate) struct Maker<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) disclosure: Disclosure,
    pub(crate) sentences: Vec<(String, String)>,
    pub(crate) now: DateTime<Utc>,
}

/// The councils of the places, each once, in the order of the file.
pub(crate) fn councils(places: &Places) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for hospital in places.hospitals() {
        if !names.contains(&hospital.commissioner) {
            names.push(hospital.commissioner.clone());
        }
    }
    names
}

/// Those whose council cannot be told from a hospital.
pub(crate) const NO_COUNCIL: &str = "Council not known";

impl Maker<'_> {
    /// A draft of what is so now.
    pub(crate) fn draft(&self, period: Period, council: Option<&str>, counted: &Counted) -> Issue {
        let today = london(self.now).date_naive();
        let councils = councils(&self.rules.places);
        let at = council.map(|name| councils.iter().position(|known| known == name).unwrap_or(councils.len()));
        let year =
            |of: Period| Year { april: of.financial_year(), today, places: &self.rules.places, councils: &councils };
        let (offset, length) = (period.offset(), period.months() as usize);
        let own = Record::new(year(period).tally(&counted.rows), self.disclosure, length);
        let months = period.twelve_months();
        let before = months.first().filter(|first| first.financial_year() != period.financial_year());
        let before = before.map(|first| Record::new(year(*first).tally(&counted.rows), self.disclosure, 1));
        let mut counts = BTreeMap::new();
        let months = months.iter().filter_map(|month| {
            let own_year = month.financial_year() == period.financial_year();
            let record = if own_year { Some(&own) } else { before.as_ref() };
            let window = record?.open(at, month.offset()..month.offset() + 1)?;
            Some(trend_month(self.disclosure, month.code(), &window, &mut counts))
        });
        let trend: Vec<TrendMonth> = months.collect();
        let days = period.first()..=period.last();
        let rows = counted.rows.iter().filter(|row| at.is_none_or(|own| year(period).council(row) == own));
        let received: Vec<&Activity> = rows.filter(|row| days.contains(&row.received_on)).collect();
        let window = own.open(at, offset..offset + length);
        let last = own.open(at, offset + length - 1..offset + length);
        let (total, count) = window.as_ref().map_or((Figure::CONFIDENTIAL, 0), Window::total);
        counts.insert("total".to_owned(), count);
        let (open_at_end, count) = last.map_or((Figure::CONFIDENTIAL, 0), |last| last.cell("open", "end"));
        counts.insert("open_at_end".to_owned(), count);
        let unopened = counted.uncounted.iter().filter(|each| each.received_on.is_none_or(|on| days.contains(&on)));
        let report = Report {
            period: About::new(period, today),
            commissioner: council.map(str::to_owned),
            version: 0,
            definitions: self.definitions(&counted.rows),
            total,
            tables: self.tables(window.as_ref(), council, &mut counts),
            timeliness: self.timeliness(window.as_ref(), &received, &mut counts),
            open_at_end,
            trend,
            not_opened: self.disclosure.figure(u32::try_from(unopened.count()).unwrap_or(u32::MAX)),
        };
        Issue { report, counts }
    }

    /// A council's report names its own hospitals only.
    fn tables(
        &self,
        window: Option<&Window<'_>>,
        council: Option<&str>,
        counts: &mut BTreeMap<String, u32>,
    ) -> Vec<Table> {
        let home = |slug: &str| self.rules.places.hospital(slug).map(|hospital| hospital.commissioner.as_str());
        let shown = |slug: &str| match (council, home(slug)) {
            (None, _) => true,
            (Some(NO_COUNCIL), home) => home.is_none(),
            (own, home) => own == home,
        };
        TABLES.map(|name| table(name, window, counts, &shown)).to_vec()
    }

    fn timeliness(
        &self,
        window: Option<&Window<'_>>,
        received: &[&Activity],
        counts: &mut BTreeMap<String, u32>,
    ) -> Timeliness {
        let promise = promise(self.disclosure, window, "promise", counts);
        let (contacted, count) = window.map_or((Figure::CONFIDENTIAL, 0), |window| window.cell("contacted", "yes"));
        counts.insert("contacted/yes".to_owned(), count);
        let mut days: Vec<u32> =
            received.iter().filter_map(|row| row.working_days_to_contact(&self.rules.calendar)).collect();
        days.sort_unstable();
        let seen = |value: fn(&[u32]) -> f64| match days.len() {
            0 if !contacted.is_hidden() => Seen::Nothing,
            few if self.disclosure.few(few) || contacted.is_hidden() => Seen::Hidden,
            _ => Seen::Value(value(&days)),
        };
        let longest = seen(|days| f64::from(days.last().copied().unwrap_or_default()));
        let few_late = promise.late.is_hidden() && longest != Seen::Nothing;
        Timeliness {
            promise,
            late_reasons: table("late.reason", window, counts, &|_| true),
            contacted,
            median_working_days: seen(median),
            // Beside a few late ones the longest wait is the wait of one of them.
            longest_working_days: if few_late { Seen::Hidden } else { longest },
        }
    }

    fn definitions(&self, rows: &[Activity]) -> Definitions {
        let calendar: &Calendar = &self.rules.calendar;
        let mut rule_sets: Vec<String> = rows.iter().map(|row| row.rules.clone()).collect();
        rule_sets.push(self.rules.law.version().to_owned());
        rule_sets.sort_unstable();
        rule_sets.dedup();
        Definitions {
            made_at: self.now,
            clock_policy: format!("{:?}", calendar.policy()),
            working_days_to_contact: calendar.days_to_contact(),
            calendar_valid_through: calendar.valid_through(),
            rule_sets,
            disclosure: self.disclosure,
            sentences: self.sentences.clone(),
        }
    }
}

fn share(window: Option<&Window<'_>>, due: Figure) -> Seen {
    match window.and_then(Window::share) {
        Some(percent) => Seen::Value(f64::from(percent)),
        None if due == Figure::NOBODY => Seen::Nothing,
        None => Seen::Hidden,
    }
}

fn median(sorted: &[u32]) -> f64 {
    let middle = sorted.len() / 2;
    let upper = f64::from(sorted[middle]);
    if sorted.len() % 2 == 1 { upper } else { f64::midpoint(f64::from(sorted[middle - 1]), upper) }
}

fn table(
    name: &str,
    window: Option<&Window<'_>>,
    counts: &mut BTreeMap<String, u32>,
    hospital: &dyn Fn(&str) -> bool,
) -> Table {
    let cells = window.map(|window| window.table(name)).unwrap_or_default();
    let own = cells.into_iter().filter(|(code, ..)| name != "patient.hospital" || hospital(code));
    let rows = own.map(|(code, figure, count)| {
        counts.insert(format!("{name}/{code}"), count);
        (code.to_owned(), figure)
    });
    Table { name: name.to_owned(), rows: rows.collect() }
}

fn trend_month(rule: Disclosure, month: String, window: &Window<'_>, counts: &mut BTreeMap<String, u32>) -> TrendMonth {
    let (received, count) = window.total();
    counts.insert(format!("{month}/received"), count);
    let promise = promise(rule, Some(window), &month, counts);
    TrendMonth { month, received, promise }
}

/// The promise as a view shows it; its counts go under this name.
fn promise(rule: Disclosure, window: Option<&Window<'_>>, name: &str, counts: &mut BTreeMap<String, u32>) -> Promise {
    let mut cell = |code: &str| {
        let (figure, count) = window.map_or((Figure::CONFIDENTIAL, 0), |window| window.cell("promise", code));
        counts.insert(format!("{name}/{code}"), count);
        figure
    };
    let (due, in_time, late) = (cell("due"), cell("in-time"), cell("late"));
    let mut promise = Promise {
        due,
        in_time,
        late,
        percent_in_time: share(window, due),
        percent_in_time_at_least: None,
        percent_in_time_at_most: None,
    };
    promise.bound(rule);
    promise
}

impl Promise {
    /// Says the least and the most share in time that the figures shown leave possible, where it is hidden itself. It
    /// gives nothing away: whoever has the figures can work it out.
    fn bound(&mut self, rule: Disclosure) {
        let windows =
            (self.percent_in_time == Seen::Hidden).then(|| rule.window(self.due).zip(rule.window(self.in_time)));
        let bounds = windows
            .flatten()
            .filter(|(due, _)| due.0 > 0)
            .map(|(due, in_time)| ((in_time.0 * 100 / due.1).min(100), (in_time.1 * 100).div_ceil(due.0).min(100)));
        (self.percent_in_time_at_least, self.percent_in_time_at_most) = bounds.unzip();
    }
}

impl Issue {
    /// The next version of what was issued. A figure changes only where it is so far from the one issued that fewer
    /// people than are hidden cannot be what lies between, and what was hidden for another's sake stays hidden. That is
    /// decided from figures, never from how far the counts behind them moved: so the second version says nothing about
    /// the counts of the first, and two versions side by side give away no more than each.
    #[must_use]
    pub(crate) fn after(mut self, earlier: &Self) -> Self {
        let (rule, then_by) = (self.report.definitions.disclosure, earlier.report.definitions.disclosure);
        let mut old = earlier.report.clone();
        let before: BTreeMap<String, Figure> =
            old.figures().into_iter().map(|(name, figure)| (name, *figure)).collect();
        let stays = |name: &str, now: Figure, then: Figure| {
            let (Some(count), Some(count_then)) = (self.counts.get(name), earlier.counts.get(name)) else {
                return false;
            };
            let for_others = then.is_hidden() && !then_by.hides(*count_then);
            // What would be hidden for another's sake is seen already, where it was near enough to be seen as it was.
            let now = if now.is_hidden() { rule.figure(*count) } else { now };
            for_others || !rule.is_far(now, then, then_by)
        };
        let mut kept: Vec<String> = Vec::new();
        for (name, figure) in self.report.figures() {
            if let Some(then) = before.get(&name).filter(|then| stays(&name, *figure, **then)) {
                *figure = *then;
                kept.push(name);
            }
        }
        let all = |names: &[String]| names.iter().all(|name| kept.contains(name));
        let of = |prefix: &str| ["due", "in-time", "late"].map(|code| format!("{prefix}/{code}"));
        let (time, then) = (&mut self.report.timeliness, &earlier.report.timeliness);
        if all(&of("promise")) {
            time.promise.percent_in_time = then.promise.percent_in_time;
        }
        if all(&["contacted/yes".to_owned()]) {
            time.median_working_days = then.median_working_days;
            time.longest_working_days = then.longest_working_days;
        }
        for (month, then) in self.report.trend.iter_mut().zip(&earlier.report.trend) {
            if all(&of(&month.month)) {
                month.promise.percent_in_time = then.promise.percent_in_time;
            }
        }
        // From the figures as they are shown now, some of them kept: what follows from others would tell of those.
        time.promise.bound(rule);
        self.report.trend.iter_mut().for_each(|month| month.promise.bound(rule));
        self.hide_parts(earlier);
        // What was kept still hides, or not, for the reason it had.
        for name in kept {
            if let Some(then) = earlier.counts.get(&name) {
                self.counts.insert(name, *then);
            }
        }
        self
    }

    /// No part is seen where the whole is still hidden as too small: it may have grown, unseen, to just the parts that
    /// moved enough.
    fn hide_parts(&mut self, earlier: &Self) {
        let rule = earlier.report.definitions.disclosure;
        let was_small = |name: &str| earlier.counts.get(name).is_some_and(|count| rule.hides(*count));
        let mut hidden: Vec<&mut Table> = Vec::new();
        if self.report.total.is_hidden() && was_small("total") {
            hidden.extend(&mut self.report.tables);
        }
        let time = &mut self.report.timeliness;
        if time.promise.late.is_hidden() && was_small("promise/late") {
            hidden.push(&mut time.late_reasons);
        }
        let parts = hidden.into_iter().flat_map(|table| &mut table.rows).map(|(_, figure)| figure);
        parts.filter(|figure| **figure != Figure::NOBODY).for_each(|figure| *figure = Figure::CONFIDENTIAL);
    }

    /// Whether it says the same as another, whenever each was made.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let bare = |issue: &Self| {
            let mut report = issue.report.clone();
            report.version = 0;
            report.definitions = other.report.definitions.clone();
            report
        };
        bare(self) == bare(other)
    }

    /// Its months as they were issued on their own take the place of its own in the trend.
    pub(crate) fn with_months(&mut self, issued: &BTreeMap<String, Self>) {
        for month in &mut self.report.trend {
            let Some(own) = issued.get(&month.month) else { continue };
            (month.received, month.promise) = (own.report.total, own.report.timeliness.promise);
            let named = [
                ("total", "received"),
                ("promise/due", "due"),
                ("promise/in-time", "in-time"),
                ("promise/late", "late"),
            ];
            for (name, code) in named {
                if let Some(count) = own.counts.get(name) {
                    self.counts.insert(format!("{}/{code}", month.month), *count);
                }
            }
        }
    }
}

/// What must be read for a report: everything open at any time since the month before its trend, for what was
/// received at the end of that month fell due in the next.
pub(crate) fn since(period: Period) -> NaiveDate {
    let months = period.twelve_months();
    let year = if period.span() == Span::Year { period.first() } else { period.financial_year() };
    months.first().map_or(year, |month| month.first().min(year)) - Months::new(1)
}

#[cfg(test)]
mod tests;
