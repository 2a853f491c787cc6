//! The form: one template for the blank page of the generator and the refused page of the function.

use referral::{Answers, Problem, ReferrerType};
use serde::Serialize;

use crate::questions::{Drawing, FormPart, Said};
use crate::sent::Confirmation;
use crate::{Dated, Frame, Page, Sent, Theme, Translation};
use content_reader::Content;

/// The name of the box that people are told to leave empty.
pub const HONEYPOT: &str = "leave_empty";
/// The name of the signed issue time on the check page.
pub const ISSUED: &str = "issued";

/// A form, blank or filled, with every problem at the top and beside its field.
#[derive(Serialize)]
pub struct FormPage<'a> {
    frame: Frame<'a>,
    heading: String,
    lead: String,
    action: String,
    problems: Vec<Said>,
    required: Vec<FormPart>,
    optional: Vec<FormPart>,
    issued: String,
    /// The confirmation of the request before, above a form for the next patient.
    sent: Option<Confirmation<'a>>,
    /// The hospital, where it is chosen already: code and name.
    place: Option<(String, String)>,
}

impl Page for FormPage<'_> {
    const TEMPLATE: &'static str = "form.html";
}

impl<'a> FormPage<'a> {
    /// The form before anything is typed, as the generator writes it.
    pub fn blank(theme: &'a Theme, content: &'a Content, referrer: ReferrerType) -> Self {
        Self::filled(theme, content, referrer, &Answers::default(), &[])
    }

    /// The form with every answer kept, and every problem said.
    pub fn filled(
        theme: &'a Theme,
        content: &'a Content,
        referrer: ReferrerType,
        answers: &Answers,
        problems: &[Problem],
    ) -> Self {
        let words = content.words.referrer(referrer);
        let frame = Frame::new(theme, content, &words.title);
        let drawing = Drawing { content, referrer, reader: referrer.into(), answers, problems };
        Self {
            frame: if problems.is_empty() { frame } else { frame.prefixed(content.words.ui("error_prefix")) },
            heading: words.title,
            lead: words.lead,
            action: format!("{}/referral/{}", content.base, referrer.code()),
            sent: None,
            place: None,
            problems: drawing.said(),
            required: drawing.parts(true),
            optional: drawing.parts(false),
            issued: String::new(),
        }
    }

    /// A form for the next patient under the confirmation of the last; only the referrer's own answers are filled in.
    /// None where the words have no `page.sent`.
    pub fn another(
        theme: &'a Theme,
        content: &'a Content,
        (referrer, answers): (ReferrerType, &Answers),
        sent: &Sent,
        today: chrono::NaiveDate,
    ) -> Option<Self> {
        let sent = Confirmation::new(content, sent, today)?;
        let mut page = Self::filled(theme, content, referrer, &answers.of_referrer(), &[]);
        page.frame = page.frame.titled(sent.title());
        page.sent = Some(sent);
        Some(page)
    }

    /// The form of one hospital's own page: the hospital is chosen, so neither it nor an address is asked.
    #[must_use]
    pub fn in_hospital(mut self, code: &str, name: &str) -> Self {
        for part in &mut self.required {
            part.fields.retain(|control| !["patient.hospital", "patient.address"].contains(&control.name));
        }
        self.place = Some((code.to_owned(), name.to_owned()));
        self
    }

    /// Gives the page the title that lists call it by.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.frame = self.frame.titled(title);
        self
    }

    /// Puts the page at its own address.
    #[must_use]
    pub fn at(mut self, origin: &str, path: &str, description: &str) -> Self {
        self.frame = self.frame.description(description).path(origin, path);
        self
    }

    /// The form in every language.
    #[must_use]
    pub fn translations(mut self, all: Vec<Translation>) -> Self {
        self.frame = self.frame.translations(all);
        self
    }

    /// Carries on the issue time of a check page, so that sending again stays one referral.
    #[must_use]
    pub fn issued(mut self, issued: &str) -> Self {
        issued.clone_into(&mut self.issued);
        self
    }

    /// Says how old the page's text is, and the law it rests on.
    #[must_use]
    pub fn dated(mut self, dated: Option<Dated>, law: &[String]) -> Self {
        self.frame = self.frame.dated(dated, law);
        self
    }

    /// Opens the closed part that holds a field, for someone who pressed Change.
    #[must_use]
    pub fn opened_at(mut self, name: &str) -> Self {
        for part in &mut self.optional {
            part.open |= part.fields.iter().any(|control| control.name == name);
        }
        self
    }
}
