//! An attacker with every report of a quarter in hand: each month's and the quarter's, each council's and the whole.
//! Sees figures only, and solves for what was hidden.

use proptest::prelude::*;

use super::*;
use crate::report::attacker::{Known, MOST, Question, Terms, cases, recovered, says};
use crate::report::disclosure::Figure;
use crate::report::tally::Family;

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

/// Between what a hidden count of a family (none: the total) lies in a view.
type Bounds<'a> = &'a dyn Fn(Option<usize>, usize) -> (i64, i64);

/// Everything the reports say of the first months, as sums.
fn read(record: &Record, months: usize, bounds: Bounds<'_>) -> Question {
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
        let mut hear = |terms: Terms, figure: Figure, of: Option<usize>| {
            let (low, high) = says(figure, record.rule, bounds(of, view));
            if figure.is_hidden() {
                secrets.push(terms.clone());
            }
            known.push(Known { terms, low, high });
        };
        for (family, counted) in families.iter().enumerate() {
            let every: Vec<usize> = (0..counted.atoms).collect();
            hear(sum(family, &every), window.total().0, None);
            for cell in &counted.cells {
                hear(sum(family, &cell.atoms), window.cell(cell.table, &cell.code).0, Some(family));
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
    Question { unknowns: count, known, secrets }
}

/// What somebody works out who takes every hidden count for a small one, as long as a world fits that.
fn guessed(record: &Record, months: usize) -> Vec<i64> {
    recovered(record.rule, &real(record, months), |hidden| read(record, months, &|_, _| hidden))
}

/// What somebody works out who was told where counts are hidden for others' sake, and so knows where they are not.
fn known(record: &Record, months: usize) -> Vec<i64> {
    let (small, any) = ((i64::from(record.rule.show_zero), i64::from(record.rule.hide_below) - 1), (0, MOST * 4));
    let bounds = |family: Option<usize>, view: usize| {
        let others = family.map_or(record.totals[view].1 == State::ForOthers, |family| record.blurred[family][view]);
        if others { any } else { small }
    };
    recovered(record.rule, &real(record, months), |_| read(record, months, &bounds))
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
    let table: [(&str, People); 9] = [
        (
            "4 and 4 make 10, with no third category to hide beside them",
            [vec![(0, 0, 0, 0); 4], vec![(0, 0, 0, 1); 4]].concat(),
        ),
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
        assert_eq!(guessed(&record, 3), Vec::<i64>::new(), "{name}, guessed");
        assert_eq!(known(&record, 3), Vec::<i64>::new(), "{name}");
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

/// Six people in a quarter: the month of the first follows from the other month, the councils and a category with two
/// codes, three sums away, unless the quarter says next to nothing.
#[test]
fn so_few_that_only_silence_helps() {
    let people = [vec![(0, 0, 0, 0)], vec![(1, 2, 0, 0); 2], vec![(0, 2, 0, 1); 3]].concat();
    let record = record(&people, [3, 2], 2, Disclosure::ONE_TO_FOUR);
    assert_eq!(known(&record, 3), Vec::<i64>::new());
}

fn crowd() -> impl Strategy<Value = People> {
    let one = (0..2_usize, 0..3_usize, 0..3_usize, 0..2_usize);
    prop::collection::vec((one, 1..9_usize), 0..12)
        .prop_map(|groups| groups.into_iter().flat_map(|(one, count)| vec![one; count]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// domain.md 3.1 "Differencing risk"; security.md 4.5: no published cell recoverable, by month, quarter or council.
    #[test]
    fn no_hidden_count_can_be_worked_out(people in crowd(), hides_zero in any::<bool>()) {
        let rule = if hides_zero { Disclosure::ZERO_TO_FOUR } else { Disclosure::ONE_TO_FOUR };
        let record = record(&people, [3, 2], 2, rule);
        prop_assert_eq!(known(&record, 3), Vec::<i64>::new());
    }
}
