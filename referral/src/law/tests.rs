use super::who_is_covered::is_under;
use super::*;

const TEXT: &str = include_str!("../../../content/law.toml");

fn law() -> Law {
    Law::parse(TEXT).unwrap()
}

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn switched(name: &str) -> Law {
    let header = format!("[switch.{name}]\n");
    let on = format!("{header}commenced_on = 2027-03-01\nregulations = \"SI 2027/1\"\n");
    Law::parse(&TEXT.replace(&header, &on)).unwrap()
}

/// docs/domain.md, Who qualifies, one row a route.
#[test]
fn routes_are_decided_as_the_act_says() {
    use Eligibility::{Eligible, NotCovered, ToCheck};
    let table = [
        ("s2 DETAINED_P2", Route::Section2, Eligible),
        ("s3 DETAINED_P2", Route::Section3, Eligible),
        ("DETAINED_P3", Route::Part3, Eligible),
        ("CTO", Route::Cto, Eligible),
        ("GUARDIANSHIP", Route::Guardianship, Eligible),
        ("COND_DISCH", Route::ConditionalDischarge, Eligible),
        ("S57_DISCUSSED, any age", Route::Section57, Eligible),
        ("SHORT_TERM is carved out", Route::ShortTerm, NotCovered),
        ("INFORMAL, not today", Route::Informal, NotCovered),
        ("anything else: a person", Route::Other, ToCheck),
        ("not sure: a person", Route::NotSure, ToCheck),
    ];
    for (row, route, expected) in table {
        let decision = law().decide(route, on("2026-11-23"), None);
        assert_eq!(decision.eligibility, expected, "{row}");
        assert_eq!(decision.rules, law().version(), "{row}");
    }
}

/// docs/domain.md, Last day to ask a tribunal: 14 days to ask the tribunal under section 2, 21 from the day that part of the 2025 Act commences.
#[test]
fn the_time_to_ask_a_tribunal_turns_over_on_its_day() {
    let days = |law: &Law, day: &str| law.section_2_days(on(day));
    assert_eq!(days(&law(), "2026-11-23"), Some(14));
    let changed = switched("tribunal-time");
    assert_eq!((days(&changed, "2027-02-28"), days(&changed, "2027-03-01")), (Some(14), Some(21)));
    assert_eq!(days(&law(), "1980-01-01"), None);
}

/// docs/domain.md, Who qualifies S58A_U18: the age limit applies to this route only.
#[test]
fn section_58a_depends_on_age_that_day() {
    let table = [
        ("the day before the 18th birthday", Some("2008-11-24"), Eligibility::Eligible),
        ("on the 18th birthday", Some("2008-11-23"), Eligibility::NotCovered),
        ("age unknown", None, Eligibility::ToCheck),
    ];
    for (row, born, expected) in table {
        let decision = law().decide(Route::Section58a, on("2026-11-23"), born.map(on));
        assert_eq!(decision.eligibility, expected, "{row}");
    }
    assert!(is_under(18, on("2008-02-29"), on("2026-02-28")));
    assert!(!is_under(18, on("2008-02-29"), on("2026-03-01")));
}

/// docs/domain.md, Rules with dates: the day before, of and after a switch.
#[test]
fn informal_patients_are_covered_from_the_day_of_the_switch() {
    let law = switched("informal-patients");
    let at = |date| law.decide(Route::Informal, on(date), None).eligibility;
    assert_eq!(at("2027-02-28"), Eligibility::NotCovered);
    assert_eq!(at("2027-03-01"), Eligibility::Eligible);
    assert_eq!(at("2027-03-02"), Eligibility::Eligible);
    assert!(law.referrers(on("2027-03-02")).contains(&ReferrerType::NearestRelative), "a separate switch");
}

#[test]
fn the_nominated_person_takes_the_nearest_relatives_place() {
    let law = switched("nominated-person");
    let before = law.referrers(on("2027-02-28"));
    let after = law.referrers(on("2027-03-01"));
    assert!(before.contains(&ReferrerType::NearestRelative) && !before.contains(&ReferrerType::NominatedPerson));
    assert!(!after.contains(&ReferrerType::NearestRelative) && after.contains(&ReferrerType::NominatedPerson));
}

#[test]
fn today_only_the_four_may_refer() {
    let codes: Vec<_> = law().referrers(on("2026-11-23")).into_iter().map(ReferrerType::code).collect();
    assert_eq!(codes, ["patient", "nearest-relative", "responsible-clinician", "amhp"]);
}

#[test]
fn a_switch_date_without_its_regulations_is_refused() {
    let text = TEXT.replace("[switch.opt-out-visits]\n", "[switch.opt-out-visits]\ncommenced_on = 2027-03-01\n");
    let error = Law::parse(&text).unwrap_err().to_string();
    assert!(error.contains("opt-out-visits") && error.contains("regulations"), "{error}");
}
