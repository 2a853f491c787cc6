//! The intake in a second language: its own links and errors, from the form to the confirmation.

use content_reader::{Content, Texts, Words};
use referral_fn::Pages;
use templates::Theme;

use crate::browser::{body, hidden, pairs};
use crate::fixture::{FORM, Fixture};

/// English, and beside it a language from right to left whose words are our own with a mark in them.
fn two_languages(fixture: &Fixture) {
    let content = Content::compiled().unwrap();
    let words = Texts::compiled().words.replace("dir = \"ltr\"", "dir = \"rtl\"").replace("We have", "XX have");
    let words = words.replace("Check your answers", "XX check").replace("Give your name", "XX name");
    let words = words.replace("We cannot find", "XX cannot find");
    let other = content.in_language("ar", content.site.clone(), Words::read(&words).unwrap());
    fixture.intake.replace(Pages { content, others: vec![other], theme: Theme::intake().unwrap() });
}

fn is_arabic(page: &str, row: &str) {
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{row}: {page}");
    let tags = ["<a ", "<form ", "<button "].into_iter().flat_map(|tag| page.split(tag).skip(1));
    for tag in tags.map(|tag| tag.split('>').next().unwrap()) {
        let Some((_, address)) = ["href=\"", "action=\""].iter().find_map(|name| tag.split_once(name)) else {
            continue;
        };
        let address = address.split('"').next().unwrap();
        assert!(!address.starts_with('/') || address.starts_with("/ar/"), "{row}: {address} leaves the language");
    }
}

#[tokio::test]
async fn a_referral_in_another_language_never_leaves_it() {
    let fixture = Fixture::new().await;
    two_languages(&fixture);
    let refused = fixture.post("/ar/referral/patient", FORM, "legal.route=section-3").await;
    assert_eq!(refused.status, 422);
    is_arabic(&refused.text, "the refused form");
    assert!(refused.text.contains("XX name") && refused.text.contains("action=\"/ar/referral/patient\""));
    let typed = [("patient.name", "Ida Moss"), ("patient.hospital", "alderbrook"), ("legal.route", "section-3")];
    let check = fixture.post("/ar/referral/patient", FORM, body(&pairs(&typed))).await;
    assert!(check.status == 200 && check.text.contains("XX check"), "{}", check.text);
    is_arabic(&check.text, "the check page");
    let sent = fixture.post("/ar/referral/send", FORM, body(&hidden(&check.text))).await;
    assert_eq!(sent.status, 303);
    let location = sent.header("location");
    assert!(location.starts_with("/ar/referral/sent/"), "{location}");
    let confirmed = fixture.get(location).await;
    assert!(confirmed.status == 200 && confirmed.text.contains("XX have your request"), "{}", confirmed.text);
    is_arabic(&confirmed.text, "the confirmation");
    let missing = fixture.get("/ar/referral/sent/AAAAAAAAAA").await;
    assert!(missing.status == 404 && missing.text.contains("XX cannot find"), "{}", missing.text);
    assert_eq!(fixture.stored().await.len(), 1);
}

/// Only languages that are there have addresses; the main one has none of its own.
#[tokio::test]
async fn an_unknown_language_is_no_address() {
    let fixture = Fixture::new().await;
    two_languages(&fixture);
    for path in ["/cy/referral/patient", "/en/referral/patient"] {
        assert_eq!(fixture.post(path, FORM, "a=b").await.status, 404, "{path}");
    }
    assert!(fixture.intake.has_address("/ar/referral/patient") && !fixture.intake.has_address("/cy/referral/patient"));
}

/// docs/contract.md: the number of days is written once, in `calendar.toml`.
#[tokio::test]
async fn seven_days_instead_of_five_are_said_by_every_word() {
    let calendar = Texts::compiled().calendar.replace("working_days_to_contact = 5", "working_days_to_contact = 7");
    let content = Content::parse(&Texts { calendar: &calendar, ..Texts::compiled() }).unwrap();
    let said = format!("{:?}", content.words);
    assert!(said.contains("seven working days") && !said.contains("{days}"));
    // The table of the numbers says it, which `Debug` shows twice.
    for (typed, times) in [("five working", 2), ("fifth working", 0), ("5 working", 0)] {
        assert_eq!(said.matches(typed).count(), times, "{typed}");
    }
    let fixture = Fixture::new().await;
    fixture.intake.replace(Pages { content, others: Vec::new(), theme: Theme::intake().unwrap() });
    let typed = [("patient.name", "Ida Moss"), ("patient.hospital", "alderbrook"), ("legal.route", "section-3")];
    let check = fixture.post("/referral/patient", FORM, body(&pairs(&typed))).await;
    assert!(check.text.contains("within seven working days"), "{}", check.text);
    let sent = fixture.post("/referral/send", FORM, body(&hidden(&check.text))).await;
    assert!(fixture.get(sent.header("location")).await.text.contains("Wednesday 2 December 2026"));
}
