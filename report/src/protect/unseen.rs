//! Whether a step to another world can be seen: in its own family, in the totals, and in every family that adds up.

use super::moves::{Change, Step};
use super::window::percent;
use super::{Absorbed, Place, Record, SHARE, State, TOTAL, Totals, WAYS};
use crate::report::tally::{Family, MONTHS, View};

impl Record {
    /// What stands in the way of a step: the figures of the view that would be others. None where it leads nowhere: a
    /// figure of another view stands in the way, which is on record and cannot be hidden any more, or what would
    /// cost `bound` or more.
    pub(super) fn blocking(
        &self,
        step: &Step,
        view: usize,
        bound: usize,
        absorbed: &mut Absorbed,
    ) -> Option<Vec<Place>> {
        let mut blocking = self.differing(step.family, &step.changes, view, bound)?;
        let totals = step.totals();
        let by =
            |view: &View| -> i64 { totals.iter().filter(|((c, m), _)| view.holds(*c, *m)).map(|total| total.1).sum() };
        for ((council, month), _) in &totals {
            for other in &self.holding[council * MONTHS + month] {
                let (count, state) = self.totals[*other];
                let place = (TOTAL, *other, 0);
                if !self.same(count, by(&self.views[*other]), state, false) && !blocking.contains(&place) {
                    blocking.push(place);
                    if *other != view || self.cost(&blocking) >= bound {
                        return None;
                    }
                }
            }
        }
        if !totals.is_empty() {
            let left = bound - self.cost(&blocking);
            let others = match absorbed.get(&totals) {
                Some((looked, others)) if others.is_some() || left <= *looked => others.clone(),
                _ => {
                    let others = self.absorb(step.family, &totals, view, left);
                    absorbed.insert(totals, (left, others.clone()));
                    others
                }
            };
            blocking.extend(others?);
            if self.cost(&blocking) >= bound {
                return None;
            }
        }
        Some(blocking)
    }

    /// Every other family has one referral more or less there as well, somewhere it cannot be seen: the least of the
    /// view's figures that show it. None as in [`Record::blocking`].
    fn absorb(&self, own: usize, totals: &Totals, view: usize, bound: usize) -> Option<Vec<Place>> {
        let mut blocking = Vec::new();
        for (family, counted) in self.tally.families.iter().enumerate() {
            if family != own && counted.adds_up {
                blocking.extend(self.absorb_in(family, totals, view, bound - self.cost(&blocking))?);
            }
        }
        Some(blocking)
    }

    /// Nothing if one referral more or less can be unseen in the family; otherwise the least of the view's figures that
    /// show it. None as in [`Record::blocking`], and where there is nobody who could be fewer.
    fn absorb_in(&self, family: usize, totals: &Totals, view: usize, bound: usize) -> Option<Vec<Place>> {
        let counted: &Family = &self.tally.families[family];
        let possible = |((council, month), by): &((usize, usize), i64)| -> Vec<Change> {
            let atoms = (0..counted.atoms).filter(|atom| *by > 0 || counted.count(*council, *month, *atom) > 0);
            atoms.map(|atom| (*council, *month, atom, *by)).collect()
        };
        let ways: Vec<Vec<Change>> = match totals.as_slice() {
            [one] => possible(one).into_iter().map(|change| vec![change]).collect(),
            [one, other] => {
                let (one, other) = (possible(one), possible(other));
                let pairs = one.iter().flat_map(|first| other.iter().map(move |second| vec![*first, *second]));
                // The same category in both first: it leaves most figures as they are.
                let (same, apart): (Vec<_>, Vec<_>) = pairs.partition(|pair| pair[0].2 == pair[1].2);
                same.into_iter().chain(apart).take(WAYS).collect()
            }
            _ => Vec::new(),
        };
        let mut least: Option<Vec<Place>> = None;
        for way in ways {
            let fewer = least.as_ref().map_or(bound, |least| self.cost(least));
            let Some(blocked) = self.differing(family, &way, view, fewer) else { continue };
            if blocked.is_empty() {
                return Some(blocked);
            }
            least = Some(blocked);
        }
        least
    }

    /// The figures of a family in the view that these changes would change; none as in [`Record::blocking`].
    fn differing(&self, family: usize, changes: &[Change], view: usize, bound: usize) -> Option<Vec<Place>> {
        let mut by_figure: Vec<(usize, usize, i64)> = Vec::new();
        for (council, month, atom, by) in changes {
            for other in &self.holding[council * MONTHS + month] {
                for cell in &self.cells_of[family][*atom] {
                    match by_figure.iter_mut().find(|(known, own, _)| known == other && own == cell) {
                        Some((.., sum)) => *sum += by,
                        None => by_figure.push((*other, *cell, *by)),
                    }
                }
            }
        }
        let mut differing: Vec<Place> = Vec::new();
        for (other, cell, by) in by_figure.iter().filter(|(.., by)| *by != 0) {
            let state = self.states[family][*other][*cell];
            // Where one figure is hidden for another's sake, nobody can tell which of the hidden are small.
            if !self.same(self.counts[family][*other][*cell], *by, state, self.blurred[family][*other]) {
                differing.push((family, *other, *cell));
                if *other != view || self.cost(&differing) >= bound {
                    return None;
                }
            }
        }
        if family == self.tally.promise {
            differing.extend(self.differing_shares(&by_figure));
        }
        let ours = differing.iter().all(|(_, other, _)| *other == view);
        (ours && self.cost(&differing) < bound).then_some(differing)
    }

    /// Whether a figure stays as it is when its count changes.
    fn same(&self, count: u32, by: i64, state: State, blurred: bool) -> bool {
        let Ok(other) = u32::try_from(i64::from(count) + by) else { return false };
        match state {
            State::Shown => self.rule.figure(other) == self.rule.figure(count),
            State::Small if !blurred => self.rule.hides(other),
            State::Small | State::ForOthers => true,
        }
    }

    /// The share in time is seen to the whole percent.
    fn differing_shares(&self, by_figure: &[(usize, usize, i64)]) -> Vec<Place> {
        let mut views: Vec<usize> = by_figure.iter().map(|(view, ..)| *view).collect();
        views.sort_unstable();
        views.dedup();
        let changed = views.into_iter().filter(|view| {
            let count = |cell: usize| i64::from(self.counts[self.tally.promise][*view][cell]);
            let by = |cell: usize| -> i64 {
                by_figure.iter().filter(|(known, own, _)| known == view && *own == cell).map(|(.., by)| by).sum()
            };
            let shown = self.share(*view);
            shown.is_some() && shown != percent(count(1) + by(1), count(0) + by(0))
        });
        changed.map(|view| (SHARE, view, 0)).collect()
    }
}
