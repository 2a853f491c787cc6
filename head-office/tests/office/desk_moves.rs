//! The web page: what can be done there.

use axum::http::StatusCode;
use serde_json::json;

use crate::browser::Browser;
use crate::world::House;

#[tokio::test]
async fn a_day_at_the_desk() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    let case = format!("/referral/{reference}");
    let desk = Browser::open(&house, "OQ").await;
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
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    let case = format!("/referral/{reference}");
    let (one, other) = (Browser::open(&house, "OQ").await, Browser::open(&house, "PT").await);
    assert_eq!(one.post(&format!("{case}/claim"), "version=0").await.status, StatusCode::SEE_OTHER);
    let table = [
        ("who has it", "claim", "version=0", "OQ has it. Use take-over if you are to do it instead."),
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
    assert_eq!(house.reads(&["list", "--json"]).await[0]["owner"], "OQ");
    assert_eq!(one.get("/referral/7K3Q9A41ZZ").await.status, StatusCode::NOT_FOUND);
    assert_eq!(one.post(&format!("{case}/steal"), "version=1").await.status, StatusCode::NOT_FOUND);
}

/// Two race with words typed: one wins, the other is told who has it and keeps every word.
#[tokio::test]
async fn of_two_who_record_at_once_one_wins_and_the_other_keeps_every_word() {
    let house = House::new().await;
    let case = format!("/referral/{}", house.referred("Marek Nowicki", &json!({})).await);
    let (one, other) = (Browser::open(&house, "OQ").await, Browser::open(&house, "PT").await);
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
    let kept = loser.post(&format!("{case}/note"), "version=0&note=Saw+him+on+the+ward").await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "a note is true whatever a colleague did meanwhile");
    assert!(loser.get(&case).await.body.contains("Saw him on the ward"));
}

/// What refreshes on a referral's page says when somebody else acted, and records no reading.
#[tokio::test]
async fn a_page_left_open_says_when_somebody_acted() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    let (one, other) = (Browser::open(&house, "OQ").await, Browser::open(&house, "PT").await);
    let fresh = format!("/fresh/{reference}/0");
    assert_eq!(one.get(&fresh).await.body.trim(), "");
    other.post(&format!("/referral/{reference}/claim"), "version=0").await;
    let changed = one.get(&fresh).await.body;
    assert!(changed.contains("Claimed, <bdi>PT</bdi>") && !changed.contains("Marek"), "{changed}");
    let shown = house.reads(&["show", reference.as_str(), "--json"]).await;
    let acts: Vec<_> = shown["events"].as_array().expect("events").iter().map(|event| event["what"].clone()).collect();
    assert_eq!(acts, ["claim", "opened"], "the one opened is by `show` itself");
}

/// A button pressed twice does its work once, and the second answer is the first one's.
#[tokio::test]
async fn a_button_pressed_twice_does_its_work_once() {
    let house = House::new().await;
    let reference = house.referred("Marek Nowicki", &json!({})).await;
    let desk = Browser::open(&house, "OQ").await;
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
    let shown = house.reads(&["show", reference.as_str(), "--json"]).await;
    let acts: Vec<_> = shown["events"].as_array().expect("events").iter().map(|event| event["what"].clone()).collect();
    assert_eq!(acts, ["claim", "note", "attempt", "contacted", "close", "opened"]);
}
