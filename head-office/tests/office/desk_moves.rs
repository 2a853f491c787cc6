//! The web page: what can be done there.

use axum::http::StatusCode;
use serde_json::json;

use crate::browser::Browser;
use crate::fixture::Fixture;

#[tokio::test]
async fn a_day_at_the_desk() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let case = format!("/referral/{reference}");
    let desk = Browser::open(&office, "OQ").await;
    let today = desk.get("/").await;
    assert!(today.body.contains("<title>1 due next"), "{}", today.body);
    assert!(today.body.contains("Monday 30 November, 5 working days left"), "{}", today.body);
    assert!(!today.body.contains("Marek"), "a list is read over shoulders: no name in it");

    let page = desk.get(&case).await;
    assert_eq!(page.status, StatusCode::OK);
    let (first, rest) = page.body.split_once("id=\"part-1\"").expect("the other answers");
    assert!(first.contains("Ring the ward first") && first.contains("Polish"), "needs and safety first: {first}");
    assert!(rest.contains("Marek Nowicki"), "{rest}");
    let (head, _) = first.split_once("</head>").expect("a head");
    assert!(!head.contains("Marek"), "a browser keeps titles: no name in one");
    assert!(!page.body.contains("style=") && !page.body.contains("<script>"), "{}", page.body);

    assert_eq!(desk.post(&format!("{case}/claim"), "version=0").await.location, case);
    let claimed = desk.get(&case).await;
    assert!(claimed.body.contains("/contacted\"") && claimed.body.contains("until Tuesday 24 November, 10:15"));
    assert_eq!(desk.post(&format!("{case}/contacted"), "version=1&on=2026-11-23&how=visit").await.location, case);
    let close = "version=2&outcome=supported&note=Met+on+the+ward";
    assert_eq!(desk.post(&format!("{case}/close"), close).await.location, case);
    let closed = desk.get(&case).await;
    assert!(closed.body.contains("/reopen\"") && closed.body.contains("Met on the ward"), "{}", closed.body);
    assert!(desk.get("/").await.body.contains("Nothing is open"));
}

#[tokio::test]
async fn a_refused_move_keeps_what_was_typed_and_says_why() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let case = format!("/referral/{reference}");
    let (one, other) = (Browser::open(&office, "OQ").await, Browser::open(&office, "PT").await);
    assert_eq!(one.post(&format!("{case}/claim"), "version=0").await.status, StatusCode::SEE_OTHER);
    let table = [
        ("who has it", "claim", "version=0", "OQ has it. Take it over first, if you are to do it instead."),
        ("not the owner", "close", "version=1&outcome=declined", "OQ has it."),
        ("no outcome", "close", "version=1&outcome=", "Choose how it ended."),
        ("no version", "claim", "", "OQ has it."),
    ];
    for (row, verb, body, sentence) in table {
        let answer = other.post(&format!("{case}/{verb}"), body).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{row}");
        assert!(answer.body.contains(sentence), "{row}: {}", answer.body);
    }
    let long = format!("version=1&outcome=declined&note=kept{}", "n".repeat(2000));
    let answer = one.post(&format!("{case}/close"), &long).await;
    assert!(answer.body.contains("The note is too long") && answer.body.contains(">keptnnn"), "{}", answer.body);
    assert_eq!(office.reads(&["list", "--json"]).await[0]["owner"], "OQ");
    assert_eq!(one.get("/referral/7K3Q9A41ZZ").await.status, StatusCode::NOT_FOUND);
    assert_eq!(one.post(&format!("{case}/steal"), "version=1").await.status, StatusCode::NOT_FOUND);
}

/// Two race with words typed: one wins, the other is told who has it and keeps every word.
#[tokio::test]
async fn of_two_who_record_at_once_one_wins_and_the_other_keeps_every_word() {
    let office = Fixture::new().await;
    let case = format!("/referral/{}", office.referred("Marek Nowicki", &json!({})).await);
    let (one, other) = (Browser::open(&office, "OQ").await, Browser::open(&office, "PT").await);
    let claim = format!("{case}/claim");
    let (first, second) = tokio::join!(one.post(&claim, "version=0"), other.post(&claim, "version=0"));
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let (winner, loser, lost) =
        if first.status == StatusCode::CONFLICT { ("PT", &one, first) } else { ("OQ", &other, second) };
    assert!(lost.body.contains(&format!("{winner} has it.")), "{}", lost.body);

    let typed = "version=0&on=2026-11-23&how=visit&by=Tamsin+Hale&note=Saw+him+on+the+ward";
    let refused = loser.post(&format!("{case}/contacted"), typed).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for kept in ["2026-11-23", "Visit", "Tamsin Hale", "Saw him on the ward"] {
        assert!(refused.body.contains(kept), "{kept}: {}", refused.body);
    }
    assert!(refused.body.contains("value=\"1\""), "the forms now carry the version that is");
    let (_, beside) = refused.body.split_once("role=\"alert\"").expect("a refusal");
    let (beside, _) = beside.split_once("id=\"next\"").expect("the rest");
    for kept in ["value=\"2026-11-23\"", "value=\"visit\" selected", "value=\"Tamsin Hale\"", ">Saw him on the ward<"] {
        assert!(beside.contains(kept), "the form stands beside the sentence, filled: {kept}: {beside}");
    }
    let kept = loser.post(&format!("{case}/note"), "version=0&note=Saw+him+on+the+ward").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "a note is true whatever a colleague did meanwhile");
    assert!(loser.get(&case).await.body.contains("Saw him on the ward"));
}

/// What refreshes on a referral's page says when somebody else acted, and records no reading.
#[tokio::test]
async fn a_page_left_open_says_when_somebody_acted() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let (one, other) = (Browser::open(&office, "OQ").await, Browser::open(&office, "PT").await);
    let fresh = format!("/fresh/{reference}/0");
    assert_eq!(one.get(&fresh).await.body.trim(), "");
    other.post(&format!("/referral/{reference}/claim"), "version=0").await;
    let changed = one.get(&fresh).await.body;
    assert!(changed.contains("Claimed, <bdi>PT</bdi>") && !changed.contains("Marek"), "{changed}");
    let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
    let acts: Vec<_> = shown["events"].as_array().expect("events").iter().map(|event| event["what"].clone()).collect();
    assert_eq!(acts, ["claim", "opened"], "the one opened is by `show` itself");
}

/// A button pressed twice does its work once, and the second answer is the first one's.
#[tokio::test]
async fn a_button_pressed_twice_does_its_work_once() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let desk = Browser::open(&office, "OQ").await;
    let table = [
        ("claim", "version=0"),
        ("note", "version=1&note=Ask+for+the+charge+nurse"),
        ("attempt", "version=2&on=2026-11-23&how=phone&note=Engaged"),
        ("contacted", "version=3&on=2026-11-23&how=visit"),
        ("close", "version=4&outcome=supported&note=Met"),
    ];
    for (verb, body) in table {
        let path = format!("/referral/{reference}/{verb}");
        let (one, other) = (desk.post(&path, body).await, desk.post(&path, body).await);
        assert_eq!((one.status, other.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER), "{verb}");
    }
    let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
    let acts: Vec<_> = shown["events"].as_array().expect("events").iter().map(|event| event["what"].clone()).collect();
    assert_eq!(acts, ["claim", "note", "attempt", "contacted", "close", "opened"]);
}

/// Whoever has spoken to the patient need not claim first, or type again what a colleague's claim refused: one button
/// records both, each as an event of its own, or neither.
#[tokio::test]
async fn contact_is_recorded_together_with_the_claim_it_needs() {
    let office = Fixture::new().await;
    let acts = async |reference: &str| -> Vec<String> {
        let shown = office.reads(&["show", reference, "--json"]).await;
        let events = shown["events"].as_array().expect("events").clone();
        let acts = events.iter().filter(|event| event["what"] != "opened");
        acts.map(|event| format!("{} {}", event["who"].as_str().unwrap(), event["what"].as_str().unwrap())).collect()
    };
    let desk = Browser::open(&office, "OQ").await;
    let waiting = office.referred("Marek Nowicki", &json!({})).await;
    let held = office.referred("Tom Reed", &json!({})).await;
    office.does("PT", &["claim", held.as_str()]).await;
    for (reference, version, after, first) in [(&waiting, 0, "claim", ""), (&held, 1, "take-over", "PT claim ")] {
        let contacted = format!("/referral/{reference}/contacted");
        let typed = format!("version={version}&after={after}&how=phone&note=Spoke");
        let early = desk.post(&contacted, &format!("{typed}&on=2026-11-20")).await;
        let sentence = "That day is before the referral came in, on Monday 23 November 2026.";
        assert!(early.body.contains(sentence) && early.body.contains(">Spoke<"), "{}", early.body);
        assert_eq!(acts(reference.as_str()).await.join(" ").as_str(), first.trim(), "neither was done");
        assert_eq!(desk.post(&contacted, &format!("{typed}&on=2026-11-23")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(acts(reference.as_str()).await.join(" "), format!("{first}OQ {after} OQ contacted"));
    }
}

/// What was done is said on the page that follows, once; after closing, what is next.
#[tokio::test]
async fn an_act_is_confirmed_once() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let next = office.referred("Tom Reed", &json!({})).await;
    let case = format!("/referral/{reference}");
    let desk = Browser::open(&office, "OQ").await;
    let table = [
        ("claim", "version=0", "It is yours until Tuesday 24 November, 10:15."),
        ("attempt", "version=1&on=2026-11-23&how=phone", "The try by phone on 23 November is recorded."),
        ("contacted", "version=2&on=2026-11-23&how=visit", "Contact on a visit on 23 November is recorded."),
        ("note", "version=3&note=Wants+a+letter", "The note is kept."),
        ("close", "version=4&outcome=passed-on", "It is closed: passed on to another service."),
        ("reopen", "version=5", "It is reopened, and waits for somebody to claim it."),
    ];
    for (verb, body, said) in table {
        assert_eq!(desk.post(&format!("{case}/{verb}"), body).await.location, case, "{verb}");
        desk.get("/fresh").await;
        let page = desk.get(&case).await.body;
        let (_, done) = page.split_once("<div class=\"done\" role=\"status\" tabindex=\"-1\"").expect("a confirmation");
        let (done, _) = done.split_once("</div>").expect("its end");
        assert!(done.contains(said), "{verb}: {done}");
        assert_eq!(done.contains(&format!("href=\"/referral/{next}\"")), verb == "close", "{verb}: {done}");
        assert!(!done.contains("Tom"), "no name of another: {done}");
        assert!(!desk.get(&case).await.body.contains("class=\"done\""), "{verb}: a reload does not say it again");
    }
}

/// Closed and contacted referrals say so, and no longer press.
#[tokio::test]
async fn what_is_done_with_looks_so() {
    let office = Fixture::new().await;
    let tribunal = json!({"important_date": {"on": "2026-11-24", "what": "Tribunal"}});
    let reference = office.referred("Marek Nowicki", &tribunal).await;
    let case = format!("/referral/{reference}");
    // The clock is moved by more than a desk stays open.
    let post = async |verb: &str, body: &str| {
        let moved = Browser::open(&office, "OQ").await.post(&format!("{case}/{verb}"), body).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{verb}: {}", moved.body);
    };
    let bar = async || {
        let page = Browser::open(&office, "OQ").await.get(&case).await.body;
        let (_, bar) = page.split_once("<p class=\"clock").expect("the bar");
        bar.split_once("</p>").expect("its end").0.to_owned()
    };
    let waiting = bar().await;
    assert!(
        waiting.starts_with(" late\"><strong><bdi>Tribunal: tomorrow</bdi>.</strong> <strong>Due Monday"),
        "{waiting}"
    );
    assert!(waiting.contains("Urgent"), "{waiting}");
    post("contacted", "version=0&after=claim&on=2026-11-23&how=phone").await;
    let contacted = bar().await;
    assert!(contacted.contains("<strong>Contacted 23 November, by phone.</strong> Yours."), "{contacted}");
    assert!(contacted.contains("Tribunal: tomorrow") && !contacted.contains("late\""), "{contacted}");
    office.set("2026-11-25T10:15:00Z");
    post("close", "version=2&outcome=passed-on").await;
    let closed = bar().await;
    assert!(closed.contains("Closed 25 November: passed on to another service."), "{closed}");
    office.set("2027-03-08T10:15:00Z");
    post("reopen", "version=3").await;
    let reopened = bar().await;
    assert!(reopened.contains("Reopened 8 March; first contact was 23 November 2026."), "{reopened}");
    for bar in [contacted, closed, reopened] {
        assert!(!bar.contains("Urgent") && !bar.contains("OVERDUE") && !bar.contains("left."), "{bar}");
    }
    post("contacted", "version=4&after=claim&on=2027-03-08&how=visit").await;
    let page = Browser::open(&office, "OQ").await.get(&case).await.body;
    assert_eq!(page.matches("First contact made").count(), 1, "the second is another: {page}");
    assert!(page.contains("Contact made again, <bdi>on a visit</bdi>"), "{page}");
}

/// In the order of time; readings in one line; notes apart; a claim that ran out stands where it ran out.
#[tokio::test]
async fn what_happened_reads_as_a_story() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    office.does("AM", &["claim", named]).await;
    office.does("KW", &["show", named]).await;
    office.does("AM", &["contacted", named, "--attempt", "--how", "phone", "--note", "No answer"]).await;
    office.does("OQ", &["export", "--format", "csv"]).await;
    office.set("2026-11-25T09:30:00Z");
    let desk = Browser::open(&office, "PT").await;
    let history = async || {
        let page = desk.get(&format!("/referral/{reference}")).await.body;
        let (_, told) = page.split_once("id=\"events\"").expect("the history");
        told.split_once("</section>").expect("its end").0.to_owned()
    };
    let in_order = |told: &str, texts: &[&str]| {
        let places: Vec<Option<usize>> = texts.iter().map(|text| told.find(text)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} {told}");
    };
    in_order(
        &history().await,
        &["Claimed", "Tried to contact", "Exported", "Tuesday 24 November 2026, 10:15", "AM’s claim ran out"],
    );
    office.does("PT", &["claim", named]).await;
    let told = history().await;
    in_order(&told, &["AM’s claim ran out", "<bdi>PT</bdi>: Claimed", "Read by"]);
    assert!(told.contains("<blockquote><bdi>No answer</bdi></blockquote>"), "{told}");
    assert!(told.contains("Read by <bdi>KW (23 November, 10:15)</bdi>, <bdi>PT (25 November, 09:30)</bdi>."), "{told}");
    assert_eq!(told.matches("claim ran out").count(), 1, "{told}");
}
