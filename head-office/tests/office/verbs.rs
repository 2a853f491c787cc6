//! The command line: what it does, what it gives to machines, and the sentences it refuses with.

use head_office::{Environment, Terminal};
use serde_json::{Value, json};

use crate::fixture::Fixture;

#[tokio::test]
async fn a_referral_is_worked_from_waiting_to_closed() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();

    let list = office.does("OQ", &["list"]).await;
    let expected = format!(
        "1 waiting: 1 next.\n\
         Reference   Due                                      Status   Look at\n\
         {named}  Monday 30 November, 5 working days left  Waiting\n"
    );
    assert_eq!(list, expected);
    let row = json!([{
        "reference": named, "received_at": "2026-11-23T10:15:00Z", "due_on": "2026-11-30",
        "status": "waiting", "owner": null, "eligibility": "eligible", "urgent": false, "channel": "form",
    }]);
    assert_eq!(office.reads(&["list", "--json"]).await, row);

    let claimed = office.does("OQ", &["claim", named]).await;
    assert_eq!(claimed, format!("{named}: it is yours until Tuesday 24 November, 10:15.\n"));
    office.does("OQ", &["contacted", named, "--attempt", "--how", "phone"]).await;
    office.does("OQ", &["contacted", named, "--on", "2026-11-23", "--how", "visit"]).await;
    assert_eq!(office.reads(&["list", "--json"]).await[0]["status"], "contacted");
    office.does("OQ", &["close", named, "--outcome", "supported", "--note", "Met on the ward"]).await;
    assert_eq!(office.reads(&["list", "--json"]).await, json!([]));
    assert_eq!(office.does("OQ", &["list"]).await, "Nothing is open.\n");

    let shown = office.reads(&["show", named, "--json"]).await;
    assert_eq!(shown["status"], "closed");
    let acts: Vec<&Value> = shown["events"].as_array().unwrap().iter().map(|event| &event["what"]).collect();
    assert_eq!(acts, ["claim", "attempt", "contacted", "close", "opened"]);
    let close = json!({
        "at": "2026-11-23T10:15:00Z", "who": "OQ", "what": "close", "outcome": "supported", "note": "Met on the ward",
    });
    assert_eq!(shown["events"][3], close);
    office.does("OQ", &["reopen", named]).await;
    assert_eq!(office.reads(&["list", "--json"]).await[0]["owner"], Value::Null);
}

#[tokio::test]
async fn show_gives_every_field_by_its_dotted_nesting() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
    assert_eq!(shown["patient"]["name"], "Marek Nowicki");
    assert_eq!(shown["patient"]["needs"], json!(["interpreter"]));
    assert_eq!(shown["legal"]["route"], "section-3");
    assert_eq!(shown["eligibility"], "eligible");
    assert_eq!(shown["received_at"], "2026-11-23T10:15:00Z");
    assert_eq!(shown["events"][0]["what"], "opened", "reading is recorded");

    let text = office.does("OQ", &["show", reference.as_str()]).await;
    let (first, answers) = text.split_once("\nAnswers\n").unwrap();
    assert!(first.contains("Ring the ward first") && first.contains("Polish"), "needs and safety come first: {text}");
    assert!(answers.contains("Marek Nowicki") && answers.contains("Alderbrook Hospital, Northfold"), "{text}");
}

#[tokio::test]
async fn urgent_comes_first_then_the_due_date() {
    let office = Fixture::new().await;
    office.set("2026-11-19T10:15:00Z");
    let older = office.referred("Marek Nowicki", &json!({})).await;
    office.set(crate::fixture::MONDAY);
    let newer = office.referred("Ines Vale", &json!({})).await;
    let soon = json!({"important_date": {"on": "2026-11-25", "what": "Tribunal"}});
    let urgent = office.referred("Tom Reed", &soon).await;
    let list = office.reads(&["list", "--json"]).await;
    let order: Vec<&Value> = list.as_array().unwrap().iter().map(|row| &row["reference"]).collect();
    assert_eq!(order, [urgent.as_str(), older.as_str(), newer.as_str()]);
    assert_eq!(list[0]["urgent"], true);
}

#[tokio::test]
async fn of_two_who_claim_one_wins_and_the_other_is_told_who() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    let claim = ["claim", named];
    let (one, other) = tokio::join!(office.runs("OQ", &claim), office.runs("PT", &claim));
    let (won, lost) = if one.code == 0 { ("OQ", other) } else { ("PT", one) };
    let sentence = format!("{named}: {won} has it. Use take-over if you are to do it instead.");
    assert_eq!((lost.code, lost.errors), (1, sentence));
    assert_eq!(office.reads(&["list", "--json"]).await[0]["owner"], won);
}

#[tokio::test]
async fn refusals_say_what_to_do_and_change_nothing() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    let outcomes = "Say how it ended with --outcome and one of: \
         supported, declined, not-eligible, passed-on, could-not-reach, duplicate, spam.";
    let before = office.reads(&["list", "--json"]).await;
    let table: [(&[&str], String); 11] = [
        (&["close", named], outcomes.to_owned()),
        (&["close", named, "--outcome", "lost"], outcomes.to_owned()),
        (&["close", named, "--outcome", "supported"], format!("{named}: nobody has claimed it. Claim it first.")),
        (&["contacted", named], format!("{named}: nobody has claimed it. Claim it first.")),
        (&["release", named], format!("{named}: nobody has claimed it. Claim it first.")),
        (&["take-over", named], format!("{named}: nobody has claimed it. Claim it first.")),
        (&["reopen", named], format!("{named}: it is not closed, so there is nothing to reopen.")),
        (&["contacted", named, "--on", "soon"], "That is not a day. Write it as 2026-11-23.".to_owned()),
        (
            &["claim", "7K3Q9A41ZZ"],
            "There is no referral 7K3Q9A41ZZ. Check the reference, or look for it with `head-office list`.".to_owned(),
        ),
        (
            &["show", "nonsense"],
            "That is not a reference. It has ten letters and digits, such as 7K3Q9A41ZZ.".to_owned(),
        ),
        (
            &["claim", "7U3", "Q9A", "41ZZ"],
            "That is not a reference. It has ten letters and digits, such as 7K3Q9A41ZZ. \
             The letter U is never used in one: look whether it is a V."
                .to_owned(),
        ),
    ];
    for (verb, sentence) in table {
        let said = office.runs("OQ", verb).await;
        assert_eq!((said.code, said.errors, said.out), (1, sentence, String::new()), "{verb:?}");
    }
    assert_eq!(office.reads(&["list", "--json"]).await, before);

    office.does("OQ", &["claim", named]).await;
    for (on, why) in [("2026-11-22", "before the referral came in (2026-11-23)"), ("2026-11-24", "in the future")] {
        let said = office.runs("OQ", &["contacted", named, "--on", on]).await;
        assert_eq!((said.code, said.errors), (1, format!("{named}: that day is {why}.")));
    }
}

#[tokio::test]
async fn a_claim_runs_out_by_itself() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    office.does("OQ", &["claim", reference.as_str()]).await;
    office.set("2026-11-24T10:15:00Z");
    assert_eq!(office.reads(&["list", "--json"]).await[0]["status"], "waiting");
    office.does("PT", &["claim", reference.as_str()]).await;
    let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
    let acts: Vec<&Value> = shown["events"].as_array().unwrap().iter().map(|event| &event["what"]).collect();
    assert_eq!(acts[..3], ["claim", "lapsed", "claim"]);
}

#[tokio::test]
async fn the_digest_names_no_one_and_is_silent_when_nothing_waits() {
    let office = Fixture::new().await;
    assert_eq!(office.does("OQ", &["digest"]).await, "");
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let named = reference.as_str();
    let table = [
        ("2026-11-24T09:00:00Z", "1 waiting: 1 next", "next: 4 working days left", "next"),
        ("2026-11-30T09:00:00Z", "1 waiting: 1 due today", "due today", "due-today"),
        ("2026-12-01T09:00:00Z", "1 waiting: 1 overdue", "overdue by 1 working day", "overdue"),
    ];
    for (now, first, line, why) in table {
        office.set(now);
        assert_eq!(office.does("OQ", &["digest"]).await, format!("{first}\n{named}  2026-11-30  {line}\n"));
        let expected = json!([{"reference": named, "due_on": "2026-11-30", "why": why}]);
        assert_eq!(office.reads(&["digest", "--json"]).await, expected);
    }
    office.does("OQ", &["claim", named]).await;
    assert_eq!(office.does("OQ", &["digest"]).await, "");
}

#[tokio::test]
async fn one_page_to_print_and_a_table_made_twice() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek <b>Nowicki</b>", &json!({})).await;
    let page = office.does("OQ", &["print", reference.as_str()]).await;
    assert!(page.contains("Marek &lt;b&gt;Nowicki&lt;") && page.contains("Ring the ward first"), "{page}");
    assert!(!page.contains("<link") && !page.contains("src="), "it needs no other file");
    assert!(!page.contains("Read by") && !page.contains("Opened"), "who read it is no use on paper: {page}");
    let ready = office.does("OQ", &["init"]).await;
    assert!(ready.ends_with("is ready.\n"), "{ready}");
}

#[tokio::test]
async fn a_folder_without_a_queue_is_not_made_into_one() {
    let office = Fixture::new().await;
    let elsewhere = office.data.join("elsewhere");
    let said = office.runs("OQ", &["list", "--data", elsewhere.to_str().unwrap()]).await;
    assert_eq!(said.code, 1);
    assert!(said.errors.contains("holds no queue"), "{}", said.errors);
    assert!(!elsewhere.exists());
}

/// As the desk shows it, as it is read out, in up to four words: whatever verb takes a reference.
#[tokio::test]
async fn a_reference_may_be_typed_as_it_is_spoken() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let spoken = reference.spoken().to_lowercase();
    let words: Vec<&str> = spoken.split(' ').collect();
    let four = [words[0], words[1], &words[2][..2], &words[2][2..]];
    let table: [(&str, &[&str], &[&str]); 7] = [
        ("claim", &words, &[]),
        ("contacted", &four, &["--attempt", "--how", "phone"]),
        ("note", &words, &["Ask for the charge nurse"]),
        ("note", &words, &["not", "at", "noon"]),
        ("print", &[spoken.as_str()], &[]),
        ("show", &four, &["--json"]),
        ("release", &words, &[]),
    ];
    for (verb, reference, more) in table {
        let typed: Vec<&str> = [&[verb], reference, more].concat();
        office.does("OQ", &typed).await;
    }
    let sealed: Vec<&str> = [&["export", "--sealed"], words.as_slice()].concat();
    let mut out = Vec::new();
    office.writes(&|_| None, &sealed, Terminal::default(), &mut out).await.expect("a file");
    assert!(out.starts_with(b"age-encryption.org"));
    let shown = office.reads(&["show", reference.as_str(), "--json"]).await;
    let notes: Vec<&Value> = shown["events"].as_array().unwrap().iter().filter_map(|event| event.get("note")).collect();
    assert_eq!(notes, ["Ask for the charge nurse", "not at noon"]);
}

/// Bytes of a sealed file are for a file.
#[tokio::test]
async fn a_sealed_file_is_not_written_to_a_terminal() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    let terminal = Terminal { shown: true, width: Some(80), ..Terminal::default() };
    let mut out = Vec::new();
    let told = office.writes(&|_| None, &["export", "--sealed", reference.as_str()], terminal, &mut out).await;
    let suggestion = format!("head-office export --sealed {reference} > {reference}.age");
    assert!(out.is_empty() && told.as_ref().is_err_and(|told| told.ends_with(&suggestion)), "{told:?}");
}

/// A page or a workbook is for a file too.
#[tokio::test]
async fn a_report_for_a_terminal_asks_for_a_file() {
    let office = Fixture::new().await;
    let terminal = Terminal { shown: true, width: Some(80), ..Terminal::default() };
    for (format, refused) in [("html", true), ("xlsx", true), ("csv", false), ("json", false)] {
        let mut out = Vec::new();
        let verb = ["report", "--month", "2026-11", "--format", format];
        let told = office.writes(&|_| None, &verb, terminal, &mut out).await;
        let asks = told.as_ref().is_err_and(|told| told.contains("--out"));
        assert_eq!((asks, out.is_empty()), (refused, refused), "{format}: {told:?}");
    }
}

/// `list | head`: nobody is there to be told.
#[tokio::test]
async fn a_reader_who_goes_away_is_told_nothing() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let office = Fixture::new().await;
    let data = office.data.to_str().unwrap();
    let cli = head_office::cli::parse(["head-office", "--data", data, "list"]).map_err(|stop| stop.text).unwrap();
    let (clock, terminal) = (office.clock(), Terminal::default());
    let mut environment = Environment { out: &mut Gone, clock, env: &|_| None, terminal };
    let ended = head_office::cli::run(cli, &mut environment).await;
    assert!(ended.is_err_and(|refused| refused.is_unread()));
}

/// Two requests for one person are told apart by whoever reads either of them.
#[tokio::test]
async fn a_second_request_is_named_on_the_command_line_too() {
    let office = Fixture::new().await;
    let one = office.referred("Zoë Nowicki", &json!({})).await;
    // Nobody gave a birth date: it may be another.
    let patient = json!({"name": "ZOE  NOWICKI", "date_of_birth": "unknown", "hospital": "alderbrook"});
    let again = office.referred("ZOE  NOWICKI", &json!({ "patient": patient })).await;
    let shown = office.does("OQ", &["show", one.as_str()]).await;
    assert!(shown.contains(&format!("Perhaps the same person: {again}, Due Monday 30 November")), "{shown}");
    assert_eq!(office.does("OQ", &["list"]).await.matches("same person as another").count(), 2);
}

#[tokio::test]
async fn an_error_of_usage_asks_for_what_is_missing_alone() {
    let stop = head_office::cli::parse(["head-office", "--data", "data", "claim"]).expect_err("an error");
    assert!(stop.text.contains("Usage: head-office claim <REF>...") && !stop.text.contains("--data"), "{}", stop.text);
}
