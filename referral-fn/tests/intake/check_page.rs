//! What the check page says before anything is sent: doubts it shows and never blocks, and no promise it cannot keep.

use crate::browser::{body, hidden, pairs};
use crate::fixture::{FORM, Fixture};

const THIRD_PARTY: [(&str, &str); 4] = [
    ("referrer.name", "Jon Moss"),
    ("referrer.relationship", "brother"),
    ("referrer.phone", "01632 960123"),
    ("consent", "agrees"),
];

/// What, who asks, what they typed, what the page says, and what it must not say.
type Row = (&'static str, &'static str, Vec<(&'static str, &'static str)>, &'static str, &'static str);

const OTHER: (&str, &str) = ("patient.hospital", "other");
const LISTED: (&str, &str) = ("patient.hospital", "alderbrook");
const SECTION_3: (&str, &str) = ("legal.route", "section-3");
const PROMISE: &str = "We will contact";

fn rows() -> [Row; 6] {
    let past = [("important_date.on.day", "1"), ("important_date.on.month", "2"), ("important_date.on.year", "2026")];
    let named = vec![OTHER, ("patient.address", "The Elms, Northfold"), SECTION_3];
    let relative = [vec![OTHER, SECTION_3], THIRD_PARTY.to_vec()].concat();
    let late = [vec![LISTED, SECTION_3], past.to_vec()].concat();
    let section = |code: &'static str| vec![LISTED, ("legal.route", code)];
    [
        ("another hospital", "patient", vec![OTHER, SECTION_3], "You chose another hospital.", PROMISE),
        ("of a relative", "nearest-relative", relative, "so that we can find the patient", PROMISE),
        ("another hospital, named", "patient", named, PROMISE, "You chose another hospital."),
        ("a date that has passed", "patient", late, "This date has passed.", "You chose another hospital."),
        ("58A without a birth", "patient", section("section-58a"), "Your date of birth helps", PROMISE),
        ("no number of the Act", "patient", section("section-2"), "You have 14 days", "s130C"),
    ]
}

#[tokio::test]
async fn doubts_are_shown_with_change_and_sent_all_the_same() {
    for (row, referrer, mut typed, says, not) in rows() {
        let fixture = Fixture::new().await;
        typed.push(("patient.name", "Ida Moss"));
        let check = fixture.post(&format!("/referral/{referrer}"), FORM, body(&pairs(&typed))).await;
        assert_eq!(check.status, 200, "{row}");
        assert!(check.text.contains(says) && !check.text.contains(not), "{row}: {}", check.text);
        if check.text.contains("id=\"doubts\"") {
            let doubts = check.text.split_once("id=\"doubts\"").unwrap().1.split_once("</section>").unwrap().0;
            assert!(doubts.contains(says) && doubts.contains("name=\"change\""), "{row}: {doubts}");
        }
        assert_eq!(fixture.post("/referral/send", FORM, body(&hidden(&check.text))).await.status, 303, "{row}");
    }
}
