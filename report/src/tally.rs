//! Raw counts of one financial year, by council, month and category. Nothing here leaves: see `protect`.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use referral::life::Outcome;
use referral::{Activity, AgeBand, Eligibility, LANGUAGES, Late, NOT_ASKED, NOT_IN_HOSPITAL, Places, Promise};
use referral::{ReferrerType, Route, field};

/// Months of a financial year.
pub(super) const MONTHS: usize = 12;

/// Whose referrals and which months of the year: one block of counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    /// One council; none for all of them together.
    pub(super) council: Option<usize>,
    pub(super) months: Range<usize>,
}

impl View {
    pub(super) fn holds(&self, council: usize, month: usize) -> bool {
        self.council.is_none_or(|own| own == council) && self.months.contains(&month)
    }
}

/// A published category: the atoms it adds up.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Which table of the report it stands in, such as `legal.route`.
    pub(super) table: &'static str,
    pub(super) code: String,
    pub(super) atoms: Vec<usize>,
}

/// Categories that add up to one another: each referral is in exactly one atom, and cells are sums of atoms.
#[derive(Debug, Clone)]
pub(super) struct Family {
    pub(super) cells: Vec<Cell>,
    pub(super) atoms: usize,
    /// Whether its atoms add up to the referrals received.
    pub(super) adds_up: bool,
    /// Whether it is a stock at the end of a month, which does not add up over months.
    pub(super) stock: bool,
    counts: Vec<u32>,
}

impl Family {
    fn new(adds_up: bool, atoms: usize, cells: Vec<Cell>, councils: usize) -> Self {
        Self { cells, atoms, adds_up, stock: false, counts: vec![0; councils * MONTHS * atoms] }
    }

    /// Each atom is a cell.
    pub(super) fn simple(table: &'static str, codes: &[String], councils: usize) -> Self {
        let cells = codes.iter().enumerate().map(|(at, code)| Cell { table, code: code.clone(), atoms: vec![at] });
        Self::new(true, codes.len(), cells.collect(), councils)
    }

    pub(super) fn count(&self, council: usize, month: usize, atom: usize) -> u32 {
        self.counts[(council * MONTHS + month) * self.atoms + atom]
    }

    pub(super) fn add(&mut self, council: usize, month: usize, atom: usize) {
        self.counts[(council * MONTHS + month) * self.atoms + atom] += 1;
    }

    pub(super) fn sum(&self, view: &View, cell: usize, councils: usize) -> u32 {
        let councils = view.council.map_or(0..councils, |own| own..own + 1);
        let blocks = councils.flat_map(|council| view.months.clone().map(move |month| (council, month)));
        blocks
            .map(|(council, month)| self.cells[cell].atoms.iter().map(|a| self.count(council, month, *a)).sum::<u32>())
            .sum()
    }
}

/// Every count of the year.
pub(super) struct Tally {
    pub(super) families: Vec<Family>,
    /// How many there are; the last stands for those whose council is not known.
    pub(super) councils: usize,
    /// The family whose first cells are `due`, `in-time` and `late`.
    pub(super) promise: usize,
}

fn codes<const N: usize>(codes: [&str; N]) -> Vec<String> {
    codes.map(str::to_owned).to_vec()
}

/// The codes of a field, then those that stand for no answer.
fn answers(name: &str, also: &[&str]) -> Vec<String> {
    let known = field(name).map(|field| field.kind.codes()).unwrap_or_default();
    let mut all: Vec<String> = known.iter().map(|code| (*code).to_owned()).collect();
    all.extend(also.iter().filter(|code| !known.contains(code)).map(|code| (*code).to_owned()));
    all
}

/// A family and the atom of a row in it.
type Counted<'a> = (Family, Box<dyn Fn(&Activity) -> usize + 'a>);

/// Counts rows one by one; the last code takes what is in none.
fn by<'a>(
    table: &'static str,
    codes: Vec<String>,
    councils: usize,
    of: impl Fn(&Activity) -> String + 'a,
) -> Counted<'a> {
    let family = Family::simple(table, &codes, councils);
    (
        family,
        Box::new(move |row| {
            let code = of(row);
            codes.iter().position(|known| *known == code).unwrap_or(codes.len() - 1)
        }),
    )
}

/// What is counted in a financial year.
pub(super) struct Year<'a> {
    pub(super) april: NaiveDate,
    pub(super) today: NaiveDate,
    pub(super) places: &'a Places,
    pub(super) councils: &'a [String],
}

impl Year<'_> {
    /// The month of the year a day is in.
    fn month(&self, day: NaiveDate) -> Option<usize> {
        let months = (day.year() - self.april.year()) * 12 + day.month0() as i32 - self.april.month0() as i32;
        usize::try_from(months).ok().filter(|month| *month < MONTHS)
    }

    /// The council that pays: by where the hospital stands (domain.md 1.5).
    pub(super) fn council(&self, row: &Activity) -> usize {
        let named = self.places.hospital(&row.hospital).map(|hospital| &hospital.commissioner);
        let known = named.and_then(|name| self.councils.iter().position(|council| council == name));
        known.unwrap_or(self.councils.len())
    }

    pub(super) fn tally(&self, rows: &[Activity]) -> Tally {
        let councils = self.councils.len() + 1;
        let mut received = self.received(rows, councils);
        let mut promise = promise(councils);
        let mut open = open(councils);
        for row in rows {
            let council = self.council(row);
            if let Some(month) = self.month(row.received_on) {
                for (family, atom) in &mut received {
                    family.add(council, month, atom(row));
                }
            }
            if let (Some(month), Some(atom)) = (self.month(row.due_on), atom_of(row.promise(self.today))) {
                promise.add(council, month, atom);
            }
            for month in (0..MONTHS).filter(|month| row.open_at_end_of(self.end_of(*month))) {
                open.add(council, month, 0);
            }
        }
        let mut families: Vec<Family> = received.into_iter().map(|(family, _)| family).collect();
        families.extend([open, promise]);
        Tally { promise: families.len() - 1, families, councils }
    }

    /// The last day of a month of the year, or today if that is sooner.
    fn end_of(&self, month: usize) -> NaiveDate {
        let next = self.april + chrono::Months::new(u32::try_from(month).unwrap_or_default() + 1);
        next.pred_opt().unwrap_or(next).min(self.today)
    }

    fn received<'r>(&'r self, rows: &'r [Activity], councils: usize) -> Vec<Counted<'r>> {
        let mut families = vec![
            by("referrer.type", codes(ReferrerType::ALL.map(ReferrerType::code)), councils, |row| {
                row.referrer.code().into()
            }),
            legal(rows, councils),
            by("patient.hospital", self.hospitals(rows), councils, |row| row.hospital.clone()),
            by("patient.gender", answers("patient.gender", &["other", NOT_ASKED]), councils, |row| row.gender.clone()),
            by("patient.ethnic_group", answers("patient.ethnic_group", &["other", NOT_ASKED]), councils, |row| {
                row.ethnic_group.clone()
            }),
            by("age_band", codes(AgeBand::ALL.map(AgeBand::code)), councils, |row| row.age_band.code().into()),
            by("patient.language", languages(), councils, |row| row.language.clone()),
            by("outcome", outcomes(), councils, |row| row.outcome.map_or("open", Outcome::code).into()),
            either("contacted", "yes".to_owned(), councils, |row| row.contacted_on.is_some()),
        ];
        for need in answers("patient.needs", &[]) {
            let code = need.clone();
            families.push(either("patient.needs", code, councils, move |row| row.needs.contains(&need)));
        }
        families.push(either("patient.needs", NOT_ASKED.to_owned(), councils, |row| row.needs.is_empty()));
        families
    }

    fn hospitals(&self, rows: &[Activity]) -> Vec<String> {
        let mut all: Vec<String> = self.places.hospitals().iter().map(|hospital| hospital.slug.clone()).collect();
        let mut left: Vec<&String> =
            rows.iter().map(|row| &row.hospital).filter(|slug| !self.places.knows(slug)).collect();
        left.sort_unstable();
        left.dedup();
        all.extend(left.into_iter().filter(|slug| *slug != NOT_IN_HOSPITAL).cloned());
        all.extend([Places::OTHER, NOT_IN_HOSPITAL].map(str::to_owned));
        all
    }
}

fn languages() -> Vec<String> {
    LANGUAGES.into_iter().chain(["other", NOT_ASKED]).map(str::to_owned).collect()
}

fn outcomes() -> Vec<String> {
    Outcome::ALL.map(Outcome::code).into_iter().chain(["open"]).map(str::to_owned).collect()
}

/// A question of yes or no, of which only the yes is published.
fn either<'a>(table: &'static str, code: String, councils: usize, is: impl Fn(&Activity) -> bool + 'a) -> Counted<'a> {
    let yes = Cell { table, code, atoms: vec![0] };
    (Family::new(true, 2, vec![yes], councils), Box::new(move |row| usize::from(!is(row))))
}

/// Route, rule and eligibility are sums of one another, so they are one family.
fn legal(rows: &[Activity], councils: usize) -> Counted<'static> {
    type Atom = (Route, Eligibility, String);
    let atom = |row: &Activity| (row.route, row.eligibility, row.rule.clone());
    let found: BTreeMap<Atom, ()> = rows.iter().map(|row| (atom(row), ())).collect();
    let atoms: Vec<Atom> = found.into_keys().collect();
    let cell = |table, code: &str, is: &dyn Fn(&Atom) -> bool| Cell {
        table,
        code: code.to_owned(),
        atoms: (0..atoms.len()).filter(|at| is(&atoms[*at])).collect(),
    };
    let mut cells: Vec<Cell> =
        Route::CODES.iter().map(|code| cell("legal.route", code, &|atom| atom.0.code() == *code)).collect();
    cells.extend(Eligibility::ALL.map(|each| cell("eligibility", each.code(), &|atom| atom.1 == each)));
    let mut rules: Vec<&String> = atoms.iter().map(|atom| &atom.2).collect();
    rules.sort_unstable();
    rules.dedup();
    cells.extend(rules.into_iter().map(|rule| cell("rule", rule, &|atom| atom.2 == *rule)));
    let family = Family::new(true, atoms.len(), cells, councils);
    (family, Box::new(move |row| atoms.binary_search(&atom(row)).unwrap_or_default()))
}

/// Kept, and one atom for each reason why not. Referrals counted here are those whose due date is in the month.
fn promise(councils: usize) -> Family {
    let late: Vec<usize> = (1..=Late::ALL.len()).collect();
    let cell = |code: &str, atoms: Vec<usize>| Cell { table: "promise", code: code.to_owned(), atoms };
    let mut cells = vec![cell("due", (0..=late.len()).collect()), cell("in-time", vec![0]), cell("late", late.clone())];
    cells.extend(Late::ALL.iter().zip(&late).map(|(reason, atom)| Cell {
        table: "late.reason",
        code: reason.code().to_owned(),
        atoms: vec![*atom],
    }));
    Family::new(false, late.len() + 1, cells, councils)
}

fn open(councils: usize) -> Family {
    let cell = Cell { table: "open", code: "end".to_owned(), atoms: vec![0] };
    Family { stock: true, ..Family::new(false, 1, vec![cell], councils) }
}

fn atom_of(promise: Promise) -> Option<usize> {
    match promise {
        Promise::Kept => Some(0),
        Promise::Broken(late) => Late::ALL.iter().position(|known| *known == late).map(|at| at + 1),
        Promise::Running | Promise::None => None,
    }
}
