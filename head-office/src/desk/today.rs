//! `/`: what to do today, and the part of it that refreshes.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use queue::{Listing, QueueError};
use referral::life::{State as Standing, Status};
use referral::{london, long_date};
use templates::{DeskLine, DeskSection, Page as _, Tally, TodayPage};

use super::Desk;
use crate::Row;
use crate::due::{left_in_words, short_date};
use crate::view::View;

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
    due_on: NaiveDate,
    standing: Standing,
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
        Ok(listing) => desk.draw_as(template, StatusCode::OK, &desk.work(&listing)),
        Err(error) => desk.no_table(&error),
    }
}

impl Desk {
    /// Everything open: urgent first, then by due date.
    pub(super) async fn listing(&self) -> Result<Listing, QueueError> {
        let mut listing = self.tray.list().await?;
        let (content, now) = (self.content(), (self.clock)());
        listing.cases.sort_by_cached_key(|case| Row::of(case, now, &content.rules.calendar).order());
        listing.unopened.sort_by_cached_key(|sealed| Row::sealed(&sealed.clear, now).order());
        Ok(listing)
    }

    fn work(&self, listing: &Listing) -> TodayPage {
        let content = self.content();
        let view = self.view(&content);
        let keyless = !self.tray.has_identity();
        let open = open(listing, keyless, &view);
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
fn open(listing: &Listing, keyless: bool, view: &View<'_>) -> Vec<Open> {
    let repeated = listing.repeated();
    let opened = listing.cases.iter().map(|case| {
        let mut line = DeskLine { name: String::new(), ..view.line(case) };
        if repeated.contains(&case.entry.reference) {
            line.flags.push(view.content.words.label("flag", "duplicate").to_owned());
        }
        let standing = case.state.at(view.now);
        Open { line, due_on: case.entry.due_on, standing, marked: !case.entry.marks.is_empty() }
    });
    let sealed = listing.unopened.iter().filter(|_| keyless).map(|sealed| Open {
        line: view.sealed(sealed),
        due_on: sealed.clear.due_on,
        standing: sealed.clear.state.at(view.now),
        marked: false,
    });
    opened.chain(sealed).collect()
}

/// The soonest date after today by which somebody must hear from us.
fn due_next(open: &[Open], today: NaiveDate) -> Option<NaiveDate> {
    let to_reach = open.iter().filter(|one| one.standing.status != Status::Contacted);
    to_reach.map(|one| one.due_on).filter(|due| *due > today).min()
}

fn part(one: &Open, today: NaiveDate, next: Option<NaiveDate>) -> usize {
    match one.standing.status {
        Status::Contacted if one.line.mine => MINE,
        Status::Contacted | Status::Closed => COLLEAGUES,
        _ if one.due_on < today => OVERDUE,
        _ if one.due_on == today => DUE_TODAY,
        Status::Waiting if one.marked => CHECK,
        _ if Some(one.due_on) == next => DUE_NEXT,
        Status::Waiting => WAITING,
        Status::Claimed if one.line.mine => MINE,
        Status::Claimed => COLLEAGUES,
    }
}

/// What must not be missed, zeros too: that there is nothing overdue is news.
fn tallies(parts: &[Vec<DeskLine>; 7], next: Option<NaiveDate>, view: &View<'_>) -> Vec<Tally> {
    let day = next.map(|day| {
        let left = left_in_words(day, Status::Waiting, view.today(), &view.content.rules.calendar);
        format!("{}, {left}", short_date(day, view.today()))
    });
    let about = |at| if at == DUE_NEXT { day.clone().unwrap_or_default() } else { String::new() };
    let first = [OVERDUE, DUE_TODAY, DUE_NEXT].into_iter();
    first.map(|at| Tally { id: PARTS[at].0, count: parts[at].len(), label: PARTS[at].1, about: about(at) }).collect()
}

fn sections(parts: [Vec<DeskLine>; 7], mine: usize) -> Vec<DeskSection> {
    let above = mine - parts[MINE].len();
    let about = |at| match at {
        MINE if above > 0 => format!("And {above} above, by when they are due."),
        CHECK => "They may not be real, but nothing is thrown away: look, then claim it or close it.".to_owned(),
        COLLEAGUES => "Take one over when its owner is away.".to_owned(),
        _ => String::new(),
    };
    let all = parts.into_iter().enumerate().filter(|(_, lines)| !lines.is_empty());
    all.map(|(at, lines)| DeskSection { id: PARTS[at].0, heading: PARTS[at].1, about: about(at), lines }).collect()
}
