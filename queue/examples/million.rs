//! What the list of open referrals costs as the archive grows: `docs/scale.md` quotes it.
//!
//!     cargo run --release -p queue --features embedded --example million -- 1000000
//!
//! Five hundred open referrals are submitted and one is taken to its end, all through the real inbox and tray; copies
//! of the closed one's item under other references then make the archive, each in the month of its closing in the index.
//! Nine desks then list at each size, and the medians are printed. Wants about 17 KB of disk for each.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use chrono::{DateTime, Utc};
use dynoxide::Database;
use queue::{Engine, Identity, Inbox, NewIdentity, Once, Recipients, Submission, Table, TokenKey, Tray};
use referral::life::{Act, Closing, Outcome};
use referral::{Answers, Channel, Reference, Referral, Rules};
use serde_json::{Value, json};

type Outcomes<T> = Result<T, Box<dyn Error>>;

const OPEN: usize = 500;
/// Desks that list at each size; the median of theirs is printed.
const ROUNDS: usize = 9;
/// What is put in one transaction of the file.
const BATCH: u64 = 25;

#[tokio::main]
async fn main() -> Outcomes<()> {
    let most: u64 = std::env::args().nth(1).map_or(Ok(100_000), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("table.db");
    let table = Table::with_connector(Engine::open(&file)?);
    table.create().await?;
    let [a, b, c] = [NewIdentity::generate(), NewIdentity::generate(), NewIdentity::generate()];
    let recipients = Recipients::parse(&[a.public(), b.public(), c.public()].join(","))?;
    let identity = Identity::parse(a.plain().as_bytes(), None)?;
    let tray = || Tray::new(table.clone(), recipients.clone(), Some(identity.clone()));

    let (rules, now) = (rules()?, "2026-11-23T10:00:00Z".parse()?);
    let inbox = Inbox::new(table.clone(), recipients.clone(), TokenKey::parse(&"0a".repeat(32))?);
    for n in 0..OPEN {
        submit(&inbox, &rules, n, now).await?;
    }
    let done = submit(&inbox, &rules, OPEN, now).await?;
    for act in [Act::Claim, Act::Close(Closing::new(Outcome::Duplicate))] {
        tray().act(&done, &act, "AR", now, &rules.calendar, None).await?;
    }

    let archive = Archive::of(&file, &done)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:>10} {:>6} {:>14} {:>14} {:>10}", "closed", "open", "first list ms", "next list ms", "file MB")?;
    let mut kept = 1;
    for count in std::iter::successors(Some(1_000), |count| Some(count * 10)).take_while(|count| *count <= most) {
        archive.fill(kept, count)?;
        kept = count;
        let (mut firsts, mut nexts, mut open) = (Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            let tray = tray();
            let (first, listed) = timed(&tray).await?;
            let (next, _) = timed(&tray).await?;
            open = listed;
            firsts.push(first);
            nexts.push(next);
        }
        let (first, next) = (median(firsts), median(nexts));
        let size = std::fs::metadata(&file)?.len() / 1_000_000;
        writeln!(out, "{count:>10} {open:>6} {first:>14.1} {next:>14.1} {size:>10}")?;
    }
    Ok(())
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// Milliseconds of a list, and how many it has. The first list of a desk opens every entry.
async fn timed(tray: &Tray) -> Outcomes<(f64, usize)> {
    let begun = Instant::now();
    let listed = tray.list().await?.cases.len();
    Ok((begun.elapsed().as_secs_f64() * 1000.0, listed))
}

async fn submit(inbox: &Inbox, rules: &Rules, n: usize, now: DateTime<Utc>) -> Outcomes<Reference> {
    let body = json!({
        "referrer": {"type": "patient"}, "patient": {"name": format!("Example {n}"), "address": "no fixed address"},
        "legal": {"route": "section-2"}, "help_wanted": "Someone to come to the ward round with me.",
    });
    let answers = Answers::from_json(&body).map_err(|_| "the example's answers")?;
    let referral = Referral::parse(&answers, rules, now.date_naive()).map_err(|_| "the example's referral")?;
    let once = Once::Key(format!("example-{n:08}-example"));
    let submission = Submission { referral, channel: Channel::Api, marks: Vec::new(), once };
    Ok(inbox.submit(&submission, rules, now).await?.reference)
}

fn rules() -> Outcomes<Rules> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let text = |name: &str| std::fs::read_to_string(content.join(name));
    Ok(Rules::parse(&text("law.toml")?, &text("calendar.toml")?, &text("places.toml")?)?)
}

/// The file, and the item of a closed entry to copy.
struct Archive {
    file: Database,
    item: Value,
}

impl Archive {
    fn of(file: &Path, closed: &Reference) -> Outcomes<Self> {
        let file = Database::new(file.to_str().ok_or("the folder's name")?)?;
        let key = json!({"pk": {"S": closed.as_str()}, "sk": {"S": "entry"}});
        let got = file.get_item(serde_json::from_value(json!({"TableName": "referrals", "Key": key}))?)?;
        let item = serde_json::to_value(&got)?["Item"].clone();
        Ok(Self { file, item })
    }

    /// Brings the archive from one count to another, spread over ten years of closed months.
    fn fill(&self, from: u64, to: u64) -> Outcomes<()> {
        self.file.enable_bulk_loading()?;
        for start in (from..to).step_by(usize::try_from(BATCH)?) {
            let puts: Vec<Value> = (start..to.min(start + BATCH)).map(|n| self.copy(n)).collect();
            self.file.batch_write_item(serde_json::from_value(json!({"RequestItems": {"referrals": puts}}))?)?;
        }
        Ok(self.file.disable_bulk_loading()?)
    }

    fn copy(&self, n: u64) -> Value {
        let mut item = self.item.clone();
        item["pk"]["S"] = json!(format!("{n:010}"));
        item["open"]["S"] = json!(format!("closed {}-{:02}", 2017 + n % 10, 1 + n / 10 % 12));
        json!({"PutRequest": {"Item": item}})
    }
}
