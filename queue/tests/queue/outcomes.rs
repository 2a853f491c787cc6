//! Whatever happens on the way, what the person is told is true (docs/reliability.md, On the way to the table).

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use queue::{ActError, By, Identity, NewIdentity, QueueError, SubmitError, Table, Tray};
use referral::Eligibility;
use referral::life::{Act, Closing, Contact, LogKind, LogLine, Outcome, StaffName, Status};

use crate::fault::{Fault, Faulty, Refuses};
use crate::given::{Fixture, day, form, now, rules};

/// What the page is promised within: the two tries end after eight seconds, the rest is a slow machine's.
const IN_TIME: Duration = Duration::from_secs(9);

#[tokio::test]
async fn a_write_that_worked_is_a_success_however_it_was_answered() {
    use Fault::{Broken, CutBody, Error500, LostResponse, Refused, Slow, Throttled, WrittenThen500};
    let table: [&[Fault]; 11] = [
        &[],
        &[LostResponse],
        &[WrittenThen500],
        &[CutBody],
        &[Error500],
        &[Throttled, Throttled],
        &[Refused],
        &[LostResponse, Throttled, Throttled],
        &[Broken, Broken, Broken],
        &[Error500, Error500, WrittenThen500],
        &[Slow(1200)],
    ];
    for faults in table {
        let fixture = Fixture::new().await;
        let faulty = Faulty::new(&fixture.engine, faults, false);
        let inbox = fixture.inbox_over(Table::with_connector(faulty));
        let receipt = inbox.submit(&form("Ida Moss"), rules(), now()).await;
        let receipt = receipt.unwrap_or_else(|error| panic!("{faults:?}: {error:?}"));
        assert!(!receipt.repeat, "{faults:?}: it is this sending that stored it");
        assert_eq!(fixture.count().await, 1, "{faults:?}");
        let again = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap();
        assert_eq!((again.reference, again.repeat), (receipt.reference, true), "{faults:?}");
    }
}

/// docs/reliability.md, On the way to the table: what is written after the client gave up is the one entry that it then meets, also
/// where every try is as late.
#[tokio::test]
async fn a_write_that_lands_after_the_time_limit_is_one_entry() {
    for (row, faults, for_ever) in
        [("just in time", [Fault::Late(1400)], false), ("too late", [Fault::Late(1700)], true)]
    {
        let fixture = Fixture::new().await;
        let inbox = fixture.inbox_over(Table::with_connector(Faulty::new(&fixture.engine, &faults, for_ever)));
        let begun = Instant::now();
        let receipt = inbox.submit(&form("Ida Moss"), rules(), now()).await;
        assert!(begun.elapsed() < IN_TIME, "{row}: {:?}", begun.elapsed());
        // With every answer too late nobody can tell; without, it is stored by this sending.
        assert_eq!(receipt.is_ok(), !for_ever, "{row}: {receipt:?}");
        tokio::time::sleep(Duration::from_millis(1800)).await;
        assert_eq!(fixture.count().await, 1, "{row}");
        let again = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap();
        assert!(again.repeat && receipt.is_ok_and(|first| first.reference == again.reference) != for_ever, "{row}");
    }
}

#[tokio::test]
async fn not_stored_is_said_only_when_certain() {
    use Fault::{Broken, Error500, LostResponse, Refused, Throttled};
    let table: [(&[Fault], SubmitError, usize); 5] = [
        (&[Refused], SubmitError::NotStored(QueueError::Unreachable), 0),
        (&[Throttled], SubmitError::NotStored(QueueError::Throttled), 0),
        (&[Broken], SubmitError::Unknown(QueueError::NoAnswer), 0),
        (&[Error500], SubmitError::Unknown(QueueError::Refused("InternalServerError".into())), 0),
        (&[LostResponse, Throttled], SubmitError::Unknown(QueueError::Throttled), 1),
    ];
    for (faults, expected, stored) in table {
        let fixture = Fixture::new().await;
        let faulty = Faulty::new(&fixture.engine, faults, true);
        let begun = Instant::now();
        let told = fixture.inbox_over(Table::with_connector(faulty)).submit(&form("Ida Moss"), rules(), now()).await;
        assert_eq!(told.unwrap_err(), expected, "{faults:?}");
        assert!(begun.elapsed() < Duration::from_secs(4), "{faults:?}: {:?}", begun.elapsed());
        assert_eq!(fixture.count().await, stored, "{faults:?}");
        let again = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap();
        assert_eq!((again.repeat, fixture.count().await), (stored == 1, 1), "{faults:?}: sent again");
    }
}

#[tokio::test]
async fn a_table_that_hangs_is_given_up_in_time() {
    let fixture = Fixture::new().await;
    let faulty = Faulty::new(&fixture.engine, &[Fault::Hangs], true);
    let begun = Instant::now();
    let told = fixture.inbox_over(Table::with_connector(faulty)).submit(&form("Ida Moss"), rules(), now()).await;
    assert_eq!(told.unwrap_err(), SubmitError::Unknown(QueueError::NoAnswer));
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn no_table_is_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Fixture::new().await;
    let empty = Table::embedded(&folder.path().join("other.db")).unwrap();
    let told = fixture.inbox_over(empty.clone()).submit(&form("Ida Moss"), rules(), now()).await;
    assert_eq!(told.unwrap_err(), SubmitError::NotStored(QueueError::NoTable));
    assert_eq!(fixture.tray_over(empty).open_entries().await.unwrap_err(), QueueError::NoTable);
}

/// What a table on AWS refuses is said in our words: rights, the clock, a table that is not there.
#[tokio::test]
async fn what_the_table_refuses_is_said_in_our_words() {
    let no_rights = |code: &str| QueueError::NoRights(code.to_owned());
    let signature = "InvalidSignatureException";
    for (code, message, expected) in [
        ("AccessDeniedException", "User is not authorized", no_rights("AccessDeniedException")),
        ("UnrecognizedClientException", "The security token is invalid", no_rights("UnrecognizedClientException")),
        (signature, "The signature does not match", no_rights(signature)),
        (signature, "Signature expired: it is now later", QueueError::Clock),
        (signature, "Signature not yet current: it is now earlier", QueueError::Clock),
        ("RequestExpired", "", QueueError::Clock),
        ("ResourceNotFoundException", "", QueueError::NoTable),
        ("ValidationException", "Ida Moss", QueueError::Refused("ValidationException".to_owned())),
    ] {
        let fixture = Fixture::new().await;
        let table = Table::with_connector(Refuses(code, message));
        assert_eq!(fixture.tray_over(table).open_entries().await.unwrap_err(), expected, "{code}: {message}");
    }
}

#[tokio::test]
async fn an_act_that_worked_is_a_success_however_it_was_answered() {
    use Fault::{Broken, CutBody, Error500, LostResponse, Throttled, WrittenThen500};
    let works: [&[Fault]; 5] =
        [&[LostResponse], &[WrittenThen500], &[CutBody], &[Error500, Throttled], &[LostResponse, Broken, Broken]];
    for faults in works {
        let fixture = Fixture::new().await;
        let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
        let tray = fixture.tray_over(Table::with_connector(Faulty::new(&fixture.engine, faults, false)));
        let state = tray.act(&reference, &Act::Claim, "AR", now(), &rules().calendar, Some(0)).await;
        assert_eq!(state.unwrap_or_else(|error| panic!("{faults:?}: {error:?}")).version, 1);
        let shown = fixture.tray().show(&reference).await.unwrap().unwrap();
        assert_eq!((shown.case.state.version, shown.events.len()), (1, 1), "{faults:?}");
    }
}

/// docs/contract.md, Mistakes and changes: each is one conditional write with its event, whatever became of the answer.
#[tokio::test]
async fn each_new_act_happens_once_whatever_became_of_the_answer() {
    use Fault::{CutBody, LostResponse, WrittenThen500};
    let why = || "wrong case".to_owned();
    let acts = [
        Act::Undo { why: why() },
        Act::Decide { eligibility: Eligibility::NotCovered, why: why() },
        Act::Assign { to: StaffName::parse("DL").unwrap() },
        Act::Log(LogLine::new(LogKind::Visit, day())),
        Act::Hold { why: why() },
        Act::Close(Closing::new(Outcome::Declined)),
        Act::Informed,
    ];
    for (act, fault) in acts.iter().zip([LostResponse, WrittenThen500, CutBody].into_iter().cycle()) {
        let fixture = Fixture::new().await;
        let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
        let calendar = &rules().calendar;
        fixture.tray().act(&reference, &Act::Claim, "AR", now(), calendar, None).await.unwrap();
        // The first write of the tray is the act: what else it needs, another has made before.
        fixture.tray().others(&fixture.tray().show(&reference).await.unwrap().unwrap().case.entry, &[]).await.unwrap();
        let tray = fixture.tray_over(Table::with_connector(Faulty::new(&fixture.engine, &[fault], false)));
        let state = tray.act(&reference, act, "AR", now(), calendar, Some(1)).await;
        assert_eq!(state.unwrap_or_else(|error| panic!("{act:?} {fault:?}: {error:?}")).version, 2);
        let shown = fixture.tray().show(&reference).await.unwrap().unwrap();
        assert_eq!(shown.events.len(), 2, "{act:?} {fault:?}");
        let stale = fixture.tray().act(&reference, act, "BO", now(), calendar, Some(1)).await;
        assert_eq!(stale.unwrap_err(), ActError::Changed, "{act:?}: seen in an older version");
        assert_eq!(fixture.tray().verify(now(), |_| {}).await.unwrap().flaws, [], "{act:?}");
    }
    for fault in [LostResponse, WrittenThen500, CutBody] {
        let fixture = Fixture::new().await;
        let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
        let tray = fixture.tray_over(Table::with_connector(Faulty::new(&fixture.engine, &[fault], false)));
        let by = By { who: "AR", now: now(), calendar: &rules().calendar, seen: Some(0) };
        tray.erase(&reference, "asked for it", by).await.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        assert!(fixture.tray().purge_of(&reference).await.unwrap().is_some(), "{fault:?}");
        assert_eq!(fixture.tray().verify(now(), |_| {}).await.unwrap().flaws, [], "{fault:?}");
    }
}

/// docs/contract.md, Mistakes and changes: with no key, or of an entry that does not open, nothing is half done.
#[tokio::test]
async fn what_needs_a_key_says_so_and_changes_nothing() {
    let fixture = Fixture::new().await;
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let calendar = &rules().calendar;
    fixture.tray().act(&reference, &Act::Claim, "AR", now(), calendar, None).await.unwrap();
    let stranger = NewIdentity::generate();
    let stranger = Identity::parse(stranger.plain().as_bytes(), None).unwrap();
    let why = || "wrong case".to_owned();
    for identity in [None, Some(stranger)] {
        let tray = Tray::new(fixture.table.clone(), fixture.recipients.clone(), identity);
        let by = By { who: "BO", now: now(), calendar, seen: None };
        let decide = Act::Decide { eligibility: Eligibility::NotCovered, why: why() };
        let told = [
            tray.act(&reference, &Act::Undo { why: why() }, "BO", now(), calendar, None).await.unwrap_err().to_string(),
            tray.act(&reference, &decide, "BO", now(), calendar, None).await.unwrap_err().to_string(),
            tray.act(&reference, &Act::Hold { why: why() }, "BO", now(), calendar, None).await.unwrap_err().to_string(),
            tray.erase(&reference, "asked", by).await.unwrap_err().to_string(),
        ];
        assert!(told.iter().all(|sentence| sentence.contains("key")), "{told:?}");
    }
    let shown = fixture.tray().show(&reference).await.unwrap().unwrap();
    assert_eq!((shown.case.state.version, shown.events.len()), (1, 1));
}

/// docs/reliability.md, The machine, disk full: what cannot be recorded is shown all the same, and says so.
#[tokio::test]
async fn reading_does_not_depend_on_writing() {
    let fixture = Fixture::new().await;
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
    let faulty = Faulty::new(&fixture.engine, &[Fault::Refused], true);
    let tray = fixture.tray_over(Table::with_connector(faulty));
    let shown = tray.show_to(&reference, "AR", now()).await.unwrap().unwrap();
    assert_eq!(shown.case.entry.reference, reference);
    assert_eq!((shown.unrecorded, shown.events.len()), (Some(QueueError::Unreachable), 0));
    let later = fixture.tray().show_to(&reference, "AR", now()).await.unwrap().unwrap();
    assert_eq!((later.unrecorded, later.events.len()), (None, 1), "the next reading is recorded");
}

/// docs/reliability.md, The machine, clock: it came in three days from now by the clock of that day.
#[tokio::test]
async fn what_came_in_while_the_clock_was_ahead_can_be_dealt_with() {
    let fixture = Fixture::new().await;
    let ahead = now() + chrono::TimeDelta::days(3);
    let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), ahead).await.unwrap().reference;
    for act in [Act::Claim, Act::Contacted(Contact::on(day()))] {
        let acted = fixture.tray().act(&reference, &act, "AR", now(), &rules().calendar, None).await;
        assert!(acted.is_ok(), "{acted:?}");
    }
}

#[tokio::test]
async fn an_act_that_failed_changed_nothing() {
    for (fault, expected) in [(Fault::Refused, QueueError::Unreachable), (Fault::Broken, QueueError::NoAnswer)] {
        let fixture = Fixture::new().await;
        let reference = fixture.inbox().submit(&form("Ida Moss"), rules(), now()).await.unwrap().reference;
        let faulty = Faulty::new(&fixture.engine, &[fault], true);
        let tray = fixture.tray_over(Table::with_connector(faulty.clone()));
        let state = tray.act(&reference, &Act::Claim, "AR", now(), &rules().calendar, None).await;
        assert_eq!(state.unwrap_err(), ActError::Queue(expected));
        assert_eq!(faulty.writes.load(Ordering::SeqCst), 3);
        assert_eq!(fixture.tray().open_entries().await.unwrap().entries[0].state.status, Status::Waiting);
    }
}
