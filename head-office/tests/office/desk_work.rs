//! The web page: what is shown there, found and printed.

use axum::http::StatusCode;
use content_reader::{Content, Texts};
use queue::{Inbox, NewIdentity, Once, Recipients, Submission, Tray, local};
use referral::{Answers, Channel, Mark, Referral, london};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::fixture::Fixture;

/// The part of the page under this anchor.
fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let start = page.find(&format!("<section class=\"{id}\"")).unwrap_or(page.len());
    page[start..].split("</section>").next().unwrap_or_default()
}

/// A referral with marks, sealed to keys that nobody at head office holds if `strange`.
async fn sent(office: &Fixture, name: &str, marks: Vec<Mark>, strange: bool) -> String {
    let body = json!({
        "referrer": {"type": "patient"}, "legal": {"route": "section-3"},
        "patient": {"name": name, "hospital": "hazel-house", "ward": "Kestrel"},
    });
    let rules = Content::parse(&Texts::compiled()).expect("content").rules;
    let now = (office.clock())();
    let referral = Referral::parse(&Answers::from_json(&body).expect("fields"), &rules, london(now).date_naive());
    let local = local::open(&office.data).await.expect("a queue");
    let keys: Vec<String> = (0..3).map(|_| NewIdentity::generate().public()).collect();
    let strangers = Recipients::parse(&keys.join(",")).expect("keys");
    let to = if strange { strangers } else { local.recipients };
    let once = Once::Key(format!("{name}, an Idempotency-Key"));
    let submission = Submission { referral: referral.expect("a referral"), channel: Channel::Form, marks, once };
    let receipt = Inbox::new(local.table, to, local.token_key).submit(&submission, &rules, now).await;
    receipt.expect("a receipt").reference.to_string()
}

/// Each open referral stands in one part, the first that fits; what is due next is at the top; no name is shown.
#[tokio::test]
async fn each_referral_stands_in_its_part() {
    let office = Fixture::new().await;
    let mut refer = Vec::new();
    for (day, name) in [
        ("2026-11-12", "Overdue Adeyemi"),
        ("2026-11-16", "Today Brzezinska"),
        ("2026-11-17", "Next Castellan"),
        ("2026-11-18", "Waiting Dervish"),
        ("2026-11-18", "Mine Ekwueme"),
        ("2026-11-18", "Colleague Farquhar"),
        ("2026-11-12", "Contacted Grøn"),
    ] {
        office.set(&format!("{day}T10:15:00Z"));
        refer.push(office.referred(name, &json!({})).await);
    }
    office.set("2026-11-18T10:15:00Z");
    let marked = sent(&office, "Marked Halloran", vec![Mark::Honeypot], false).await;
    let sealed = sent(&office, "Sealed Ionescu", Vec::new(), true).await;
    let soon =
        office.referred("Urgent Jankowski", &json!({"important_date": {"on": "2026-11-25", "what": "Tribunal"}})).await;
    office.set(crate::fixture::MONDAY);
    office.does("OQ", &["claim", refer[4].as_str()]).await;
    office.does("PT", &["claim", refer[5].as_str()]).await;
    office.does("OQ", &["claim", refer[6].as_str()]).await;
    office.does("OQ", &["contacted", refer[6].as_str()]).await;

    let page = Browser::open(&office, "OQ").await.get("/").await.body;
    let table = [
        ("overdue", refer[0].as_str(), "OVERDUE by 2 working days"),
        ("due-today", refer[1].as_str(), "today"),
        ("due-next", refer[2].as_str(), "1 working day left"),
        ("due-later", refer[3].as_str(), "2 working days left"),
        ("mine", refer[4].as_str(), "<strong>Yours</strong>, Claimed"),
        ("with-colleagues", refer[5].as_str(), "Claimed, <bdi>PT</bdi>"),
        ("mine", refer[6].as_str(), "<strong>Yours</strong>, Contacted"),
        ("due-later", marked.as_str(), "Check: it may not be real"),
        ("unopened", sealed.as_str(), "sealed to other keys than yours"),
        ("due-later", soon.as_str(), "Tribunal: Wednesday 25 November"),
    ];
    for (id, reference, says) in table {
        let part = part(&page, id);
        assert!(part.contains(reference) && part.contains(says), "{reference} in {id}, with {says}: {part}");
        assert_eq!(page.matches(&format!("/referral/{reference}\"")).count(), 1, "{reference} stands once");
    }
    let later = part(&page, "due-later");
    let at = |reference: &str| later.find(reference);
    let first = at(soon.as_str());
    assert!(first < at(refer[3].as_str()) && first < at(marked.as_str()), "of one day the urgent one: {later}");
    assert!(page.contains("<title>1 overdue, 1 due today, 1 due next, 3 due later, 2 mine, 1 with colleagues"));
    assert!(page.contains("Tuesday 24 November, 1 working day left</span>"));
    let named = ["Adeyemi", "Castellan", "Halloran", "Jankowski"].iter().any(|name| page.contains(name));
    assert!(!named, "a list is read over shoulders: {page}");
}

/// By name, ward or reference, whatever the accents; what is typed stands in no address.
#[tokio::test]
async fn a_search_names_nobody_in_an_address() {
    let office = Fixture::new().await;
    let zoe = office.referred("Zoë Łukasik-O’Brien", &json!({})).await;
    let green = office.referred("Sarah Green", &json!({})).await;
    let desk = Browser::open(&office, "OQ").await;
    let spoken = zoe.spoken().replace(' ', "+");
    let table = [
        ("a name without its accents", "zoe+lukasik", Some(&zoe)),
        ("an apostrophe", "obrien", Some(&zoe)),
        ("a reference as it is spoken", spoken.as_str(), Some(&zoe)),
        ("ten letters that could be a reference", "Sarah+Green", Some(&green)),
        ("ten letters of nobody", "Herta+Sagan", None),
        ("nothing", "", None),
    ];
    for (row, typed, expected) in table {
        let to = desk.post("/search", &format!("find={typed}")).await.location;
        assert!(to.len() == "/search/".len() + 16 && !to.to_lowercase().contains("sarah"), "{row}: {to}");
        let found = desk.get(&to).await;
        assert_eq!(found.status, StatusCode::OK, "{row}");
        assert_eq!(desk.get(&to).await.body, found.body, "{row}: Back leads to what was found");
        let count = found.body.matches("class=\"ref\"").count();
        assert_eq!(count, usize::from(expected.is_some()), "{row}: {}", found.body);
        assert!(expected.is_none_or(|reference| found.body.contains(reference.as_str())), "{row}");
        let (head, _) = found.body.split_once("</head>").expect("a head");
        assert!(!head.to_lowercase().contains("zoe") && !head.contains("Sarah"), "{row}: {head}");
    }
    let ward = desk.search("find=fern").await.body;
    assert!(ward.contains("Sarah Green") && ward.contains("Zoë"), "who was searched for is named: {ward}");
    assert_eq!(desk.get("/search?find=zoe").await.status, StatusCode::METHOD_NOT_ALLOWED, "there is no such address");

    office.does("OQ", &["claim", green.as_str()]).await;
    office.does("OQ", &["close", green.as_str(), "--outcome", "declined"]).await;
    assert_eq!(desk.search("find=sarah").await.body.matches("class=\"ref\"").count(), 0);
    let asked = desk.search("find=sarah&closed=yes").await.body;
    assert_eq!(asked.matches("class=\"ref\"").count(), 1, "{asked}");
    assert!(asked.contains("Sarah Green") && asked.contains("Closed 23 November: the patient said no"), "{asked}");
    let by_date = desk.search("find=3/4/1984&closed=yes").await.body;
    assert_eq!(by_date.matches("class=\"ref\"").count(), 2, "a date of birth finds both: {by_date}");
    let closed = desk.post("/search", &format!("find={}", green.as_str().to_lowercase())).await;
    assert_eq!((closed.status, closed.location), (StatusCode::SEE_OTHER, format!("/referral/{green}")));
}

/// All that nobody has read, a sheet each; the address can be loaded again, so that a jam in the printer loses none.
#[tokio::test]
async fn what_nobody_has_read_is_printed_and_can_be_printed_again() {
    let office = Fixture::new().await;
    let read = office.referred("Ines Vale", &json!({})).await;
    let (one, other) =
        (office.referred("Marek Nowicki", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    office.does("PT", &["show", read.as_str()]).await;
    office.does("PT", &["export", "--format", "csv"]).await;
    let desk = Browser::open(&office, "OQ").await;
    let asked = desk.get("/print/unread").await.body;
    assert!(asked.contains("2 referrals have been opened by nobody yet"), "{asked}");
    let to = asked.split("class=\"button\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a way");
    let mut named: Vec<&str> = to.strip_prefix("/print/").expect("sheets").split(',').collect();
    named.sort_unstable();
    let mut expected = [one.as_str(), other.as_str()];
    expected.sort_unstable();
    assert_eq!(named, expected);
    for _ in 0..2 {
        let sheets = desk.get(to).await;
        assert_eq!((sheets.status, sheets.body.matches("<article").count()), (StatusCode::OK, 2));
        assert!(sheets.body.contains("Marek Nowicki") && sheets.body.contains("Ring the ward first"));
        assert!(sheets.body.contains("They came out: mark all 2 as read") && !sheets.body.contains("<style"));
    }
    let again = desk.get("/print/unread").await.body;
    assert!(again.contains("2 referrals have"), "drawn is not read: the printer may have jammed: {again}");
    let said = desk.post("/print/read", &format!("references={}", named.join(","))).await;
    assert!(said.body.contains("2 referrals are marked as read by you."), "{}", said.body);
    assert!(desk.get("/print/unread").await.body.contains("has been opened by somebody"));
    let shown: Value = office.reads(&["show", one.as_str(), "--json"]).await;
    let marks: Vec<&str> = shown["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["note"].as_str().unwrap_or_default())
        .collect();
    let mut marks = marks;
    marks.sort_unstable();
    assert_eq!(marks, ["", "export", "print"], "that it was drawn is recorded, then that it was read: {shown}");
    assert_eq!(desk.get("/print/7K3Q9A41ZZ").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get("/print/..%2f..%2fetc").await.status, StatusCode::NOT_FOUND);
}

/// Two requests with the same name lead to each other, whatever the spelling.
#[tokio::test]
async fn possible_duplicates_lead_to_each_other() {
    let office = Fixture::new().await;
    let one = office.referred("Zoë Nowicki", &json!({})).await;
    // Nobody gave a birth date: it may be another.
    let patient = json!({"name": "ZOE  NOWICKI", "date_of_birth": "unknown", "hospital": "alderbrook"});
    let again = office.referred("ZOE  NOWICKI", &json!({ "patient": patient })).await;
    let other = office.referred("Tom Reed", &json!({})).await;
    let desk = Browser::open(&office, "OQ").await;
    for (from, to) in [(&one, &again), (&again, &one)] {
        let page = desk.get(&format!("/referral/{from}")).await.body;
        assert!(page.contains(&format!("same person: <a class=\"ref\" href=\"/referral/{to}\"")), "{page}");
    }
    assert!(!desk.get(&format!("/referral/{other}")).await.body.contains("same person"));
    assert_eq!(desk.get("/").await.body.matches("Same person as another").count(), 2);
}

/// Without a key the desk still says what is due, and what to do.
#[tokio::test]
async fn a_desk_without_a_key_shows_what_was_never_sealed() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let local = local::existing(&office.data).await.expect("a queue");
    let content = Content::parse(&Texts::compiled()).expect("content");
    let tray = Tray::new(local.table, local.recipients, None);
    let desk = head_office::Desk::new(head_office::Office::new(tray, content, "OQ".to_owned(), office.clock()))
        .expect("a desk");
    let desk = Browser::enter(desk).await;
    let page = desk.get("/").await.body;
    let next = part(&page, "due-next");
    assert!(next.contains(reference.as_str()) && next.contains("5 working days left"), "{page}");
    assert!(page.contains("There is no key here") && page.contains("IMHA_IDENTITY"), "{page}");
    let case = desk.get(&format!("/referral/{reference}")).await;
    assert_eq!(case.status, StatusCode::CONFLICT);
    assert!(case.body.contains("IMHA_IDENTITY"), "{}", case.body);
}

/// Labels at the desk speak of the referrer; a phone without a word on messages gets the careful one.
#[tokio::test]
async fn labels_speak_as_head_office_reads_them() {
    let office = Fixture::new().await;
    let phone =
        json!({"name": "Marek Nowicki", "date_of_birth": "unknown", "hospital": "alderbrook", "phone": "01632 960456"});
    let reference = office.referred("Marek Nowicki", &json!({"patient": phone})).await;
    let page = Browser::open(&office, "OQ").await.get(&format!("/referral/{reference}")).await.body;
    for label in ["<dt>Referrer&#x27;s name</dt>", "<dt>Referrer&#x27;s phone</dt>", "Not said: leave no message"] {
        assert!(page.replace("&#39;", "&#x27;").contains(label), "{label}: {page}");
    }
    assert!(!page.contains("<dt>Your"), "{page}");
}

/// A tribunal today is due today, whatever was promised; one that passed without contact does not go away.
#[tokio::test]
async fn an_important_date_before_the_due_date_comes_first() {
    let office = Fixture::new().await;
    let on = |day: &str| json!({"important_date": {"on": day, "what": "Tribunal at 2pm"}});
    let far = office.referred("Far Ekwueme", &on("2026-12-21")).await;
    let soon = office.referred("Soon Dervish", &on("2026-11-27")).await;
    let today = office.referred("Today Brzezinska", &on("2026-11-25")).await;
    let tomorrow = office.referred("Tomorrow Castellan", &on("2026-11-26")).await;
    office.set("2026-11-25T09:00:00Z");
    let page = Browser::open(&office, "OQ").await.get("/").await.body;
    let table = [
        ("due-today", &today, "<strong class=\"late\"><bdi>Tribunal at 2pm: today</bdi></strong>"),
        ("due-next", &tomorrow, "<strong class=\"late\"><bdi>Tribunal at 2pm: tomorrow</bdi></strong>"),
        ("due-later", &soon, "<strong><bdi>Tribunal at 2pm: Friday 27 November</bdi></strong>"),
        ("due-later", &far, "<bdi>Tribunal at 2pm: Monday 21 December</bdi>"),
    ];
    for (section, reference, said) in table {
        let lines = part(&page, section);
        let line = lines.split("<li").find(|line| line.contains(reference.as_str()));
        assert!(line.is_some_and(|line| line.contains(said)), "{reference} in {section}, with {said}: {page}");
    }
    office.does("OQ", &["claim", tomorrow.as_str()]).await;
    office.does("OQ", &["contacted", tomorrow.as_str()]).await;
    office.set("2026-11-26T09:00:00Z");
    let page = Browser::open(&office, "OQ").await.get("/").await.body;
    let missed = part(&page, "overdue");
    assert!(missed.contains(today.as_str()), "{page}");
    assert!(missed.contains("Important date passed 25 November, no contact: Tribunal at 2pm"), "{missed}");
    let mine = part(&page, "mine");
    assert!(mine.contains(tomorrow.as_str()) && !mine.contains("late\"") && !mine.contains("Urgent"), "{mine}");
    let list = office.does("OQ", &["list"]).await;
    let order: Vec<Option<usize>> = [&today, &soon, &far, &tomorrow].map(|one| list.find(one.as_str())).to_vec();
    assert!(order.is_sorted(), "{list}");
    assert!(list.contains("URGENT: Tribunal at 2pm passed Wed 25 Nov"), "{list}");
}

/// First contact was in time: reopened, it is no promise broken, on the page, in the list or in the digest.
#[tokio::test]
async fn a_reopened_referral_is_not_overdue_once_more() {
    let office = Fixture::new().await;
    office.set("2026-05-05T10:15:00Z");
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    for verb in [&["claim", named][..], &["contacted", named], &["close", named, "--outcome", "supported"]] {
        office.does("OQ", verb).await;
    }
    office.set("2026-11-25T10:15:00Z");
    office.does("OQ", &["reopen", named]).await;
    let said = "Reopened 25 November; first contact was 5 May";
    let page = Browser::open(&office, "OQ").await.get("/").await.body;
    assert!(part(&page, "due-later").contains(said) && part(&page, "overdue").is_empty(), "{page}");
    let in_few_words = format!("{named}  Reopened Wed 25 Nov  Waiting  first contact was Tue 5 May");
    for (verb, said) in [(&["list"][..], in_few_words.as_str()), (&["show", named], said)] {
        let told = office.does("OQ", verb).await;
        assert!(told.contains(said) && !told.contains("OVERDUE"), "{told}");
    }
    assert_eq!(office.reads(&["list", "--json"]).await[0]["due_on"], "2026-05-12", "as stored");
    let digest = office.does("OQ", &["digest"]).await;
    let expected =
        format!("1 waiting: 1 reopened after first contact\n{named}  2026-05-12  reopened after first contact\n");
    assert_eq!(digest, expected, "known without a key");
    let reopened = office.reads(&["digest", "--json"]).await;
    assert_eq!(reopened[0]["why"], "next", "no promise is broken");
    // A contact on the wrong case, taken back, keeps no promise.
    for _ in ["reopen", "close", "contacted"] {
        office.does("OQ", &["undo", named, "--why", "the wrong case"]).await;
    }
    let digest = office.does("OQ", &["digest"]).await;
    assert!(digest.starts_with("1 waiting: 1 overdue\n"), "{digest}");
}

#[tokio::test]
async fn a_message_that_must_not_be_left_is_said_first() {
    let office = Fixture::new().await;
    let patient = json!({"name": "Marek Nowicki", "date_of_birth": "unknown", "hospital": "alderbrook",
                         "phone": "01632 960456", "message_ok": false});
    let reference = office.referred("Marek Nowicki", &json!({"patient": patient})).await;
    let desk = Browser::open(&office, "OQ").await;
    for path in [format!("/referral/{reference}"), format!("/print/{reference}")] {
        let page = desk.get(&path).await.body;
        let (_, care) = page.split_once("Before you call or visit").expect("the care to take");
        let (care, _) = care.split_once("Covered?").expect("the rest");
        assert!(care.contains("Do not leave a message"), "{path}: {care}");
    }
    let text = office.does("OQ", &["show", reference.as_str()]).await;
    let (_, care) = text.split_once("Before you call or visit").expect("the care to take");
    assert!(care.split_once("Answers").is_some_and(|(care, _)| care.contains("Do not leave a message")), "{text}");
}
