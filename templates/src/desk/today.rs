//! Today's work, and what a search found.

use serde::Serialize;

use super::DeskFrame;
use crate::Page;

/// One referral in a list.
#[derive(Clone, Serialize)]
pub struct DeskLine {
    /// As in the address.
    pub reference: String,
    /// In groups, for reading out.
    pub spoken: String,
    /// The clock in a sentence without its full stop: `Due Friday 4 December, 3 working days left`,
    /// `Contacted 21 April, by phone`, `Closed 25 November: passed on to another service`.
    pub headline: String,
    /// `Friday 4 December`.
    pub day: String,
    /// `3 working days left`, `today`, `OVERDUE by 1 working day`; nothing once there is nothing left to count.
    pub left: String,
    /// The end of that day is behind us, and the patient has not heard from us.
    pub overdue: bool,
    /// The status in words.
    pub status: String,
    /// Who has it, or nothing.
    pub owner: String,
    /// Whether the one at the desk has it.
    pub mine: bool,
    /// Covered or not, in words.
    pub eligibility: String,
    /// Whether it goes before the others; never once the patient has heard from us.
    pub urgent: bool,
    /// The last day to ask a tribunal, in words, while somebody must reach the patient; nothing where none is known, or
    /// the patient has asked.
    pub tribunal: String,
    /// Whether that day is the one by which somebody must reach the patient.
    pub tribunal_first: bool,
    /// `Tribunal at 2pm: tomorrow`, or that the day passed without contact; or nothing.
    pub date: String,
    /// That date comes before the due date.
    pub date_first: bool,
    /// That date is upon us, or it passed, and nobody has reached the patient.
    pub alarm: bool,
    /// How often somebody tried to reach the patient, or nothing.
    pub tries: String,
    /// Who asked.
    pub asked: String,
    /// Help to communicate that must be booked before a visit.
    pub needs: Vec<String>,
    /// Reasons to look twice, in a word or two each.
    pub flags: Vec<String>,
    /// Where the patient is, or nothing.
    pub place: String,
    /// The patient's name, for the page of one referral and for what was searched: a list is read over shoulders.
    pub name: String,
}

/// A part of today's work.
#[derive(Clone, Serialize)]
pub struct DeskSection {
    /// The anchor.
    pub id: &'static str,
    /// The heading.
    pub heading: &'static str,
    /// What to know of the part, or nothing.
    pub about: String,
    /// Urgent first, then by due date.
    pub lines: Vec<DeskLine>,
}

/// How many there are of something, at the top of the page.
#[derive(Clone, Serialize)]
pub struct Tally {
    /// The part it leads to.
    pub id: &'static str,
    /// How many.
    pub count: usize,
    /// Of what.
    pub label: &'static str,
    /// More about it, such as the day, or nothing.
    pub about: String,
}

/// One thing that can be chosen.
#[derive(Clone, Serialize)]
pub struct FilterChoice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What of today's work is shown.
#[derive(Clone, Default, Serialize)]
pub struct FilterForm {
    /// Hospitals that occur.
    pub hospitals: Vec<FilterChoice>,
    /// Councils that occur.
    pub councils: Vec<FilterChoice>,
    /// Staff who have something.
    pub owners: Vec<FilterChoice>,
    /// Ways in which something came.
    pub channels: Vec<FilterChoice>,
    /// Orders within a part.
    pub sorts: Vec<FilterChoice>,
    /// Whether something is left out.
    pub is_set: bool,
    /// The choice as it stands in an address, with its question mark; empty where nothing is chosen.
    pub query: String,
}

/// Today's work.
#[derive(Clone, Serialize)]
pub struct TodayPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// `Monday 23 November 2026`.
    pub today: String,
    /// `14:05`: when this was true.
    pub at: String,
    /// How many nobody has claimed: as many as the reminder says are waiting.
    pub unclaimed: usize,
    /// Overdue, due today and due next: what must not be missed, zeros too.
    pub first: Vec<Tally>,
    /// What can be left out, and how the rest is sorted.
    pub filters: FilterForm,
    /// How many are due to be purged.
    pub due_for_purge: usize,
    /// The parts that hold something.
    pub sections: Vec<DeskSection>,
    /// References that this person's key did not open.
    pub unopened: Vec<DeskLine>,
    /// References, as far as they can be read, of what stands in the table in no form we know.
    pub foreign: Vec<String>,
    /// There is no key here at all: what is shown was never sealed.
    pub keyless: bool,
}

impl Page for TodayPage {
    const TEMPLATE: &'static str = "desk/today.html";
}

impl TodayPage {
    /// The part that a refresh exchanges.
    pub const FRAGMENT: &'static str = "desk/work.html";
}

/// What a search found. Its words came in a body and stand in no address.
#[derive(Clone, Serialize)]
pub struct SearchPage {
    /// What stands around it; no word of what was searched is in its title.
    pub frame: DeskFrame,
    /// What was typed.
    pub typed: String,
    /// What fits among what is open, with names.
    pub lines: Vec<DeskLine>,
    /// Whether what is closed was searched too.
    pub searched_closed: bool,
    /// What fits among what is closed and not purged yet.
    pub closed: Vec<DeskLine>,
    /// Whether more closed ones fit than are shown.
    pub more: bool,
    /// Why it cannot be the reference it looks like, or nothing.
    pub hint: String,
    /// How many this person's key did not open, where they could not be searched.
    pub unsearched: usize,
}

impl Page for SearchPage {
    const TEMPLATE: &'static str = "desk/search.html";
}
