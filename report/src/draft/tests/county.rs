//! A county as it might be: what its commissioner still reads, and that nothing is corrected where nothing changed.

use super::*;

const BANDS: [AgeBand; 8] = [
    AgeBand::Under18,
    AgeBand::From18,
    AgeBand::From25,
    AgeBand::From35,
    AgeBand::From45,
    AgeBand::From55,
    AgeBand::From65,
    AgeBand::From75,
];
const GROUPS: [&str; 5] = ["white-british", "white-other", "asian-indian", "black-african", "not-asked"];
const HOSPITALS: [&str; 3] = ["alderbrook", "hazel-house", "st-clement"];

/// Numbers that look thrown, and are the same each time.
struct Dice(u64);

impl Dice {
    /// One of these, each as often as its weight says.
    fn pick<T: Clone, const N: usize>(&mut self, of: &[T; N], weights: [usize; N]) -> T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut left = (self.0 >> 33) as usize % weights.iter().sum::<usize>();
        let at = weights.iter().position(|weight| left.checked_sub(*weight).map(|rest| left = rest).is_none());
        of[at.expect("one of them")].clone()
    }

    /// A referral of that day, most likely contacted in time.
    fn referral(&mut self, received: NaiveDate) -> Activity {
        let (route, eligibility, rule) = self.pick(
            &[
                (Route::Section3, Eligibility::Eligible, "detained-part-2"),
                (Route::Section2, Eligibility::Eligible, "detained-part-2"),
                (Route::Cto, Eligibility::Eligible, "cto"),
                (Route::Informal, Eligibility::NotCovered, "informal-not-covered"),
                (Route::NotSure, Eligibility::ToCheck, "not-sure-to-check"),
            ],
            [48, 32, 9, 6, 5],
        );
        let days = self.pick(&[1, 12], [94, 6]);
        let referrers = [ReferrerType::Patient, ReferrerType::ResponsibleClinician, ReferrerType::Amhp];
        Activity {
            received_on: received,
            due_on: received + chrono::Days::new(7),
            day_zero: received,
            referrer: self.pick(&referrers, [50, 30, 20]),
            route,
            eligibility,
            rule: rule.to_owned(),
            hospital: self.pick(&HOSPITALS, [60, 25, 15]).to_owned(),
            gender: self.pick(&["female", "male", "prefer-not-to-say", "not-asked"], [45, 40, 3, 12]).to_owned(),
            age_band: self.pick(&BANDS, [2, 12, 18, 18, 18, 14, 10, 8]),
            ethnic_group: self.pick(&GROUPS, [65, 8, 8, 7, 12]).to_owned(),
            language: self.pick(&["not-asked", "polish", "urdu"], [94, 3, 3]).to_owned(),
            outcome: self.pick(&OUTCOMES, [10, 60, 30]),
            closed_on: Some(received + chrono::Days::new(20)),
            contacted_on: Some(received + chrono::Days::new(days)),
            ..row((0, 0, 0))
        }
    }
}

/// Eight months of a county: so many referrals in each, three hospitals under three councils.
fn county(each_month: usize) -> Vec<Activity> {
    let mut dice = Dice(7);
    let april = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
    let days = (0..8).flat_map(|month| (0..each_month).map(move |at| (month, (at * 27 / each_month) as u64)));
    days.map(|(month, day)| dice.referral(april + Months::new(month) + chrono::Days::new(day))).collect()
}

/// How many figures of a report are seen, leaving out nobodies; how many are too small; how many are hidden for another's
/// sake.
fn seen(issue: &Issue) -> [usize; 3] {
    let mut report = issue.report.clone();
    let mut counts = [0; 3];
    for (name, figure) in report.figures().into_iter().filter(|(name, _)| !name.starts_with("20")) {
        let count = issue.counts.get(&name).copied().unwrap_or_default();
        match (figure.is_hidden(), count) {
            (false, 0) => {}
            (false, _) => counts[0] += 1,
            (true, 1..5) => counts[1] += 1,
            (true, _) => counts[2] += 1,
        }
    }
    counts
}

/// What did not change is not corrected: for all, for each council, and whatever is hidden there for others' sake.
#[test]
fn a_county_that_did_not_change_is_not_corrected() {
    let maker = maker(Disclosure::ONE_TO_FOUR);
    let counted = Counted { rows: county(9), uncounted: Vec::new() };
    let councils = councils(&rules().places);
    for council in councils.iter().map(|name| Some(name.as_str())).chain([None]) {
        for period in [Period::month("2026-10"), Period::quarter("2026-Q2"), Period::year("2026")] {
            let first = maker.draft(period.expect("a period"), council, &counted);
            assert!(first.clone().after(&first).says_the_same(&first), "{council:?} {:?}", first.report.period.code);
        }
    }
}

/// Nothing is gained by figures so safe that a commissioner learns nothing: what is hidden for another's sake stays few.
#[test]
fn a_county_still_reads_its_figures() {
    let counted = |each| Counted { rows: county(each), uncounted: Vec::new() };
    let maker = maker(Disclosure::ONE_TO_FOUR);
    for (each, counted) in [12, 30, 100].map(|each| (each, counted(each))) {
        let periods = [Period::month("2026-10"), Period::quarter("2026-Q2"), Period::year("2026")];
        for period in periods.map(|period| period.expect("a period")) {
            let issue = maker.draft(period, None, &counted);
            let [shown, _, others] = seen(&issue);
            assert!(others * 3 < shown + others, "{each} a month, {}: {others} hidden beside {shown}", period.code());
            assert!(!issue.report.total.is_hidden(), "{each} a month, {}", period.code());
        }
    }
}
