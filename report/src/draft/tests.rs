//! Version against version: somebody with two issues of one report in hand, and the rule by which the second follows the
//! first. Beside it, what a few late ones leave of the share in time.

use std::sync::LazyLock;

use proptest::prelude::*;
use referral::life::Outcome;
use referral::{AgeBand, Eligibility, ReferrerType, Route};
use templates::{Content, Texts};

use super::*;
use crate::report::attacker::{Known, Question, cases, known_for_certain, recovered, says};

mod county;

/// Tables that add up to the referrals received, each on its own.
const SEEN: [&str; 3] = ["referrer.type", "patient.gender", "outcome"];

/// A referral of November: who asked, gender, how it stands.
type Person = (usize, usize, usize);

const REFERRERS: [ReferrerType; 3] = [ReferrerType::Patient, ReferrerType::NearestRelative, ReferrerType::Amhp];
const GENDERS: [&str; 3] = ["female", "male", "not-asked"];
const OUTCOMES: [Option<Outcome>; 3] = [None, Some(Outcome::Supported), Some(Outcome::Declined)];

fn row((referrer, gender, outcome): Person) -> Activity {
    let on = |text: &str| text.parse().expect("a day");
    Activity {
        received_on: on("2026-11-05"),
        due_on: on("2026-11-12"),
        day_zero: on("2026-11-05"),
        referrer: REFERRERS[referrer],
        route: Route::Section3,
        eligibility: Eligibility::Eligible,
        rule: "detained".to_owned(),
        rules: "2026-1".to_owned(),
        hospital: "other".to_owned(),
        gender: GENDERS[gender].to_owned(),
        age_band: AgeBand::NotAsked,
        ethnic_group: "not-asked".to_owned(),
        language: "not-asked".to_owned(),
        needs: Vec::new(),
        outcome: OUTCOMES[outcome],
        closed_on: OUTCOMES[outcome].map(|_| on("2026-11-20")),
        reopened: Vec::new(),
        claimed_on: Some(on("2026-11-06")),
        attempted_on: None,
        contacted_on: Some(on("2026-11-06")),
    }
}

fn rules() -> &'static Rules {
    static CONTENT: LazyLock<Content> =
        LazyLock::new(|| Content::parse(&Texts::compiled()).expect("our own content is read"));
    &CONTENT.rules
}

/// In December.
fn maker(disclosure: Disclosure) -> Maker<'static> {
    let now = "2026-12-10T09:00:00Z".parse().expect("an instant");
    Maker { rules: rules(), disclosure, sentences: Vec::new(), now }
}

/// The report on November, counted anew.
fn draft(people: &[Person], disclosure: Disclosure) -> Issue {
    let rows = people.iter().copied().map(row).collect();
    let counted = Counted { rows, uncounted: Vec::new() };
    maker(disclosure).draft(Period::month("2026-11").expect("a month"), None, &counted)
}

/// One figure in both versions, and the unknowns it adds up.
struct Pair {
    figures: [Figure; 2],
    atoms: std::ops::Range<usize>,
}

/// The figures of both versions that somebody looks at, the total first for each table; and how many unknowns one
/// version has.
fn pairs(issues: [&Issue; 2]) -> (Vec<Pair>, usize) {
    let (mut pairs, mut count) = (Vec::new(), 0);
    for name in SEEN {
        let tables = issues.map(|issue| issue.report.table(name).expect("a table"));
        let first = count;
        for ((_, then), (_, now)) in tables[0].rows.iter().zip(&tables[1].rows) {
            pairs.push(Pair { figures: [*then, *now], atoms: count..count + 1 });
            count += 1;
        }
        pairs.push(Pair { figures: issues.map(|issue| issue.report.total), atoms: first..count });
    }
    (pairs, count)
}

/// What somebody takes to be so who holds both versions, beyond what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Belief {
    /// Nothing.
    Open,
    /// Referrals came late, and none went.
    OnlyAdded,
}

/// What two versions say together. Unknowns of the second follow those of the first.
fn read(issues: [&Issue; 2], rule: Disclosure, belief: Belief, hidden: (i64, i64)) -> Question {
    let (pairs, count) = pairs(issues);
    let (mut known, mut secrets) = (Vec::new(), Vec::new());
    for Pair { figures: [then, now], atoms } in &pairs {
        let of = |version: usize, sign: i64| atoms.clone().map(move |atom| (version * count + atom, sign));
        let (low, high) = says(*then, rule, hidden);
        known.push(Known { terms: of(0, 1).collect(), low, high });
        let (low, high) = if then == now { kept(*then, rule, hidden) } else { says(*now, rule, hidden) };
        known.push(Known { terms: of(1, 1).collect(), low, high });
        if belief == Belief::OnlyAdded {
            known.push(Known { terms: of(1, 1).chain(of(0, -1)).collect(), low: 0, high: 1_000 });
        }
        for (version, figure) in [(0, then), (1, now)] {
            secrets.extend(figure.is_hidden().then(|| of(version, 1).collect::<Vec<_>>()));
        }
    }
    let totals: Vec<&Pair> = pairs.iter().filter(|pair| pair.atoms.len() > 1).collect();
    for (version, total) in (0..2).flat_map(|version| totals[1..].iter().map(move |total| (version, total))) {
        let of = |pair: &Pair, sign: i64| pair.atoms.clone().map(move |atom| (version * count + atom, sign));
        known.push(Known { terms: of(total, 1).chain(of(totals[0], -1)).collect(), low: 0, high: 0 });
    }
    Question { unknowns: 2 * count, known, secrets }
}

/// Between what the count of the second version lies where the figure of the first is shown again.
fn kept(figure: Figure, rule: Disclosure, hidden: (i64, i64)) -> (i64, i64) {
    let is_small = hidden.1 < i64::from(rule.hide_below);
    if figure.is_hidden() && !is_small {
        return hidden;
    }
    let near = |count: &u32| !rule.is_far(rule.figure(*count), figure, rule);
    let counts: Vec<i64> = (0..1_000).filter(near).map(i64::from).collect();
    (counts[0], counts[counts.len() - 1])
}

/// Counts behind the figures, in the order of the unknowns.
fn real(issues: [&Issue; 2]) -> Vec<i64> {
    let count = |issue: &Issue, name: &str, code: &str| i64::from(issue.counts[&format!("{name}/{code}")]);
    let of = |issue: &Issue| -> Vec<i64> {
        let rows = |name| issue.report.table(name).expect("a table").rows.iter();
        SEEN.iter().flat_map(|name| rows(name).map(move |(code, _)| count(issue, name, code))).collect()
    };
    issues.map(of).concat()
}

/// What both versions give away to somebody of this belief. `after` keeps the count a figure was first made from, so
/// the counts of the second version as they are come from its own draft.
fn given_away(first: &Issue, second: &Issue, rule: Disclosure, belief: Belief) -> Vec<i64> {
    let issued = second.clone().after(first);
    let real = real([first, second]);
    let ask = |hidden| read([first, &issued], rule, belief, hidden);
    match belief {
        Belief::Open => recovered(rule, &real, ask),
        Belief::OnlyAdded => known_for_certain(rule, &real, ask),
    }
}

fn people(counts: &[(Person, usize)]) -> Vec<Person> {
    counts.iter().flat_map(|(person, count)| vec![*person; *count]).collect()
}

/// Corrections that would name somebody if each version were rounded on its own.
#[test]
fn a_correction_gives_nobody_away() {
    let table: [(&str, Vec<Person>, Vec<Person>); 4] = [
        ("one more crosses a rounding edge", people(&[((0, 0, 0), 12)]), people(&[((0, 0, 0), 13)])),
        (
            "one outcome is corrected",
            people(&[((0, 0, 1), 9), ((1, 1, 2), 3)]),
            people(&[((0, 0, 1), 8), ((1, 1, 2), 4)]),
        ),
        ("four become five", people(&[((0, 0, 0), 20), ((1, 0, 0), 4)]), people(&[((0, 0, 0), 20), ((1, 0, 0), 5)])),
        ("the last of a few is gone", people(&[((0, 0, 0), 20), ((1, 1, 1), 1)]), people(&[((0, 0, 0), 20)])),
    ];
    for (name, first, second) in table {
        let rule = Disclosure::ONE_TO_FOUR;
        let (first, second) = (draft(&first, rule), draft(&second, rule));
        assert_eq!(given_away(&first, &second, rule, Belief::Open), Vec::<i64>::new(), "{name}");
        let issued = second.clone().after(&first);
        assert_eq!(issued.report.tables, first.report.tables, "{name}: so small a correction is not seen");
    }
}

/// Small corrections, one version after another, must not add up to a figure that is far from the truth.
#[test]
fn small_corrections_do_not_drift() {
    let rule = Disclosure::ONE_TO_FOUR;
    let mut issued = draft(&people(&[((0, 0, 0), 20)]), rule);
    for more in 1..40 {
        issued = draft(&people(&[((0, 0, 0), 20 + more)]), rule).after(&issued);
        let seen = issued.report.total.number().expect("not hidden");
        assert!(seen.abs_diff(20 + more as u32) <= 4 + 2 + 2, "{seen} for {}", 20 + more);
    }
}

fn crowd(most: usize) -> impl Strategy<Value = Vec<Person>> {
    let one = (0..3_usize, 0..3_usize, 0..3_usize);
    prop::collection::vec((one, 1..9_usize), 0..most).prop_map(|groups| people(&groups))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// domain.md 3.1 "Differencing risk": old against new version. A correction about fewer people than are hidden is
    /// not seen at all, so the two together say no more than one.
    #[test]
    fn a_small_correction_gives_nobody_away(first in crowd(6), moved in 0..5_usize, to in 0..3_usize) {
        let rule = Disclosure::ONE_TO_FOUR;
        let outcome = |(at, (referrer, gender, outcome)): (usize, Person)| {
            (referrer, gender, if at < moved { to } else { outcome })
        };
        let second: Vec<Person> = first.iter().copied().enumerate().map(outcome).collect();
        let (first, second) = (draft(&first, rule), draft(&second, rule));
        prop_assert_eq!(given_away(&first, &second, rule, Belief::Open), Vec::<i64>::new());
        prop_assert_eq!(&second.clone().after(&first).report.tables, &first.report.tables);
    }

    /// domain.md 3.1 "Differencing risk": old against new version, whatever was corrected.
    #[test]
    fn any_correction_gives_nobody_away(first in crowd(6), second in crowd(6), more in any::<bool>()) {
        let rule = Disclosure::ONE_TO_FOUR;
        // Mostly corrections add what came late; sometimes nothing is as it was.
        let second = if more { [first.clone(), second].concat() } else { second };
        let (first, second) = (draft(&first, rule), draft(&second, rule));
        let beliefs = if more { vec![Belief::Open, Belief::OnlyAdded] } else { vec![Belief::Open] };
        for belief in beliefs {
            prop_assert_eq!(given_away(&first, &second, rule, belief), Vec::<i64>::new(), "{:?}", belief);
        }
    }

    /// The same, for somebody cleverer than ours: the second version says nothing of the first but what that said. Where
    /// other counts would have given the same first version, the second is the same too.
    #[test]
    fn the_second_version_follows_from_figures_alone(
        first in crowd(6), second in crowd(6), at in any::<prop::sample::Index>(), to in 0..3_usize, leaves in any::<bool>(),
    ) {
        prop_assume!(!first.is_empty());
        let rule = Disclosure::ONE_TO_FOUR;
        let mut other = first.clone();
        let at = at.index(first.len());
        if leaves {
            other.remove(at);
        } else {
            other[at].2 = to;
        }
        let (first, other) = (draft(&first, rule), draft(&other, rule));
        let small = |issue: &Issue| -> Vec<bool> { issue.counts.values().map(|count| rule.hides(*count)).collect() };
        prop_assume!(first.says_the_same(&other) && small(&first) == small(&other));
        let second = draft(&second, rule);
        prop_assert!(second.clone().after(&first).says_the_same(&second.after(&other)));
    }

    /// What did not change is not corrected, and so not issued again.
    #[test]
    fn what_did_not_change_stays_to_the_letter(people in crowd(12)) {
        let first = draft(&people, Disclosure::ONE_TO_FOUR);
        prop_assert!(first.clone().after(&first).says_the_same(&first));
    }
}

/// domain.md 3.1: a percentage that would give a few late ones away is hidden; what the figures leave possible is said.
#[test]
fn the_share_in_time_gives_no_few_late_ones_away() {
    let table = [
        // late of 23, share, what can be said of it
        (0, Seen::Value(100.0), (None, None)),
        (3, Seen::Hidden, (Some(18 * 100 / 27), Some(96))),
        (6, Seen::Value(74.0), (None, None)),
    ];
    for (late, share, bounds) in table {
        let contacted = |at: usize| if at < late { "2026-11-20" } else { "2026-11-06" };
        let on = |at| Some(contacted(at).parse().expect("a day"));
        let rows = (0..23).map(|at| Activity { contacted_on: on(at), ..row((0, 0, 0)) }).collect();
        let maker = maker(Disclosure::ONE_TO_FOUR);
        let counted = Counted { rows, uncounted: Vec::new() };
        let promise = maker.draft(Period::month("2026-11").expect("a month"), None, &counted).report.timeliness.promise;
        let said = (promise.percent_in_time_at_least, promise.percent_in_time_at_most);
        assert_eq!((promise.percent_in_time, said), (share, bounds), "{late} late");
        assert!(!promise.due.is_hidden() && !promise.in_time.is_hidden(), "{late} late");
    }
}
