//! `/`: what to do today, and the part of it that refreshes.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use queue::QueueError;
use referral::life::Status;
use referral::{Reference, london, long_date};
use templates::{DeskLine, DeskSection, TodayPage};

use super::filters::Filters;
use super::pages::Answer;
use super::state::Desk;
use crate::office::dates::due_in_words;
use crate::office::open_list::OpenList;
use crate::view::View;

/// The parts of today's work, in the order shown: the anchor and the heading. The first that fits takes a referral, so that
/// none is counted twice.
const SECTIONS: [(&str, &str); 6] = [
    ("overdue", "Overdue"),
    ("due-today", "Due today"),
    ("due-next", "Due next"),
    ("due-later", "Due later"),
    ("mine", "Mine"),
    ("with-colleagues", "With colleagues"),
];

/// The anchor of the part that takes a referral; `next` is the soonest day after today.
fn section(open: &OpenLine, today: NaiveDate, next: Option<NaiveDate>) -> &'static str {
    let whose = if open.line.mine { "mine" } else { "with-colleagues" };
    match (open.status, open.day) {
        (Status::Contacted | Status::Closed, _) => whose,
        (_, Some(day)) if day < today => "overdue",
        (_, Some(day)) if day == today => "due-today",
        (_, Some(_)) if open.day == next => "due-next",
        (Status::Waiting, _) => "due-later",
        (Status::Claimed, _) => whose,
    }
}

/// An open referral, with what its part depends on.
struct OpenLine {
    line: DeskLine,
    /// The day by which somebody must reach the patient; none once nothing is left to count.
    day: Option<NaiveDate>,
    status: Status,
}

/// `/`
pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Answer {
    drawn(&desk, "desk/today.html", query).await
}

/// `/fresh`: the part of it that refreshes.
pub(super) async fn fragment(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Answer {
    drawn(&desk, "desk/work.html", query).await
}

async fn drawn(desk: &Arc<Desk>, template: &str, query: Option<String>) -> Answer {
    let filters = Filters::read(query.as_deref().unwrap_or_default());
    let (title, work) = desk.work(&desk.office.open_list().await?, &filters);
    Ok(desk.page(StatusCode::OK, template, &title, &work))
}

impl Desk {
    /// What is to be done next, this one apart: nobody has reached the patient, and no colleague has it.
    pub(super) async fn next(&self, but: &Reference) -> Result<Option<DeskLine>, QueueError> {
        let (open, view) = (self.office.open_list().await?, self.office.view());
        let ours = |owner: Option<&str>| owner.is_none_or(|owner| owner == self.office.staff);
        let mut others = open.cases().filter(|(case, _)| case.entry.reference != *but);
        let next = others.find(|(_, now)| now.is_to_reach() && ours(now.state.owner.as_deref()));
        Ok(next.map(|(case, now)| DeskLine { name: String::new(), ..view.line(case, now) }))
    }

    /// The title, and the page.
    fn work(self: &Arc<Self>, open: &OpenList, filters: &Filters) -> (String, TodayPage) {
        let view = self.office.view();
        let keyless = !self.office.tray.has_identity();
        let lines = lines(open, keyless, filters, &view);
        let next = due_next(&lines, view.today());
        let mine = lines.iter().filter(|one| one.line.mine).count();
        let mut sections = SECTIONS.map(|(id, heading)| DeskSection { id, heading, ..DeskSection::default() });
        for one in lines {
            let id = section(&one, view.today(), next);
            if let Some(section) = sections.iter_mut().find(|section| section.id == id) {
                section.lines.push(one.line);
            }
        }
        for section in &mut sections {
            section.about = about(section, mine, next, &view);
        }
        let held = sections.iter().filter(|section| !section.lines.is_empty());
        let counts: Vec<String> =
            held.map(|section| format!("{} {}", section.lines.len(), section.heading.to_lowercase())).collect();
        let title = if counts.is_empty() { "Nothing open".to_owned() } else { counts.join(", ") };
        let page = TodayPage {
            today: long_date(view.today()),
            at: london(view.now).format("%H:%M").to_string(),
            unclaimed: open.untaken(&self.office).len(),
            filters: filters.form(open, &view.content, &self.office.staff),
            due_for_purge: self.due_for_purge(),
            is_open: !counts.is_empty(),
            sections: sections.into(),
            unopened: if keyless { Vec::new() } else { open.listing.unopened.iter().map(|s| view.sealed(s)).collect() },
            damaged: open.listing.damaged.clone(),
            keyless,
        };
        (title, page)
    }
}

/// Lines without names: a list is read over shoulders. Without a key at all, what is in clear is all there is, and it
/// is sorted like the rest.
fn lines(open: &OpenList, keyless: bool, filters: &Filters, view: &View) -> Vec<OpenLine> {
    let repeated = open.listing.repeated();
    let mut cases: Vec<_> = open.cases().filter(|(case, now)| filters.takes(case, now, &view.content)).collect();
    cases.sort_by(|(one, _), (other, _)| filters.compare(one, other));
    let opened = cases.into_iter().map(|(case, now)| {
        let mut line = DeskLine { name: String::new(), ..view.line(case, now) };
        if repeated.contains(&case.entry.reference) {
            line.flags.push(view.content.words.label("flag", "duplicate").to_owned());
        }
        OpenLine { line, day: now.deadlines.first, status: now.state.status }
    });
    let sealed = open.listing.unopened.iter().filter(|_| keyless).map(|sealed| {
        let line = view.sealed(sealed);
        let late_or_counting = line.overdue || sealed.clear.due_on >= view.today();
        let day = Some(sealed.clear.due_on).filter(|_| late_or_counting);
        OpenLine { line, day, status: sealed.clear.state.at(view.now).status }
    });
    opened.chain(sealed).collect()
}

/// The soonest day after today by which somebody must reach a patient.
fn due_next(open: &[OpenLine], today: NaiveDate) -> Option<NaiveDate> {
    let to_reach = open.iter().filter(|one| one.status != Status::Contacted);
    to_reach.filter_map(|one| one.day).filter(|day| *day > today).min()
}

/// What to know of a part.
fn about(section: &DeskSection, mine: usize, next: Option<NaiveDate>, view: &View) -> String {
    match (section.id, next) {
        ("overdue", _) if section.lines.iter().any(|line| line.date_first) => {
            "Their day has passed: the day we promised, or an important date of their own.".to_owned()
        }
        ("due-next", Some(day)) => due_in_words(day, view.today(), &view.content.rules.calendar),
        ("mine", _) if mine > section.lines.len() => {
            format!("And {} above, by when they are due.", mine - section.lines.len())
        }
        ("with-colleagues", _) => "Take one over when its owner is away.".to_owned(),
        _ => String::new(),
    }
}
