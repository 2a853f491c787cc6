//! The desk's pages. None has a `Debug`: they hold names. They are drawn on a staff machine only, and every text in them is data that Tera escapes.

use serde::Serialize;

use crate::{Page, Theme};

/// The desk's templates by name.
pub(crate) const TEMPLATES: [(&str, &str); 7] = [
    ("desk/layout.html", include_str!("../desk/layout.html")),
    ("desk/today.html", include_str!("../desk/today.html")),
    ("desk/case.html", include_str!("../desk/case.html")),
    ("desk/moves.html", include_str!("../desk/moves.html")),
    ("desk/facts.html", include_str!("../desk/facts.html")),
    ("desk/notice.html", include_str!("../desk/notice.html")),
    ("desk/print.html", include_str!("../desk/print.html")),
];

/// What every page of the desk has around it.
#[derive(Clone, Serialize)]
pub struct DeskFrame {
    /// The title: never anything about a person, since a browser keeps it.
    pub title: String,
    /// The address of the stylesheet.
    pub css: String,
    /// The service's name.
    pub service: String,
    /// Who is at the desk.
    pub staff: String,
}

impl DeskFrame {
    /// A frame under this title.
    pub fn new(theme: &Theme, service: &str, staff: &str, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            css: format!("/{}", theme.stylesheet().name),
            service: service.to_owned(),
            staff: staff.to_owned(),
        }
    }
}

/// One referral in a list.
#[derive(Clone, Serialize)]
pub struct DeskLine {
    /// As in the address.
    pub reference: String,
    /// In groups, for reading out.
    pub spoken: String,
    /// `Friday 4 December, 3 working days left`.
    pub due: String,
    /// The status in words.
    pub status: String,
    /// Who has it, or nothing.
    pub owner: String,
    /// Covered or not, in words.
    pub eligibility: String,
    /// Why it is urgent, or nothing.
    pub urgent: String,
    /// Where the patient is, or nothing.
    pub place: String,
    /// The patient's name, for the page of one referral: a list is read over shoulders.
    pub name: String,
}

/// A part of today's work.
#[derive(Clone, Serialize)]
pub struct DeskSection {
    /// The anchor.
    pub id: &'static str,
    /// The heading.
    pub heading: &'static str,
    /// Urgent first, then by due date.
    pub lines: Vec<DeskLine>,
}

/// Today's work.
#[derive(Clone, Serialize)]
pub struct TodayPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// `Monday 23 November 2026`.
    pub today: String,
    /// The parts that hold something.
    pub sections: Vec<DeskSection>,
    /// References that this person's key did not open.
    pub unopened: Vec<DeskLine>,
}

impl Page for TodayPage {
    const TEMPLATE: &'static str = "desk/today.html";
}

/// A label and what was answered, one or more lines of it.
#[derive(Clone, Serialize)]
pub struct Fact {
    /// The short name of the field.
    pub label: String,
    /// The answer, with signs that cannot be seen made visible.
    pub lines: Vec<String>,
}

/// One line of the history.
#[derive(Clone, Serialize)]
pub struct Happened {
    /// For machines.
    pub at: String,
    /// For people, in London.
    pub when: String,
    /// Initials.
    pub who: String,
    /// What, in words.
    pub what: String,
    /// Day, way, outcome and note, where there are any.
    pub details: Vec<String>,
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
    /// Record a try.
    pub attempt: bool,
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
    /// The note in the box.
    pub note: String,
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
    /// Every answer, in page order.
    pub answers: Vec<Fact>,
    /// The history, oldest first.
    pub events: Vec<Happened>,
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

/// One referral as clean A4, with its stylesheet inside: it is a file, not a page of the desk.
#[derive(Clone, Serialize)]
pub struct PrintPage {
    /// The referral.
    pub case: CasePage,
    /// The stylesheet's text.
    pub style: String,
    /// When it was printed, in London.
    pub printed: String,
}

impl Page for PrintPage {
    const TEMPLATE: &'static str = "desk/print.html";
}

/// A page that says one thing, such as that there is no such referral.
#[derive(Clone, Serialize)]
pub struct DeskNotice {
    /// What stands around it; its title is the heading.
    pub frame: DeskFrame,
    /// What is so and what to do.
    pub text: String,
}

impl Page for DeskNotice {
    const TEMPLATE: &'static str = "desk/notice.html";
}
