//! What the check page says before anything is sent: doubts it shows and never blocks, and no promise it cannot keep.

use crate::browser::{body, hidden, pairs};
use crate::world::{FORM, World};

const THIRD_PARTY: [(&str, &str); 4] = [
    ("referrer.name", "Jon Moss"),
    ("referrer.relationship", "brother"),
    ("referrer.phone", "01632 960123"),
    ("consent", "agrees"),
];

/// (what, who asks, what they typed, what the page says, what it does not say)
#[tokio::test]
async fn doubts_are_shown_with_change_and_sent_all_the_same() {
    let other = ("patient.hospital", "other");
    let listed = ("patient.hospital", "alderbrook");
    let past = [("important_date.on.day", "1"), ("important_date.on.month", "2"), ("important_date.on.year", "2026")];
    let promise = "We will contact";
    let table: [(&str, &str, Vec<(&str, &str)>, &str, &str); 6] = [
        (
            "another hospital",
            "patient",
            vec![other, ("legal.route", "section-3")],
            "You chose another hospital.",
            promise,
        ),
        (
            "another hospital, for a relative",
            "nearest-relative",
            [vec![other, ("legal.route", "section-3")], THIRD_PARTY.to_vec()].concat(),
            "so that we can find the patient",
            promise,
        ),
        (
            "another hospital, named",
            "patient",
            vec![other, ("patient.address", "The Elms, Northfold"), ("legal.route", "section-3")],
            promise,
            "You chose another hospital.",
        ),
        (
            "a date that has passed",
            "patient",
            [vec![listed, ("legal.route", "section-3")], past.to_vec()].concat(),
            "This date has passed.",
            "no such words",
        ),
        (
            "58A without a birth",
            "patient",
            vec![listed, ("legal.route", "section-58a")],
            "Your date of birth helps",
            promise,
        ),
        ("the law's own number", "patient", vec![listed, ("legal.route", "section-2")], "You have 14 days", "s130C"),
    ];
    for (row, referrer, mut typed, says, not) in table {
        let world = World::new().await;
        typed.push(("patient.name", "Ida Moss"));
        let check = world.post(&format!("/referral/{referrer}"), FORM, body(&pairs(&typed))).await;
        assert_eq!(check.status, 200, "{row}");
        assert!(check.text.contains(says) && !check.text.contains(not), "{row}: {}", check.text);
        if check.text.contains("id=\"doubts\"") {
            let doubts = check.text.split_once("id=\"doubts\"").unwrap().1.split_once("</section>").unwrap().0;
            assert!(doubts.contains(says) && doubts.contains("name=\"change\""), "{row}: {doubts}");
        }
        assert_eq!(world.post("/referral/send", FORM, body(&hidden(&check.text))).await.status, 303, "{row}");
    }
}
