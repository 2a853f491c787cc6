//! How fast the desk is when the archive is long: `cargo bench -p head-office --bench desk [-- SIZE…]`.
//!
//! For each size (1,000, 10,000 and 100,000 entries, of which 500 are open) a table is made on disk, then a process
//! of its own measures it, so that its memory is that of a desk and not of the seeding. Everybody in it is invented.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use std::io::{BufRead as _, BufReader, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use chrono::{DateTime, TimeDelta, Utc};
use content_reader::{Content, Texts};
use head_office::{Clock, Desk, Environment, Office, Terminal, cli};
use queue::seeding::{Seed, plant, plant_index};
use queue::{Identity, Search, Tray, local};
use referral::life::{Closing, Contact, Event, Outcome, Remark, State, Status, What};
use referral::{Activity, Answers, Channel, Entry, Reference, Referral, Rules};
use serde_json::json;
use tower::ServiceExt as _;

const OPEN: usize = 500;
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// What one program closes before it ends: each has a key of its own for the texts it leaves.
const A_PROGRAM: usize = 10;
/// Entries sealed side by side.
const AT_ONCE: usize = 1_000;
const ROUNDS: u32 = 20;

fn now() -> DateTime<Utc> {
    "2026-11-23T10:15:00Z".parse().unwrap()
}

fn clock() -> Clock {
    Arc::new(now)
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let runtime = head_office::runtime().unwrap();
    let mut out = std::io::stdout();
    if let [measure, data] = &words[..]
        && measure == "measure"
    {
        let line = runtime.block_on(measured(Path::new(data)));
        writeln!(out, "{line}").unwrap();
        return;
    }
    if let [seed, data, size] = &words[..]
        && seed == "seed"
    {
        runtime.block_on(seeded(Path::new(data), size.parse().unwrap()));
        return;
    }
    let sizes: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    writeln!(
        out,
        "{:>8}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>12}  {:>9}  {:>9}",
        "entries",
        "list cold",
        "list warm",
        "desk page",
        "open one",
        "case page",
        "find one",
        "find many",
        "export/min",
        "desk RSS",
        "export RSS"
    )
    .unwrap();
    for size in sizes {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let begun = Instant::now();
        runtime.block_on(seeded(&data, size));
        let mine =
            Command::new(std::env::current_exe().unwrap()).args(["measure", data.to_str().unwrap()]).output().unwrap();
        write!(out, "{size:>8}  {}", String::from_utf8_lossy(&mine.stdout)).unwrap();
        let took = begun.elapsed().as_secs();
        writeln!(out, "          (seeding and measuring took {took} s) {}", String::from_utf8_lossy(&mine.stderr))
            .unwrap();
    }
}

fn rules() -> Rules {
    Content::parse(&Texts::compiled()).unwrap().rules
}

/// All but the last five hundred are closed, spread over the years before.
async fn seeded(data: &Path, size: usize) {
    drop(local::open(data).await.unwrap());
    let (local, rules) = (local::existing(data).await.unwrap(), rules());
    let identity = Identity::parse(&std::fs::read(&local.identity_file).unwrap(), None).unwrap();
    for from in (0..size).step_by(AT_ONCE) {
        let seeds: Vec<Seed> = (from..(from + AT_ONCE).min(size)).map(|nth| seed(nth, size, &rules)).collect();
        for seeds in seeds.chunks(A_PROGRAM) {
            let tray = Tray::new(local.table.clone(), local.recipients.clone(), Some(identity.clone()));
            plant_index(&tray, seeds).await.unwrap();
        }
        plant(&local.table, &local.recipients, seeds).await.unwrap();
    }
}

fn seed(nth: usize, size: usize, rules: &Rules) -> Seed {
    let open = nth + OPEN >= size;
    let hours =
        if open { i64::try_from((size - nth) / 10).unwrap() } else { 200 + i64::try_from((size - nth) / 2).unwrap() };
    let at = now() - TimeDelta::hours(hours);
    let body = json!({
        "referrer": {"type": "amhp", "name": "Dee Lark", "workplace": "Northfold", "phone": "+44 (0)1632 960 123"},
        "patient": {"name": format!("Ida Moss {nth}"), "date_of_birth": "1984-04-03", "address": "Room 4", "ward": "Fern"},
        "legal": {"route": if nth.is_multiple_of(3) { "section-2" } else { "section-3" }},
        "consent": "agrees",
        "help_wanted": "Someone to come to the ward round. ".repeat(20),
    });
    let answers = Answers::from_json(&body).map_err(|(_, problems)| problems).unwrap();
    let referral = Referral::parse(&answers, rules, referral::london(at).date_naive()).unwrap();
    let mut key = [0_u8; 32];
    // Spread over the key space, as a keyed hash would be.
    key[..8].copy_from_slice(&(nth as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    let entry = Entry::receive(Reference::from_key(&key), referral, Channel::Api, Vec::new(), at, rules);
    let day = referral::london(at).date_naive();
    let note = format!("Her sister {nth} rang; she would rather have somebody who speaks Polish.");
    let acts = [
        What::Claim,
        What::Contacted(Contact::on(day)),
        What::Note(Remark::new(note)),
        What::Close(Closing::new(Outcome::Supported)),
    ];
    let history: Vec<Event> = acts.into_iter().map(|what| Event::new(at, "OQ", what)).collect();
    let owner = Some("OQ".to_owned());
    let closed = State { status: Status::Closed, owner, heard: true, version: 4, ..State::waiting() };
    let row = (!open).then(|| Activity::of(&entry, &history, &rules.calendar));
    let (state, history) = if open { (State::waiting(), Vec::new()) } else { (closed, history) };
    Seed { entry, key, state, history, moved_at: at, row }
}

async fn tray(data: &Path) -> Tray {
    let local = local::existing(data).await.unwrap();
    let identity = Identity::parse(&std::fs::read(&local.identity_file).unwrap(), None).unwrap();
    Tray::new(local.table, local.recipients, Some(identity))
}

async fn measured(data: &Path) -> String {
    let tray = tray(data).await;
    let begun = Instant::now();
    let listing = tray.list().await.unwrap();
    let cold = begun.elapsed();
    assert_eq!((listing.cases.len(), listing.unopened.len()), (OPEN, 0));
    let warm = median(async || drop(tray.list().await.unwrap())).await;
    let references: Vec<Reference> = listing.cases.iter().map(|case| case.entry.reference.clone()).collect();
    let mut nth = 0;
    let one = median(async || {
        nth += 7;
        assert!(tray.show(&references[nth % OPEN]).await.unwrap().is_some());
    })
    .await;
    let find = async |typed: &str| {
        let begun = Instant::now();
        // As the command line: nothing is opened yet.
        let tray = self::tray(data).await;
        let found =
            tray.find(&Search::new(typed, &rules().places, now().date_naive()), now(), &mut |_| {}).await.unwrap();
        (begun.elapsed(), found.open.len() + found.closed.len(), found.unopened)
    };
    let (one_found, count, unopened) = find("moss 4711").await;
    assert!((1..100).contains(&count) && unopened == 0, "{count} found, {unopened} unopened");
    let (many_found, count, _) = find("sister polish").await;
    assert!(count >= 500, "{count} found");
    let page = desk_page(tray.clone(), "/").await;
    let case = desk_page(tray, &format!("/referral/{}", references[7])).await;
    let desk_peak = peak();
    let file = data.join("export.csv");
    let begun = Instant::now();
    exported(data, &file).await;
    let took = begun.elapsed();
    let (whole_peak, rows) = (peak(), lines(&file) - 1);
    let a_minute = f64::from(u32::try_from(rows).unwrap()) / took.as_secs_f64() * 60.0;
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    format!(
        "{:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {a_minute:>12.0}  {desk_peak:>6} MB  {whole_peak:>6} MB",
        ms(cold),
        ms(warm),
        ms(page),
        ms(one),
        ms(case),
        ms(one_found),
        ms(many_found)
    )
}

async fn median(mut what: impl AsyncFnMut()) -> Duration {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        what().await;
        times.push(begun.elapsed());
    }
    times.sort();
    times[times.len() / 2]
}

/// A page as a browser gets it, rows opened before.
async fn desk_page(tray: Tray, path: &str) -> Duration {
    let content = Content::parse(&Texts::compiled()).unwrap();
    let desk = Desk::new(Office::new(tray, content, "OQ".to_owned(), clock())).unwrap();
    let at = "127.0.0.1:8081".parse().unwrap();
    let entry = desk.address(at).replace("http://127.0.0.1:8081", "");
    let router = head_office::desk::desk(Arc::new(desk), at);
    let get = async |path: &str, cookie: &str| {
        let request = Request::get(path).header("host", "127.0.0.1:8081").header("cookie", cookie);
        router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    };
    let entered = get(&entry, "").await;
    let cookie = entered.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    // Every page lies below the desk's secret folder.
    let path = format!("{}{path}", entry.split("/?").next().unwrap());
    median(async || {
        let page = get(&path, &cookie).await;
        assert!(page.status().is_success(), "{}", page.status());
        assert!(to_bytes(page.into_body(), 16 << 20).await.unwrap().len() > 10_000);
    })
    .await
}

/// The verb itself, marks and all.
async fn exported(data: &Path, file: &Path) {
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    let verb = cli::parse(["head-office", "--data", data, "export", "--format", "csv", "--out", file]).unwrap();
    let mut out = Vec::new();
    let env = |name: &str| (name == "IMHA_STAFF").then(|| "OQ".to_owned());
    let mut environment = Environment { out: &mut out, clock: clock(), env: &env, terminal: Terminal::default() };
    cli::run(verb, &mut environment).await.unwrap();
}

/// How many lines a file of CSV has, without holding the file: its memory is not the export's.
fn lines(file: &Path) -> usize {
    let mut reader = BufReader::new(std::fs::File::open(file).unwrap());
    let (mut count, mut line) = (0, Vec::new());
    while reader.read_until(b'\n', &mut line).unwrap() > 0 {
        count += usize::from(line.ends_with(b"\r\n"));
        line.clear();
    }
    count
}

/// Megabytes at the most, as the kernel counted them.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
