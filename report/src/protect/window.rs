//! The one door out: a view's figures as they may be seen.

use super::{Record, State};
use crate::report::disclosure::Figure;

impl Record {
    pub(super) fn share(&self, view: usize) -> Option<u32> {
        let promise = self.tally.promise;
        let hidden = (0..3).any(|cell| self.states[promise][view][cell] != State::Shown);
        let counts = &self.counts[promise][view];
        if hidden || self.shares[view] != State::Shown {
            None
        } else {
            percent(i64::from(counts[1]), i64::from(counts[0]))
        }
    }

    fn view(&self, council: Option<usize>, months: &std::ops::Range<usize>) -> Option<usize> {
        self.views.iter().position(|view| view.council == council && view.months == *months)
    }

    /// The one door out.
    pub(in crate::report) fn open(&self, council: Option<usize>, months: std::ops::Range<usize>) -> Option<Window<'_>> {
        self.view(council, &months).map(|view| Window { record: self, view })
    }
}

/// What may be seen of one view.
pub(in crate::report) struct Window<'a> {
    pub(super) record: &'a Record,
    pub(super) view: usize,
}

impl Window<'_> {
    pub(in crate::report) fn total(&self) -> (Figure, u32) {
        let (count, state) = self.record.totals[self.view];
        (self.figure(count, state), count)
    }

    /// The cells of a table in order: code, figure, and the count for `versions` alone.
    pub(in crate::report) fn table(&self, table: &str) -> Vec<(&str, Figure, u32)> {
        let families = self.record.tally.families.iter().enumerate();
        let cells = families.flat_map(|(family, counted)| {
            counted.cells.iter().enumerate().map(move |(cell, each)| (family, cell, each))
        });
        let own = cells.filter(|(_, _, each)| each.table == table);
        own.map(|(family, cell, each)| {
            let count = self.record.counts[family][self.view][cell];
            (each.code.as_str(), self.figure(count, self.record.states[family][self.view][cell]), count)
        })
        .collect()
    }

    /// The one cell of a table.
    pub(in crate::report) fn cell(&self, table: &str, code: &str) -> (Figure, u32) {
        let found = self.table(table).into_iter().find(|(known, ..)| *known == code);
        found.map_or((Figure::CONFIDENTIAL, 0), |(_, figure, count)| (figure, count))
    }

    /// Of those due, how many in a hundred heard from us in time; none where it is hidden or nobody was due.
    pub(in crate::report) fn share(&self) -> Option<u32> {
        self.record.share(self.view)
    }

    fn figure(&self, count: u32, state: State) -> Figure {
        if state == State::Shown { self.record.rule.figure(count) } else { Figure::CONFIDENTIAL }
    }
}

/// A whole percentage from unrounded figures; none of nobody.
pub(super) fn percent(part: i64, whole: i64) -> Option<u32> {
    (whole > 0).then(|| u32::try_from((part * 200 + whole) / (whole * 2)).unwrap_or_default())
}
