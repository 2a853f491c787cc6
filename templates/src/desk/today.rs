//! A referral as a line, and today's work.

use serde::Serialize;

use super::DeskChoice;

/// One referral in a list.
#[derive(Clone, Default, Serialize)]
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
#[derive(Clone, Default, Serialize)]
pub struct DeskSection {
    /// The anchor.
    pub id: &'static str,
    /// The heading.
    pub heading: &'static str,
    /// What to know of the part, or nothing.
    pub about: String,
    /// In the order of lists.
    pub lines: Vec<DeskLine>,
}

/// What of today's work is shown.
#[derive(Clone, Default, Serialize)]
pub struct FilterForm {
    /// Hospitals that occur.
    pub hospitals: Vec<DeskChoice>,
    /// Councils that occur.
    pub councils: Vec<DeskChoice>,
    /// Staff who have something.
    pub owners: Vec<DeskChoice>,
    /// Ways in which something came.
    pub channels: Vec<DeskChoice>,
    /// Orders within a part.
    pub sorts: Vec<DeskChoice>,
    /// Whether something is left out.
    pub is_set: bool,
    /// The choice as the query of an address, with its question mark; empty where nothing is chosen.
    pub query: String,
}

/// Today's work.
#[derive(Clone, Serialize)]
pub struct TodayPage {
    /// `Monday 23 November 2026`.
    pub today: String,
    /// `14:05`: when this was true.
    pub at: String,
    /// How many nobody has claimed: as many as the digest says are waiting.
    pub unclaimed: usize,
    /// What can be left out, and how the rest is sorted.
    pub filters: FilterForm,
    /// How many are due to be purged.
    pub due_for_purge: usize,
    /// Whether any part holds something.
    pub is_open: bool,
    /// All parts, also those that hold nothing: that nothing is overdue is news.
    pub sections: Vec<DeskSection>,
    /// References that this person's key did not open.
    pub unopened: Vec<DeskLine>,
    /// References, as far as they can be read, of what is damaged.
    pub damaged: Vec<String>,
    /// There is no key here at all: what is shown was never sealed.
    pub keyless: bool,
}
