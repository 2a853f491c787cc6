//! `/`: what to do today, and the part of it that refreshes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use queue::{Case, Histories, Listing, QueueError};
use referral::life::{State as LifeState, Status};
use referral::{Reference, london, long_date};
use templates::{DeskLine, DeskSection, Page as _, Tally, TodayPage};

use super::Desk;
use crate::Row;
use crate::office::dates::{left_in_words, short_date};
use crate::office::history::{History, histories};
use crate::view::{Standing, View};

/// The parts, in the order shown. The first that fits takes a referral, so that nothing is counted twice.
const PARTS: [(&str, &str); 7] = [
    ("overdue", "Overdue"),
    ("due-today", "Due today"),
    ("due-next", "Due next"),
    ("waiting", "Waiting"),
    ("mine", "Mine"),
    ("check-these", "Check these"),
    ("with-colleagues", "With colleagues"),
];
const OVERDUE: usize = 0;
const DUE_TODAY: usize = 1;
const DUE_NEXT: usize = 2;
const WAITING: usize = 3;
const MINE: usize = 4;
const CHECK: usize = 5;
const COLLEAGUES: usize = 6;

/// An open referral on its way to its part.
struct Open {
    line: DeskLine,
    /// The day by which somebody must reach the patient; none once nothing is left to count.
    day: Option<NaiveDate>,
    state: LifeState,
    marked: bool,
}

/// `/`
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Response {
    drawn(&desk, TodayPage::TEMPLATE).await
}

/// `/fresh`: the same, without what stands around it.
pub(super) async fn fragment(State(desk): State<Arc<Desk>>) -> Response {
    drawn(&desk, TodayPage::FRAGMENT).await
}

async fn drawn(desk: &Desk, template: &str) -> Response {
    match desk.listing().await {
        Ok((listing, histories)) => desk.draw_as(template, StatusCode::OK, &desk.work(&listing, &histories)),
        Err(error) => desk.no_table(&error),
    }
}

impl Desk {
    /// Everything open: urgent first, then by the day that presses; with the histories that tell which day that is.
    pub(super) async fn listing(&self) -> Result<(Listing, Histories), QueueError> {
        let mut listing = self.tray.list().await?;
        let histories = histories(&self.tray, listing.cases.iter()).await?;
        let (content, now) = (self.content(), (self.clock)());
        let view = self.view(&content);
        listing.cases.sort_by_cached_key(|case| {
            let standing = view.standing(case, History::among(&histories, case));
            (!standing.is_urgent(), standing.deadlines.sorted_by, Row::of(case, now, &content.rules.calendar).order())
        });
        listing.unopened.sort_by_cached_key(|sealed| Row::sealed(&sealed.clear, now).order());
        Ok((listing, histories))
    }

    /// What is to be done next, this one apart: nobody has reached the patient, and no colleague is at it.
    pub(super) async fn next(&self, but: &Reference) -> Result<Option<DeskLine>, QueueError> {
        let (listing, histories) = self.listing().await?;
        let content = self.content();
        let view = self.view(&content);
        let standing = |case: &Case| view.standing(case, History::among(&histories, case));
        let ours = |standing: &Standing| standing.state.owner.as_deref().is_none_or(|owner| owner == self.staff);
        let all = listing.cases.iter().filter(|case| case.entry.reference != *but);
        let mut open = all.map(|case| (case, standing(case))).filter(|(_, now)| now.is_to_reach() && ours(now));
        Ok(open.next().map(|(case, standing)| DeskLine { name: String::new(), ..view.line(case, &standing) }))
    }

    fn work(&self, listing: &Listing, histories: &Histories) -> TodayPage {
        let content = self.content();
        let view = self.view(&content);
        let keyless = !self.tray.has_identity();
        let open = open(listing, histories, keyless, &view);
        let next = due_next(&open, view.today());
        let mut parts: [Vec<DeskLine>; 7] = Default::default();
        let mut mine = 0;
        for one in open {
            mine += usize::from(one.line.mine);
            parts[part(&one, view.today(), next)].push(one.line);
        }
        let first = tallies(&parts, next, &view);
        let held = PARTS.iter().zip(&parts).filter(|(_, lines)| !lines.is_empty());
        let counts: Vec<String> =
            held.map(|((_, heading), lines)| format!("{} {}", lines.len(), heading.to_lowercase())).collect();
        TodayPage {
            frame: self.frame(&if counts.is_empty() { "Nothing open".to_owned() } else { counts.join(", ") }),
            today: long_date(view.today()),
            at: london(view.now).format("%H:%M").to_string(),
            first,
            sections: sections(parts, mine),
            unopened: if keyless {
                Vec::new()
            } else {
                listing.unopened.iter().map(|sealed| view.sealed(sealed)).collect()
            },
            foreign: listing.foreign.clone(),
            keyless,
        }
    }
}

/// Lines without names: a list is read over shoulders. Without a key at all, what is in clear is all there is, and it
/// is sorted like the rest.
fn open(listing: &Listing, histories: &Histories, keyless: bool, view: &View) -> Vec<Open> {
    let repeated = listing.repeated();
    let opened = listing.cases.iter().map(|case| {
        let standing = view.standing(case, History::among(histories, case));
        let mut line = DeskLine { name: String::new(), ..view.line(case, &standing) };
        if repeated.contains(&case.entry.reference) {
            line.flags.push(view.content.words.label("flag", "duplicate").to_owned());
        }
        Open { line, day: standing.deadlines.first, state: standing.state, marked: !case.entry.marks.is_empty() }
    });
    let sealed = listing.unopened.iter().filter(|_| keyless).map(|sealed| {
        let line = view.sealed(sealed);
        let late_or_counting = line.overdue || sealed.clear.due_on >= view.today();
        let day = Some(sealed.clear.due_on).filter(|_| late_or_counting);
        Open { line, day, state: sealed.clear.state.at(view.now), marked: false }
    });
    opened.chain(sealed).collect()
}

/// The soonest day after today by which somebody must reach a patient.
fn due_next(open: &[Open], today: NaiveDate) -> Option<NaiveDate> {
    let to_reach = open.iter().filter(|one| one.state.status != Status::Contacted);
    to_reach.filter_map(|one| one.day).filter(|day| *day > today).min()
}

fn part(one: &Open, today: NaiveDate, next: Option<NaiveDate>) -> usize {
    match (one.state.status, one.day) {
        (Status::Contacted, _) if one.line.mine => MINE,
        (Status::Contacted | Status::Closed, _) => COLLEAGUES,
        (_, Some(day)) if day < today => OVERDUE,
        (_, Some(day)) if day == today => DUE_TODAY,
        (Status::Waiting, _) if one.marked => CHECK,
        (_, Some(_)) if one.day == next => DUE_NEXT,
        (Status::Waiting, _) => WAITING,
        (Status::Claimed, _) if one.line.mine => MINE,
        (Status::Claimed, _) => COLLEAGUES,
    }
}

/// What must not be missed, zeros too: that there is nothing overdue is news.
fn tallies(parts: &[Vec<DeskLine>; 7], next: Option<NaiveDate>, view: &View) -> Vec<Tally> {
    let day = next.map(|day| {
        let left = left_in_words(day, view.today(), &view.content.rules.calendar);
        format!("{}, {left}", short_date(day, view.today()))
    });
    let about = |at| if at == DUE_NEXT { day.clone().unwrap_or_default() } else { String::new() };
    let first = [OVERDUE, DUE_TODAY, DUE_NEXT].into_iter();
    first.map(|at| Tally { id: PARTS[at].0, count: parts[at].len(), label: PARTS[at].1, about: about(at) }).collect()
}

fn sections(parts: [Vec<DeskLine>; 7], mine: usize) -> Vec<DeskSection> {
    let above = mine - parts[MINE].len();
    let missed = parts[OVERDUE].iter().any(|line| line.date_first);
    let about = |at| match at {
        OVERDUE if missed => "Their day has passed: the day we promised, or an important date of their own.".to_owned(),
        MINE if above > 0 => format!("And {above} above, by when they are due."),
        CHECK => "They may not be real, but nothing is thrown away: look, then claim it or close it.".to_owned(),
        COLLEAGUES => "Take one over when its owner is away.".to_owned(),
        _ => String::new(),
    };
    let all = parts.into_iter().enumerate().filter(|(_, lines)| !lines.is_empty());
    all.map(|(at, lines)| DeskSection { id: PARTS[at].0, heading: PARTS[at].1, about: about(at), lines }).collect()
}
