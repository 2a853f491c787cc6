//! One referral on one page: on the screen, and on paper.

use serde::Serialize;

use super::{DeskChoice, DeskLine};
use crate::Questions;

/// A label and what was answered, one or more lines of it.
#[derive(Clone, Default, Serialize)]
pub struct Fact {
    /// The short name of the field.
    pub label: String,
    /// The answer, with signs that cannot be seen made visible.
    pub lines: Vec<String>,
    /// The number to dial, where the answer is one.
    pub dial: String,
    /// What was received first, where staff have changed it; empty where it was not.
    pub was: String,
}

/// Answers that belong together.
#[derive(Clone, Serialize)]
pub struct FactPart {
    /// The name in the form that changes them.
    pub code: &'static str,
    /// The heading.
    pub heading: &'static str,
    /// In page order; empty where nothing was answered.
    pub facts: Vec<Fact>,
    /// The form that changes them.
    pub change: ChangeForm,
}

/// A form that changes answers.
#[derive(Clone, Default, Serialize)]
pub struct ChangeForm {
    /// The questions, filled.
    pub questions: Questions,
    /// Why, as it was typed before a refusal.
    pub why: String,
    /// It was refused, and holds what was typed.
    pub open: bool,
}

/// Another referral of the same person.
#[derive(Clone, Serialize)]
pub struct OtherLine {
    /// As in the address.
    pub reference: String,
    /// In groups, for reading out.
    pub spoken: String,
    /// `Closed 3 May: supported by an advocate`, or its status.
    pub what: String,
    /// What was said about a safe visit, line by line.
    pub safe_visit: Vec<String>,
}

/// Ready mail to the referrer.
#[derive(Clone, Serialize)]
pub struct WordToReferrer {
    /// The address a mail program opens.
    pub mailto: String,
    /// For a professional: the line for the patient's notes.
    pub line: String,
}

/// What can be put right, filled with what was typed before a refusal.
#[derive(Clone, Default, Serialize)]
pub struct Mending {
    /// The last act that can be taken back, in words; nothing where there is none.
    pub undo: String,
    /// The recorded contact that can be put right, in words; nothing where there is none.
    pub correct: String,
    /// The day in the box of the correction.
    pub on: String,
    /// The ways of contact for the correction.
    pub how: Vec<DeskChoice>,
    /// Covered, and not covered.
    pub decide: Vec<DeskChoice>,
    /// Kinds of work for the case file; none once it is closed.
    pub kinds: Vec<DeskChoice>,
    /// The day in the box of the case file.
    pub log_on: String,
    /// The minutes in it.
    pub minutes: String,
    /// The note in it.
    pub log_note: String,
    /// Whether it can be given to a colleague.
    pub assign: bool,
    /// The colleague's name, as typed.
    pub to: String,
    /// Names of colleagues who have something open.
    pub colleagues: Vec<String>,
    /// Why it is on hold, with who said so; nothing where it is not.
    pub held: String,
    /// The form that was refused: its address ends with this.
    pub refused: String,
    /// The reason in the refused form.
    pub why: String,
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
    pub how: Vec<DeskChoice>,
    /// No contact is recorded, so closing it as supported must be meant.
    pub no_contact: bool,
    /// The outcomes it can be closed with now; none when it cannot.
    pub outcomes: Vec<DeskChoice>,
    /// Who made the contact, in its box.
    pub by: String,
    /// The note in the box of a contact.
    pub contact_note: String,
    /// The referral it is a duplicate of, as typed.
    pub duplicate_of: String,
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
    /// The referral as a line of a list.
    pub line: DeskLine,
    /// Why the move that was asked for was not made.
    pub refused: String,
    /// What was done just now, or nothing.
    pub done: String,
    /// Whether that can be taken back with one button.
    pub can_undo: bool,
    /// What is due next, once this is done with.
    pub next: Option<DeskLine>,
    /// Needs and safety: what must be known before anyone calls or visits.
    pub first: Vec<Fact>,
    /// The form that changes them.
    pub care: ChangeForm,
    /// Whether this referrer is asked what to know for a safe visit.
    pub asks_safety: bool,
    /// The rule that decided, in words.
    pub rule: String,
    /// Who decided since, and why; nothing where the rules' decision holds.
    pub decided: String,
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
    /// Earlier referrals of the same person, newest first, closed ones too.
    pub earlier: Vec<OtherLine>,
    /// Later ones, the same way.
    pub later: Vec<OtherLine>,
    /// How it came in, and by whom it was written down.
    pub channel: String,
    /// Until when a tribunal can be asked, and what must be said of it; nothing where no time limit applies.
    pub tribunal: String,
    /// Ready mail to the referrer; none where there is no address.
    pub word: Option<WordToReferrer>,
    /// What can be put right.
    pub mend: Mending,
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
