//! An attacker with every report of a quarter in hand: each month's and the quarter's, each council's and the whole.
//! Sees figures only, and solves for what was hidden.

use proptest::prelude::*;

use super::*;
use crate::report::tally::Family;

type Terms = Vec<(usize, i64)>;

/// A sum of unknowns, each taken once or taken away once, lies between two bounds.
#[derive(Clone)]
struct Known {
    terms: Terms,
    low: i64,
    high: i64,
}

const MOST: i64 = 60;
/// Guesses at one question.
const BUDGET: u32 = 2_000;

/// What a figure says: a window of rounding, nobody, or one of those too small to be seen.
fn says(figure: Figure, rule: Disclosure, of_hidden: (i64, i64)) -> (i64, i64) {
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

/// The unknown of a family's atom.
struct Unknowns {
    starts: Vec<usize>,
    atoms: Vec<usize>,
    councils: usize,
    months: usize,
}

impl Unknowns {
    fn at(&self, family: usize, council: usize, month: usize, atom: usize) -> usize {
        self.starts[family] + (council * self.months + month) * self.atoms[family] + atom
    }
}

/// Everything the reports say of the first months, as sums. With the place of every hidden cell among them.
fn read(record: &Record, months: usize, hidden: (i64, i64)) -> (usize, Vec<Known>, Vec<Terms>) {
    let families = &record.tally.families;
    let mut unknowns = Unknowns { starts: vec![], atoms: vec![], councils: record.tally.councils, months };
    let mut count = 0;
    for family in families {
        unknowns.starts.push(count);
        unknowns.atoms.push(family.atoms);
        count += family.atoms * unknowns.councils * months;
    }
    let (mut known, mut secrets) = (Vec::new(), Vec::new());
    for (view, each) in record.views.iter().enumerate().filter(|(_, view)| view.months.end <= months) {
        let window = Window { record, view };
        let sum = |family: usize, atoms: &[usize]| -> Terms {
            let blocks = (0..unknowns.councils).flat_map(|council| (0..months).map(move |month| (council, month)));
            let own = blocks.filter(|(council, month)| each.holds(*council, *month));
            own.flat_map(|(council, month)| atoms.iter().map(move |atom| (council, month, *atom)))
                .map(|(council, month, atom)| (unknowns.at(family, council, month, atom), 1))
                .collect()
        };
        let mut hear = |terms: Terms, figure: Figure| {
            let (low, high) = says(figure, record.rule, hidden);
            if figure.is_hidden() {
                secrets.push(terms.clone());
            }
            known.push(Known { terms, low, high });
        };
        for (family, counted) in families.iter().enumerate() {
            let every: Vec<usize> = (0..counted.atoms).collect();
            hear(sum(family, &every), window.total().0);
            for cell in &counted.cells {
                hear(sum(family, &cell.atoms), window.cell(cell.table, &cell.code).0);
            }
        }
    }
    for family in 1..families.len() {
        for (council, month) in (0..unknowns.councils).flat_map(|c| (0..months).map(move |m| (c, m))) {
            let ours = (0..families[family].atoms).map(|atom| (unknowns.at(family, council, month, atom), 1));
            let first = (0..families[0].atoms).map(|atom| (unknowns.at(0, council, month, atom), -1));
            known.push(Known { terms: ours.chain(first).collect(), low: 0, high: 0 });
        }
    }
    (count, known, secrets)
}

/// The hidden counts that everything known leaves one value for.
fn recovered(record: &Record, months: usize) -> Vec<i64> {
    let few = i64::from(record.rule.hide_below) - 1;
    let least = i64::from(record.rule.show_zero);
    let strict = attack(record, months, (least, few));
    // Figures hidden for others' sake need not be small: whoever finds no world tries again without that.
    strict.or_else(|| attack(record, months, (0, MOST * 4))).expect("the real world fits")
}

fn attack(record: &Record, months: usize, hidden: (i64, i64)) -> Option<Vec<i64>> {
    let (count, known, secrets) = read(record, months, hidden);
    let real = real(record, months);
    let domains = vec![(0, MOST); count];
    let mut budget = BUDGET;
    let world = match solve(domains.clone(), &known, &mut budget) {
        Some(world) => world,
        None if budget == 0 => return Some(Vec::new()),
        None => return None,
    };
    let mut found = Vec::new();
    for terms in secrets {
        let value: i64 = terms.iter().map(|(var, sign)| world[*var] * sign).sum();
        let other = [(value + 1, MOST * 4), (-1, value - 1)].into_iter().any(|(low, high)| {
            let mut known = known.clone();
            known.push(Known { terms: terms.clone(), low, high });
            let mut budget = BUDGET;
            solve(domains.clone(), &known, &mut budget).is_some() || budget == 0
        });
        let truth: i64 = terms.iter().map(|(var, sign)| real[*var] * sign).sum();
        // A nobody or a large count that is hidden for another's sake is no secret of its own; nor is a wrong guess.
        let is_small = u32::try_from(value).is_ok_and(|value| record.rule.hides(value));
        if !other && is_small && value == truth {
            found.push(value);
        }
    }
    Some(found)
}

/// What the attacker is after, in the order of the unknowns.
fn real(record: &Record, months: usize) -> Vec<i64> {
    let mut world = Vec::new();
    for family in &record.tally.families {
        for (council, month) in (0..record.tally.councils).flat_map(|c| (0..months).map(move |m| (c, m))) {
            world.extend((0..family.atoms).map(|atom| i64::from(family.count(council, month, atom))));
        }
    }
    world
}

/// People as (council, month, category in the first family, category in the second).
type People = Vec<(usize, usize, usize, usize)>;

fn record(people: &People, categories: [usize; 2], councils: usize, rule: Disclosure) -> Record {
    let codes = |count: usize| (0..count).map(|at| format!("code-{at}")).collect::<Vec<_>>();
    let mut families = vec![
        Family::simple("patient.gender", &codes(categories[0]), councils),
        Family::simple("age_band", &codes(categories[1]), councils),
    ];
    for (council, month, one, other) in people {
        families[0].add(*council, *month, *one);
        families[1].add(*council, *month, *other);
    }
    Record::new(Tally { families, councils, promise: TOTAL }, rule, 3)
}

fn people(counts: &[(usize, usize, usize, usize)]) -> People {
    counts.iter().flat_map(|(month, category, other, count)| vec![(0, *month, *category, *other); *count]).collect()
}

/// The attacks that plain hiding and rounding do not stand, each by name.
#[test]
fn sums_that_would_give_hidden_counts_away() {
    let table: [(&str, People); 8] = [
        ("4 and 4 make 10", people(&[(0, 0, 0, 4), (0, 1, 0, 4)])),
        ("1, 10 and 10 make 15", people(&[(0, 0, 0, 1), (0, 1, 0, 8), (0, 2, 0, 8)])),
        (
            "four hidden and a hidden total are one each",
            people(&[(0, 0, 0, 1), (0, 1, 1, 1), (0, 2, 2, 1), (0, 3, 2, 1)]),
        ),
        ("month + month against the quarter", people(&[(0, 0, 0, 4), (1, 0, 0, 4), (0, 1, 1, 9), (1, 2, 1, 9)])),
        ("totals of months against the quarter's", people(&[(0, 0, 0, 4), (1, 0, 0, 4)])),
        ("council + council against the whole", [vec![(0, 0, 0, 0); 4], vec![(1, 0, 2, 1); 4]].concat()),
        (
            "a quarter of one council against the month of another",
            [vec![(0, 0, 1, 0)], vec![(0, 2, 0, 0); 7], vec![(1, 0, 1, 0); 6], vec![(1, 1, 0, 0); 7]].concat(),
        ),
        ("one and one and one", people(&[(0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1)])),
    ];
    for (name, people) in table {
        let record = record(&people, [5, 3], 2, Disclosure::ONE_TO_FOUR);
        assert_eq!(recovered(&record, 3), Vec::<i64>::new(), "{name}");
    }
}

/// Ordinary figures stand as the plain rule gives them: nothing is hidden that needs no hiding.
#[test]
fn ordinary_figures_are_left_alone() {
    let people = people(&[(0, 0, 0, 23), (0, 1, 1, 16), (0, 2, 0, 3), (1, 0, 2, 21), (1, 1, 0, 12), (2, 3, 0, 2)]);
    let record = record(&people, [5, 3], 1, Disclosure::ONE_TO_FOUR);
    let window = record.open(Some(0), 0..1).expect("the first month");
    let shown: Vec<String> = window.table("patient.gender").iter().map(|(_, figure, _)| figure.to_string()).collect();
    assert_eq!((shown.join(" "), window.total().0.to_string()), ("25 15 [c] 0 0".to_owned(), "40".to_owned()));
}

fn crowd() -> impl Strategy<Value = People> {
    let one = (0..2_usize, 0..3_usize, 0..3_usize, 0..2_usize);
    prop::collection::vec((one, 1..9_usize), 0..12)
        .prop_map(|groups| groups.into_iter().flat_map(|(one, count)| vec![one; count]).collect())
}

/// Few, for each is a search; `PROPTEST_CASES=500` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// domain.md 3.1 "Differencing risk"; security.md 4.5: no published cell recoverable, by month, quarter or council.
    #[test]
    fn no_hidden_count_can_be_worked_out(people in crowd(), hides_zero in any::<bool>()) {
        let rule = if hides_zero { Disclosure::ZERO_TO_FOUR } else { Disclosure::ONE_TO_FOUR };
        let record = record(&people, [3, 2], 2, rule);
        prop_assert_eq!(recovered(&record, 3), Vec::<i64>::new());
    }
}
