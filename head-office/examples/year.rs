//! The bench of the report: a year of invented referrals, counted.
//!
//! `cargo run --release -p head-office --example year -- DIR 50000` fills DIR (which takes some minutes) unless it is
//! filled already, and writes a report of the financial year 2025, twice. The filling seals and writes what the service
//! would have (entries, their histories, the row that whoever closes a referral leaves), in batches; how long it takes
//! says nothing of the service. What is measured is the verb `report`, in a process of its own: it opens rows and what
//! is open. With `without-rows` after the count nobody left any: the first report then opens every closed referral with
//! its history and leaves the rows, as after a table written before there were any. The time of each and the most
//! memory so far go to standard output; how far the filling is, to standard error.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Days, TimeDelta, Utc};
use content_reader::{Content, Texts};
use head_office::{Environment, Terminal, cli};
use queue::local::{self, Local};
use queue::seeding::{Seed, plant};
use referral::life::{Act, Acting, Closing, Contact, Event, Outcome, State, Status};
use referral::{Activity, Answers, Calendar, Channel, Entry, Reference, Referral, Rules, london};
use serde_json::{Value, json};

const HOSPITALS: [&str; 4] = ["alderbrook", "hazel-house", "st-clement", "other"];
const ROUTES: [&str; 6] = ["section-2", "section-3", "section-3", "cto", "informal", "not-sure"];
const GENDERS: [&str; 3] = ["female", "male", "prefer-not-to-say"];
const GROUPS: [&str; 4] = ["white-british", "asian-indian", "black-caribbean", "prefer-not-to-say"];
const SPOKEN: [&str; 3] = ["", "Polish", "Urdu"];
const OUTCOMES: [Outcome; 3] = [Outcome::Supported, Outcome::Declined, Outcome::PassedOn];
/// Sealed side by side.
const AT_ONCE: usize = 1_000;
/// After the year.
const NOW: &str = "2026-05-04T09:00:00Z";

#[tokio::main]
async fn main() -> Result<()> {
    let data = std::env::args().nth(1).map(PathBuf::from).context("name the folder to fill, such as /tmp/year")?;
    let count: usize = std::env::args().nth(2).unwrap_or_else(|| "50000".to_owned()).parse()?;
    let rows = std::env::args().nth(3).as_deref() != Some("without-rows");
    if !data.join("table.db").exists() {
        fill(&data, count, rows).await?;
        // The memory of a report, not of the filling.
        let ended = Command::new(std::env::current_exe()?).args(std::env::args().skip(1)).status()?;
        std::process::exit(ended.code().unwrap_or(1));
    }
    for turn in ["the first report", "the second report"] {
        let begun = Instant::now();
        let bytes = report(&data).await?;
        let (took, most) = (begun.elapsed(), most_memory()?);
        writeln!(std::io::stdout(), "{turn}: {took:.1?}, {bytes} bytes, at most {most} in memory")?;
    }
    Ok(())
}

/// The verb itself, as it is typed.
async fn report(data: &Path) -> Result<usize> {
    let data = data.to_str().context("a path in UTF-8")?;
    let cli = cli::parse(["head-office", "--data", data, "report", "--year", "2025", "--version", "0", "--json"])
        .map_err(|stop| anyhow::anyhow!(stop.text))?;
    let now: DateTime<Utc> = NOW.parse()?;
    let env = |name: &str| std::env::var(name).ok();
    let mut out = Vec::new();
    let mut environment =
        Environment { out: &mut out, clock: Arc::new(move || now), env: &env, terminal: Terminal::own(&env) };
    cli::run(cli, &mut environment).await?;
    Ok(out.len())
}

/// As the system counts it.
fn most_memory() -> Result<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.context("no VmHWM")?.trim().to_owned())
}

/// Seals and writes everything as the service would, many at a time: entries, their histories, and the rows for counting.
async fn fill(data: &Path, count: usize, rows: bool) -> Result<()> {
    let rules = Content::parse(&Texts::compiled())?.rules;
    let Local { table, recipients, .. } = local::open(data).await?;
    for first in (0..count).step_by(AT_ONCE) {
        let seeds: Result<Vec<Seed>> =
            (first..(first + AT_ONCE).min(count)).map(|at| one(at, count, rows, &rules)).collect();
        plant(&table, &recipients, seeds?).await?;
        writeln!(std::io::stderr(), "{first} of {count}")?;
    }
    Ok(())
}

/// One referral: received on a day of the year, taken, contacted, and all but a few closed.
fn one(at: usize, count: usize, rows: bool, rules: &Rules) -> Result<Seed> {
    let april: DateTime<Utc> = "2025-04-01T08:00:00Z".parse()?;
    let received = april + TimeDelta::minutes(i64::try_from(at * 365 * 24 * 60 / count)?);
    let answers = Answers::from_json(&answers(at)).map_err(|(_, problems)| anyhow::anyhow!("{problems:?}"))?;
    let referral = Referral::parse(&answers, rules, london(received).date_naive());
    let referral = referral.map_err(|all| anyhow::anyhow!("{all:?}"))?;
    let mut key = [0_u8; 32];
    // Spread over the key space, as a keyed hash would be.
    key[..8].copy_from_slice(&(at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    let entry = Entry::receive(Reference::from_key(&key), referral, Channel::Api, Vec::new(), received, rules);
    let (state, history) = worked(at, received, &rules.calendar)?;
    let moved_at = history.last().map_or(received, |event| event.at);
    let closed = rows && state.status == Status::Closed;
    let row = closed.then(|| Activity::of(&entry, &history, &rules.calendar));
    Ok(Seed { entry, key, state, history, moved_at, row })
}

/// What was done with it, by the rules of the desk.
fn worked(at: usize, received_at: DateTime<Utc>, calendar: &Calendar) -> Result<(State, Vec<Event>)> {
    let later = |days: u64| received_at + Days::new(days);
    // One in ten is late; one in a hundred stays open.
    let contacted = later(if at % 10 == 3 { 12 } else { 1 + (at % 3) as u64 });
    let contact = Act::Contacted(Contact::on(london(contacted).date_naive()));
    let mut acts = vec![(Act::Claim, contacted), (contact, contacted)];
    if at % 100 != 99 {
        acts.push((Act::Close(Closing::new(OUTCOMES[at % 3])), later(20)));
    }
    let (mut state, mut history) = (State::waiting(), Vec::new());
    for (act, now) in acts {
        let acting = Acting { who: "OQ", received_at, now, calendar, history: Some(&history) };
        let (next, events) = state.act(&act, &acting)?;
        history.extend(events);
        state = next;
    }
    Ok((state, history))
}

fn answers(at: usize) -> Value {
    json!({
        "referrer": {"type": "amhp", "name": "Ysolde Tamsin", "workplace": "Northfold Council", "phone": "01632 960123"},
        "patient": {"name": format!("Person {at}"), "date_of_birth": format!("{}-06-15", 1940 + at % 70),
                    "hospital": HOSPITALS[at % 4], "address": "Ward 1, another hospital", "gender": GENDERS[at % 3],
                    "ethnic_group": GROUPS[at % 4], "language": SPOKEN[at % 3]},
        "legal": {"route": ROUTES[at % 6]},
        "consent": "agrees",
    })
}
