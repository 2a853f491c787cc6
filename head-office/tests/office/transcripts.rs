//! Transcripts: what a person at a terminal reads, kept as files in `transcripts/` so that a change is seen and read.
//! Run with `UPDATE=1` to write them anew, then read the difference.

use clap::CommandFactory;
use head_office::Terminal;
use head_office::cli::Cli;
use referral::Reference;
use serde_json::json;

use crate::fixture::Fixture;
use crate::kept::compare;

/// References are made by a secret of each folder; in a transcript they are named in order.
fn named(text: &str, references: &[String]) -> String {
    let names = ["AAAAAAAAA1", "AAAAAAAAA2", "AAAAAAAAA3"];
    references.iter().zip(names).fold(text.to_owned(), |text, (reference, name)| {
        let spoken = |of: &str| Reference::parse(of).unwrap().spoken();
        text.replace(reference, name).replace(&spoken(reference), &spoken(name))
    })
}

struct Session<'a> {
    office: &'a Fixture,
    terminal: Terminal,
    references: Vec<String>,
    told: String,
}

impl Session<'_> {
    async fn types(&mut self, who: &str, verb: &[&str]) {
        let env = |name: &str| (name == "IMHA_STAFF").then(|| who.to_owned());
        let mut out = Vec::new();
        let ended = self.office.writes(&env, verb, self.terminal, &mut out).await;
        let out = String::from_utf8(out).unwrap();
        let quoted: Vec<String> = verb
            .iter()
            .map(|word| if word.contains(' ') { format!("\"{word}\"") } else { (*word).to_owned() })
            .collect();
        let sentence =
            ended.map_or_else(|sentence| format!("{}\n[exit code 1]\n", sentence.trim_end()), |()| String::new());
        self.told += &named(&format!("{who}$ head-office {}\n{out}{sentence}\n", quoted.join(" ")), &self.references);
    }
}

#[tokio::test]
async fn a_morning_at_an_eighty_column_terminal() {
    let office = Fixture::new().await;
    office.set("2026-11-12T10:15:00Z");
    let late = office.referred("Marek Nowicki", &json!({})).await;
    office.set("2026-11-19T10:15:00Z");
    let urgent =
        office.referred("Ines Vale", &json!({"important_date": {"on": "2026-11-25", "what": "Tribunal"}})).await;
    office.set("2026-11-19T10:16:00Z");
    let last = office.referred("Tom Reed", &json!({"legal": {"route": "informal"}})).await;
    office.set("2026-11-23T10:15:00Z");
    let references: Vec<String> = [&late, &urgent, &last].map(ToString::to_string).to_vec();
    let terminal = Terminal { width: Some(80), ..Terminal::default() };
    let mut session = Session { office: &office, terminal, references, told: String::new() };
    let (late, urgent, last) = (late.as_str(), urgent.as_str(), last.as_str());
    session.types("OQ", &["digest"]).await;
    session.types("OQ", &["list"]).await;
    session.types("OQ", &["claim", late]).await;
    session.types("PT", &["claim", late]).await;
    session.types("PT", &["take-over", late]).await;
    session.types("OQ", &["contacted", late, "--how", "phone"]).await;
    session.types("PT", &["contacted", late, "--how", "phone", "--attempt", "--note", "no answer, again at two"]).await;
    session.types("PT", &["contacted", late, "--how", "visit", "--by", "Dee Lark"]).await;
    session.types("PT", &["close", late]).await;
    session.types("PT", &["close", late, "--outcome", "supported", "--note", "met on the ward"]).await;
    session.types("OQ", &["show", late]).await;
    session.types("OQ", &["claim", urgent]).await;
    session.types("OQ", &["close", last, "--outcome", "duplicate"]).await;
    session.types("OQ", &["list"]).await;
    session.terminal.width = Some(120);
    session.types("OQ", &["list"]).await;
    session.terminal.width = Some(80);
    session.types("OQ", &["reopen", late]).await;
    session.types("OQ", &["list"]).await;
    session.types("OQ", &["digest"]).await;
    session.types("OQ", &["verify"]).await;
    session.types("OQ", &["purge", "--dry-run"]).await;
    session.types("OQ", &["export"]).await;
    compare("transcripts/morning.txt", &session.told);
}

#[tokio::test]
async fn help_says_everything_there_is() {
    let mut told = String::new();
    for verb in [
        &["--help"][..],
        &["contacted", "--help"],
        &["close", "--help"],
        &["export", "--help"],
        &["purge", "--help"],
        &["keys", "--help"],
        &["keys", "new", "--help"],
        &["digest", "--help"],
        &["claim"],
        &["unknown"],
    ] {
        let args = ["head-office"].iter().chain(verb).copied();
        // Of one width, whatever terminal the tests run in.
        let told_instead = Cli::command().term_width(100).try_get_matches_from(args).expect_err("help");
        told += &format!("$ head-office {}\n{}\n\n", verb.join(" "), told_instead.to_string().trim_end());
    }
    compare("transcripts/help.txt", &told);
}

/// `NO_COLOR` and pipes get none; a terminal gets red for what is overdue, and the same columns.
#[tokio::test]
async fn colours_are_for_terminals_alone() {
    let office = Fixture::new().await;
    office.referred("Marek Nowicki", &json!({})).await;
    office.set("2026-12-07T10:15:00Z");
    let list = async |terminal: Terminal| {
        let mut out = Vec::new();
        office.writes(&|_| None, &["list"], terminal, &mut out).await.unwrap();
        String::from_utf8(out).unwrap()
    };
    let plain = list(Terminal::default()).await;
    let red = list(Terminal { colour: true, ..Terminal::default() }).await;
    assert!(!plain.contains('\u{1b}') && plain.contains("OVERDUE by 5 working days"), "{plain}");
    assert!(red.contains("\u{1b}[1;31mMonday 30 November, OVERDUE by 5 working days"), "{red:?}");
    assert_eq!(red.replace("\u{1b}[1;31m", "").replace("\u{1b}[0m", ""), plain);
}

#[tokio::test]
async fn completions_know_the_verbs() {
    let office = Fixture::new().await;
    for shell in ["bash", "zsh", "fish"] {
        let script = office.does("OQ", &["completions", shell]).await;
        assert!(script.contains("take-over") && script.contains("rotate"), "{shell}");
    }
}
