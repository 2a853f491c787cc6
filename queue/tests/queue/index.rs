//! The index of closed referrals: what is found of them, whoever closed them and with whatever key.

use chrono::TimeDelta;
use queue::{ActError, By, Flaw, Identity, NewIdentity, Recipients, Retention, Search, Table, Tray};
use referral::Reference;
use referral::life::{Act, Closing, Outcome, Remark, StaffName};
use serde_json::{Value, json};

use crate::fault::{Fault, Faulty};
use crate::given::{Fixture, api, api_with, at, day, now, rules};
use crate::raw::raw;

async fn born(fixture: &Fixture, name: &str, nth: i64) -> Reference {
    let patient = json!({"name": name, "address": "Larch Fixture", "date_of_birth": "1980-02-01"});
    let at = now() + TimeDelta::hours(nth);
    fixture
        .inbox()
        .submit(&api_with(&patient, &format!("a key of this test {nth}")), rules(), at)
        .await
        .unwrap()
        .reference
}

async fn act(tray: &Tray, reference: &Reference, act: Act) -> Result<(), ActError> {
    tray.act(reference, &act, "AR", now() + TimeDelta::days(1), &rules().calendar, None).await.map(drop)
}

fn close(outcome: Outcome) -> Act {
    Act::Close(Closing::new(outcome))
}

fn keyless(fixture: &Fixture) -> Tray {
    Tray::new(fixture.table.clone(), fixture.recipients.clone(), None)
}

async fn found(tray: &Tray, typed: &str) -> (Vec<Reference>, usize) {
    let search = Search::new(typed, &rules().places, day());
    let found = tray.find(&search, now(), &mut |_| {}).await.unwrap();
    let open = found.open.iter().map(|case| case.entry.reference.clone());
    let closed = found.closed.iter().map(|record| record.clear.reference.clone());
    (open.chain(closed).collect(), found.unopened)
}

async fn earlier(tray: &Tray, of: &Reference) -> Vec<Reference> {
    let shown = tray.show(of).await.unwrap().unwrap();
    let others = tray.others(&shown.case.entry, &shown.events).await.unwrap();
    others.earlier.into_iter().map(|one| one.reference).collect()
}

/// Everything in one part of the table.
async fn part(fixture: &Fixture, partition_key: &str) -> Vec<Value> {
    let query = json!({"TableName": "referrals", "KeyConditionExpression": "pk = :pk",
                       "ExpressionAttributeValues": {":pk": {"S": partition_key}}});
    raw(&fixture.engine, "Query", &query).await["Items"].as_array().unwrap().clone()
}

/// Before there was an index: nothing of it is there.
async fn without_index(fixture: &Fixture) {
    let scan = raw(&fixture.engine, "Scan", &json!({"TableName": "referrals"})).await;
    for item in scan["Items"].as_array().unwrap() {
        let name = item["pk"]["S"].as_str().unwrap();
        let of_index = ["search", "search-keys", "unindexed"].contains(&name) || name.starts_with("person#");
        if of_index || item["sk"]["S"] == "indexed" {
            let key = json!({"pk": item["pk"], "sk": item["sk"]});
            raw(&fixture.engine, "DeleteItem", &json!({"TableName": "referrals", "Key": key})).await;
        }
    }
}

#[tokio::test]
async fn what_was_closed_without_a_key_is_found_by_the_next_who_has_one() {
    let fixture = Fixture::new().await;
    let (first, last) = (born(&fixture, "Ida Moss", 0).await, born(&fixture, "Ida Moss", 1).await);
    act(&keyless(&fixture), &first, close(Outcome::Spam)).await.unwrap();
    assert_eq!(part(&fixture, "unindexed").await.len(), 1);
    assert_eq!(earlier(&fixture.tray(), &last).await, std::slice::from_ref(&first));
    assert_eq!(part(&fixture, "unindexed").await.len(), 0, "a view put it into the index");
    let note = Act::Note(Remark::new("her sister Béa rang"));
    act(&keyless(&fixture), &first, note).await.unwrap();
    assert_eq!(found(&fixture.tray(), "bea").await, (vec![first.clone()], 0), "what is noted of it later, too");
    act(&fixture.tray(), &first, Act::Note(Remark::new("and her brother Åke"))).await.unwrap();
    assert_eq!(found(&fixture.tray(), "ake").await, (vec![first], 0));
}

#[tokio::test]
async fn what_was_closed_before_there_was_an_index_is_found() {
    for how in ["find", "verify", "purge"] {
        let fixture = Fixture::new().await;
        let (first, last) = (born(&fixture, "Ida Moss", 0).await, born(&fixture, "Ida Moss", 1).await);
        act(&fixture.tray(), &first, close(Outcome::Spam)).await.unwrap();
        without_index(&fixture).await;
        let tray = fixture.tray();
        assert_eq!(earlier(&tray, &last).await, []);
        match how {
            "find" => assert_eq!(found(&tray, "moss").await.0.len(), 2),
            "verify" => assert_eq!(tray.verify(now(), |_| {}).await.unwrap().flaws, []),
            _ => drop(tray.due_for_purge(&Retention::months(96), now()).await.unwrap()),
        }
        assert_eq!(earlier(&tray, &last).await, [first], "{how}");
    }
}

/// docs/contract.md, Damaged rows: nothing that only reads needs to write.
#[tokio::test]
async fn what_cannot_be_put_into_the_index_is_found_all_the_same() {
    let fixture = Fixture::new().await;
    let first = born(&fixture, "Ida Moss", 0).await;
    act(&keyless(&fixture), &first, close(Outcome::Spam)).await.unwrap();
    let faulty = Faulty::new(&fixture.engine, &[Fault::Refused], true);
    let tray = fixture.tray_over(Table::with_connector(faulty));
    assert_eq!(found(&tray, "moss").await, (vec![first], 0));
    assert_eq!(found(&tray, "reed").await, (vec![], 0));
}

/// docs/contract.md, Damaged rows: verify names a text that does not open; find looks at the referral and mends the text.
#[tokio::test]
async fn a_damaged_text_is_named_and_its_referral_found() {
    let fixture = Fixture::new().await;
    let (first, second) = (born(&fixture, "Ida Moss", 0).await, born(&fixture, "Ola Reed", 1).await);
    let tray = fixture.tray();
    for of in [&first, &second] {
        act(&tray, of, close(Outcome::Spam)).await.unwrap();
    }
    let mut texts = part(&fixture, "search").await;
    let text = texts.iter_mut().find(|item| item["sk"]["S"] == json!(first.as_str())).unwrap();
    text["ct"] = json!({"B": "AAAA"});
    raw(&fixture.engine, "PutItem", &json!({"TableName": "referrals", "Item": text})).await;
    let flaws = async || fixture.tray().verify(now(), |_| {}).await.unwrap().flaws;
    assert_eq!(flaws().await, [(first.to_string(), Flaw::Text)]);
    assert_eq!(found(&fixture.tray(), "reed").await, (vec![second], 0));
    assert_eq!(flaws().await, [], "the text was written anew");
    assert_eq!(found(&fixture.tray(), "moss").await, (vec![first], 0));
}

#[tokio::test]
async fn what_this_key_does_not_open_is_counted_and_waits_for_one_that_does() {
    let fixture = Fixture::new().await;
    let first = born(&fixture, "Ida Moss", 0).await;
    act(&keyless(&fixture), &first, close(Outcome::Spam)).await.unwrap();
    let stranger = Identity::parse(NewIdentity::generate().plain().as_bytes(), None).unwrap();
    let other = Tray::new(fixture.table.clone(), fixture.recipients.clone(), Some(stranger));
    assert_eq!(found(&other, "moss").await, (vec![], 1));
    assert_eq!(found(&fixture.tray(), "moss").await, (vec![first], 0));
    assert_eq!(found(&other, "moss").await, (vec![], 1), "its text is sealed to nobody else");
}

#[tokio::test]
async fn a_changed_name_is_found_by_the_new_one_alone() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let first = born(&fixture, "Ida Moss", 0).await;
    act(&tray, &first, close(Outcome::Spam)).await.unwrap();
    let by = By { who: "BO", now: now(), calendar: &rules().calendar, seen: None };
    let change = |entry: &referral::Entry| {
        let pairs = [("patient.name".to_owned(), "Ida Reed".to_owned())];
        let answers = referral::Answers::from_pairs(&pairs, referral::ReferrerType::Patient);
        let (entry, fields) = entry.amended(&["patient.name".to_owned()], &answers, rules(), day())?;
        let why = "misspelt".to_owned();
        Ok::<_, Vec<referral::Problem>>((entry, referral::life::Amendment { fields, why, about_others: false }))
    };
    tray.amend(&first, change, by).await.unwrap();
    assert_eq!(found(&tray, "moss").await.0, []);
    assert_eq!(found(&tray, "reed").await.0, std::slice::from_ref(&first));
    act(&tray, &first, Act::Reopen).await.unwrap();
    assert_eq!(found(&tray, "reed").await.0, [first], "open again, and found once");
}

/// A duplicate and its original name each other, whatever names the two give (docs/contract.md, Referrals that came another way).
#[tokio::test]
async fn a_duplicate_and_its_original_name_each_other() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let (original, copy) = (born(&fixture, "Ida Moss", 0).await, born(&fixture, "Aida Mos", 1).await);
    let duplicate =
        |of: &Reference| Act::Close(Closing { duplicate_of: Some(of.clone()), ..Closing::new(Outcome::Duplicate) });
    let nobody = Reference::parse("7K3Q9A41ZZ").unwrap();
    for wrong in [&copy, &nobody] {
        assert_eq!(act(&tray, &copy, duplicate(wrong)).await.unwrap_err(), ActError::NoOriginal);
    }
    let spam = Act::Close(Closing { duplicate_of: Some(original.clone()), ..Closing::new(Outcome::Spam) });
    assert!(act(&tray, &copy, spam).await.unwrap_err().to_string().starts_with("only what is closed as a duplicate"));
    act(&tray, &copy, duplicate(&original)).await.unwrap();
    let both = async |row: &str| {
        let shown = tray.show(&original).await.unwrap().unwrap();
        let later = tray.others(&shown.case.entry, &shown.events).await.unwrap().later;
        let told: Vec<_> = later.iter().map(|one| (&one.reference, one.duplicate_of.as_ref())).collect();
        assert_eq!(told, [(&copy, Some(&original))], "{row}");
        assert_eq!(earlier(&tray, &copy).await, std::slice::from_ref(&original), "{row}");
    };
    both("the original open").await;
    act(&tray, &original, close(Outcome::Spam)).await.unwrap();
    both("both closed").await;
    act(&tray, &copy, Act::Undo { why: "two people".to_owned() }).await.unwrap();
    assert_eq!(earlier(&tray, &copy).await, [], "undone, they are two people again");
    let shown = tray.show(&original).await.unwrap().unwrap();
    assert!(tray.others(&shown.case.entry, &shown.events).await.unwrap().later.is_empty());
}

#[tokio::test]
async fn a_person_taken_out_is_out_of_the_index_and_their_reference_is_never_given_again() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let submission = api("Ida Moss", "hospital-counter-1");
    let first = fixture.inbox().submit(&submission, rules(), now()).await.unwrap().reference;
    act(&tray, &first, close(Outcome::Spam)).await.unwrap();
    assert_eq!(part(&fixture, "search").await.len(), 1);
    let later = at("2034-12-01T09:00:00Z");
    let due = tray.due_for_purge(&Retention::months(96), later).await.unwrap().due;
    tray.purge(&due[0], "BO", later, &rules().calendar).await.unwrap();
    assert_eq!((part(&fixture, "search").await.len(), found(&tray, "moss").await), (0, (vec![], 0)));
    let again = fixture.inbox().submit(&submission, rules(), later).await.unwrap();
    assert!(!again.repeat && again.reference != first, "the same key and body is a new referral");
    assert!(tray.show(&again.reference).await.unwrap().is_some());
    let once_more = fixture.inbox().submit(&submission, rules(), later).await.unwrap();
    assert!(once_more.repeat && once_more.reference == again.reference);
    assert_eq!(tray.purge_of(&first).await.unwrap().unwrap().who, "BO");
    let late = act(&tray, &first, Act::Claim).await;
    assert_eq!(late.unwrap_err(), ActError::NotFound);
    let by = By { who: "BO", now: later, calendar: &rules().calendar, seen: None };
    tray.erase(&again.reference, "asked for it", by).await.unwrap();
    let third = fixture.inbox().submit(&submission, rules(), later).await.unwrap();
    assert!(!third.repeat && ![&first, &again.reference].contains(&&third.reference));
    assert_eq!(tray.verify(later, |_| {}).await.unwrap().flaws, []);
}

/// docs/keys.md: whoever left reads nothing that was sealed again, and whoever came finds it.
#[tokio::test]
async fn a_rotation_seals_texts_with_a_new_key() {
    let fixture = Fixture::new().await;
    let first = born(&fixture, "Ida Moss", 0).await;
    act(&fixture.tray(), &first, close(Outcome::Spam)).await.unwrap();
    let new = [(); 3].map(|()| NewIdentity::generate());
    let recipients = Recipients::parse(&new.each_ref().map(NewIdentity::public).join(",")).unwrap();
    let rotating = Tray::new(fixture.table.clone(), recipients.clone(), Some(fixture.identity.clone()));
    let before = part(&fixture, "search-keys").await;
    for reference in rotating.to_rotate(true).await.unwrap() {
        rotating.rotate(&reference).await.unwrap();
    }
    rotating.rotate_remains().await.unwrap();
    let after = part(&fixture, "search-keys").await;
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_ne!(before[0]["sk"], after[0]["sk"]);
    let identity = Identity::parse(new[0].plain().as_bytes(), None).unwrap();
    let came = Tray::new(fixture.table.clone(), recipients, Some(identity));
    assert_eq!(found(&came, "moss").await, (vec![first], 0));
    assert_eq!(found(&fixture.tray(), "moss").await, (vec![], 1), "the old keys open it no more");
}

/// A colleague's name as whoever made a contact is found, and each text is as long as the next.
#[tokio::test]
async fn texts_of_one_length_hold_what_staff_wrote() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let (one, other) = (born(&fixture, "Ida Moss", 0).await, born(&fixture, "Wilhelmina Featherstonehaugh", 1).await);
    let contact = referral::life::Contact { by: "Dee Lark".to_owned(), ..referral::life::Contact::on(day()) };
    for did in [Act::Assign { to: StaffName::parse("AR").unwrap() }, Act::Attempt(contact), close(Outcome::Declined)] {
        act(&tray, &one, did).await.unwrap();
    }
    act(&tray, &other, close(Outcome::Spam)).await.unwrap();
    let lengths: Vec<usize> =
        part(&fixture, "search").await.iter().map(|item| item["ct"]["B"].as_str().unwrap().len()).collect();
    assert_eq!(lengths[0], lengths[1]);
    assert_eq!(found(&tray, "dee lark").await.0, [one]);
}
