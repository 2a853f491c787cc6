//! The tables about people, and the one rule that keeps anybody from being recognised in them.
//!
//! Counts of 1 to 4 are hidden, 0 is shown, others are rounded to the nearest 5, each on its own. That alone is not
//! enough, because totals are exact and reports can be subtracted from each other. So:
//!
//! - The tables stand in the report of the quarter, never in a month's. A quarter with fewer than [`LEAST`] referrals
//!   shows none; if that is so of every quarter of a year, the year's report shows them, and so it does where all of the
//!   year's referrals came in one quarter. So no two periods that can be subtracted show them, and which period does
//!   depends on exact totals alone.
//! - The tables of a quarter are counted once, for all councils at the same moment ([`People`]), and later versions
//!   repeat them. No two versions can be subtracted.
//! - A table of one council, or of all together, is left out where one of its hidden counts follows from the exact
//!   figures and from the same table of every council and of all ([`Flows`]). Whether it is shown depends on rounded
//!   figures and exact totals alone, so leaving it out tells nothing of what the tables shown hide.
//! - Route and rule say much of each other, so the rule's table is left out unless neither of them hides a count. Kinds
//!   of help do not add up, so their table stands in one report only: that of all councils.
//!
//! Weighed against cell-key perturbation (Office for National Statistics, Australian Bureau of Statistics): small noise
//! from a key, the same for the same people. It would let every month show every table and be safe against subtracting.
//! But it needs a secret key that outlives every report, a table of noise somebody must calibrate and defend, and its
//! figures are wrong by design: a commissioner who adds up exact service figures would find tables that never agree.
//! Hiding and rounding is what councils know from other providers, and is less code.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use referral::{Activity, Eligibility, Places};
use serde::{Deserialize, Serialize};

use super::breakdowns::{HOSPITAL, NEEDS, ROUTE, RULE, TABLES, codes, codes_of};
use super::by_code::ByCode;
use super::councils::{council_of, councils, of_hospital};
use super::figure::Figure;
use super::flows::Flows;
use super::needs;
use super::period::Period;

/// A quarter with fewer referrals shows no tables about people.
const LEAST: usize = 10;
/// A table about people, or that it is left out of this report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Table {
    /// Left out of this report.
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

/// One table of one period, counted.
struct Counted {
    /// Everybody who came in.
    received: u32,
    codes: Vec<String>,
    /// By council, code and how the referral counts as covered.
    counts: Vec<Vec<[u32; Eligibility::ALL.len()]>>,
    /// By how it counts as covered and code: whether that is ever so.
    possible: Vec<Vec<bool>>,
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
        let days = period.first()..=period.last();
        let received: Vec<&Activity> = rows.iter().filter(|row| days.contains(&row.received_on)).collect();
        let with_people: Vec<&Self> = quarters.iter().filter(|quarter| quarter.received > 0).collect();
        if let [only] = &with_people[..] {
            return (*only).clone();
        }
        let names = councils(places);
        let scopes = names.iter().cloned().map(Some).chain([None]).map(|council| (council, ByCode::from_iter([])));
        let mut people = Self { counted_at, received: received.len(), scopes: scopes.collect() };
        let has_tables = match period.months() {
            1 => false,
            3 => received.is_empty() || received.len() >= LEAST,
            _ => with_people.iter().all(|quarter| quarter.received < LEAST),
        };
        if !has_tables {
            return people;
        }
        for table in TABLES {
            let counted = Counted::new(table, &received, places, &names);
            let shown = match table {
                NEEDS => counted.needs(),
                _ => counted.shown(),
            };
            for ((council, tables), shown) in people.scopes.iter_mut().zip(shown) {
                let rows = shown.map_or(Table::LeftOut, |figures| {
                    Table::Shown(own(table, council.as_deref(), counted.codes.iter().cloned().zip(figures), places))
                });
                tables.push(table, rows);
            }
        }
        people.leave_out_rule();
        people
    }

    /// A table as the council's report shows it; that of all for none.
    pub(crate) fn table(&self, council: Option<&str>, table: &str) -> Table {
        let scope = self.scopes.iter().find(|(own, _)| own.as_deref() == council);
        scope.and_then(|(_, tables)| tables.get(table)).cloned().unwrap_or(Table::LeftOut)
    }

    /// The figures of a table in every report that shows it.
    fn figures(&self, table: &str) -> impl Iterator<Item = Figure> {
        let tables = self.scopes.iter().filter_map(move |(_, tables)| tables.get(table));
        let shown = tables.filter_map(|table| match table {
            Table::Shown(rows) => Some(rows),
            Table::LeftOut => None,
        });
        shown.flat_map(|rows| rows.iter().map(|(_, figure)| *figure))
    }

    /// Leaves the table of rules out unless that of routes is shown everywhere and neither hides a count.
    fn leave_out_rule(&mut self) {
        let is_left_out = |(_, tables): &(Option<String>, ByCode<Table>)| tables.get(ROUTE) == Some(&Table::LeftOut);
        let hides = [ROUTE, RULE].into_iter().any(|table| self.figures(table).any(|figure| figure == Figure::Hidden));
        if hides || self.scopes.iter().any(is_left_out) {
            self.scopes
                .iter_mut()
                .filter_map(|(_, tables)| tables.get_mut(RULE))
                .for_each(|table| *table = Table::LeftOut);
        }
    }
}

/// A council's report names its own hospitals only.
fn own<T>(table: &str, council: Option<&str>, rows: impl Iterator<Item = (String, T)>, places: &Places) -> ByCode<T> {
    let is_own = |slug: &str| council.is_none_or(|council| of_hospital(slug, places) == council);
    rows.filter(|(code, _)| table != HOSPITAL || is_own(code)).collect()
}

/// The exact counts of a table, for an internal report.
pub(crate) fn exact(table: &str, council: Option<&str>, received: &[&Activity], places: &Places) -> Table {
    let codes = codes(table, received, places);
    let count = |code: &String| received.iter().filter(|row| codes_of(table, row).contains(&code.as_str())).count();
    let figures = codes.iter().map(|code| Figure::Number(u32::try_from(count(code)).unwrap_or(u32::MAX)));
    Table::Shown(own(table, council, codes.iter().cloned().zip(figures), places))
}

impl Counted {
    fn new(table: &str, received: &[&Activity], places: &Places, names: &[String]) -> Self {
        let codes = codes(table, received, places);
        let groups = Eligibility::ALL.len();
        let mut counts = vec![vec![[0; Eligibility::ALL.len()]; codes.len()]; names.len()];
        let is_legal = table == ROUTE || table == RULE;
        let mut possible = vec![vec![!is_legal; codes.len()]; groups];
        for row in received {
            let name = council_of(row, places);
            let Some(council) = names.iter().position(|known| known == name) else { continue };
            // Only these two tables say something of who is covered.
            let group =
                if is_legal { Eligibility::ALL.iter().position(|each| *each == row.eligibility) } else { Some(0) };
            let group = group.unwrap_or_default();
            for code in codes_of(table, row) {
                let at = codes.iter().position(|known| known == code).unwrap_or(codes.len() - 1);
                counts[council][at][group] += 1;
                possible[group][at] = true;
            }
        }
        Self { received: u32::try_from(received.len()).unwrap_or(u32::MAX), codes, counts, possible }
    }

    /// The count of one council in one row; the council after the last stands for all.
    fn count(&self, council: usize, code: usize) -> u32 {
        match self.counts.get(council) {
            Some(own) => own[code].iter().sum(),
            None => self.counts.iter().map(|own| own[code].iter().sum::<u32>()).sum(),
        }
    }

    fn figures(&self, council: usize) -> Vec<Figure> {
        (0..self.codes.len()).map(|code| Figure::rounded(self.count(council, code))).collect()
    }

    /// The figures of each council and of all; none where a hidden one follows.
    fn shown(&self) -> Vec<Option<Vec<Figure>>> {
        let mut flows = Flows::default();
        let out = flows.node();
        let of_all: Vec<usize> = self.codes.iter().map(|_| flows.node()).collect();
        let mut places = Vec::new();
        for own in &self.counts {
            let totals: Vec<usize> = self.possible.iter().map(|_| flows.node()).collect();
            let mut row = Vec::new();
            for (code, groups) in own.iter().enumerate() {
                let cell = flows.node();
                for (group, total) in totals.iter().enumerate().filter(|(group, _)| self.possible[*group][code]) {
                    flows.add(*total, cell, groups[group], 0..=self.received);
                }
                let count = groups.iter().sum();
                row.push(flows.add(cell, of_all[code], count, Figure::rounded(count).counts()));
            }
            places.push(row);
        }
        let all = (0..self.codes.len()).map(|code| {
            let count = self.count(self.counts.len(), code);
            flows.add(of_all[code], out, count, Figure::rounded(count).counts())
        });
        places.push(all.collect());
        let safe = |(council, row): (usize, &Vec<usize>)| {
            let figures = self.figures(council);
            let mut hidden = row.iter().zip(&figures).filter(|(_, figure)| **figure == Figure::Hidden);
            (!hidden.any(|(at, _)| flows.follows(*at))).then_some(figures)
        };
        places.iter().enumerate().map(safe).collect()
    }

    /// The same for kinds of help: for all councils only, and for the one that has all the referrals.
    fn needs(&self) -> Vec<Option<Vec<Figure>>> {
        let all = self.counts.len();
        let figures = self.figures(all);
        let shown = (!needs::some_follow(self.received, &figures)).then_some(figures);
        let with_people: BTreeSet<usize> =
            (0..all).filter(|council| (0..self.codes.len()).any(|code| self.count(*council, code) > 0)).collect();
        let has_all = |council: usize| council == all || with_people.iter().all(|each| *each == council);
        (0..=all).map(|council| shown.clone().filter(|_| has_all(council))).collect()
    }
}

#[cfg(test)]
mod tests;
