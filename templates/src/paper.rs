//! The form on paper, from the same table as the form on the screen.

use referral::{Ask, FIELDS, Field, Group, Kind, ReferrerType};
use serde::Serialize;

use crate::values::codes;
use crate::{Frame, Page, Theme};
use content_reader::Content;

/// More hospitals than this are not listed: there is a line to write on.
const LISTED_HOSPITALS: usize = 8;
/// More answers than this take half a page of boxes: there is a line to write on.
const LISTED_ANSWERS: usize = 15;
/// Answers of no more letters than this fit into half the width.
const LETTERS_IN_HALF: usize = 40;
/// And those of no more than this onto two lines.
const LETTERS_IN_ROWS: usize = 110;

#[derive(Serialize)]
struct Line {
    label: String,
    hint: String,
    /// `line`, `lines`, `date`, or boxes to tick: `boxes`, `row-boxes`, `few-boxes`.
    kind: &'static str,
    /// How many lines to write on.
    lines: usize,
    choices: Vec<(String, String)>,
}

#[derive(Serialize)]
struct PaperPart {
    title: String,
    lines: Vec<Line>,
}

/// A form to print, fill in by hand and give to somebody.
#[derive(Serialize)]
pub struct PaperPage<'a> {
    frame: Frame<'a>,
    words: Option<&'a toml::Table>,
    heading: String,
    body: String,
    parts: Vec<PaperPart>,
    /// In smaller letters, so that it stays on two sheets: patients have larger ones.
    short: bool,
}

impl Page for PaperPage<'_> {
    const TEMPLATE: &'static str = "paper.html";
}

impl<'a> PaperPage<'a> {
    /// The form for one kind of referrer, in that person's words; `body` says how to use it.
    pub fn new(content: &'a Content, frame: Frame<'a>, referrer: ReferrerType, heading: &str, body: String) -> Self {
        let parts = Group::ALL.iter().filter_map(|group| part(content, *group, referrer));
        let words = content.words.page("paper");
        Self {
            frame,
            words,
            heading: heading.to_owned(),
            body,
            parts: parts.collect(),
            short: referrer != ReferrerType::Patient,
        }
    }

    /// Draws it.
    ///
    /// # Errors
    /// A value that the template asks for and the page does not have.
    pub fn draw(&self, theme: &Theme) -> Result<String, crate::ThemeError> {
        theme.render(self)
    }
}

fn part(content: &Content, group: Group, referrer: ReferrerType) -> Option<PaperPart> {
    let fields = FIELDS.iter().filter(|field| field.group == group && field.kind != Kind::Referrer);
    let asked = fields.filter(|field| field.asked(referrer) != Ask::Not);
    let lines: Vec<Line> = asked.map(|field| line(content, field, referrer)).collect();
    let (heading, summary) = content.words.group(group.code(), referrer);
    let title = if heading.is_empty() { summary } else { heading }.to_owned();
    (!lines.is_empty()).then_some(PaperPart { title, lines })
}

fn line(content: &Content, field: &'static Field, referrer: ReferrerType) -> Line {
    let words = content.words.field(field.name, referrer);
    let choices = choices(content, field, referrer);
    let (kind, lines) = match field.kind {
        Kind::PastDate { .. } | Kind::Date => ("date", 1),
        Kind::LongText(limit) if limit > 1000 => ("lines", 3),
        Kind::LongText(_) => ("lines", 2),
        _ if choices.is_empty() => ("line", 1),
        _ => (boxes(&choices), 0),
    };
    Line {
        label: words.label,
        hint: if words.paper.is_empty() { words.hint } else { words.paper },
        kind,
        lines,
        choices,
    }
}

/// How answers are laid out: side by side, in half the width where they are few words; in two columns where they are many.
fn boxes(choices: &[(String, String)]) -> &'static str {
    let letters: usize = choices.iter().map(|(label, _)| label.chars().count()).sum();
    match letters {
        _ if choices.iter().any(|(_, hint)| !hint.is_empty()) => "boxes",
        letters if letters <= LETTERS_IN_HALF => "few-boxes",
        letters if letters <= LETTERS_IN_ROWS => "row-boxes",
        _ => "boxes",
    }
}

fn choices(content: &Content, field: &Field, referrer: ReferrerType) -> Vec<(String, String)> {
    if field.kind == Kind::Hospital {
        let hospitals = content.rules.places.hospitals();
        let listed = if hospitals.len() > LISTED_HOSPITALS { &[] } else { hospitals };
        let listed = listed.iter().map(|place| (format!("{}, {}", place.name, place.town), String::new()));
        let other = content.words.choice(field.name, "other", referrer).0.to_owned();
        let other = (!hospitals.is_empty() && hospitals.len() <= LISTED_HOSPITALS).then_some((other, String::new()));
        return listed.chain(other).collect();
    }
    let words = |code: &'static str| {
        let (label, hint) = content.words.choice(field.name, code, referrer);
        (label.to_owned(), if referrer == ReferrerType::Patient { hint.to_owned() } else { String::new() })
    };
    let codes = codes(field, referrer);
    if codes.len() > LISTED_ANSWERS { Vec::new() } else { codes.into_iter().map(words).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use content_reader::Texts;

    /// docs/contract.md, Fields: the paper form walks the same table, so it asks what the screen asks and nothing else.
    #[test]
    fn every_field_asked_on_the_screen_is_asked_on_paper() {
        let content = Content::parse(&Texts::compiled()).unwrap();
        let theme = Theme::compiled().unwrap();
        for referrer in [ReferrerType::Patient, ReferrerType::NearestRelative, ReferrerType::Amhp] {
            let frame = Frame::new(&theme, &content, "Paper");
            let html = PaperPage::new(&content, frame, referrer, "Paper", String::new()).draw(&theme).unwrap();
            for field in FIELDS.iter().filter(|field| field.kind != Kind::Referrer) {
                let label = content.words.field(field.name, referrer).label.replace('\'', "&#39;");
                let asked = field.asked(referrer) != Ask::Not;
                assert_eq!(html.contains(&format!(">{label}<")), asked, "{} for {}", field.name, referrer.code());
            }
        }
    }
}
