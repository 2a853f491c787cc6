//! An act taken back leaves everything as if it had not been: state, lists, figures, digest, export.

use chrono::TimeDelta;
use proptest::prelude::*;
use queue::{By, Lookout, Retention, Search, Tray};
use referral::life::{
    Act, Closing, Contact, Correction, Event, How, LogKind, LogLine, Outcome, Remark, StaffName, State, effective,
};
use referral::{Activity, Eligibility, Reference, Untaken};
use serde_json::{Value, json};

use crate::given::{Fixture, day, everything, form, now, rules};
use crate::raw::{key, raw};

type Did = (Act, &'static str);

fn acts() -> impl Strategy<Value = Did> {
    let who = prop_oneof![6 => Just("AR"), 1 => Just("BO")];
    let act = prop_oneof![
        3 => Just(Act::Claim),
        1 => Just(Act::Release),
        1 => Just(Act::TakeOver),
        1 => Just(Act::Assign { to: StaffName::parse("DL").unwrap() }),
        3 => Just(Act::Contacted(Contact { how: Some(How::Phone), ..Contact::on(day()) })),
        1 => Just(Act::Attempt(Contact::on(day()))),
        1 => Just(Act::Correct(Correction { on: None, how: Some(How::Visit), why: "wrong box".to_owned() })),
        1 => Just(Act::Note(Remark::new("rang the ward"))),
        1 => Just(Act::Log(LogLine::new(LogKind::Visit, day()))),
        4 => Just(Act::Close(Closing::new(Outcome::Declined))),
        3 => Just(Act::Reopen),
        1 => Just(Act::Decide { eligibility: Eligibility::NotCovered, why: "discharged".to_owned() }),
        1 => Just(Act::Hold { why: "complaint".to_owned() }),
        1 => Just(Act::ReleaseHold),
    ];
    (act, who)
}

/// All that is made of an entry.
#[derive(Debug, PartialEq)]
struct Seen {
    state: State,
    history: Vec<Event>,
    eligibility: Eligibility,
    row: Activity,
    listed: usize,
    digest: Vec<(String, Option<String>, Untaken)>,
    found: (usize, usize, usize),
    due: usize,
    exported: Vec<Event>,
    index: (Value, Value),
}

/// Plays these acts, with one more at a place in them, which is then undone. An act that is refused is left out.
async fn play(all: &[Did], undone: Option<(usize, &Did)>) -> Seen {
    let fixture = Fixture::new().await;
    let tray = fixture.tray().keeping(Retention::months(96));
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let act = async |(act, who): &Did, minute: usize| {
        let at = now() + TimeDelta::minutes(i64::try_from(minute).unwrap());
        tray.act(&reference, act, who, at, &rules().calendar, None).await.is_ok()
    };
    for (nth, did) in all.iter().enumerate() {
        if let Some((place, more)) = undone.filter(|(place, _)| *place == nth)
            && act(more, 10 * nth + 5).await
            && more.0.verb().can_be_undone()
        {
            assert!(act(&(Act::Undo { why: "wrong case".to_owned() }, "BO"), 10 * nth + 6).await, "{place}");
        }
        act(did, 10 * nth + 10).await;
    }
    seen(&fixture, &tray, &reference).await
}

async fn seen(fixture: &Fixture, tray: &Tray, reference: &Reference) -> Seen {
    let shown = tray.show(reference).await.unwrap().unwrap();
    let counted = tray.activity(day(), day(), &rules().calendar, &mut |_, _, _| {}).await.unwrap();
    let [row] = <[Activity; 1]>::try_from(counted.rows).unwrap();
    let open = Lookout::new(fixture.table.clone()).open_entries().await.unwrap().entries;
    let find = async |typed: &str| {
        let found = tray.find(&Search::new(typed, &rules().places, day()), now(), &mut |_| {}).await.unwrap();
        found.open.len() + 2 * found.closed.len()
    };
    let mut item = raw(&fixture.engine, "GetItem", &json!({"TableName": "referrals", "Key": key(reference)})).await;
    let verified = tray.verify(now(), |_| {}).await.unwrap();
    assert_eq!(verified.flaws, []);
    Seen {
        state: State { version: 0, ..shown.case.state },
        history: effective(&shown.events),
        eligibility: shown.case.entry.eligibility(),
        row,
        listed: tray.list().await.unwrap().cases.len(),
        digest: open
            .into_iter()
            .map(|clear| (clear.state.status.code().to_owned(), clear.state.owner.clone(), clear.untaken_line()))
            .collect(),
        found: (find("moss").await, find("rang").await, find("box").await),
        due: tray.due_for_purge(&Retention::months(1), now() + TimeDelta::days(60)).await.unwrap().due.len(),
        exported: effective(&everything(tray).await[0].events),
        index: (item["Item"]["open"].take(), item["Item"]["expires_at"].take()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// docs/contract.md, Mistakes and changes: any sequence of acts, one of them undone, equals the sequence without it.
    #[test]
    fn an_act_undone_is_as_if_it_had_not_been(
        all in prop::collection::vec(acts(), 1..8),
        more in acts(),
        place in 0..8_usize,
    ) {
        // What is only noted cannot be undone, so there is nothing to compare.
        prop_assume!(more.0.verb().can_be_undone());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let without = runtime.block_on(play(&all, None));
        let with = runtime.block_on(play(&all, Some((place % all.len(), &more))));
        prop_assert_eq!(without, with);
    }
}

/// docs/contract.md, Mistakes and changes: each act that can be undone, from where it is possible.
#[tokio::test]
async fn each_act_undone_is_as_if_it_had_not_been() {
    let ar = |act: Act| (act, "AR");
    let close = || ar(Act::Close(Closing::new(Outcome::Declined)));
    let claimed = || vec![ar(Act::Claim)];
    let closed = || vec![ar(Act::Claim), close()];
    let covered = |why: &str| Act::Decide { eligibility: Eligibility::Eligible, why: why.to_owned() };
    let not_covered = Act::Decide { eligibility: Eligibility::NotCovered, why: "discharged".to_owned() };
    let colleague = || Act::Assign { to: StaffName::parse("DL").unwrap() };
    let table = [
        ("claim", vec![], ar(Act::Claim)),
        ("claim, to renew", claimed(), ar(Act::Claim)),
        ("release", claimed(), ar(Act::Release)),
        ("take-over", claimed(), (Act::TakeOver, "BO")),
        ("assign", claimed(), ar(colleague())),
        ("assign what waits", vec![], ar(colleague())),
        ("contacted", claimed(), ar(Act::Contacted(Contact::on(day())))),
        ("close", claimed(), close()),
        ("reopen", closed(), ar(Act::Reopen)),
        ("decide", claimed(), ar(not_covered.clone())),
        ("decide again", vec![ar(covered("seen"))], ar(not_covered.clone())),
        ("decide what is closed", closed(), ar(not_covered.clone())),
        (
            "reopen what is held",
            [closed(), vec![ar(Act::Hold { why: "complaint".to_owned() })]].concat(),
            ar(Act::Reopen),
        ),
    ];
    for (row, before, act) in table {
        let last = ar(Act::Note(Remark::new("rang the ward")));
        let all = [before.clone(), vec![last]].concat();
        let with = play(&all, Some((before.len(), &act))).await;
        assert_eq!(with, play(&all, None).await, "{row}");
    }
}

/// A contact recorded on the wrong case must not hide a patient.
#[tokio::test]
async fn a_contact_on_the_wrong_case_is_taken_back_after_it_was_closed() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let act = async |act: Act| tray.act(&reference, &act, "AR", now(), &rules().calendar, None).await;
    let before = [Act::Claim, Act::Contacted(Contact::on(day())), Act::Close(Closing::new(Outcome::Supported))];
    for one in before {
        act(one).await.unwrap();
    }
    for status in ["contacted", "claimed", "waiting"] {
        let state = act(Act::Undo { why: "wrong case".to_owned() }).await.unwrap();
        assert_eq!(state.status.code(), status);
    }
    let refused = act(Act::Undo { why: "again".to_owned() }).await.unwrap_err();
    assert!(refused.to_string().starts_with("there is nothing to undo"), "{refused}");
    let row = tray.activity(day(), day(), &rules().calendar, &mut |_, _, _| {}).await.unwrap().rows.remove(0);
    assert_eq!((row.contacted_on, row.closed_on, row.outcome), (None, None, None));
    assert_eq!(tray.show(&reference).await.unwrap().unwrap().events.len(), 6, "the history tells all of it");
}

/// Amending reseals the entry with its event; the row for counting of a closed one follows.
#[tokio::test]
async fn changed_answers_are_sealed_with_the_event_that_names_their_fields() {
    let fixture = Fixture::new().await;
    let tray = fixture.tray();
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let close = Act::Close(Closing::new(Outcome::Spam));
    tray.act(&reference, &close, "AR", now(), &rules().calendar, None).await.unwrap();
    let by = By { who: "BO", now: now(), calendar: &rules().calendar, seen: Some(1) };
    let change = |entry: &referral::Entry| {
        let answers = referral::Answers::from_pairs(
            &[("patient.name".to_owned(), "Ida Mosse".to_owned())],
            referral::ReferrerType::Patient,
        );
        let (entry, fields) = entry.amended(&["patient.name".to_owned()], &answers, rules(), day())?;
        Ok::<_, Vec<referral::Problem>>((
            entry,
            referral::life::Amendment { fields, why: "misspelt".to_owned(), about_others: false },
        ))
    };
    tray.amend(&reference, change, by).await.unwrap();
    let shown = tray.show(&reference).await.unwrap().unwrap();
    let entry = &shown.case.entry;
    assert_eq!(entry.referral.text("patient.name"), "Ida Mosse");
    assert_eq!(entry.as_received["patient.name"], json!("Ida Moss"));
    assert_eq!(shown.case.state.version, 2);
    assert!(shown.events.last().unwrap().text() == "misspelt");
    let late = tray.amend(&reference, change, by).await;
    assert_eq!(late, Err(queue::AmendError::Act(queue::ActError::Changed)), "an old view changes nothing");
    assert_eq!(tray.verify(now(), |_| {}).await.unwrap().flaws, []);
}
