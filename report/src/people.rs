//! The tables about people, and the one rule that keeps anybody from being recognised in them.
//!
//! Counts of 1 to 4 are hidden, 0 is shown, others are rounded to the nearest 5, each on its own. That alone is not
//! enough, because totals are exact and reports can be subtracted from each other. So:
//!
//! - The tables are in the report of the quarter, never in a month's. A quarter with fewer than [`LEAST`] referrals
//!   shows none; if that is so of every quarter of a year, the year's report shows them, and so it does where all of the
//!   year's referrals came in one quarter. So no two periods that can be subtracted show them, and which period does
//!   depends on exact totals alone.
//! - The tables of a quarter are counted once, for all councils at the same moment ([`People`]), and later versions
//!   repeat them. No two versions can be subtracted.
//! - A table of one council, or of all together, is left out where one of its hidden counts follows from the exact
//!   figures and from the same table of every council and of all ([`Flows`]). Whether it is shown depends on rounded
//!   figures and exact totals alone, so leaving it out tells nothing of what the tables shown hide.
//! - Route and rule say much of each other, so the rule's table is left out unless neither of them hides a count. Kinds
//!   of help do not add up, so their table is in one report only: that of all councils.
//!
//! Weighed against cell-key perturbation (Office for National Statistics, Australian Bureau of Statistics): small noise
//! from a key, the same for the same people. It would let every month show every table and be safe against subtracting.
//! But it needs a secret key that outlives every report, a table of noise somebody must calibrate and defend, and its
//! figures are wrong by design: a commissioner who adds up exact service figures would find tables that never agree.
//! Hiding and rounding is what councils know from other providers, and is less code.

use chrono::{DateTime, Utc};
use referral::{Activity, Eligibility, Places};
use serde::{Deserialize, Serialize};

use super::breakdowns::{HOSPITAL, NEEDS, ROUTE, RULE, TABLES, codes, codes_of};
use super::by_code::ByCode;
use super::councils::{council_of, councils};
use super::figure::Figure;
use super::flows::{Flows, Node};
use super::needs;
use super::period::Period;

/// A quarter with fewer referrals shows no tables about people.
const LEAST: usize = 10;

/// A table about people, or that it is left out of this report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Table {
    /// Left out of this report.
    #[default]
    #[serde(rename = "[too few]")]
    LeftOut,
    /// Counts by code.
    #[serde(untagged)]
    Shown(ByCode<Figure>),
}

/// Every table about people of one period, for each council and for all. Kept with what was issued first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// When they were counted.
    pub counted_at: DateTime<Utc>,
    /// How many referrals are in them.
    received: usize,
    /// By council, then by table; the council is none for all of them.
    scopes: Vec<(Option<String>, ByCode<Table>)>,
}

impl People {
    /// Counts the tables of a period. For a year also those of its quarters are needed; for a month there are none.
    pub fn count(
        period: Period,
        rows: &[Activity],
        quarters: &[Self],
        places: &Places,
        counted_at: DateTime<Utc>,
    ) -> Self {
        let days = period.days();
        let received: Vec<&Activity> = rows.iter().filter(|row| days.contains(&row.received_on)).collect();
        let with_people: Vec<&Self> = quarters.iter().filter(|quarter| quarter.received > 0).collect();
        if let [only] = &with_people[..] {
            return (*only).clone();
        }
        let names: Vec<Option<String>> = councils(places).into_iter().map(Some).chain([None]).collect();
        let has_tables = match period.months() {
            1 => false,
            3 => received.is_empty() || received.len() >= LEAST,
            _ => with_people.iter().all(|quarter| quarter.received < LEAST),
        };
        let mut scopes: Vec<(Option<String>, ByCode<Table>)> =
            names.iter().map(|name| (name.clone(), ByCode::default())).collect();
        for table in TABLES.into_iter().filter(|_| has_tables) {
            let counted = Counted::new(table, &received, places, &names);
            for ((council, tables), figures) in scopes.iter_mut().zip(counted.shown()) {
                let own = |figures| own(table, council.as_deref(), &counted.codes, figures, places);
                *tables.entry(table) = figures.map_or(Table::LeftOut, own);
            }
        }
        // The rule says much of the route, and the route of the rule.
        let hides = |table: Option<&Table>| match table {
            Some(Table::Shown(rows)) => rows.iter().any(|(_, figure)| *figure == Figure::Hidden),
            _ => true,
        };
        if scopes.iter().any(|(_, tables)| hides(tables.get(ROUTE)) || hides(tables.get(RULE))) {
            scopes.iter_mut().for_each(|(_, tables)| *tables.entry(RULE) = Table::LeftOut);
        }
        Self { counted_at, received: received.len(), scopes }
    }

    /// Every table as the council's report shows it; those of all for none.
    pub(crate) fn tables(&self, council: Option<&str>) -> ByCode<Table> {
        let own = self.scopes.iter().find(|(own, _)| own.as_deref() == council).map(|(_, tables)| tables);
        let table = |table| own.and_then(|tables| tables.get(table)).cloned().unwrap_or_default();
        TABLES.map(|name| (name.to_owned(), table(name))).into_iter().collect()
    }
}

/// A council's report names its own hospitals only.
fn own(table: &str, council: Option<&str>, codes: &[String], figures: Vec<Figure>, places: &Places) -> Table {
    let is_own = |slug: &str| council.is_none_or(|council| council_of(slug, places) == council);
    let rows = codes.iter().cloned().zip(figures);
    Table::Shown(rows.filter(|(code, _)| table != HOSPITAL || is_own(code)).collect())
}

/// Every table with its exact counts, for an internal report.
pub(crate) fn exact(council: Option<&str>, received: &[&Activity], places: &Places) -> ByCode<Table> {
    let table = |table: &'static str| {
        let counted = Counted::new(table, received, places, &[None]);
        let figures = counted.counts[0].iter().map(|groups| Figure::Number(groups.iter().sum()));
        own(table, council, &counted.codes, figures.collect(), places)
    };
    TABLES.map(|name| (name.to_owned(), table(name))).into_iter().collect()
}

/// How many ways there are in which a referral may count as covered.
const GROUPS: usize = Eligibility::ALL.len();

/// One table of one period, counted.
struct Counted {
    table: &'static str,
    /// Everybody who came in.
    received: u32,
    codes: Vec<String>,
    /// By council and code: how many by how they count as covered. The last is of all councils.
    counts: Vec<Vec<[u32; GROUPS]>>,
}

impl Counted {
    fn new(table: &'static str, received: &[&Activity], places: &Places, names: &[Option<String>]) -> Self {
        let codes = codes(table, received, places);
        let mut counts = vec![vec![[0; GROUPS]; codes.len()]; names.len()];
        for row in received {
            let council = names.iter().position(|name| name.as_deref() == Some(council_of(&row.hospital, places)));
            let group = Eligibility::ALL.iter().position(|each| *each == row.eligibility).unwrap_or_default();
            for code in codes_of(table, row) {
                let at = codes.iter().position(|known| known == code).unwrap_or(codes.len() - 1);
                for council in council.into_iter().chain([names.len() - 1]) {
                    counts[council][at][group] += 1;
                }
            }
        }
        Self { table, received: u32::try_from(received.len()).unwrap_or(u32::MAX), codes, counts }
    }

    fn figures(&self, council: usize) -> Vec<Figure> {
        self.counts[council].iter().map(|groups| Figure::rounded(groups.iter().sum())).collect()
    }

    /// The figures of each council and of all; none where a hidden one follows.
    fn shown(&self) -> Vec<Option<Vec<Figure>>> {
        if self.table == NEEDS {
            return self.needs();
        }
        let flows = self.flows();
        let shown = |council: usize| {
            let figures = self.figures(council);
            let mut hidden = figures.iter().enumerate().filter(|(_, figure)| **figure == Figure::Hidden);
            let follows = |code| flows.follows(Node::Cell(council, code), self.beyond(council, code));
            (!hidden.any(|(code, _)| follows(code))).then_some(figures)
        };
        (0..self.counts.len()).map(shown).collect()
    }

    /// From the exact totals of each council, by how referrals count as covered, through its figures to those of all.
    fn flows(&self) -> Flows {
        // Routes and rules say who is covered, so not each goes with each.
        let is_legal = [ROUTE, RULE].contains(&self.table);
        let (mut flows, all) = (Flows::default(), self.counts.len() - 1);
        for (council, own) in self.counts.iter().enumerate() {
            for (code, groups) in own.iter().enumerate() {
                let possible = (0..GROUPS).filter(|group| !is_legal || self.counts[all][code][*group] > 0);
                for group in possible.filter(|_| council != all) {
                    let total = Node::Total(council, group);
                    flows.add(total, Node::Cell(council, code), groups[group], 0..=self.received);
                }
                let count = groups.iter().sum();
                let figure = Figure::rounded(count).counts();
                flows.add(Node::Cell(council, code), self.beyond(council, code), count, figure);
            }
        }
        flows
    }

    /// Where a figure goes: a council's into that of all.
    fn beyond(&self, council: usize, code: usize) -> Node {
        let all = self.counts.len() - 1;
        if council == all { Node::Out } else { Node::Cell(all, code) }
    }

    /// The same for kinds of help: for all councils only, and for the one that has all the referrals.
    fn needs(&self) -> Vec<Option<Vec<Figure>>> {
        let all = self.figures(self.counts.len() - 1);
        let shown = !needs::some_follow(self.received, &all);
        let has_all = |own: &Vec<[u32; GROUPS]>| Some(own) == self.counts.last();
        self.counts.iter().map(|own| (shown && has_all(own)).then(|| all.clone())).collect()
    }
}

#[cfg(test)]
mod tests;
