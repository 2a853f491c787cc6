//! The daily canary (docs/security.md, Keys): it arrives, a desk's opening it is seen, and no list has it.

use chrono::TimeDelta;
use queue::{Canary, Flaw, Lookout, Retention, Tray};
use referral::life::{Act, Closing, Outcome};

use crate::given::{Fixture, form, now, referral, rules};
use crate::raw::{delete, items};

#[tokio::test]
async fn a_canary_is_seen_from_outside_and_by_nobody_else() {
    let fixture = Fixture::new().await;
    let inbox = fixture.inbox();
    inbox.submit(&form("Ada Example"), rules(), now()).await.unwrap();
    let reference = inbox.canary(referral("Canary"), rules(), now()).await.unwrap();
    let again = inbox.canary(referral("Canary"), rules(), now() + TimeDelta::hours(3)).await.unwrap();
    assert_eq!(again, reference, "one a day");

    let (tray, lookout) = (fixture.tray(), Lookout::new(fixture.table.clone()));
    let seen = lookout.canaries().await.unwrap();
    let received_at = now() - TimeDelta::seconds(42);
    assert_eq!(seen, [Canary { reference: reference.clone(), received_at, opened: false }]);
    assert_eq!(lookout.open_entries().await.unwrap().entries.len(), 1, "the digest");
    assert_eq!(tray.list().await.unwrap().cases.len(), 1, "the list");
    assert_eq!(fixture.count().await, 1, "export, reports, verify and purge");
    assert!(tray.show(&reference).await.unwrap().is_none(), "nobody works on it");
    let claimed = tray.act(&reference, &Act::Claim, "AR", now(), &rules().calendar, None).await;
    assert!(claimed.is_err());

    assert_eq!(tray.answer_canaries("AR", now()).await.unwrap(), 1);
    assert_eq!(tray.answer_canaries("AR", now()).await.unwrap(), 1, "twice is fine");
    assert!(lookout.canaries().await.unwrap()[0].opened);
    assert_eq!(fixture.count().await, 1);
}

/// The table drops an item of ours by itself, and never two at one moment: what is left for a while is no fault, and in the
/// end nothing is.
#[tokio::test]
async fn what_was_read_ends_with_what_it_was_read_of() {
    let fixture = Fixture::new().await;
    let canary = fixture.inbox().canary(referral("Canary"), rules(), now()).await.unwrap();
    let closed = fixture.inbox().submit(&form("Ada Example"), rules(), now()).await.unwrap().reference;
    let tray = fixture.tray().keeping(Retention::months(1));
    let spam = Act::Close(Closing::new(Outcome::Spam));
    tray.act(&closed, &spam, "AR", now(), &rules().calendar, None).await.unwrap();
    tray.answer_canaries("AR", now()).await.unwrap();
    tray.show_to(&closed, "BO", now()).await.unwrap();
    for (reference, sort, end) in [(&canary, "canary", 15), (&closed, "entry", 150)] {
        let items = items(&fixture, reference).await;
        let own = items.iter().find(|item| item["sk"]["S"] == sort).unwrap();
        let mut lines = items.iter().filter(|item| item["sk"]["S"].as_str().unwrap().starts_with("event#"));
        assert!(lines.all(|line| line["expires_at"] == own["expires_at"]), "{sort}");
        delete(&fixture, sort, reference).await;
        assert_eq!(tray.verify(now() + TimeDelta::days(end), |_| {}).await.unwrap().flaws, [], "{sort}, past its end");
        let before = tray.verify(now(), |_| {}).await.unwrap().flaws;
        assert!(before.contains(&(reference.to_string(), Flaw::NoEntry)), "{sort}, gone before its end");
    }
}

#[tokio::test]
async fn only_who_can_open_it_answers_for_it() {
    let fixture = Fixture::new().await;
    fixture.inbox().canary(referral("Canary"), rules(), now()).await.unwrap();
    let blind = Tray::new(fixture.table.clone(), fixture.recipients.clone(), None);
    let stranger = Fixture::new().await;
    let other = Tray::new(fixture.table.clone(), fixture.recipients.clone(), Some(stranger.identity.clone()));
    for (row, tray) in [("no key", blind), ("another key", other)] {
        assert_eq!(tray.answer_canaries("AR", now()).await.unwrap(), 0, "{row}");
    }
    assert!(!Lookout::new(fixture.table.clone()).canaries().await.unwrap()[0].opened);
}

#[tokio::test]
async fn the_newest_comes_first() {
    let fixture = Fixture::new().await;
    for days in [0, 2, 1] {
        let day = now() + TimeDelta::days(days);
        fixture.inbox().canary(referral("Canary"), rules(), day).await.unwrap();
    }
    let seen = Lookout::new(fixture.table.clone()).canaries().await.unwrap();
    let days: Vec<i64> = seen.iter().map(|canary| (canary.received_at - now()).num_days()).collect();
    assert_eq!(days, [1, 0, 0], "whole days after the first, less the seconds that are not kept");
}
