//! Somebody who holds every report of a year, knows the rule and the exact figures, and tries every world that fits:
//! whatever is shown as [c] must be able to be two numbers.

use std::collections::{BTreeMap, BTreeSet};

use referral::Route;

use super::*;
use crate::samples::{content, row};
use crate::service::{Clock, Service};

/// Counts by report, table and code.
type Counts = BTreeMap<(String, &'static str, String), u32>;

/// What is published about a world, and what is so in it.
struct World {
    published: String,
    hidden: BTreeSet<(String, &'static str, String)>,
    counts: Counts,
}

fn places() -> &'static Places {
    &content().rules.places
}

/// Everything the reports of the financial year 2026 say about these people.
fn world(rows: &[Activity]) -> World {
    let at = "2027-05-01T09:00:00Z".parse().expect("an instant");
    let year = Period::year("2026").expect("a year");
    let of_quarters: Vec<(Period, People)> =
        year.quarters().iter().map(|quarter| (*quarter, People::count(*quarter, rows, &[], places(), at))).collect();
    let quarters: Vec<People> = of_quarters.iter().map(|(_, people)| people.clone()).collect();
    let of_year = (year, People::count(year, rows, &quarters, places(), at));
    let mut world = World { published: String::new(), hidden: BTreeSet::new(), counts: Counts::new() };
    for (period, people) in of_quarters.iter().filter(|(_, people)| people.received > 0).chain([&of_year]) {
        for council in [Some("Northfold Council"), Some("Westmarsh County Council"), None] {
            world.publish(rows, *period, council, people);
        }
    }
    world
}

impl World {
    fn publish(&mut self, rows: &[Activity], period: Period, council: Option<&str>, people: &People) {
        let report = format!("{} {council:?}", period.code());
        let days = period.first()..=period.last();
        let received: Vec<&Activity> = rows
            .iter()
            .filter(|row| council.is_none_or(|own| council_of(&row.hospital, places()) == own))
            .filter(|row| days.contains(&row.received_on))
            .collect();
        let clock = Clock { calendar: &content().rules.calendar, today: "2027-05-01".parse().expect("a day") };
        let service = Service::of(received.iter().copied(), period, clock);
        self.published += &format!("{report} {} {:?}", service.received, service.by_eligibility);
        let (tables, exact) = (people.tables(council), exact(None, &received, places()));
        for table in TABLES {
            let (Some(Table::Shown(shown)), Some(Table::Shown(exact))) = (tables.get(table), exact.get(table)) else {
                self.published += "[too few]";
                continue;
            };
            for (code, figure) in shown.iter() {
                self.published += &format!("{figure:?}");
                if let (Figure::Hidden, Some(Figure::Number(count))) = (figure, exact.get(code)) {
                    let name = (report.clone(), table, code.to_owned());
                    self.hidden.insert(name.clone());
                    self.counts.insert(name, *count);
                }
            }
        }
    }
}

/// Every way in which so many people can be of these kinds.
fn crowds(people: usize, kinds: usize) -> Vec<Vec<usize>> {
    match kinds {
        1 => vec![vec![people]],
        _ => (0..=people)
            .flat_map(|first| {
                crowds(people - first, kinds - 1).into_iter().map(move |rest| [vec![first], rest].concat())
            })
            .collect(),
    }
}

/// Every world of these blocks, each with a number of people and the kinds they may be of.
fn worlds(blocks: &[(usize, Vec<Activity>)]) -> Vec<World> {
    let mut all: Vec<Vec<Activity>> = vec![Vec::new()];
    for (people, kinds) in blocks {
        let crowds = crowds(*people, kinds.len());
        let rows = |crowd: &Vec<usize>| -> Vec<Activity> {
            kinds.iter().zip(crowd).flat_map(|(kind, count)| std::iter::repeat_n(kind.clone(), *count)).collect()
        };
        all = all
            .iter()
            .flat_map(|before| crowds.iter().map(|crowd| [before.clone(), rows(crowd)].concat()).collect::<Vec<_>>())
            .collect();
    }
    all.iter().map(|rows| world(rows)).collect()
}

/// The hidden counts that are the same in every world with the same reports. Gives how many worlds show a hidden count.
fn given_away(blocks: &[(usize, Vec<Activity>)]) -> (Vec<String>, usize) {
    let mut alike: BTreeMap<String, Vec<World>> = BTreeMap::new();
    for world in worlds(blocks) {
        alike.entry(world.published.clone()).or_default().push(world);
    }
    let (mut found, mut with_hidden) = (Vec::new(), 0);
    for same in alike.values() {
        with_hidden += if same[0].hidden.is_empty() { 0 } else { same.len() };
        for name in &same[0].hidden {
            let values: BTreeSet<u32> = same.iter().map(|world| world.counts[name]).collect();
            if values.len() == 1 {
                found.push(format!("{name:?} is {values:?}"));
            }
        }
    }
    (found, with_hidden)
}

fn genders(received: &str, hospital: &str) -> Vec<Activity> {
    ["female", "male", "not-asked"]
        .map(|gender| Activity { gender: gender.to_owned(), hospital: hospital.to_owned(), ..row(received) })
        .to_vec()
}

fn routes(received: &str) -> Vec<Activity> {
    [
        (Route::Section3, Eligibility::Eligible, "detained-part-2"),
        (Route::Section2, Eligibility::Eligible, "detained-part-2"),
        (Route::Cto, Eligibility::Eligible, "cto"),
        (Route::Informal, Eligibility::NotCovered, "informal-not-covered"),
    ]
    .map(|(route, eligibility, rule)| Activity { route, eligibility, rule: rule.to_owned(), ..row(received) })
    .to_vec()
}

fn helped(received: &str) -> Vec<Activity> {
    let needs: [&[&str]; 4] = [&[], &["bsl"], &["large-print"], &["bsl", "large-print"]];
    needs
        .map(|needs| Activity { needs: needs.iter().map(|need| (*need).to_owned()).collect(), ..row(received) })
        .to_vec()
}

/// Small worlds: one council, two councils, two quarters, the routes with who is covered, kinds of help.
#[test]
fn no_hidden_count_follows_from_every_report_of_a_year() {
    let (one, other, both) = ("alderbrook", "hazel-house", |at: &str, of: &str| genders(at, of)[..2].to_vec());
    let (may, august) = ("2026-05-04", "2026-08-04");
    let table = [
        ("one person", vec![(1, genders(may, one))]),
        ("ten people", vec![(10, genders(may, one))]),
        ("eleven people", vec![(11, genders(may, one))]),
        ("61 people, two kinds", vec![(61, both(may, one))]),
        ("two councils, the other with one", vec![(10, genders(may, one)), (1, genders(may, other))]),
        ("two councils, the other with three", vec![(9, genders(may, one)), (3, genders(may, other))]),
        ("two councils alike", vec![(6, genders(may, one)), (6, genders(may, other))]),
        ("two councils, two kinds", vec![(24, both(may, one)), (12, both(may, other))]),
        ("two small quarters", vec![(6, genders(may, one)), (3, genders(august, one))]),
        ("a large quarter and a small one", vec![(12, both(may, one)), (6, genders(august, one))]),
        ("two large quarters", vec![(12, both(may, one)), (11, both(august, one))]),
        (
            "two councils in two small quarters",
            vec![(7, both(may, one)), (2, both(may, other)), (6, both(august, other))],
        ),
        ("routes", vec![(10, routes(may))]),
        ("kinds of help", vec![(10, helped(may))]),
    ];
    let mut shown = 0;
    for (name, blocks) in table {
        let (found, hidden) = given_away(&blocks);
        assert_eq!(found, Vec::<String>::new(), "{name}");
        shown += hidden;
    }
    assert!(shown > 500, "{shown} worlds with a hidden count: there must be something to attack");
}

fn quarter(rows: &[Activity]) -> People {
    People::count(
        Period::quarter("2026-Q1").expect("a quarter"),
        rows,
        &[],
        places(),
        "2027-05-01T09:00:00Z".parse().expect("an instant"),
    )
}

/// One table of a council's report, or of all for none.
fn table_of(people: &People, council: Option<&str>, table: &str) -> Table {
    people.tables(council).get(table).cloned().unwrap_or_default()
}

fn many(kind: &Activity, count: usize) -> Vec<Activity> {
    std::iter::repeat_n(kind.clone(), count).collect()
}

/// docs/contract.md, Report: what is shown, what is hidden, what is left out.
#[test]
fn tables_are_shown_hidden_or_left_out() {
    let [female, male, _] = &genders("2026-05-04", "alderbrook")[..] else { panic!("three genders") };
    let (council, table) = (Some("Northfold Council"), "patient.gender");
    let shown = quarter(&[many(female, 22), many(male, 9)].concat());
    let Table::Shown(rows) = table_of(&shown, council, table) else { panic!("{shown:?}") };
    assert_eq!((rows.get("female"), rows.get("male")), (Some(&Figure::Number(20)), Some(&Figure::Number(10))));
    let hidden = quarter(&[many(female, 22), many(male, 3)].concat());
    let Table::Shown(rows) = table_of(&hidden, None, table) else { panic!("{hidden:?}") };
    assert_eq!((rows.get("female"), rows.get("male")), (Some(&Figure::Number(20)), Some(&Figure::Hidden)));
    let follows = quarter(&[many(female, 22), many(male, 4)].concat());
    assert_eq!(table_of(&follows, None, table), Table::LeftOut, "18 to 22 and 1 to 4 make 26 in one way");
    let few = quarter(&[many(female, 5), many(male, 4)].concat());
    assert_eq!(table_of(&few, None, table), Table::LeftOut, "fewer than ten");
}

/// The period whose report has the tables: the quarter, or the year of small quarters.
#[test]
fn no_two_periods_that_can_be_subtracted_show_the_tables() {
    let at = "2027-05-01T09:00:00Z".parse().expect("an instant");
    let year = Period::year("2026").expect("a year");
    let shows = |of_quarters: [usize; 2]| {
        let days = ["2026-05-04", "2026-08-04"];
        let rows: Vec<Activity> =
            days.iter().zip(of_quarters).flat_map(|(day, count)| many(&row(day), count)).collect();
        let quarters: Vec<People> =
            year.quarters().iter().map(|quarter| People::count(*quarter, &rows, &[], places(), at)).collect();
        let of_year = People::count(year, &rows, &quarters, places(), at);
        let month = People::count(Period::month("2026-05").expect("a month"), &rows, &[], places(), at);
        [&quarters[0], &quarters[1], &of_year, &month]
            .map(|people| matches!(table_of(people, None, "patient.gender"), Table::Shown(rows) if rows.iter().any(|(_, figure)| *figure != Figure::Number(0))))
    };
    let table = [
        ("both quarters", [20, 20], [true, true, false, false]),
        ("one is small", [20, 6], [true, false, false, false]),
        ("ten are enough", [10, 6], [true, false, false, false]),
        ("nine are not", [9, 6], [false, false, true, false]),
        ("both are small: the year", [6, 6], [false, false, true, false]),
        ("all came in one quarter: the year is the same", [20, 0], [true, false, true, false]),
    ];
    for (name, of_quarters, expected) in table {
        assert_eq!(shows(of_quarters), expected, "{name}");
    }
}

/// A council's only hospital: its count is the exact number received there.
#[test]
fn a_councils_only_hospital_is_left_out_while_it_is_small() {
    let kind = &genders("2026-05-04", "alderbrook")[0];
    let table = |people| table_of(&quarter(&many(kind, people)), Some("Northfold Council"), HOSPITAL);
    assert_eq!(table(3), Table::LeftOut);
    assert!(matches!(table(23), Table::Shown(_)));
}

/// docs/contract.md, Report: kinds of help do not add up, so their table is in one report only.
#[test]
fn kinds_of_help_are_in_the_report_of_all_councils() {
    let [none, bsl, print, _] = &helped("2026-05-04")[..] else { panic!("four people") };
    let elsewhere = Activity { hospital: "hazel-house".to_owned(), ..bsl.clone() };
    let northfold = Some("Northfold Council");
    let of = |rows: &[Vec<Activity>], council| table_of(&quarter(&rows.concat()), council, NEEDS);
    let shown = [many(none, 20), many(bsl, 10), many(print, 15), many(&elsewhere, 10)];
    let Table::Shown(rows) = of(&shown, None) else { panic!("left out") };
    assert_eq!((rows.get("bsl"), rows.get("large-print")), (Some(&Figure::Number(20)), Some(&Figure::Number(15))));
    assert_eq!(of(&shown, northfold), Table::LeftOut, "one council of two");
    assert!(matches!(of(&shown[..3], northfold), Table::Shown(_)), "the only council has the figures of all");
    assert_eq!(of(&[many(none, 13), many(bsl, 1)], None), Table::LeftOut, "at least 13 of 14 need none: one needs BSL");
}

/// How many were covered is exact, and a route says whether somebody is.
#[test]
fn a_count_that_follows_from_who_is_covered_is_left_out() {
    let covered = Activity { gender: "female".to_owned(), ..row("2026-05-04") };
    let not_covered = Activity {
        route: Route::Informal,
        eligibility: Eligibility::NotCovered,
        rule: "informal-not-covered".to_owned(),
        gender: "male".to_owned(),
        ..covered.clone()
    };
    let people = quarter(&[many(&covered, 22), many(&not_covered, 3)].concat());
    assert_eq!(table_of(&people, None, ROUTE), Table::LeftOut, "the three who are not covered are on one route");
    let genders = table_of(&people, None, "patient.gender");
    assert!(matches!(&genders, Table::Shown(rows) if rows.get("male") == Some(&Figure::Hidden)), "{genders:?}");
}

/// The rule says much of the route: neither is shown beside a hidden count of the other.
#[test]
fn rules_are_left_out_unless_routes_and_rules_hide_nothing() {
    let (third, second) = (row("2026-05-04"), Activity { route: Route::Section2, ..row("2026-05-04") });
    let rules = |of_second| {
        let people = quarter(&[many(&third, 22), many(&second, of_second)].concat());
        (table_of(&people, None, ROUTE), table_of(&people, None, RULE))
    };
    assert!(matches!(rules(20), (Table::Shown(_), Table::Shown(_))));
    assert!(matches!(rules(3), (Table::Shown(_), Table::LeftOut)));
}

#[test]
fn a_council_is_told_of_its_own_hospitals_only() {
    let here = row("2026-05-04");
    let there = Activity { hospital: "hazel-house".to_owned(), ..here.clone() };
    let Table::Shown(rows) =
        table_of(&quarter(&[many(&here, 20), many(&there, 20)].concat()), Some("Northfold Council"), HOSPITAL)
    else {
        panic!("left out")
    };
    assert_eq!((rows.get("alderbrook"), rows.get("hazel-house")), (Some(&Figure::Number(20)), None));
}
