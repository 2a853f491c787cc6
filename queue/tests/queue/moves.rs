//! Head office's side: every act is one conditional write with its event.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use queue::{ActError, Identity, NewIdentity, Recipients, Table, Tray};
use referral::Reference;
use referral::life::{Act, Closing, Contact, How, Outcome, Refusal, State, Status};

use serde_json::json;

use crate::fault::Meanwhile;
use crate::given::{Fixture, form, now, rules};
use crate::raw::{key, raw};

async fn submitted(fixture: &Fixture, name: &str) -> Reference {
    fixture.inbox().submit(&form(name), rules(), now()).await.unwrap().reference
}

async fn act(tray: &Tray, at: &Reference, act: &Act, who: &str, now: DateTime<Utc>) -> Result<State, ActError> {
    tray.act(at, act, who, now, &rules().calendar, None).await
}

#[tokio::test]
async fn a_case_from_claim_to_close_and_back() {
    let fixture = Fixture::new().await;
    let (tray, reference) = (fixture.tray(), submitted(&fixture, "Ida Moss").await);
    let close = Act::Close(Closing { note: "went to the ward round".to_owned(), ..Closing::new(Outcome::Supported) });
    let acts = [
        (Act::Claim, Status::Claimed),
        (
            Act::Contacted(Contact { how: Some(How::Phone), ..Contact::on("2026-11-23".parse().unwrap()) }),
            Status::Contacted,
        ),
        (close, Status::Closed),
        (Act::Reopen, Status::Waiting),
    ];
    for (version, (next, status)) in (1..).zip(&acts) {
        let state = act(&tray, &reference, next, "AR", now()).await.unwrap();
        assert_eq!((state.status, state.version), (*status, version));
        let shown = tray.show(&reference).await.unwrap().unwrap();
        assert_eq!(shown.case.state, state, "what was given is what is stored");
        let open = tray.list().await.unwrap().cases.len();
        assert_eq!(open, usize::from(*status != Status::Closed), "{status:?}");
        assert_eq!(tray.open_entries().await.unwrap().entries.len(), open);
    }
    let events = tray.show(&reference).await.unwrap().unwrap().events;
    let verbs: Vec<&str> = events.iter().map(|event| event.verb().code()).collect();
    assert_eq!(verbs, ["claim", "contacted", "close", "reopen"]);
    assert_eq!((events[1].contact().unwrap().how, events[2].text()), (Some(How::Phone), "went to the ward round"));
    assert!(matches!(
        act(&tray, &reference, &Act::Release, "AR", now()).await,
        Err(ActError::Refused(Refusal::NotClaimed))
    ));
}

#[tokio::test]
async fn a_lapsed_claim_is_recorded_by_the_next_act() {
    let fixture = Fixture::new().await;
    let (tray, reference) = (fixture.tray(), submitted(&fixture, "Ida Moss").await);
    act(&tray, &reference, &Act::Claim, "AR", now()).await.unwrap();
    let held = act(&tray, &reference, &Act::Claim, "BO", now()).await;
    assert_eq!(held.unwrap_err(), ActError::Refused(Refusal::Held { owner: "AR".to_owned() }));
    let state = act(&tray, &reference, &Act::Claim, "BO", now() + TimeDelta::days(2)).await.unwrap();
    assert_eq!((state.owner.as_deref(), state.version), (Some("BO"), 3));
    let events = tray.show(&reference).await.unwrap().unwrap().events;
    let who: Vec<_> = events.iter().map(|event| (event.verb().code(), event.who.as_str())).collect();
    assert_eq!(who, [("claim", "AR"), ("lapsed", "AR"), ("claim", "BO")]);
}

/// docs/reliability.md, People: 20 races; with RACES as many as that says (`tests/soak` does).
#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn of_many_who_claim_at_once_one_has_it() {
    let races: usize = std::env::var("RACES").map_or(20, |text| text.parse().expect("RACES is a number"));
    let fixture = Fixture::new().await;
    for round in 0..races {
        let reference = submitted(&fixture, &format!("Ida Moss {round}")).await;
        let claims: Vec<_> = (0..16)
            .map(|nth| {
                let (tray, reference) = (fixture.tray(), reference.clone());
                tokio::spawn(async move { act(&tray, &reference, &Act::Claim, &format!("S{nth}"), now()).await })
            })
            .collect();
        let mut winners = Vec::new();
        for claim in claims {
            match claim.await.unwrap() {
                Ok(state) => winners.push(state.owner.unwrap()),
                Err(ActError::Changed | ActError::Refused(Refusal::Held { .. })) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        let shown = fixture.tray().show(&reference).await.unwrap().unwrap();
        assert_eq!(winners, [shown.case.state.owner.unwrap()], "round {round}");
        assert_eq!(shown.events.len(), 1, "round {round}");
    }
}

/// The version alone fences, even where the event that made it is missing: nothing else is in the way here.
#[tokio::test]
async fn what_moved_between_reading_and_acting_is_left_as_it_is() {
    let fixture = Fixture::new().await;
    let reference = submitted(&fixture, "Ida Moss").await;
    let get = json!({"TableName": "referrals", "Key": key(&reference)});
    let mut item = raw(&fixture.engine, "GetItem", &get).await["Item"].take();
    item["version"]["N"] = json!("7");
    item["owner"] = json!({"S": "BO"});
    let put = json!({"TableName": "referrals", "Item": item}).to_string();
    let meanwhile = Meanwhile(fixture.engine.clone(), Arc::new(Mutex::new(Some(put))));
    let tray = fixture.tray_over(Table::with_connector(meanwhile));
    let claimed = act(&tray, &reference, &Act::Claim, "AR", now()).await;
    assert_eq!(claimed.unwrap_err(), ActError::Changed);
    let shown = fixture.tray().show(&reference).await.unwrap().unwrap();
    assert_eq!((shown.case.state.version, shown.case.state.owner.as_deref()), (7, Some("BO")));
    assert!(shown.events.is_empty(), "nor is an event left of what did not happen");
}

#[tokio::test]
async fn an_act_on_an_old_view_is_refused() {
    let fixture = Fixture::new().await;
    let (tray, reference) = (fixture.tray(), submitted(&fixture, "Ida Moss").await);
    act(&tray, &reference, &Act::Claim, "AR", now()).await.unwrap();
    let late = tray.act(&reference, &Act::TakeOver, "BO", now(), &rules().calendar, Some(0)).await;
    assert_eq!(late.unwrap_err(), ActError::Changed);
    let nothing = Reference::from_key(&[7; 32]);
    assert_eq!(act(&tray, &nothing, &Act::Claim, "AR", now()).await.unwrap_err(), ActError::NotFound);
    assert!(tray.show(&nothing).await.unwrap().is_none());
    assert!(tray.sealed(&nothing).await.unwrap().is_none());
}

#[tokio::test]
async fn a_reading_is_recorded_once_for_each_person_and_version() {
    let fixture = Fixture::new().await;
    let (tray, reference) = (fixture.tray(), submitted(&fixture, "Ida Moss").await);
    for who in ["AR", "BO", "AR"] {
        tray.show_to(&reference, who, now()).await.unwrap();
    }
    tray.act(&reference, &Act::Claim, "AR", now(), &rules().calendar, Some(0)).await.unwrap();
    tray.show_to(&reference, "AR", now()).await.unwrap();
    let events = tray.show(&reference).await.unwrap().unwrap().events;
    let mut what: Vec<_> = events.iter().map(|event| (event.verb().code(), event.who.as_str())).collect();
    what[..2].sort_unstable();
    assert_eq!(what, [("opened", "AR"), ("opened", "BO"), ("claim", "AR"), ("opened", "AR")]);
    assert_eq!(tray.show(&reference).await.unwrap().unwrap().case.state.version, 1, "reading moves nothing");
}

#[tokio::test]
async fn after_a_change_of_keys_each_opens_what_was_sealed_to_it() {
    let fixture = Fixture::new().await;
    let old = submitted(&fixture, "Ida Moss").await;
    let [a, b, c] = [(); 3].map(|()| NewIdentity::generate());
    let others = Recipients::parse(&[a.public(), b.public(), c.public()].join(",")).unwrap();
    let other = Identity::parse(a.plain().as_bytes(), None).unwrap();
    let tray = Tray::new(fixture.table.clone(), others, Some(other));
    let listing = tray.list().await.unwrap();
    assert_eq!((listing.cases.len(), listing.unopened.len()), (0, 1));
    assert_eq!(listing.unopened[0].clear.reference, old);
    assert!(tray.show(&old).await.is_err());
    // An event sealed to the new set: the old identity still sees the entry, and that something is missing.
    act(&tray, &old, &Act::Claim, "BO", now()).await.unwrap();
    let shown = fixture.tray().show(&old).await.unwrap().unwrap();
    assert_eq!((shown.events.len(), shown.unopened, shown.case.state.version), (0, 1, 1));
}
