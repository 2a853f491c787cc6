//! The form on paper, from the same table as the form on the screen.

use referral::{Ask, FIELDS, Field, Group, Kind, ReferrerType};
use serde::Serialize;

use crate::values::codes;
use crate::{Frame, Page, Theme};
use content_reader::Content;

/// More hospitals than this are not listed: there is a line to write on.
const LISTED_HOSPITALS: usize = 8;

#[derive(Serialize)]
struct Line {
    label: String,
    hint: String,
    /// `line`, `lines`, `date`, `boxes` or, where the answers are short, `few-boxes`.
    kind: &'static str,
    /// How many lines to write on.
    lines: usize,
    choices: Vec<(String, String)>,
    /// Many short answers stand side by side.
    many: bool,
}

#[derive(Serialize)]
struct Part {
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
    parts: Vec<Part>,
}

impl Page for PaperPage<'_> {
    const TEMPLATE: &'static str = "paper.html";
}

impl<'a> PaperPage<'a> {
    /// The form for one kind of referrer, in that person's words; `body` says how to use it.
    pub fn new(content: &'a Content, frame: Frame<'a>, referrer: ReferrerType, heading: &str, body: String) -> Self {
        let parts = Group::ALL.iter().filter_map(|group| part(content, *group, referrer));
        let words = content.words.page("paper");
        Self { frame, words, heading: heading.to_owned(), body, parts: parts.collect() }
    }

    /// Draws it.
    ///
    /// # Errors
    /// A value that the template asks for and the page does not have.
    pub fn draw(&self, theme: &Theme) -> Result<String, crate::ThemeError> {
        theme.render(self)
    }
}

fn part(content: &Content, group: Group, referrer: ReferrerType) -> Option<Part> {
    let fields = FIELDS.iter().filter(|field| field.group == group && field.kind != Kind::Referrer);
    let asked = fields.filter(|field| field.asked(referrer) != Ask::Not);
    let lines: Vec<Line> = asked.map(|field| line(content, field, referrer)).collect();
    let (heading, summary) = content.words.group(group.code(), referrer);
    let title = if heading.is_empty() { summary } else { heading }.to_owned();
    (!lines.is_empty()).then_some(Part { title, lines })
}

fn line(content: &Content, field: &'static Field, referrer: ReferrerType) -> Line {
    let words = content.words.field(field.name, referrer);
    let choices = choices(content, field, referrer);
    let bare = choices.iter().all(|(_, hint)| hint.is_empty());
    let (kind, lines) = match field.kind {
        Kind::PastDate { .. } | Kind::Date => ("date", 1),
        Kind::LongText(limit) if limit > 1000 => ("lines", 4),
        Kind::LongText(_) => ("lines", 2),
        _ if choices.is_empty() => ("line", 1),
        _ => ("boxes", 0),
    };
    let kind = if kind == "boxes" && choices.len() < 5 && bare { "few-boxes" } else { kind };
    Line {
        label: words.label,
        hint: if words.paper.is_empty() { words.hint } else { words.paper },
        kind,
        lines,
        many: choices.len() > 5 && bare,
        choices,
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
        (label.to_owned(), hint.to_owned())
    };
    codes(field, referrer).into_iter().map(words).collect()
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
