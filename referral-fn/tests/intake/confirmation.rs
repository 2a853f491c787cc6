//! The confirmation says what the check page promised; a form for the next patient; Change never sends.

use crate::browser::{body, hidden, pairs};
use crate::fixture::{Answer, FORM, Fixture};

const PATIENT: [(&str, &str); 2] = [("patient.name", "Ida Moss"), ("patient.hospital", "alderbrook")];
const RELATIVE: [(&str, &str); 4] = [
    ("referrer.name", "Jon Moss"),
    ("referrer.relationship", "brother"),
    ("referrer.phone", "01632 960123"),
    ("consent", "agrees"),
];

type Typed<'a> = &'a [(&'a str, &'a str)];

async fn checked(fixture: &Fixture, referrer: &str, more: &[(&str, &str)]) -> Answer {
    let typed = [PATIENT.as_slice(), more].concat();
    let answer = fixture.post(&format!("/referral/{referrer}"), FORM, body(&pairs(&typed))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

/// docs/contract.md, Confirmation: what the check page promised is said again, and the last day to ask a tribunal.
#[tokio::test]
async fn the_confirmation_repeats_the_promise_of_the_check_page() {
    let began = [("legal.started_on.day", "14"), ("legal.started_on.month", "11"), ("legal.started_on.year", "2026")];
    let section_2 = [[("legal.route", "section-2")].as_slice(), &began].concat();
    let unnamed = [("legal.route", "section-3"), ("patient.hospital", "other")];
    let section_3 = [[("legal.route", "section-3")].as_slice(), &began].concat();
    let order = [[("legal.route", "part-3"), ("legal.section", "37/41")].as_slice(), &began].concat();
    let guardian = [[("legal.route", "guardianship"), ("legal.tribunal_asked", "yes")].as_slice(), &began].concat();
    let table: [(&str, Typed<'_>, &str, &str); 9] = [
        ("covered", &[("legal.route", "section-3")], "We can help you", "This service is for this request"),
        ("section 2 with its first day", &section_2, "Friday 27 November 2026", "Friday 27 November 2026"),
        ("section 3", &section_3, "last day is Thursday 13 May 2027", "last day is Thursday 13 May 2027"),
        ("a court's order", &order, "from Friday 14 May 2027 to", "to Saturday 13 November 2027"),
        ("a tribunal was asked", &guardian, "We can help you", "There may be a last day to ask a tribunal."),
        ("no first day", &[("legal.route", "cto")], "Give the day your section began", "There may be a last day"),
        ("not covered", &[("legal.route", "short-term")], "may not cover you", "may not cover this request"),
        ("to check", &[("legal.route", "not-sure")], "We will check this", "A person will check"),
        ("nobody knows where", &unnamed, "we must know where you are", "we must know where to find you"),
    ];
    for (row, more, promised, repeated) in table {
        let fixture = Fixture::new().await;
        let typed = PATIENT.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name)).copied();
        let typed = [typed.collect::<Vec<_>>(), more.to_vec()].concat();
        let check = fixture.post("/referral/patient", FORM, body(&pairs(&typed))).await;
        assert!(check.text.contains(promised), "{row}: {}", check.text);
        let sent = fixture.post("/referral/send", FORM, body(&hidden(&check.text))).await;
        assert_eq!(sent.status, 303, "{row}");
        let page = fixture.get(sent.header("location")).await;
        assert!(page.text.contains(repeated), "{row}: {}", page.text);
        for page in [&check.text, &page.text] {
            assert!(page.contains("by the end of Monday 30 November 2026"), "{row}: the day of the promise");
        }
        let named = ["section", "part-3", "cto", "guardianship", "short-term"];
        assert!(named.iter().all(|code| !sent.header("location").contains(code)), "{row}: the section in the address");
        let reference = fixture.stored().await[0].entry.reference.clone();
        let body = page.text.split_once("<main").unwrap().1;
        assert_eq!(body.matches(reference.as_str()).count(), 1, "{row}: the reference once");
        assert!(body.find(reference.as_str()) < body.find("Close this page now"), "{row}: the reference first");
        for (was, altered) in [("2026-11-30", "2026-11-29"), ("tribunal", "tribunal_first"), ("2027-05", "2027-06")] {
            let altered = sent.header("location").replace(was, altered);
            assert!(altered == sent.header("location") || fixture.get(&altered).await.status == 404, "{row}: altered");
        }
    }
}

/// docs/contract.md, Check page and sending: `another=yes` gives the confirmation above a form with only the referrer's answers.
#[tokio::test]
async fn a_professional_goes_on_to_the_next_patient() {
    let fixture = Fixture::new().await;
    let typed = [RELATIVE.as_slice(), &[("legal.route", "section-3"), ("help_wanted", "Somebody to listen")]].concat();
    let check = checked(&fixture, "nearest-relative", &typed).await;
    assert!(check.text.contains("name=\"another\" value=\"yes\""));
    let carried = body(&[hidden(&check.text), pairs(&[("another", "yes")])].concat());
    for _ in 0..2 {
        let next = fixture.post("/referral/send", FORM, carried.clone()).await;
        assert_eq!(next.status, 200);
        let reference = fixture.stored().await[0].entry.reference.clone();
        let note = format!("IMHA requested 23 November 2026, reference {reference}, contact due 30 November 2026.");
        assert!(next.text.contains(&note), "{}", next.text);
        assert!(next.text.contains("value=\"Jon Moss\"") && next.text.contains("value=\"01632 960123\""));
        for gone in ["Ida Moss", "Somebody to listen", "name=\"issued\"", " selected"] {
            assert!(!next.text.contains(gone), "{gone}");
        }
        assert_eq!(fixture.stored().await.len(), 1, "pressed again, it is one referral");
    }
    let patient = checked(&fixture, "patient", &[("legal.route", "section-3")]).await;
    assert!(!patient.text.contains("name=\"another\""), "a patient asks for one person");
}

/// Some text browsers know no `formaction` and send Change to the address of the form.
#[tokio::test]
async fn change_never_sends() {
    let fixture = Fixture::new().await;
    let check = checked(&fixture, "patient", &[("legal.route", "section-3")]).await;
    assert!(check.text.contains("formaction=\"/referral/patient/change#patient.name\""), "{}", check.text);
    let carried = body(&[hidden(&check.text), pairs(&[("change", "patient.name")])].concat());
    for path in ["/referral/send", "/referral/patient", "/referral/patient/change"] {
        let form = fixture.post(path, FORM, carried.clone()).await;
        assert_eq!(form.status, 200, "{path}");
        assert!(form.text.contains("value=\"Ida Moss\"") && form.text.contains("name=\"issued\""), "{path}");
    }
    assert!(fixture.stored().await.is_empty());
}

/// Two mistakes of one kind are told apart, and posted pages lead nowhere but to Leave.
#[tokio::test]
async fn errors_name_their_question() {
    let fixture = Fixture::new().await;
    let wrong = [("patient.date_of_birth.day", "1"), ("important_date.on.day", "2"), ("legal.started_on.day", "3")];
    let typed = [PATIENT.as_slice(), &[("legal.route", "section-3")], &wrong].concat();
    let refused = fixture.post("/referral/patient", FORM, body(&pairs(&typed))).await;
    assert_eq!(refused.status, 422);
    let list = refused.text.split_once("id=\"problems\"").unwrap().1.split_once("</ul>").unwrap().0;
    let said: Vec<&str> = list.split("</a></li>").filter_map(|line| Some(line.rsplit_once('>')?.1)).collect();
    for (named, sentence) in ["day, month and year of birth", "Started on: ", "Important date: "].iter().zip(&said) {
        assert!(sentence.contains(named), "{said:?}");
    }
    let check = checked(&fixture, "patient", &[("legal.route", "section-3")]).await;
    for page in [refused.text, check.text] {
        for link in page.split("<a ").skip(1) {
            let address = link.split_once("href=\"").unwrap().1.split_once('"').unwrap().0;
            let harmless = ["#", "tel:", "sms:", "https://"].iter().any(|start| address.starts_with(start));
            assert!(harmless, "{address} leads away from a posted page");
        }
    }
}
