//! Leaving the queue: export, purge, verify; and the digest.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::fixture::{Fixture, MONDAY};

/// Reads CSV back as RFC 4180 says, so that what a spreadsheet sees is what is compared.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.strip_prefix('\u{feff}').expect("a mark of UTF-8").chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => cell.push(signs.next().expect("peeked")),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => assert_eq!(signs.next(), Some('\n'), "CRLF ends a line"),
            _ if quoted => cell.push(sign),
            other => panic!("{other:?} outside quotation marks"),
        }
        if sign == '\r' && !quoted {
            row.push(std::mem::take(&mut cell));
            rows.push(std::mem::take(&mut row));
        }
    }
    rows
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|heading| heading == name).unwrap_or_else(|| panic!("no column {name}"));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

/// docs/contract.md, Output; docs/security.md, Spreadsheets.
#[tokio::test]
async fn every_cell_of_an_export_comes_back_and_none_is_a_formula() {
    let office = Fixture::new().await;
    let tricky = json!({
        "referrer": {"type": "amhp", "name": "=cmd|'/c calc'!A1", "workplace": "Fern, \"B\"", "phone": "+44 (0)1632 960 123"},
        "help_wanted": "first line\nsecond, with a comma and a \"quote\"",
    });
    office.referred("Ólafur O'Brien", &tricky).await;
    let text = office.does("OQ", &["export", "--format", "csv"]).await;
    let rows = rows(&text);
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let table = [
        ("patient.name", "Ólafur O'Brien"),
        ("referrer.name", "'=cmd|'/c calc'!A1"),
        ("referrer.workplace", "Fern, \"B\""),
        ("referrer.phone", "01632 960 123"),
        ("help_wanted", "first line\nsecond, with a comma and a \"quote\""),
        ("patient.needs", "interpreter"),
        ("patient.date_of_birth", "1984-04-03"),
        ("patient.hospital", "alderbrook"),
        ("legal.route", "section-3"),
        ("status", "waiting"),
        ("eligibility", "eligible"),
        ("received_at", MONDAY),
        ("outcome", ""),
    ];
    for (name, expected) in table {
        assert_eq!(column(&rows, name), [expected], "{name}");
    }
}

#[tokio::test]
async fn an_export_is_chosen_by_state_and_date_repeated_and_marked() {
    let office = Fixture::new().await;
    let first = office.referred("Marek Nowicki", &json!({})).await;
    office.set("2026-11-24T09:00:00Z");
    let second = office.referred("Ines Vale", &json!({})).await;
    for verb in [
        &["claim", first.as_str()][..],
        &["contacted", first.as_str()],
        &["close", first.as_str(), "--outcome", "declined"],
    ] {
        office.does("OQ", verb).await;
    }
    let exported = async |options: &[&str]| -> Vec<String> {
        let verb: Vec<&str> = ["export", "--format", "csv"].iter().chain(options).copied().collect();
        column(&rows(&office.does("OQ", &verb).await), "reference")
    };
    let (a, b) = (first.to_string(), second.to_string());
    let table: [(&[&str], Vec<&String>); 7] = [
        (&["--new"], vec![&a, &b]),
        (&["--new"], vec![]),
        (&[], vec![&a, &b]),
        (&["--state", "closed"], vec![&a]),
        (&["--state", "waiting", "--state", "closed"], vec![&a, &b]),
        (&["--from", "2026-11-24"], vec![&b]),
        (&["--to", "2026-11-23", "--state", "waiting"], vec![]),
    ];
    for (options, expected) in table {
        assert_eq!(exported(options).await.iter().collect::<Vec<_>>(), expected, "{options:?}");
    }
    office.does("OQ", &["note", &b, "the ward rang"]).await;
    assert_eq!(exported(&["--new"]).await, std::slice::from_ref(&b), "what changed since is new again");
    let shown = office.reads(&["show", &b, "--json"]).await;
    let marks = shown["events"].as_array().unwrap().iter().filter(|event| event["note"] == "export").count();
    assert_eq!(marks, 2, "each version is marked once, however often it is exported: {}", shown["events"]);

    let lines = office.does("OQ", &["export", "--format", "jsonl"]).await;
    let objects: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((objects.len(), &objects[1]["patient"]["name"]), (2, &json!("Ines Vale")));
    assert_eq!(objects[0]["events"][2]["outcome"], "declined");
}

#[tokio::test]
async fn an_export_to_a_file_is_whole_and_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = Fixture::new().await;
    office.referred("Marek Nowicki", &json!({})).await;
    let file = office.data.join("out.csv");
    let path = file.to_str().unwrap();
    assert_eq!(office.does("OQ", &["export", "--format", "csv", "--out", path]).await, "");
    assert_eq!(rows(&std::fs::read_to_string(&file).unwrap()).len(), 2);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let nowhere = office.data.join("no/such/folder/out.csv");
    let said = office.runs("OQ", &["export", "--format", "csv", "--new", "--out", nowhere.to_str().unwrap()]).await;
    assert!(said.code == 1 && said.errors.ends_with("Nothing was exported."), "{}", said.errors);
    for (row, verb) in [
        ("neither", &["export"][..]),
        ("both", &["export", "--format", "csv", "--sealed", "7K3Q9A41ZZ"]),
        ("an unknown state", &["export", "--format", "csv", "--state", "parked"]),
    ] {
        assert_eq!(office.runs("OQ", verb).await.code, 1, "{row}");
    }
}

/// docs/reliability.md, People, purge: what remains counts; the bytes are gone from the file.
#[tokio::test]
async fn a_purge_asks_says_what_goes_and_leaves_no_byte() {
    let office = Fixture::new().await;
    let (old, open) =
        (office.referred("Marek Nowicki", &json!({})).await, office.referred("Ines Vale", &json!({})).await);
    office.does("OQ", &["close", old.as_str(), "--outcome", "spam", "--note", "sent by mistake"]).await;
    let sealed = office.data.join("sealed");
    let mut bytes = Vec::new();
    office.sealed(old.as_str(), &mut bytes).await;
    std::fs::write(&sealed, &bytes).unwrap();
    std::fs::remove_file(&sealed).unwrap();
    assert_eq!(
        office.does("OQ", &["purge", "--dry-run"]).await,
        "Nothing to purge: nothing was closed long enough ago.\n"
    );

    office.set("2034-11-24T10:15:00Z");
    let dry = office.does("OQ", &["purge", "--dry-run"]).await;
    assert_eq!(dry, format!("{old}  closed 2026-11-23\n1 would be purged, closed long enough ago.\n"));
    let asked = office.runs("OQ", &["purge"]).await;
    assert!(asked.code == 1 && asked.errors.contains("Say --yes"), "nobody to ask: {}", asked.errors);
    assert_eq!(office.runs("OQ", &["show", old.as_str()]).await.code, 0, "still there");

    let done = office.does("OQ", &["purge", "--yes"]).await;
    assert_eq!(
        done,
        format!("{old}  closed 2026-11-23\n1 purged. Their figures remain for reports, without a name.\n")
    );
    assert_eq!(
        office.does("OQ", &["purge", "--yes"]).await,
        "0 purged. Their figures remain for reports, without a name.\n"
    );
    let gone = office.runs("OQ", &["show", old.as_str()]).await;
    assert_eq!(
        gone.errors,
        format!("{old} was purged on Friday 24 November 2034 by OQ. Only its figures remain, in reports.")
    );
    assert_eq!(office.reads(&["list", "--json"]).await[0]["reference"], open.as_str());
    let verified = office.reads(&["verify", "--json"]).await;
    assert_eq!((&verified["purged"], &verified["entries"]), (&json!(1), &json!(1)));
    assert!(!is_in_a_file(&office, &bytes));
}

/// Whether a stretch of a ciphertext is in a file of the folder as SQLite keeps it: base64 in the item's JSON.
fn is_in_a_file(office: &Fixture, sealed: &[u8]) -> bool {
    let canary = BASE64_STANDARD.encode(&sealed[600..660]);
    let files = std::fs::read_dir(&office.data).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let mut raw = files.map(|file| std::fs::read(file).unwrap());
    raw.any(|raw| raw.windows(canary.len()).any(|window| window == canary.as_bytes()))
}

/// The same at a desk that stays open.
#[tokio::test]
async fn a_purge_and_an_erasure_at_the_desk_leave_no_byte() {
    let office = Fixture::new().await;
    let (old, open) =
        (office.referred("Marek Nowicki", &json!({})).await, office.referred("Ines Vale", &json!({})).await);
    office.does("OQ", &["close", old.as_str(), "--outcome", "spam"]).await;
    let (mut purged, mut erased) = (Vec::new(), Vec::new());
    office.sealed(old.as_str(), &mut purged).await;
    office.sealed(open.as_str(), &mut erased).await;
    assert!(is_in_a_file(&office, &purged) && is_in_a_file(&office, &erased));
    office.set("2034-11-24T10:15:00Z");
    let desk = Browser::open(&office, "OQ").await;
    let said = desk.post("/purge", "sure=yes").await.body;
    assert!(said.contains("1 purged.") && !is_in_a_file(&office, &purged), "{said}");
    let said = desk.does(open.as_str(), "erase", "why=she+asked&sure=yes").await.body;
    assert!(said.contains("is erased") && !is_in_a_file(&office, &erased), "{said}");
    assert_eq!(office.runs("OQ", &["verify"]).await.code, 0);
}

/// A mail server of the smallest kind; gives what it was told.
fn mail_server() -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let (mut told, mut out, mut data) = (String::new(), stream.try_clone().unwrap(), false);
        out.write_all(b"220 mail.example ESMTP\r\n").unwrap();
        for line in BufReader::new(stream).lines() {
            let line = line.unwrap();
            told.push_str(&line);
            told.push('\n');
            let answer = match (data, line.as_str()) {
                (true, ".") => {
                    data = false;
                    "250 kept"
                }
                (true, _) => continue,
                (false, "DATA") => {
                    data = true;
                    "354 go on"
                }
                (false, "QUIT") => {
                    out.write_all(b"221 bye\r\n").unwrap();
                    break;
                }
                _ => "250 fine",
            };
            out.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
        }
        told
    });
    (url, server)
}

#[tokio::test]
async fn the_digest_is_mailed_on_working_days_when_something_waits_and_names_no_one() {
    let office = Fixture::new().await;
    let (url, server) = mail_server();
    let env = |name: &str| match name {
        "IMHA_SMTP_URL" => Some(url.clone()),
        "IMHA_MAIL_FROM" => Some("desk@example.org".to_owned()),
        "IMHA_MAIL_TO" => Some("Head office <office@example.org>, cover@example.org".to_owned()),
        _ => None,
    };
    let mail = async || office.runs_in(&env, &["digest", "--mail"]).await;
    let silent = mail().await;
    assert_eq!((silent.code, silent.out.as_str()), (0, ""), "nothing waits: {}", silent.errors);
    let reference = office.referred("Zephyrine Quill", &json!({})).await;
    office.set("2026-11-28T09:00:00Z");
    assert_eq!(mail().await.out, "", "a Saturday");
    office.set("2026-12-01T09:00:00Z");
    let sent = mail().await;
    assert_eq!((sent.code, sent.out.as_str()), (0, "Mailed: 1 waiting.\n"), "{}", sent.errors);
    // Long lines are folded on the way.
    let told = server.join().unwrap().replace("=\n", "");
    for expected in [
        "<office@example.org>",
        "<cover@example.org>",
        "Subject: 1 referral is waiting, 1 OVERDUE",
        "overdue by 1 working day",
        reference.as_str(),
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    for canary in ["Zephyrine", "Quill", "Fern", "Alderbrook"] {
        assert!(!told.contains(canary), "{canary}: {told}");
    }
    let gone = mail().await;
    assert_eq!(
        (gone.code, gone.errors.as_str()),
        (1, "The mail was not sent: the mail server could not be reached. Check IMHA_SMTP_URL and the network.")
    );
    let bare = office.runs("OQ", &["digest", "--mail"]).await;
    assert!(bare.code == 1 && bare.errors.starts_with("Mail is not set up. Set IMHA_SMTP_URL"), "{}", bare.errors);
    let part = office
        .runs_in(&|name| (name == "IMHA_MAIL_TO").then(|| "a@example.org".to_owned()), &["digest", "--mail"])
        .await;
    assert!(part.errors.starts_with("Mail is set up in part only."), "{}", part.errors);
}

#[tokio::test]
async fn a_try_of_the_mail_goes_out_on_a_day_without_work_and_with_nothing_waiting() {
    let office = Fixture::new().await;
    office.set("2026-11-28T09:00:00Z");
    let (url, server) = mail_server();
    let env = |name: &str| match name {
        "IMHA_SMTP_URL" => Some(url.clone()),
        "IMHA_MAIL_FROM" | "IMHA_MAIL_TO" => Some("desk@example.org".to_owned()),
        _ => None,
    };
    let sent = office.runs_in(&env, &["digest", "--mail", "--try"]).await;
    assert_eq!((sent.code, sent.out.as_str()), (0, "Mailed: 0 waiting.\n"), "{}", sent.errors);
    let told = server.join().unwrap();
    assert!(told.contains("Nothing waits."), "{told}");
}
