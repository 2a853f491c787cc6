//! `parse(render(x)) == x`: whatever may be typed comes through page, browser and API unchanged.

use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::prelude::*;
use referral::{Answers, Ask, FIELDS, Field, Kind, Referral, ReferrerType, Value, form};
use referral_fn::Pages;
use templates::CheckPage;

use crate::browser::{body, hidden};

const REFERRERS: [ReferrerType; 4] =
    [ReferrerType::Patient, ReferrerType::NearestRelative, ReferrerType::ResponsibleClinician, ReferrerType::Amhp];

fn today() -> chrono::NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// Any text a form can carry: line ends as LF.
fn any_text() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        '\0', '&', '<', '>', '"', '\'', '+', '%', '=', ';', '\n', '\t', ' ', '\u{202e}', '{',
    ]);
    let letter = prop_oneof![awkward, any::<char>()];
    vec(letter.prop_filter("no form carries it", |letter| *letter != '\r'), 1..60)
        .prop_map(|letters| letters.into_iter().collect())
}

/// The values in the boxes of one field.
fn typed(field: &Field, text: &str, pick: usize) -> Vec<(String, String)> {
    let one = |value: &str| vec![(field.name.to_owned(), value.to_owned())];
    let date = |year: usize| {
        let parts = [("day", pick % 28 + 1), ("month", pick % 12 + 1), ("year", year)];
        parts.map(|(part, number)| (format!("{}.{part}", field.name), number.to_string())).to_vec()
    };
    let codes = field.kind.codes();
    let text: String = text.chars().take(field.limit() - 1).collect();
    match field.kind {
        Kind::Referrer => Vec::new(),
        Kind::Text(_) | Kind::LongText(_) | Kind::NhsNumber if !text.chars().any(char::is_alphanumeric) => {
            one(&format!("{text}x"))
        }
        Kind::Text(_) | Kind::LongText(_) | Kind::NhsNumber => one(&text),
        Kind::Phone => one(["01632 960123", "+44 (0)1632 960 123 ext 4", " 07700 900123"][pick % 3]),
        Kind::Email => one(["a@b.org", "o'brien+ward@nhs.example.net", "имя@пример.рф"][pick % 3]),
        Kind::PastDate { unknown: true } if pick.is_multiple_of(3) => {
            vec![(format!("{}.unknown", field.name), "yes".to_owned())]
        }
        Kind::PastDate { .. } => date(1900 + pick % 126),
        Kind::Date => date(2000 + pick % 40),
        Kind::Choices(_) => codes.iter().skip(pick % codes.len()).flat_map(|code| one(code)).collect(),
        Kind::Choice(_) | Kind::YesNo | Kind::Hospital => one(codes[pick % codes.len()]),
    }
}

prop_compose! {
    fn any_answers()(
        kind in prop::sample::select(REFERRERS.to_vec()),
        each in vec((any::<bool>(), any_text(), any::<usize>()), FIELDS.len()),
    ) -> (ReferrerType, Vec<(String, String)>) {
        let asked = FIELDS.iter().zip(&each).filter(|(field, (chosen, ..))| match field.asked(kind) {
            Ask::Required | Ask::OneOf(_) => true,
            Ask::Optional | Ask::Beside => *chosen,
            Ask::Not => false,
        });
        (kind, asked.flat_map(|(field, (_, text, pick))| typed(field, text, *pick)).collect())
    }
}

fn pages() -> &'static Pages {
    static PAGES: OnceLock<Pages> = OnceLock::new();
    PAGES.get_or_init(|| Pages::compiled().unwrap())
}

fn read(pages: &Pages, kind: ReferrerType, body: &str) -> (Answers, Referral) {
    let answers = Answers::from_pairs(&form::decode(body.as_bytes()).unwrap(), kind);
    let referral = Referral::parse(&answers, &pages.content.rules, today());
    (answers, referral.unwrap_or_else(|problems| panic!("{problems:?}")))
}

proptest! {
    #[test]
    fn a_check_page_carries_every_answer_on((kind, pairs) in any_answers()) {
        let pages = pages();
        let (answers, referral) = read(pages, kind, &body(&pairs));
        for (name, value) in &pairs {
            prop_assert!(answers.all(name).contains(value), "{name}");
            if let Some(Value::Text(kept)) = referral.get(name) {
                prop_assert!(kept == value, "{name} is kept as typed");
            }
        }
        let typed = (&answers, &referral);
        let drawn = CheckPage::new(&pages.theme, &pages.content, typed, "2026-11-23T10:00:00Z".parse().unwrap(), &[]).unwrap();
        let carried = hidden(&pages.theme.render(&drawn).unwrap());
        let (again, same) = read(pages, kind, &body(&carried));
        prop_assert!(again == answers && same == referral);
    }

    #[test]
    fn json_carries_every_answer_on((kind, pairs) in any_answers()) {
        let pages = pages();
        let (_, referral) = read(pages, kind, &body(&pairs));
        let text = referral.to_json().to_string();
        let json = referral::read_json(text.as_bytes()).unwrap();
        let answers = Answers::from_json(&json).unwrap();
        let again = Referral::parse(&answers, &pages.content.rules, today()).unwrap();
        prop_assert!(again == referral && Referral::from_stored(&json).unwrap() == referral);
    }

    /// Any bytes at all: refused or taken, never a panic; what is taken is stable from then on.
    #[test]
    fn any_body_is_refused_or_stable(bytes in vec(any::<u8>(), 0..400)) {
        if let Ok(pairs) = form::decode(&bytes) {
            prop_assert_eq!(form::decode(body(&pairs).as_bytes()).unwrap(), pairs);
        }
    }
}
