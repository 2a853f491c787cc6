//! `/`: what to do today, and the part of it that refreshes.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use queue::QueueError;
use referral::life::Status;
use referral::{Reference, left_in_words, london, long_date};
use templates::{DeskLine, DeskSection, Tally, TodayPage};

use super::Desk;
use super::filters::Filters;
use super::pages::Answer;
use crate::office::dates::short_date;
use crate::office::open_list::OpenList;
use crate::view::View;

/// The parts of today's work, in the order shown. The first that fits takes a referral, so that none is counted twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Overdue,
    DueToday,
    DueNext,
    DueLater,
    Mine,
    WithColleagues,
}

impl Section {
    const ALL: [Self; 6] =
        [Self::Overdue, Self::DueToday, Self::DueNext, Self::DueLater, Self::Mine, Self::WithColleagues];

    /// The anchor, and the heading.
    fn named(self) -> (&'static str, &'static str) {
        match self {
            Self::Overdue => ("overdue", "Overdue"),
            Self::DueToday => ("due-today", "Due today"),
            Self::DueNext => ("due-next", "Due next"),
            Self::DueLater => ("due-later", "Due later"),
            Self::Mine => ("mine", "Mine"),
            Self::WithColleagues => ("with-colleagues", "With colleagues"),
        }
    }

    fn of(open: &OpenLine, today: NaiveDate, next: Option<NaiveDate>) -> Self {
        match (open.status, open.day) {
            (Status::Contacted | Status::Closed, _) if open.line.mine => Self::Mine,
            (Status::Contacted | Status::Closed, _) => Self::WithColleagues,
            (_, Some(day)) if day < today => Self::Overdue,
            (_, Some(day)) if day == today => Self::DueToday,
            (_, Some(_)) if open.day == next => Self::DueNext,
            (Status::Waiting, _) => Self::DueLater,
            (Status::Claimed, _) if open.line.mine => Self::Mine,
            (Status::Claimed, _) => Self::WithColleagues,
        }
    }
}

/// An open referral on its way to its section.
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

/// `/fresh`: the same, without what stands around it.
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
        let mut sections = Section::ALL.map(|section| (section, Vec::new()));
        let mut mine = 0;
        for one in lines {
            mine += usize::from(one.line.mine);
            let section = Section::of(&one, view.today(), next);
            if let Some((_, lines)) = sections.iter_mut().find(|(known, _)| *known == section) {
                lines.push(one.line);
            }
        }
        let held = sections.iter().filter(|(_, lines)| !lines.is_empty());
        let counts: Vec<String> =
            held.map(|(section, lines)| format!("{} {}", lines.len(), section.named().1.to_lowercase())).collect();
        let title = if counts.is_empty() { "Nothing open".to_owned() } else { counts.join(", ") };
        let page = TodayPage {
            today: long_date(view.today()),
            at: london(view.now).format("%H:%M").to_string(),
            unclaimed: open.untaken(&self.office).len(),
            first: tallies(&sections, next, &view),
            filters: filters.form(open, &view.content, &self.office.staff),
            due_for_purge: self.due_for_purge(),
            sections: drawn_sections(sections, mine),
            unopened: if keyless { Vec::new() } else { open.listing.unopened.iter().map(|s| view.sealed(s)).collect() },
            damaged: open.listing.foreign.clone(),
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

type Sections = [(Section, Vec<DeskLine>); 6];

/// What must not be missed, zeros too: that there is nothing overdue is news.
fn tallies(sections: &Sections, next: Option<NaiveDate>, view: &View) -> Vec<Tally> {
    let day = next.map(|day| {
        let left = left_in_words(day, view.today(), &view.content.rules.calendar);
        format!("{}, {left}", short_date(day, view.today()))
    });
    let first = sections.iter().take_while(|(section, _)| *section != Section::DueLater);
    let tally = |(section, lines): &(Section, Vec<DeskLine>)| {
        let (id, label) = section.named();
        let about = if *section == Section::DueNext { day.clone().unwrap_or_default() } else { String::new() };
        Tally { id, count: lines.len(), label, about }
    };
    first.map(tally).collect()
}

fn drawn_sections(sections: Sections, mine: usize) -> Vec<DeskSection> {
    let in_mine = sections.iter().find(|(section, _)| *section == Section::Mine).map_or(0, |(_, lines)| lines.len());
    let about = |section, lines: &[DeskLine]| match section {
        Section::Overdue if lines.iter().any(|line| line.date_first) => {
            "Their day has passed: the day we promised, or an important date of their own.".to_owned()
        }
        Section::Mine if mine > in_mine => format!("And {} above, by when they are due.", mine - in_mine),
        Section::WithColleagues => "Take one over when its owner is away.".to_owned(),
        _ => String::new(),
    };
    let held = sections.into_iter().filter(|(_, lines)| !lines.is_empty());
    let drawn = |(section, lines): (Section, Vec<DeskLine>)| {
        let (id, heading) = section.named();
        DeskSection { id, heading, about: about(section, &lines), lines }
    };
    held.map(drawn).collect()
}
