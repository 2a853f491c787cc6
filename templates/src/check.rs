//! Check your answers: what was typed, what it means, and the button that sends it.

use chrono::{DateTime, Utc};
use referral::{Answers, Eligibility, FIELDS, Group, Kind, Problem, Referral, ReferrerType, london, long_date};
use serde::Serialize;

use crate::values::value_lines;
use crate::{Frame, Page, Theme, tribunal};
use content_reader::Content;

/// Why the check page comes back instead of a confirmation.
#[derive(Serialize)]
pub struct Notice {
    /// What happened.
    pub title: String,
    /// What to do.
    pub text: String,
}

#[derive(Serialize)]
struct AnswerRow {
    field: &'static str,
    /// The id on the form where Change leads.
    target: String,
    label: String,
    lines: Vec<String>,
    warning: String,
}

/// Something to look at again, which never keeps anyone from sending.
#[derive(Serialize)]
struct Doubt {
    field: String,
    target: String,
    label: String,
    text: String,
}

#[derive(Serialize)]
struct AnswerGroup {
    heading: String,
    rows: Vec<AnswerRow>,
}

#[derive(Serialize)]
struct Hidden {
    name: String,
    value: String,
}

/// The page that carries the answers and the issue time, and sends them.
#[derive(Serialize)]
pub struct CheckPage<'a> {
    frame: Frame<'a>,
    words: &'a toml::Table,
    /// Whether the patient is the one who reads this.
    patient: bool,
    change: String,
    /// Where Back leads once these answers are sent: the blank form.
    after: String,
    doubts: Vec<Doubt>,
    parts: Vec<AnswerGroup>,
    hidden: Vec<Hidden>,
    guidance: Notice,
    /// When somebody can ask a tribunal.
    tribunal: Option<String>,
    /// The rule that says so and, for those who know the Act, where the Act says it.
    rule: Option<Notice>,
    notice: Option<Notice>,
}

impl<'a> CheckPage<'a> {
    /// Draws the answers as they were parsed, at `now`. `carried` goes on beside them: the signed issue time, what was
    /// in the box to leave empty. None where the words have no `page.check`.
    pub fn new(
        theme: &'a Theme,
        content: &'a Content,
        typed: (&Answers, &Referral),
        now: DateTime<Utc>,
        carried: &[(&str, &str)],
    ) -> Option<Self> {
        let words = content.words.page("check")?;
        let (answers, referral) = typed;
        let today = london(now).date_naive();
        let referrer = referral.referrer();
        let born = referral.date("patient.date_of_birth");
        let decision = content.rules.law.decide(referral.route(), today, born);
        let warnings = referral.warnings_on(today);
        let (title, mut text) = content.words.guidance(decision.eligibility, referrer);
        let patient = referrer == ReferrerType::Patient;
        // No promise to find somebody of whom we do not know where they are.
        let unfound = warnings.iter().any(|warning| warning.code == "place-unnamed");
        if unfound && decision.eligibility == Eligibility::Eligible {
            let unfound = if patient { "unfound_patient" } else { "unfound" };
            text = words.get(unfound).and_then(toml::Value::as_str).unwrap_or(text);
        }
        let due = content.rules.calendar.due_on(now);
        let text = text.replace("{due}", &long_date(due));
        let tribunal = tribunal::of_check_page(content, referral, (today, due));
        let pairs = answers.pairs().map(|(name, value)| Hidden { name, value });
        let own = carried.iter().filter(|(_, value)| !value.is_empty());
        let own = own.map(|(name, value)| Hidden { name: (*name).to_owned(), value: (*value).to_owned() });
        Some(Self {
            frame: Frame::new(theme, content, words.get("title").and_then(toml::Value::as_str).unwrap_or_default()),
            words,
            patient,
            change: format!("{}/referral/{}/change", content.base, referrer.code()),
            after: format!("{}/refer/{}/", content.base, referrer.code()),
            doubts: doubts(content, referrer, &warnings),
            parts: parts(content, referral, &warnings),
            hidden: pairs.chain(own).collect(),
            guidance: Notice { title: title.to_owned(), text },
            tribunal,
            rule: (decision.eligibility != Eligibility::ToCheck).then(|| Notice {
                title: content.words.label("rule", &decision.rule).to_owned(),
                text: if referrer.is_professional() { decision.source.clone() } else { String::new() },
            }),
            notice: None,
        })
    }

    /// Says at the top, and in the title, why the page came back.
    #[must_use]
    pub fn with_notice(mut self, content: &Content, title: &str, text: &str) -> Self {
        self.frame = self.frame.titled(title).prefixed(content.words.ui("error_prefix"));
        self.notice = Some(Notice { title: title.to_owned(), text: text.to_owned() });
        self
    }
}

impl Page for CheckPage<'_> {
    const TEMPLATE: &'static str = "check.html";
}

fn doubts(content: &Content, reader: ReferrerType, warnings: &[Problem]) -> Vec<Doubt> {
    let doubt = |warning: &Problem| Doubt {
        field: warning.field.clone(),
        target: referral::field(&warning.field).map(referral::Field::target).unwrap_or_default(),
        label: content.words.field(&warning.field, reader).row,
        text: content.words.named_problem(warning, reader),
    };
    warnings.iter().map(doubt).collect()
}

fn parts(content: &Content, referral: &Referral, warnings: &[Problem]) -> Vec<AnswerGroup> {
    let reader = referral.referrer();
    let mut parts: Vec<(Group, AnswerGroup)> = Vec::new();
    for field in FIELDS.iter().filter(|field| field.kind != Kind::Referrer) {
        let Some(value) = referral.get(field.name) else { continue };
        let warning = warnings.iter().find(|warning| warning.field == field.name);
        let row = AnswerRow {
            field: field.name,
            target: field.target(),
            label: content.words.field(field.name, reader).row,
            lines: value_lines(content, field.name, value, reader),
            warning: warning.map_or(String::new(), |warning| content.words.problem(warning, reader).to_owned()),
        };
        match parts.last_mut() {
            Some((group, part)) if *group == field.group => part.rows.push(row),
            _ => {
                let (heading, summary) = content.words.group(field.group.code(), reader);
                let heading = if heading.is_empty() { summary } else { heading }.to_owned();
                parts.push((field.group, AnswerGroup { heading, rows: vec![row] }));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}
