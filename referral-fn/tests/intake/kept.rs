//! A refused form loses nothing that was sent, and says nothing that leads nowhere.

use referral::ReferrerType;
use referral_fn::Pages;
use templates::FormPage;

use crate::browser::{body, hidden, pairs, unescaped};
use crate::fixture::{FORM, Fixture};

const GOOD: &str = "patient.name=Ada+Example&patient.hospital=other&legal.route=not-sure";

/// The value of the control of this name on a page.
fn control(page: &str, name: &str) -> String {
    let input = page.split_once(&format!("name=\"{name}\"")).unwrap().1;
    let value = if page.contains(&format!("<textarea id=\"{name}\"")) {
        input.split_once(">\n").unwrap().1.split_once("</textarea>").unwrap().0
    } else {
        input.split_once("value=\"").unwrap().1.split_once('"').unwrap().0
    };
    unescaped(value)
}

/// docs/security.md, Bad inputs, invalid UTF-8: a 400 page, and every answer that could be read is still there.
#[tokio::test]
async fn one_answer_that_is_no_text_costs_no_other() {
    let fixture = Fixture::new().await;
    let sent = format!("{GOOD}&patient.ward=Fern%FF&help_wanted=Someone+to+listen&patient.known_as=Addie");
    for sent in [sent.clone(), format!("{sent}&change=patient.name")] {
        let answer = fixture.post("/referral/patient", FORM, sent).await;
        assert_eq!(answer.status, 400);
        for (name, kept) in [
            ("patient.name", "Ada Example"),
            ("patient.ward", "Fern\u{fffd}"),
            ("help_wanted", "Someone to listen"),
            ("patient.known_as", "Addie"),
        ] {
            assert_eq!(control(&answer.text, name), kept, "{name}");
        }
        assert!(
            answer.text.contains("<a href=\"#patient.ward\">Ward: We could not read every letter"),
            "{}",
            answer.text
        );
        assert!(answer.text.contains("tel:+448448002776"));
    }
}

/// One answer is asked for and two came: neither is thrown away unseen.
#[tokio::test]
async fn of_two_answers_both_are_kept() {
    let fixture = Fixture::new().await;
    let twice = format!(
        "{GOOD}&patient.name=Bea+Example&legal.route=section-2&patient.hospital=alderbrook&help_wanted=a&help_wanted=b\
         &patient.date_of_birth.day=1&patient.date_of_birth.day=2"
    );
    let answer = fixture.post("/referral/patient", FORM, twice).await;
    assert_eq!(answer.status, 422);
    assert_eq!(control(&answer.text, "patient.name"), "Ada Example / Bea Example");
    assert_eq!(control(&answer.text, "help_wanted"), "a / b");
    assert_eq!(control(&answer.text, "patient.date_of_birth.day"), "1 / 2");
    let page = unescaped(&answer.text);
    assert!(page.contains("What we received: I am not sure / Section 2"), "{page}");
    assert!(page.contains("What we received: Another hospital / Alderbrook Hospital"), "{page}");
}

/// A field that this person is not asked has no control to lead to, and what was typed is shown.
#[tokio::test]
async fn what_was_not_asked_is_shown_and_leads_nowhere() {
    let fixture = Fixture::new().await;
    let answer = fixture.post("/referral/patient", FORM, format!("{GOOD}&safe_visit=Ask+for+Bo+%3Cb%3E")).await;
    assert_eq!(answer.status, 422);
    assert!(!answer.text.contains("#safe_visit"), "no such control");
    let page = unescaped(&answer.text);
    assert!(page.contains("<li>To visit safely: We do not ask this of you."), "{page}");
    assert!(page.contains("What we received: Ask for Bo <b></li>"), "{page}");
    for link in answer.text.split("<li><a href=\"#").skip(1) {
        let id = link.split_once('"').unwrap().0;
        assert!(answer.text.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

/// docs/contract.md, Form: at most six headings, blank and refused.
#[tokio::test]
async fn a_form_has_at_most_six_headings() {
    let fixture = Fixture::new().await;
    let pages = Pages::compiled().unwrap();
    for kind in
        [ReferrerType::Patient, ReferrerType::NearestRelative, ReferrerType::ResponsibleClinician, ReferrerType::Amhp]
    {
        let blank = pages.theme.render(&FormPage::blank(&pages.theme, &pages.content, kind)).unwrap();
        let refused = fixture.post(&format!("/referral/{}", kind.code()), FORM, "").await.text;
        assert!(refused.contains("id=\"problems\""));
        for page in [blank, refused] {
            let headings = (1..=6).map(|level| page.matches(&format!("<h{level}")).count()).sum::<usize>();
            assert!(headings <= 6, "{}: {headings}", kind.code());
            assert!(page.contains("aria-labelledby=\"urgent\"") && page.contains(" id=\"urgent\""));
        }
    }
}

#[tokio::test]
async fn a_check_page_names_who_asks_once() {
    let fixture = Fixture::new().await;
    let check = fixture.post("/referral/patient", FORM, GOOD).await;
    let carried = hidden(&check.text);
    let once = carried.iter().filter(|(name, _)| name == "referrer.type").count();
    assert_eq!((check.status, once), (200, 1));
    assert!(body(&carried).contains(&body(&pairs(&[("referrer.type", "patient")]))));
}

/// docs/contract.md, Form: the form of Easy Read comes back as itself, with its answers, until an answer needs the whole form.
#[tokio::test]
async fn easy_read_comes_back_in_its_own_look() {
    let fixture = Fixture::new().await;
    let easy = "easy=yes&patient.name=Ida+Moss&patient.hospital=other&patient.address=The+Elms";
    let refused = fixture.post("/referral/patient", FORM, easy).await;
    assert_eq!(refused.status, 422);
    let is_easy = |page: &str| page.contains("class=\"text easy\"") && page.contains("name=\"easy\" value=\"yes\"");
    assert!(is_easy(&refused.text) && refused.text.contains("href=\"#legal.route\""), "{}", refused.text);
    assert!(refused.text.contains("<title>Error: ") && refused.text.contains("value=\"other\" checked"));
    assert_eq!(control(&refused.text, "patient.name"), "Ida Moss");
    assert_eq!(control(&refused.text, "patient.address"), "The Elms");
    let check = fixture.post("/referral/patient", FORM, format!("{easy}&legal.route=section-2")).await;
    assert_eq!(check.status, 200);
    let carried = [hidden(&check.text), pairs(&[("change", "legal.route")])].concat();
    let changed = fixture.post("/referral/patient/change", FORM, body(&carried)).await;
    assert!(changed.status == 200 && is_easy(&changed.text), "{}", changed.text);
    assert!(changed.text.contains("value=\"section-2\" checked") && changed.text.contains("name=\"issued\""));
    let whole = fixture.post("/referral/patient", FORM, format!("{easy}&patient.ward=Fern")).await;
    assert!(whole.status == 422 && !is_easy(&whole.text), "another question has no place in it");
    assert_eq!(control(&whole.text, "patient.ward"), "Fern");
    for page in [refused, check, changed, whole] {
        assert!(!page.text.contains("autocomplete=\"off\""), "Firefox and WebKit lose the answers on Back");
    }
}
