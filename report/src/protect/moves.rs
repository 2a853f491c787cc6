//! Worlds a few referrals away from the real one, in which a given count is another.

use std::collections::BTreeMap;

use super::{Place, Record, TOTAL, Totals};
use crate::report::tally::MONTHS;

/// A change to one count: council, month, atom, by how many.
pub(super) type Change = (usize, usize, usize, i64);

/// Changes to the counts of one family.
pub(super) struct Step {
    pub(super) family: usize,
    pub(super) changes: Vec<Change>,
    adds_up: bool,
}

impl Step {
    /// By how many the total of a council's month changes, where it does.
    pub(super) fn totals(&self) -> Totals {
        let mut totals: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for (council, month, _, by) in self.changes.iter().filter(|_| self.adds_up) {
            *totals.entry((*council, *month)).or_default() += by;
        }
        totals.into_iter().filter(|(_, by)| *by != 0).collect()
    }
}

impl Record {
    /// Tries steps that change the count at `place`, those that touch least first, within the months of `view`,
    /// until one is enough.
    pub(super) fn steps(&self, place: Place, view: usize, mut enough: impl FnMut(Step) -> bool) {
        let (family, own, cell) = if place.0 == TOTAL { (0, place.1, None) } else { (place.0, place.1, Some(place.2)) };
        let counted = &self.tally.families[family];
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            (0..counted.atoms).partition(|atom| cell.is_none_or(|cell| counted.cells[cell].atoms.contains(atom)));
        let holds = |(council, month): (usize, usize)| self.views[own].holds(council, month);
        let all = (0..self.tally.councils).flat_map(|council| (0..MONTHS).map(move |month| (council, month)));
        let starts = all.filter(|block| holds(*block)).flat_map(|(council, month)| {
            inside.iter().flat_map(move |atom| [1, -1].map(|by| (council, month, *atom, by)))
        });
        let starts: Vec<Change> = starts.collect();
        let mut tried = |changes: Vec<Change>| {
            let real = changes.iter().all(|(c, m, atom, by)| *by > 0 || counted.count(*c, *m, *atom) > 0);
            let ours = changes.iter().filter(|(c, m, atom, _)| holds((*c, *m)) && inside.contains(atom));
            let other = ours.map(|(.., by)| by).sum::<i64>() != 0;
            real && other && enough(Step { family, changes, adds_up: counted.adds_up })
        };
        // Another category instead.
        let swap =
            |(c, m, atom, by): Change| outside.iter().map(move |other| vec![(c, m, atom, by), (c, m, *other, -by)]);
        // One more, or one less.
        let alone = |start: Change| [vec![start]];
        // One less in another month or council, of the same category first; never one that takes the start back.
        let shift = |start: Change| {
            let (_, _, atom, by) = start;
            let same = inside.iter().filter(move |other| **other == atom);
            let atoms: Vec<usize> = same.chain(&outside).copied().collect();
            self.elsewhere(start, view).into_iter().flat_map(move |(c, m)| {
                let kept = atoms.clone().into_iter().filter(move |other| *other != atom || !holds((c, m)));
                kept.map(move |other| vec![start, (c, m, other, -by)])
            })
        };
        // Two who change places.
        let round = |start: Change| {
            let blocks = self.elsewhere(start, view);
            let back = move |other| blocks.clone().into_iter().map(move |block| swapped(start, other, &[block]));
            outside.iter().flat_map(move |other| back(*other))
        };
        // Two pairs who change places, in two months and under two councils: no quarter, year or whole tells it.
        let twice = |start: Change| {
            let (council, month, ..) = start;
            let (in_months, in_councils): (Vec<_>, Vec<_>) =
                self.elsewhere(start, view).into_iter().partition(|(own, _)| *own == council);
            let pairs: Vec<_> =
                in_months.into_iter().flat_map(|(_, m)| in_councils.iter().map(move |(c, _)| (m, *c))).collect();
            let back = move |other| {
                let corners = move |(m, c): (usize, usize)| [(council, m), (c, month), (c, m)];
                pairs.clone().into_iter().map(move |pair| swapped(start, other, &corners(pair)))
            };
            outside.iter().flat_map(move |other| back(*other))
        };
        // Those that leave every total as it is are tried first: they cost least.
        let _ = starts.iter().any(|start| swap(*start).any(&mut tried))
            || starts.iter().any(|start| round(*start).any(&mut tried))
            || starts.iter().any(|start| twice(*start).any(&mut tried))
            || starts.iter().any(|start| alone(*start).into_iter().any(&mut tried))
            || starts.iter().any(|start| shift(*start).any(&mut tried));
    }

    /// The other months of the view for the same council, and the other councils in the same month.
    fn elsewhere(&self, (council, month, ..): Change, view: usize) -> Vec<(usize, usize)> {
        let months = self.views[view].months.clone().filter(|other| *other != month).map(|other| (council, other));
        let councils = (0..self.tally.councils).filter(|other| *other != council).map(|other| (other, month));
        months.chain(councils).collect()
    }
}

/// One category for another at the start; the same taken back in the blocks that follow, the last of three forward again.
fn swapped((council, month, atom, by): Change, other: usize, blocks: &[(usize, usize)]) -> Vec<Change> {
    let mut changes = vec![(council, month, atom, by), (council, month, other, -by)];
    for (at, (council, month)) in blocks.iter().enumerate() {
        let by = if at == 2 { by } else { -by };
        changes.extend([(*council, *month, atom, by), (*council, *month, other, -by)]);
    }
    changes
}
