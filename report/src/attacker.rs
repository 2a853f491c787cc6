//! Somebody with reports in hand who solves for what was hidden. Sees figures only; knows the rules by which they were
//! made, which are in the open.

use super::disclosure::{Disclosure, Figure};

/// A sum: unknowns, each taken once (1) or taken away once (-1).
pub(super) type Terms = Vec<(usize, i64)>;

/// A sum lies between two bounds.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) terms: Terms,
    pub(super) low: i64,
    pub(super) high: i64,
}

/// What is known, and the sums behind hidden figures, which are wanted.
pub(super) struct Question {
    pub(super) unknowns: usize,
    pub(super) known: Vec<Known>,
    pub(super) secrets: Vec<Terms>,
}

/// No count of a test is larger.
pub(super) const MOST: i64 = 60;
/// Guesses at one question.
const BUDGET: u32 = 2_000;

/// How many worlds a test tries: few, for each is a search. `PROPTEST_CASES=500` asks for more.
pub(super) fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(12)
}

/// What a figure says: a window of rounding, nobody, or one of those too small to be seen.
pub(super) fn says(figure: Figure, rule: Disclosure, of_hidden: (i64, i64)) -> (i64, i64) {
    let Some(number) = figure.number().map(i64::from) else { return of_hidden };
    let counts = (0..=MOST * 4).filter(|count| {
        let count = u32::try_from(*count).expect("a count");
        rule.figure(count).number() == figure.number()
    });
    let counts: Vec<i64> = counts.collect();
    assert!(!counts.is_empty(), "{number}");
    (counts[0], counts[counts.len() - 1])
}

/// Bounds that follow from bounds; false when nothing fits.
fn narrow(domains: &mut [(i64, i64)], known: &[Known]) -> bool {
    loop {
        let mut changed = false;
        for Known { terms, low, high } in known {
            let least = |(var, sign): &(usize, i64)| if *sign > 0 { domains[*var].0 } else { -domains[*var].1 };
            let most = |(var, sign): &(usize, i64)| if *sign > 0 { domains[*var].1 } else { -domains[*var].0 };
            let (all_least, all_most): (i64, i64) = (terms.iter().map(least).sum(), terms.iter().map(most).sum());
            if all_least > *high || all_most < *low {
                return false;
            }
            let next: Vec<(usize, i64, i64)> = terms
                .iter()
                .map(|term| {
                    let (down, up) = (low - (all_most - most(term)), high - (all_least - least(term)));
                    if term.1 > 0 { (term.0, down, up) } else { (term.0, -up, -down) }
                })
                .collect();
            for (var, down, up) in next {
                let (now_low, now_high) = domains[var];
                let narrower = (now_low.max(down), now_high.min(up));
                if narrower.0 > narrower.1 {
                    return false;
                }
                changed |= narrower != domains[var];
                domains[var] = narrower;
            }
        }
        if !changed {
            return true;
        }
    }
}

/// Some world that fits everything known. With the budget spent the attacker cannot tell whether there is one.
fn solve(mut domains: Vec<(i64, i64)>, known: &[Known], budget: &mut u32) -> Option<Vec<i64>> {
    if *budget == 0 || !narrow(&mut domains, known) {
        return None;
    }
    *budget -= 1;
    let open = (0..domains.len()).filter(|var| domains[*var].0 < domains[*var].1);
    let Some(var) = open.min_by_key(|var| domains[*var].1 - domains[*var].0) else {
        return Some(domains.iter().map(|domain| domain.0).collect());
    };
    let (low, high) = domains[var];
    let middle = (low + high) / 2;
    for (low, high) in [(low, middle), (middle + 1, high)] {
        domains[var] = (low, high);
        if let Some(found) = solve(domains.clone(), known, budget) {
            return Some(found);
        }
    }
    None
}

/// The hidden counts that everything known leaves one value for. `real` is the world as it is; `ask` says what is known
/// when hidden counts lie within these bounds.
pub(super) fn recovered(rule: Disclosure, real: &[i64], ask: impl Fn((i64, i64)) -> Question) -> Vec<i64> {
    let (least, few) = (i64::from(rule.show_zero), i64::from(rule.hide_below) - 1);
    let strict = certain(rule, real, &ask((least, few)));
    // Figures hidden for others' sake need not be small: whoever finds no world tries again without that.
    strict.or_else(|| certain(rule, real, &ask((0, MOST * 4)))).expect("the real world fits")
}

/// The same for somebody who does not guess: a hidden count may be any.
pub(super) fn known_for_certain(rule: Disclosure, real: &[i64], ask: impl Fn((i64, i64)) -> Question) -> Vec<i64> {
    certain(rule, real, &ask((0, MOST * 4))).unwrap_or_default()
}

/// None where no world fits.
fn certain(rule: Disclosure, real: &[i64], question: &Question) -> Option<Vec<i64>> {
    let Question { unknowns, known, secrets } = question;
    let domains = vec![(0, MOST); *unknowns];
    let mut budget = BUDGET;
    let world = match solve(domains.clone(), known, &mut budget) {
        Some(world) => world,
        None if budget == 0 => return Some(Vec::new()),
        None => return None,
    };
    let value_in = |world: &[i64], terms: &Terms| -> i64 { terms.iter().map(|(var, sign)| world[*var] * sign).sum() };
    let mut found = Vec::new();
    for terms in secrets {
        let value = value_in(&world, terms);
        let other = [(value + 1, MOST * 4), (-1, value - 1)].into_iter().any(|(low, high)| {
            let mut known = known.clone();
            known.push(Known { terms: terms.clone(), low, high });
            let mut budget = BUDGET;
            solve(domains.clone(), &known, &mut budget).is_some() || budget == 0
        });
        // A nobody or a large count that is hidden for another's sake is no secret of its own; nor is a wrong guess.
        let is_small = u32::try_from(value).is_ok_and(|value| rule.hides(value));
        if !other && is_small && value == value_in(real, terms) {
            found.push(value);
        }
    }
    Some(found)
}
