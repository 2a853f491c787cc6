//! Other ways in, colleagues, the case file, the same person again, the patient's own copy, erasure and hold.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::fixture::Fixture;

fn answers(office: &Fixture, name: &str) -> String {
    let body = json!({
        "referrer": {"type": "patient"}, "legal": {"route": "section-3"},
        "patient": {"name": name, "date_of_birth": "1984-04-03", "hospital": "alderbrook"},
    });
    let file = office.data.with_file_name("answers.json");
    std::fs::write(&file, body.to_string()).unwrap();
    file.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_phone_call_is_taken_down_once_and_due_from_the_day_it_came() {
    let office = Fixture::new().await;
    let file = answers(&office, "Ida Moss");
    let new = [
        "new",
        "--channel",
        "phone",
        "--received-at",
        "2026-11-20T09:30",
        "--called-by",
        "A ward nurse",
        "--answers",
        &file,
    ];
    let reference = office.does("OQ", &new).await;
    assert_eq!(office.does("OQ", &new).await, reference, "the same answers with the same time are one referral");
    let shown = office.reads(&["show", reference.trim(), "--json"]).await;
    let expected = [
        ("channel", "phone"),
        ("received_by", "OQ"),
        ("called_by", "A ward nurse"),
        ("received_at", "2026-11-20T09:30:00Z"),
        ("due_on", "2026-11-27"),
    ];
    for (member, value) in expected {
        assert_eq!(shown[member], value, "{member}");
    }
    let list = office.reads(&["list", "--json"]).await;
    assert_eq!((list.as_array().unwrap().len(), &list[0]["channel"]), (1, &json!("phone")));
    let table: [(&str, &str, &str); 4] = [
        ("fax", "2026-11-20T09:30", "Use one of: phone, paper, email, in-person"),
        ("phone", "2026-11-24T09:30", "in the future"),
        ("phone", "2026-03-29T01:30", "does not exist"),
        ("phone", "yesterday", "Write it as 2026-11-23T14:05"),
    ];
    for (channel, at, sentence) in table {
        let said = office.runs("OQ", &["new", "--channel", channel, "--received-at", at, "--answers", &file]).await;
        assert_eq!(said.code, 1);
        assert!(said.errors.contains(sentence), "{}", said.errors);
    }
    let body = json!({"referrer": {"type": "patient"}, "patient": {"shoe": 9}, "legal": {"route": 3}});
    std::fs::write(&file, body.to_string()).unwrap();
    let said = office.runs("OQ", &["new", "--channel", "phone", "--answers", &file]).await.errors;
    let all = ["patient.shoe", "legal.route", "patient.name", "patient.hospital"];
    assert!(all.iter().all(|field| said.contains(field)), "all problems at once: {said}");
}

const CALL: &str = "received_at=2026-11-20T09:30&called_by=A+ward+nurse&patient.name=Ida+Moss&patient.hospital=alderbrook&legal.route=section-3";

#[tokio::test]
async fn a_new_referral_at_the_desk_keeps_everything_on_a_problem() {
    let office = Fixture::new().await;
    let mut desk = Browser::open(&office, "OQ").await;
    let late = CALL.replace("2026-11-20", "2026-12-20").replace("&patient.name=Ida+Moss", "");
    let late = late.replace("ward+nurse", &"n".repeat(201));
    let refused = desk.post("/new/patient", &late).await;
    let refused = desk.get(&refused.location).await.body;
    for (control, said) in [
        ("channel-phone", "Choose by which way it came."),
        ("received_at", "That time is in the future"),
        ("called_by", "The name of who called is too long"),
        ("patient.name", "Give the patient&#39;s full name."),
    ] {
        assert!(refused.contains(&format!("href=\"#{control}\">{said}")), "in the list, with a link: {refused}");
        let before = refused.split("novalidate").nth(1).and_then(|form| form.split(said).next()).unwrap_or_default();
        assert!(before.rsplit("<div class=\"field").next().unwrap().starts_with(" wrong"), "{control} is marked");
    }
    let wrong = desk.post("/new/patient", CALL).await;
    assert!(wrong.status == StatusCode::SEE_OTHER && !wrong.location.contains("Moss"), "{}", wrong.location);
    let form = wrong.location;
    assert_eq!(desk.post(&form, &CALL.replace("Ida", "Ada")).await.location, form, "refused again: the same address");
    assert!(desk.get(&form).await.body.contains("value=\"Ada Moss\""), "what was typed last is kept");
    desk.post(&form, CALL).await;
    let wrong = desk.get(&form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.get("/new/patient/0123456789abcdef").await.status, StatusCode::NOT_FOUND);
    for kept in ["The patient&#39;s full name", "value=\"A ward nurse\"", "value=\"Ida Moss\"", "2026-11-20T09:30"] {
        assert!(wrong.body.contains(kept), "{kept}: {}", wrong.body);
    }
    let body = format!("channel=paper&{CALL}");
    let sent = desk.post(&form, &body).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = desk.get(&sent.location).await.body;
    for said in
        ["It is stored. Tell them the reference, ", "by the end of Friday 27 November 2026.", "written down by OQ"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let back = desk.get(&form).await;
    assert_eq!((back.status, &back.location), (StatusCode::SEE_OTHER, &sent.location), "Back leads to what is stored");
    assert!(desk.get(&back.location).await.body.contains("The form you went back to is stored"));
    assert_eq!(desk.post(&form, &body).await.location, sent.location, "stored once");
    let refused = desk.post("/new/amhp", "patient.name=Ida+Moss").await.location;
    assert!(
        desk.get(&refused).await.body.contains("Give the referrer&#39;s full name."),
        "staff are not asked their own"
    );
    desk.post("/lock", "").await;
    let printed = desk.printed();
    desk.show(&printed[0]).await;
    assert_eq!(desk.get(&refused).await.status, StatusCode::NOT_FOUND, "a lock forgets it");
}

/// docs/contract.md, Referrals that came another way.
#[tokio::test]
async fn what_a_ward_nurse_tells_of_a_patient_is_written_down_at_every_entrance() {
    let office = Fixture::new().await;
    let desk = Browser::open(&office, "OQ").await;
    let told =
        "safe_visit=Two+to+visit&patient.ask_for=Nurse+Finch&consent=lacks-capacity&legal.decision_maker=A+deputy";
    let sent = desk.post("/new/patient", &format!("channel=phone&{CALL}&{told}")).await;
    let page = desk.get(&sent.location).await.body;
    let part =
        |id: &str| page.split(&format!("id=\"{id}\"")).nth(1).unwrap().split("</section>").next().unwrap().to_owned();
    let (care, asker) = (part("care"), page.split(">Who asked</h2>").nth(1).unwrap().split("</dl>").next().unwrap());
    assert!(care.contains("Two to visit") && care.contains("cannot decide"), "{care}");
    assert!(asker.contains("Got in touch") && asker.contains("A ward nurse") && asker.contains("A deputy"), "{asker}");
    let found = desk.search("find=nurse&closed=yes").await.body;
    assert!(found.contains(&sent.location), "whoever got in touch is searched: {found}");
    let said = office.does("OQ", &["new", "--channel", "phone", "--answers", &answers(&office, "Tom Reed")]).await;
    let reference = said.trim();
    assert!(desk.get(&format!("/referral/{reference}")).await.body.contains("ask the ward, and add it here"));
    let body = "part=care&why=The+ward+rang&safe_visit=Ask+at+the+desk&consent=lacks-capacity";
    let page = desk.does(reference, "amend", body).await.body;
    assert!(page.contains("The answers are changed.") && page.contains("Ask at the desk"), "{page}");
    let set = ["amend", reference, "--set", "patient.ask_for=Nurse Finch", "--why", "The ward rang"];
    office.does("OQ", &set).await;
    let shown = office.reads(&["show", reference, "--json"]).await;
    let held = (&shown["safe_visit"], &shown["consent"], &shown["patient"]["ask_for"]);
    assert_eq!(held, (&json!("Ask at the desk"), &json!("lacks-capacity"), &json!("Nurse Finch")));
    let set = ["amend", reference, "--set", "referrer.name=Nurse Finch", "--why", "The ward rang"];
    assert!(office.runs("OQ", &set).await.errors.contains("referrer.name"), "a patient who asks has no other name");
}

#[tokio::test]
async fn the_case_file_is_found_and_the_patients_copy_leaves_out_confidences() {
    let office = Fixture::new().await;
    let reference = office.referred("Ida Moss", &json!({})).await;
    let named = reference.as_str();
    office.does("OQ", &["claim", named]).await;
    office.does("OQ", &["log", named, "--kind", "ward-round", "--minutes", "40", "--note", "Spoke about leave"]).await;
    office.does("OQ", &["note", named, "Her", "brother", "rang", "Kestrelson", "--about-others"]).await;
    let found = office.reads(&["find", "kestrelson", "--json"]).await;
    assert_eq!(found[0]["reference"], named, "by the text of a note: {found}");
    let whole = office.does("OQ", &["person", named]).await;
    for held in ["Ring the ward first", "Kestrelson", "Spoke about leave", "Dr Ada Moss"] {
        assert!(whole.contains(held), "{held}");
    }
    let copy = office.does("OQ", &["person", named, "--for-patient"]).await;
    assert!(copy.contains("Spoke about leave") && copy.contains("Ida Moss"), "{copy}");
    for kept_back in ["Ring the ward first", "Kestrelson", "Dr Ada Moss", "01632 960123"] {
        assert!(!copy.contains(kept_back), "{kept_back}");
    }
    assert!(copy.contains("5 parts were left out"), "name, workplace, phone, safe visit, a note: {copy}");
    let json = office.reads(&["person", named, "--for-patient", "--json"]).await;
    assert_eq!((&json["left_out"], &json["referrals"][0]["patient"]["name"]), (&json!(5), &json!("Ida Moss")));
    // Recorded on the wrong person and taken back: neither that nor why goes out to this one.
    office.does("OQ", &["contacted", named, "--note", "Tamsin has a new flat"]).await;
    office.does("OQ", &["undo", named, "--why", "That was Tamsin"]).await;
    for copy in [&["person", named, "--for-patient"][..], &["person", named, "--for-patient", "--json"]] {
        let copy = office.does("OQ", copy).await;
        let has_seven = copy.contains("7 parts were") || copy.contains("\"left_out\": 7");
        assert!(has_seven && !copy.contains("Tamsin"), "{copy}");
        let is_ours = copy.contains("shred it") || copy.contains("Claimed, OQ");
        assert!(!is_ours, "its foot and its words are the patient's: {copy}");
    }
    assert!(office.does("OQ", &["person", named]).await.contains("Tamsin has a new flat"));
    the_desk_leads_to_both(&office, named).await;
    let text = json.to_string();
    assert!(!text.contains("Kestrelson") && !text.contains("Ring the ward") && !text.contains("Dr Ada"), "{text}");
    // What could be taken back and was not is hers.
    office.does("OQ", &["contacted", named, "--note", "Rang her back"]).await;
    assert!(office.does("OQ", &["person", named, "--for-patient"]).await.contains("Rang her back"));
}

/// docs/contract.md, People: who called, and what a confidence said before it was amended, are in no copy for the patient.
#[tokio::test]
async fn the_patients_copy_leaves_out_who_called_and_what_was_first_said_in_confidence() {
    let fixture = Fixture::new().await;
    let file = answers(&fixture, "Jon Reed");
    let new = ["new", "--channel", "phone", "--received-at", "2026-11-20T09:30", "--answers", &file];
    let called = fixture.does("OQ", &[&new[..], &["--called-by", "Kestrelson"]].concat()).await;
    let referred = fixture.referred("Ida Moss", &json!({})).await;
    fixture.does("OQ", &["amend", referred.as_str(), "--unset", "safe_visit", "--why", "He moved away"]).await;
    for (row, named, parts, kept_back) in
        [("called", called.trim(), 1, "Kestrelson"), ("amended", referred.as_str(), 4, "Ring the ward")]
    {
        let whole = fixture.reads(&["person", named, "--json"]).await.to_string();
        assert!(whole.contains(kept_back), "{row}: the office has it: {whole}");
        let json = fixture.reads(&["person", named, "--for-patient", "--json"]).await;
        assert_eq!(json["left_out"], parts, "{row}: {json}");
        let page = fixture.does("OQ", &["person", named, "--for-patient"]).await;
        assert!(!page.contains(kept_back) && !json.to_string().contains(kept_back), "{row}");
    }
}

/// The patient's copy and the whole file, from the page of the referral.
async fn the_desk_leads_to_both(office: &Fixture, named: &str) {
    let desk = Browser::open(office, "OQ").await;
    let page = desk.get(&format!("/referral/{named}")).await.body;
    for (address, has, has_not) in
        [("patient", "7 parts were left out", "Kestrelson"), ("all", "Kestrelson", "left out")]
    {
        let address = format!("/person/{named}/{address}");
        assert!(page.contains(&format!("href=\"{address}\"")), "{address}: the page of the referral leads there");
        let copy = desk.get(&address).await;
        assert!(copy.status == StatusCode::OK && copy.body.contains(has), "{address}: {}", copy.body);
        assert!(
            !copy.body.contains(has_not) && copy.body.contains(&format!("href=\"/referral/{named}\"")),
            "{address}"
        );
    }
    for (address, says) in [
        (format!("/person/{named}/both"), "There is no such page"),
        ("/person/7K3Q9A41ZZ/all".to_owned(), "There is no such referral"),
        ("/person/7K3/patient".to_owned(), "There is no such referral"),
    ] {
        let page = desk.get(&address).await;
        assert!(page.status == StatusCode::NOT_FOUND && page.body.contains(says), "{address}: {}", page.body);
    }
}

#[tokio::test]
async fn the_same_person_again_is_told_with_what_was_said_of_a_safe_visit() {
    let office = Fixture::new().await;
    let first = office.referred("Ida Moss", &json!({})).await;
    office.does("OQ", &["claim", first.as_str()]).await;
    office.does("OQ", &["close", first.as_str(), "--outcome", "declined"]).await;
    office.set("2026-11-25T10:15:00Z");
    let again = office.referred("IDA moss", &json!({"safe_visit": "Nothing new"})).await;
    let shown = office.reads(&["show", again.as_str(), "--json"]).await;
    let expected =
        json!([{"reference": first.as_str(), "status": "closed", "closed_on": "2026-11-23", "outcome": "declined"}]);
    assert_eq!(shown["earlier"], expected);
    assert_eq!(office.reads(&["show", first.as_str(), "--json"]).await["earlier"], json!([]), "none came before it");
    let page = Browser::open(&office, "OQ").await.get(&format!("/referral/{again}")).await.body;
    let told = page.split("id=\"earlier\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(told.find("Ring the ward first").unwrap() < told.find(first.as_str()).unwrap(), "{told}");
}

#[tokio::test]
async fn what_is_held_is_not_purged_and_what_is_erased_is_gone() {
    let office = Fixture::new().await;
    let (kept, spam) = (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    for one in [&kept, &spam] {
        office.does("OQ", &["close", one.as_str(), "--outcome", "spam"]).await;
    }
    office.does("OQ", &["hold", kept.as_str(), "--why", "an inquest"]).await;
    office.set("2036-11-23T10:15:00Z");
    let desk = Browser::open(&office, "OQ").await;
    let page = desk.get("/purge").await.body;
    assert!(
        page.contains("1 referral was closed long enough ago") && page.contains("On hold, so passed over"),
        "{page}"
    );
    let not_sure = desk.post("/purge", "").await;
    assert!(not_sure.body.contains("Nothing was purged."), "{}", not_sure.body);
    let purged = desk.post("/purge", "sure=yes").await.body;
    assert!(purged.contains("1 purged."), "{purged}");
    assert!(office.runs("OQ", &["show", spam.as_str()]).await.errors.contains("was purged on"));
    office.does("OQ", &["hold", kept.as_str(), "--off"]).await;
    office.does("OQ", &["erase", kept.as_str(), "--why", "she asked", "--yes"]).await;
    let gone = office.runs("OQ", &["show", kept.as_str()]).await;
    assert!(gone.errors.contains("was erased on"), "{}", gone.errors);
    let page = Browser::open(&office, "OQ").await.get(&format!("/referral/{kept}")).await;
    assert!(page.status == StatusCode::NOT_FOUND && page.body.contains("was erased on"), "{}", page.body);
}

/// docs/contract.md, Referrals that came another way: a duplicate and its original name each other, whatever the names.
#[tokio::test]
async fn a_duplicate_and_its_original_lead_to_each_other() {
    let office = Fixture::new().await;
    let original = office.referred("Ida Moss", &json!({})).await;
    office.set("2026-11-24T10:15:00Z");
    let copy = office.referred("Aida Mos", &json!({})).await;
    let desk = Browser::open(&office, "OQ").await;
    let wrong = desk.does(copy.as_str(), "close", "outcome=duplicate&duplicate_of=7K3&note=twice").await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    for kept in ["ten letters and digits", "value=\"7K3\"", ">twice</textarea>"] {
        assert!(wrong.body.contains(kept), "{kept}: {}", wrong.body);
    }
    let body = format!("outcome=duplicate&duplicate_of={original}&note=");
    let page = desk.does(copy.as_str(), "close", &body).await.body;
    let link = |to: &str| format!("/referral/{to}\"");
    assert!(page.contains(&link(original.as_str())) && page.contains("this one is a duplicate of it"), "{page}");
    office.does("OQ", &["close", original.as_str(), "--outcome", "spam"]).await;
    let page = desk.get(&format!("/referral/{original}")).await.body;
    let again = page.split("id=\"later\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(again.contains(&link(copy.as_str())) && again.contains("a duplicate of this one"), "{again}");
    let shown = office.reads(&["show", copy.as_str(), "--json"]).await;
    assert_eq!(shown["duplicate_of"], original.as_str());
    let shown = office.reads(&["show", original.as_str(), "--json"]).await;
    assert_eq!((&shown["later"][0]["reference"], &shown["duplicate_of"]), (&json!(copy.as_str()), &Value::Null));
    let text = office.does("OQ", &["show", original.as_str()]).await;
    assert!(
        text.contains(&format!("Asked again: {copy}, received 24 November, closed 24 November: a duplicate")),
        "{text}"
    );
}
