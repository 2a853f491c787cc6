//! Forty referrals of invented people, received over the last two weeks: a desk to look at (`imha --demo`), and the one
//! the browser's tests work at (`examples/forty.rs`).

use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use content_reader::Content;
use queue::local::Local;
use queue::{Identity, Inbox, NewIdentity, Once, Recipients, Submission, Tray};
use referral::life::{Act, Contact, How};
use referral::{Answers, Calendar, Channel, Mark, Reference, Referral, london};
use serde_json::{Value, json};

const FIRST: [&str; 10] =
    ["Ilona", "Bram", "Zoë", "Tamás", "Adaeze", "Marek", "Sunniva", "Yusuf", "Perpetua", "Łukasz"];
const LAST: [&str; 8] = ["Wren", "Okonjo", "Achterberg", "Nowicki", "Finch", "Lindqvist", "O’Brien", "Quillfeather"];
const HOSPITALS: [&str; 3] = ["alderbrook", "hazel-house", "st-clement"];
const WARDS: [&str; 7] = ["Wren", "Fern", "Beech", "Kestrel", "Larch", "Robin", "Willow"];
const ROUTES: [&str; 8] =
    ["section-3", "section-2", "section-3", "cto", "part-3", "not-sure", "section-3", "short-term"];
const WANTED: [&str; 5] = [
    "I do not know why I am here, and nobody has time to explain.",
    "Help to prepare for the ward round and to say what I want.",
    "Would like someone on their side at the managers’ hearing.",
    "Wants to understand the new medication and whether it can be refused.",
    "Help to write down a complaint about the property that was lost.",
];
/// Working days ago each came in; forty of them, more of late.
const AGES: [u32; 40] = [
    7, 6, 6, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0,
    0, 0,
];

/// Fills an empty table. `staff` has done some of the work, a colleague the rest.
///
/// # Errors
/// When the table does not take a referral or an act.
pub async fn fill(local: &Local, content: &Content, staff: &str, now: DateTime<Utc>) -> Result<()> {
    let identity = Identity::parse(&std::fs::read(&local.identity_file)?, None)?;
    let tray = Tray::new(local.table.clone(), local.recipients.clone(), Some(identity));
    let ours = Inbox::new(local.table.clone(), local.recipients.clone(), local.token_key.clone());
    // Sealed to keys that nobody here holds: the tray for what cannot be opened.
    let theirs = Inbox::new(local.table.clone(), strangers()?, local.token_key.clone());
    for (at, age) in AGES.into_iter().enumerate() {
        let received = days_ago(age, at, now, &content.rules.calendar);
        let inbox = if at % 20 == 13 { &theirs } else { &ours };
        let submission = submission(at, received, now, content)?;
        let receipt = inbox.submit(&submission, &content.rules, received).await.map_err(anyhow::Error::msg)?;
        if at % 20 != 13 {
            work(at, &receipt.reference, received, now, &tray, staff, &content.rules.calendar).await?;
        }
    }
    Ok(())
}

fn strangers() -> Result<Recipients> {
    let keys: Vec<String> = (0..3).map(|_| NewIdentity::generate().public()).collect();
    Ok(Recipients::parse(&keys.join(","))?)
}

/// Some minutes of a working morning, so many working days before `now`.
fn days_ago(count: u32, at: usize, now: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
    let mut day = london(now).date_naive();
    for _ in 0..count {
        day = day - Days::new(1);
        while !calendar.is_working_day(day) {
            day = day - Days::new(1);
        }
    }
    let minute = u32::try_from(at * 17 % 60).unwrap_or_default();
    day.and_hms_opt(8 + minute % 8, minute, 0).map_or(now, |local| local.and_utc()).min(now)
}

fn submission(at: usize, received: DateTime<Utc>, now: DateTime<Utc>, content: &Content) -> Result<Submission> {
    let today = london(received).date_naive();
    let answers = Answers::from_json(&answers(at, today, london(now).date_naive()))
        .map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let referral =
        Referral::parse(&answers, &content.rules, today).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let marks = match at {
        23 => vec![Mark::Honeypot, Mark::TooFast],
        31 => vec![Mark::NoOrigin],
        _ => Vec::new(),
    };
    let once = Once::Key(format!("forty referrals to look at, number {at}, {today}"));
    Ok(Submission { referral, channel: if at.is_multiple_of(3) { Channel::Form } else { Channel::Api }, marks, once })
}

fn answers(at: usize, today: NaiveDate, now: NaiveDate) -> Value {
    // The last is asked for twice: a possible duplicate.
    let who = if at == 39 { 28 } else { at };
    let mut body = json!({
        "patient": {
            "name": format!("{} {}", FIRST[who % 10], LAST[(who * 3 + who / 10) % 8]),
            "date_of_birth": format!("19{:02}-{:02}-{:02}", 50 + who, who % 12 + 1, who % 28 + 1),
            "hospital": HOSPITALS[at % 3],
            "ward": WARDS[at % 7],
        },
        "legal": {"route": ROUTES[at % 8]},
        "help_wanted": WANTED[at % 5],
    });
    if at.is_multiple_of(3) {
        body["referrer"] = json!({"type": "patient"});
    } else {
        let (kind, work) =
            if at % 3 == 1 { ("responsible-clinician", "Alderbrook") } else { ("amhp", "Northfold Council") };
        body["referrer"] =
            json!({"type": kind, "name": "Dr Ysolde Tamsin", "workplace": work, "phone": "01632 960123"});
        body["consent"] = json!(["agrees", "not-asked", "lacks-capacity", "disagrees"][at % 4]);
        body["safe_visit"] = json!("Ask at the nurses’ station first. Two to visit.");
    }
    match at % 6 {
        1 => body["patient"]["needs"] = json!(["bsl"]),
        2 => {
            body["patient"]["needs"] = json!(["interpreter", "large-print"]);
            body["patient"]["language"] = json!("Polish");
        }
        4 => {
            body["patient"]["phone"] = json!("01632 960456");
            body["patient"]["message_ok"] = json!(false);
        }
        _ => {}
    }
    if at % 8 == 1 {
        body["legal"]["started_on"] = json!((today - Days::new(6)).to_string());
    }
    // One is over, one is today, one is to come.
    match at {
        9 => body["important_date"] = json!({"on": (now - Days::new(1)).to_string(), "what": "Managers’ hearing"}),
        14 => body["important_date"] = json!({"on": now.to_string(), "what": "Tribunal at 2pm"}),
        30 => body["important_date"] = json!({"on": (now + Days::new(2)).to_string(), "what": "Ward round"}),
        _ => {}
    }
    body
}

/// Who has done what with it so far.
async fn work(
    number: usize,
    reference: &Reference,
    received: DateTime<Utc>,
    now: DateTime<Utc>,
    tray: &Tray,
    staff: &str,
    calendar: &Calendar,
) -> Result<()> {
    let who = if number.is_multiple_of(2) { staff } else { "PT" };
    let (day, how) = (london(received).date_naive(), Some(How::Phone));
    let acts: &[Act] = match number {
        4 | 9 | 18 | 27 => &[Act::Claim],
        5 | 11 => &[Act::Claim, Act::Attempt(Contact { how, ..Contact::on(day) })],
        2 | 7 | 12 => &[Act::Claim, Act::Contacted(Contact { how: Some(How::Visit), ..Contact::on(day) })],
        _ => &[],
    };
    // Whoever was reached was reached on the day it came; what is claimed was claimed just now.
    let reached = acts.iter().any(|act| matches!(act, Act::Contacted(_)));
    let at = if reached { now.min(received + TimeDelta::hours(3)) } else { now };
    for act in acts {
        tray.act(reference, act, who, at, calendar, None).await?;
    }
    Ok(())
}
