//! One referral on one page: on the screen, and on paper.

use serde::Serialize;

use super::{DeskFrame, DeskLine};
use crate::Page;

/// A label and what was answered, one or more lines of it.
#[derive(Clone, Serialize)]
pub struct Fact {
    /// The short name of the field.
    pub label: String,
    /// The answer, with signs that cannot be seen made visible.
    pub lines: Vec<String>,
    /// The number to dial, where the answer is one.
    pub dial: String,
}

/// Answers that belong together.
#[derive(Clone, Serialize)]
pub struct FactPart {
    /// The heading.
    pub heading: &'static str,
    /// In page order; never empty.
    pub facts: Vec<Fact>,
}

/// One line of the history.
#[derive(Clone, Serialize)]
pub struct Happened {
    /// For machines.
    pub at: String,
    /// For people, in London.
    pub when: String,
    /// Initials; nothing where the line says who.
    pub who: String,
    /// What, in words.
    pub what: String,
    /// Day, way and outcome, where there are any.
    pub details: Vec<String>,
    /// What was written for the next reader, line by line.
    pub note: Vec<String>,
}

/// One choice of a move's form.
#[derive(Clone, Serialize)]
pub struct MoveChoice {
    /// What is sent.
    pub code: &'static str,
    /// What is read.
    pub label: String,
    /// Whether it was chosen already.
    pub chosen: bool,
}

/// The forms of the moves that are allowed now, filled with what was typed before a refusal.
#[derive(Clone, Default, Serialize)]
pub struct Moves {
    /// Take it.
    pub claim: bool,
    /// Hold it for longer.
    pub renew: bool,
    /// Give it back.
    pub release: bool,
    /// Take it from a colleague.
    pub take_over: bool,
    /// Bring it back.
    pub reopen: bool,
    /// Record that the patient has heard from us.
    pub contacted: bool,
    /// What must come before a contact can be recorded: `claim` or `take-over`. It is done with the same button.
    pub contact_after: &'static str,
    /// The form of a contact is open: it was refused, and holds what was typed.
    pub contact_open: bool,
    /// The form of closing was refused, and holds what was typed.
    pub close_open: bool,
    /// The first day a contact can have happened.
    pub from: String,
    /// The last.
    pub until: String,
    /// The day in the box.
    pub on: String,
    /// The ways of contact.
    pub how: Vec<MoveChoice>,
    /// The outcomes it can be closed with now; none when it cannot.
    pub outcomes: Vec<MoveChoice>,
    /// Who made the contact, in its box.
    pub by: String,
    /// The note in the box of a contact.
    pub contact_note: String,
    /// The note in the box of closing.
    pub close_note: String,
    /// The note in the box for a note alone.
    pub note: String,
    /// What was typed for a move that is not allowed any more, so that it can be copied.
    pub left_over: Vec<String>,
}

/// One referral on one page.
#[derive(Clone, Serialize)]
pub struct CasePage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The referral as it stands in a list.
    pub line: DeskLine,
    /// Why the move that was asked for was not made.
    pub refused: String,
    /// What was done just now, or nothing.
    pub done: String,
    /// What is due next, once this is done with.
    pub next: Option<DeskLine>,
    /// Needs and safety: what must be known before anyone calls or visits.
    pub first: Vec<Fact>,
    /// The rule that decided, in words.
    pub rule: String,
    /// The section of the Act it rests on.
    pub source: String,
    /// The rule set that decided.
    pub rules: String,
    /// When it came in, in London.
    pub received: String,
    /// Until when a claim holds, or nothing.
    pub lease: String,
    /// Reasons to look twice, in words.
    pub marks: Vec<String>,
    /// Open referrals that may be about the same person.
    pub duplicates: Vec<DeskLine>,
    /// Every answer, in page order.
    pub answers: Vec<Fact>,
    /// The answers that do not come first, by what they are about.
    pub parts: Vec<FactPart>,
    /// The history without readings, oldest first.
    pub events: Vec<Happened>,
    /// Who read it, each with the time of the last reading.
    pub readers: Vec<String>,
    /// How many lines of it this person's key does not open.
    pub unread: usize,
    /// The moves allowed now.
    pub moves: Moves,
    /// What the moves' forms carry: an act on an older version is refused.
    pub version: u64,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "desk/case.html";
}

/// What stands on a referral's page once somebody has acted on it since: a refresh puts it there.
#[derive(Clone, Serialize)]
pub struct ChangedPart {
    /// Whose page.
    pub reference: String,
    /// Whether it stands otherwise now.
    pub changed: bool,
    /// How it stands now, in words.
    pub status: String,
    /// Who has it, or nothing.
    pub owner: String,
}

impl Page for ChangedPart {
    const TEMPLATE: &'static str = "desk/changed.html";
}

/// Referrals as clean A4, each on a sheet of its own.
#[derive(Clone, Serialize)]
pub struct PrintPage {
    /// The referrals.
    pub cases: Vec<CasePage>,
    /// The stylesheet's text where this becomes a file; empty where it is a page of the desk, which links it.
    pub style: String,
    /// When it was printed, in London.
    pub printed: String,
    /// What stands around it.
    pub frame: DeskFrame,
}

impl Page for PrintPage {
    const TEMPLATE: &'static str = "desk/print.html";
}
