//! Disclosure control over everything a year's reports can say together.
//!
//! Hiding 1 to 4 and rounding the rest is not enough: from `[c] + [c] = 10` follows 4 and 4, and months taken from a
//! quarter, or councils from the whole, give more such sums. So every view of the year (each month, quarter and the
//! year, for each council and for all) is put on record in one fixed order, whether its report is asked for or not.
//! When a view joins the record, each hidden count in it and in the views it overlaps must have a *witness*: another
//! world, a few referrals away, in which that count is a different one and every figure on record is the same.
//! Where there is none, the new view hides more of its own figures until there is. What a view shows therefore depends
//! on its own months only, never on which report was made first.

use std::collections::{BTreeMap, BTreeSet};

use super::disclosure::Disclosure;
use super::tally::{MONTHS, Tally, View};

mod moves;
mod unseen;
mod window;

use moves::Step;
pub(super) use window::Window;

/// Whether a count is seen, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Shown,
    /// Too small.
    Small,
    /// So that another cannot be worked out.
    ForOthers,
}

/// The total of a view, as if it were a family of its own.
const TOTAL: usize = usize::MAX;
/// The share in time of a view, likewise.
const SHARE: usize = usize::MAX - 1;

/// What it costs to hide a figure that readers look at early: due and in time. Any other costs one.
const HEADLINE: usize = 6;
/// What it costs to hide a total: readers look at it first of all, and can tell much of it from the rest.
const WHOLE: usize = 40;

/// How many ways to look at for one referral to be unseen; giving up sooner hides more, never less.
const WAYS: usize = 48;
/// How many worlds to look at for one count; the same holds.
const STEPS: usize = 4000;

/// One figure: family (or [`TOTAL`], [`SHARE`]), view, cell.
type Place = (usize, usize, usize);
/// By how many the totals of some council's months change.
type Totals = Vec<((usize, usize), i64)>;
/// What shows a change of totals in the other families, as far as one search has asked, and up to what cost it looked.
type Absorbed = BTreeMap<Totals, (usize, Option<Vec<Place>>)>;

/// The figures of a year, as far as they are on record.
pub(super) struct Record {
    rule: Disclosure,
    tally: Tally,
    views: Vec<View>,
    /// By council and month, the views on record that hold them.
    holding: Vec<Vec<usize>>,
    /// By family and atom, the cells it is in.
    cells_of: Vec<Vec<Vec<usize>>>,
    /// By family, view and cell.
    counts: Vec<Vec<Vec<u32>>>,
    states: Vec<Vec<Vec<State>>>,
    totals: Vec<(u32, State)>,
    /// By view, whether the share in time is seen.
    shares: Vec<State>,
    /// By family and view, whether a figure is hidden for another's sake.
    blurred: Vec<Vec<bool>>,
    /// The witness that was found for a small count. Hiding more leaves it one; only a new view can speak against it.
    witnesses: BTreeMap<Place, Step>,
    /// Small counts that stand alone in a way nothing shown can help, such as four ones that are all there is.
    lost: BTreeSet<Place>,
}

impl Record {
    /// Puts on record every view of so many months or fewer: 1, 3 or 12.
    pub(super) fn new(tally: Tally, rule: Disclosure, longest: usize) -> Self {
        let cells_of = tally.families.iter().map(|family| {
            let cells =
                |atom| (0..family.cells.len()).filter(|cell| family.cells[*cell].atoms.contains(&atom)).collect();
            (0..family.atoms).map(cells).collect()
        });
        let mut record = Self {
            rule,
            views: Vec::new(),
            holding: vec![Vec::new(); tally.councils * MONTHS],
            cells_of: cells_of.collect(),
            counts: vec![Vec::new(); tally.families.len()],
            states: vec![Vec::new(); tally.families.len()],
            totals: Vec::new(),
            shares: Vec::new(),
            blurred: vec![Vec::new(); tally.families.len()],
            witnesses: BTreeMap::new(),
            lost: BTreeSet::new(),
            tally,
        };
        for span in [1, 3, 12].into_iter().filter(|span| *span <= longest) {
            for first in (0..MONTHS).step_by(span) {
                record.put(&View { council: None, months: first..first + span }, span);
            }
        }
        record
    }

    /// Each council's view of the months, then that of all.
    fn put(&mut self, all: &View, span: usize) {
        let own = (0..self.tally.councils).map(|council| View { council: Some(council), months: all.months.clone() });
        for view in own.chain([all.clone()]).collect::<Vec<_>>() {
            let at = self.views.len();
            for council in (0..self.tally.councils).filter(|c| view.council.is_none_or(|own| own == *c)) {
                view.months.clone().for_each(|month| self.holding[council * MONTHS + month].push(at));
            }
            for (index, family) in self.tally.families.iter().enumerate() {
                let counts: Vec<u32> =
                    (0..family.cells.len()).map(|cell| family.sum(&view, cell, self.tally.councils)).collect();
                let state = |count: &u32| match family.stock && span > 1 {
                    true => State::ForOthers,
                    false => state(self.rule, *count),
                };
                self.states[index].push(counts.iter().map(state).collect());
                self.blurred[index].push(false);
                self.counts[index].push(counts);
            }
            let total = self.total_of(&view);
            self.totals.push((total, state(self.rule, total)));
            self.shares.push(State::Shown);
            self.views.push(view);
            self.protect(at);
        }
    }

    fn total_of(&self, view: &View) -> u32 {
        let Some(family) = self.tally.families.first() else { return 0 };
        let blocks = (0..self.tally.councils).flat_map(|council| (0..MONTHS).map(move |month| (council, month)));
        let own = blocks.filter(|(council, month)| view.holds(*council, *month));
        own.map(|(council, month)| (0..family.atoms).map(|atom| family.count(council, month, atom)).sum::<u32>()).sum()
    }

    /// Hides more of the view until every small count it could give away has a witness.
    fn protect(&mut self, view: usize) {
        let overlapping: Vec<usize> = (0..=view).filter(|other| self.overlap(*other, view)).collect();
        loop {
            let mut changed = false;
            for place in self.small(&overlapping) {
                if self.witnesses.get(&place).is_some_and(|step| self.stands(step, view)) {
                    continue;
                }
                match self.witness(place, view) {
                    Ok(step) => drop(self.witnesses.insert(place, step)),
                    Err(blocking) if self.hide(&blocking, place, view) => changed = true,
                    Err(_) if self.hide_more(view) => changed = true,
                    // It stood alone before anything was on record.
                    Err(_) => drop(self.lost.insert(place)),
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Views that share months are bound together, whatever their councils: the view of all adds them up.
    fn overlap(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.views[one].months, &self.views[other].months);
        one.start < other.end && other.start < one.end
    }

    /// The counts in these views that are too small to be seen, totals last.
    fn small(&self, views: &[usize]) -> Vec<Place> {
        let families = (0..self.tally.families.len()).flat_map(|family| views.iter().map(move |view| (family, *view)));
        let cells = families.flat_map(|(family, view)| {
            let states = self.states[family][view].iter().enumerate();
            states.filter(|(_, state)| **state == State::Small).map(move |(cell, _)| (family, view, cell))
        });
        let totals = views.iter().filter(|view| self.totals[**view].1 == State::Small);
        let all = cells.chain(totals.map(|view| (TOTAL, *view, 0)));
        all.filter(|place| !self.lost.contains(place)).collect()
    }

    /// The step to some other world that looks the same; otherwise the least that stands in the way of one, all of it
    /// in the view, or everything the family shows there.
    fn witness(&self, place: Place, view: usize) -> Result<Step, Vec<Place>> {
        let (mut least, mut found): (Option<Vec<Place>>, Option<Step>) = (None, None);
        let (mut left, mut absorbed) = (STEPS, Absorbed::new());
        self.steps(place, view, |step| {
            left = left.saturating_sub(1);
            let fewer = least.as_ref().map_or(usize::MAX, |least| self.cost(least));
            match self.blocking(&step, view, fewer, &mut absorbed) {
                Some(blocking) if blocking.is_empty() => found = Some(step),
                Some(blocking) if !self.to_hide(&blocking, place, view).is_empty() => least = Some(blocking),
                _ => {}
            }
            found.is_some() || left == 0
        });
        found.ok_or_else(|| least.unwrap_or_default())
    }

    /// Whether nothing stands in the way of a step.
    fn stands(&self, step: &Step, view: usize) -> bool {
        self.blocking(step, view, 1, &mut Absorbed::new()).is_some()
    }

    /// Hides the figures that block a witness. False when nothing is left to hide.
    fn hide(&mut self, blocking: &[Place], place: Place, view: usize) -> bool {
        let chosen = self.to_hide(blocking, place, view);
        chosen.iter().for_each(|place| self.set(*place));
        !chosen.is_empty()
    }

    /// Hides the smallest figure that any family still shows in the view, and in the end its total: in a tiny world only
    /// a view that says next to nothing gives nobody away. False when nothing is left to hide.
    fn hide_more(&mut self, view: usize) -> bool {
        let next = (0..self.tally.families.len()).filter_map(|family| self.next_to_hide(family, view));
        let next = next.min_by_key(|(family, view, cell)| self.counts[*family][*view][*cell]);
        let total = (TOTAL, view, 0);
        let next = next.or_else(|| (self.state(total) != State::ForOthers).then_some(total));
        next.map(|place| self.set(place)).is_some()
    }

    /// Those of the figures that block a witness which are seen; where they are hidden already, one more beside them, so
    /// that nobody can tell which of the hidden are small.
    fn to_hide(&self, blocking: &[Place], (family, ..): Place, view: usize) -> Vec<Place> {
        let mut chosen: Vec<Place> =
            blocking.iter().copied().filter(|place| self.state(*place) == State::Shown).collect();
        if chosen.is_empty() {
            let families =
                blocking.iter().map(|place| place.0).chain([family]).filter(|family| ![TOTAL, SHARE].contains(family));
            chosen.extend(families.into_iter().find_map(|family| self.next_to_hide(family, view)));
        }
        chosen
    }

    /// The smallest figure that the family still shows in the view.
    fn next_to_hide(&self, family: usize, view: usize) -> Option<Place> {
        let states = &self.states[family][view];
        let shown = (0..states.len()).filter(|cell| states[*cell] == State::Shown);
        shown.min_by_key(|cell| self.counts[family][view][*cell]).map(|cell| (family, view, cell))
    }

    fn set(&mut self, (family, view, cell): Place) {
        match family {
            TOTAL => self.totals[view].1 = State::ForOthers,
            SHARE => self.shares[view] = State::ForOthers,
            family => {
                self.states[family][view][cell] = State::ForOthers;
                self.blurred[family][view] = !self.tally.families[family].stock;
            }
        }
    }

    fn state(&self, (family, view, cell): Place) -> State {
        match family {
            TOTAL => self.totals[view].1,
            SHARE => self.shares[view],
            family => self.states[family][view][cell],
        }
    }

    /// What hiding these would cost the reader.
    fn cost(&self, places: &[Place]) -> usize {
        let one = |(family, _, cell): &Place| match *family {
            TOTAL => WHOLE,
            family if family == self.tally.promise && *cell < 2 => HEADLINE,
            _ => 1,
        };
        places.iter().map(one).sum()
    }
}

fn state(rule: Disclosure, count: u32) -> State {
    if rule.hides(count) { State::Small } else { State::Shown }
}

#[cfg(test)]
mod tests;
