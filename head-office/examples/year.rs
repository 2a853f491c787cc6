//! The bench of the report: a year of invented referrals, counted.
//!
//! `cargo run --release -p head-office --example year -- DIR 50000` fills DIR (which takes some minutes) unless it is
//! filled already, and writes a report of the financial year 2025, twice. Whoever closed a referral left its row, so
//! a report opens rows and what is open. With `without-rows` after the count nobody has: the first report then opens
//! every closed referral with its history and leaves the rows, as after a table written before there were any. The time
//! of each, and the most memory so far, go to standard output; how far the filling is, to standard error.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Days, TimeDelta, Utc};
use content_reader::{Content, Texts};
use head_office::{Environment, Terminal, cli};
use queue::local::{self, Local};
use queue::{Identity, Inbox, Once, Submission, Tray};
use referral::life::{Act, Closing, Contact, Outcome};
use referral::{Answers, Calendar, Channel, Reference, Referral, london};
use serde_json::{Value, json};

const HOSPITALS: [&str; 4] = ["alderbrook", "hazel-house", "st-clement", "other"];
const ROUTES: [&str; 6] = ["section-2", "section-3", "section-3", "cto", "informal", "not-sure"];
const GENDERS: [&str; 3] = ["female", "male", "prefer-not-to-say"];
const GROUPS: [&str; 4] = ["white-british", "asian-indian", "black-caribbean", "prefer-not-to-say"];
const SPOKEN: [&str; 3] = ["", "Polish", "Urdu"];
const OUTCOMES: [Outcome; 3] = [Outcome::Supported, Outcome::Declined, Outcome::PassedOn];
/// Filled side by side.
const AT_ONCE: usize = 8;
/// After the year.
const NOW: &str = "2026-05-04T09:00:00Z";

#[tokio::main]
async fn main() -> Result<()> {
    let data = std::env::args().nth(1).map(PathBuf::from).context("name the folder to fill, such as /tmp/year")?;
    let count: usize = std::env::args().nth(2).unwrap_or_else(|| "50000".to_owned()).parse()?;
    let rows = std::env::args().nth(3).as_deref() != Some("without-rows");
    if !data.join("table.db").exists() {
        fill(&data, count, rows).await?;
        writeln!(std::io::stdout(), "filled: at most {} in memory until here", most_memory()?)?;
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

async fn fill(data: &Path, count: usize, rows: bool) -> Result<()> {
    let content = Arc::new(Content::parse(&Texts::compiled())?);
    let Local { table, recipients, token_key, identity_file, .. } = local::open(data).await?;
    let identity = if rows { Some(Identity::parse(&std::fs::read(identity_file)?, None)?) } else { None };
    let inbox = Arc::new(Inbox::new(table.clone(), recipients.clone(), token_key));
    let tray = Arc::new(Tray::new(table, recipients, identity));
    for first in (0..count).step_by(AT_ONCE) {
        let mut some = tokio::task::JoinSet::new();
        for at in first..(first + AT_ONCE).min(count) {
            some.spawn(one(at, count, inbox.clone(), tray.clone(), content.clone()));
        }
        while let Some(done) = some.join_next().await {
            done??;
        }
        if first % 1024 < AT_ONCE {
            writeln!(std::io::stderr(), "{first} of {count}")?;
        }
    }
    Ok(())
}

/// One referral: received on a day of the year, taken, contacted, and all but a few closed.
async fn one(at: usize, count: usize, inbox: Arc<Inbox>, tray: Arc<Tray>, content: Arc<Content>) -> Result<()> {
    let april: DateTime<Utc> = "2025-04-01T08:00:00Z".parse()?;
    let minute = i64::try_from(at * 365 * 24 * 60 / count)?;
    let received = april + TimeDelta::minutes(minute);
    let today = london(received).date_naive();
    let answers = Answers::from_json(&answers(at)).map_err(|(_, problems)| anyhow::anyhow!("{problems:?}"))?;
    let parsed = Referral::parse(&answers, &content.rules, today).map_err(|all| anyhow::anyhow!("{all:?}"))?;
    let once = Once::Key(format!("a year of referrals, number {at}"));
    let submission = Submission { referral: parsed, channel: Channel::Api, marks: Vec::new(), once };
    let receipt = inbox.submit(&submission, &content.rules, received).await?;
    work(at, &receipt.reference, received, &tray, &content.rules.calendar).await
}

async fn work(at: usize, of: &Reference, received: DateTime<Utc>, tray: &Tray, calendar: &Calendar) -> Result<()> {
    let later = |days: u64| received + Days::new(days);
    // One in ten is late; one in a hundred stays open.
    let contacted = later(if at % 10 == 3 { 12 } else { 1 + (at % 3) as u64 });
    let close = Act::Close(Closing::new(OUTCOMES[at % 3]));
    let mut acts =
        vec![(Act::Claim, contacted), (Act::Contacted(Contact::on(london(contacted).date_naive())), contacted)];
    if at % 100 != 99 {
        acts.push((close, later(20)));
    }
    for (act, now) in acts {
        tray.act(of, &act, "OQ", now, calendar, None).await?;
    }
    Ok(())
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
