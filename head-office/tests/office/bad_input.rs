//! Each verb with what it cannot do: a wrong reference, a referral that is gone, no key, another key, too long a text.
//! One sentence, exit code 1, and nothing is half done. What the desk does with the same is in `desk_moves.rs`.

use serde_json::json;

use crate::fixture::Fixture;

/// Every verb about one referral, with all that it needs.
pub(crate) const VERBS: [&[&str]; 19] = [
    &["show", "REF"],
    &["claim", "REF"],
    &["release", "REF"],
    &["take-over", "REF"],
    &["assign", "REF", "DL"],
    &["contacted", "REF"],
    &["contacted", "REF", "--attempt"],
    &["contacted", "REF", "--correct", "--how", "visit", "--why", "x"],
    &["note", "REF", "the ward rang"],
    &["log", "REF", "--kind", "visit"],
    &["close", "REF", "--outcome", "declined"],
    &["reopen", "REF"],
    &["undo", "REF", "--why", "x"],
    &["amend", "REF", "--set", "patient.ward=Ash", "--why", "x"],
    &["decide", "REF", "--not-covered", "--why", "x"],
    &["hold", "REF", "--why", "x"],
    &["person", "REF"],
    &["print", "REF"],
    &["erase", "REF", "--why", "x", "--yes"],
];

/// Those that read what is sealed.
const READS: [&str; 8] = ["show", "undo", "amend", "decide", "hold", "person", "print", "erase"];

fn named(verb: &[&str], reference: &str) -> Vec<String> {
    verb.iter().map(|word| if *word == "REF" { reference.to_owned() } else { (*word).to_owned() }).collect()
}

/// Runs it, which must be refused in one sentence with nothing on standard output, and gives the sentence.
async fn refused(office: &Fixture, env: &dyn Fn(&str) -> Option<String>, verb: &[String]) -> String {
    let said = office.runs_in(env, &verb.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{verb:?}: {}", said.errors);
    assert!(said.errors.ends_with('.') && !said.errors.contains("Error"), "{verb:?}: {}", said.errors);
    said.errors
}

fn as_oq(name: &str) -> Option<String> {
    (name == "IMHA_STAFF").then(|| "OQ".to_owned())
}

#[tokio::test]
async fn no_verb_takes_a_reference_that_is_wrong_or_gone() {
    let office = Fixture::new().await;
    let gone = office.referred("Ida Moss", &json!({})).await;
    office.does("OQ", &["erase", gone.as_str(), "--why", "she asked", "--yes"]).await;
    for verb in VERBS {
        let unknown = refused(&office, &as_oq, &named(verb, "7K3Q9A41ZZ")).await;
        assert!(unknown.starts_with("There is no referral 7K3Q9A41ZZ"), "{verb:?}: {unknown}");
        let malformed = refused(&office, &as_oq, &named(verb, "7K3Q9")).await;
        assert!(malformed.contains("ten letters and digits"), "{verb:?}: {malformed}");
        let erased = refused(&office, &as_oq, &named(verb, gone.as_str())).await;
        let says = erased.contains("was erased on Monday 23 November 2026 by OQ");
        assert!(says || erased.starts_with("There is no referral"), "{verb:?}: {erased}");
    }
}

#[tokio::test]
async fn a_closed_referral_takes_no_act_but_those_that_put_it_right() {
    let office = Fixture::new().await;
    let closed = office.referred("Ida Moss", &json!({})).await;
    office.does("OQ", &["close", closed.as_str(), "--outcome", "spam"]).await;
    let before = office.reads(&["show", closed.as_str(), "--json"]).await;
    for verb in &VERBS[1..7] {
        let said = refused(&office, &as_oq, &named(verb, closed.as_str())).await;
        assert!(said.contains("it is closed. Reopen it first"), "{verb:?}: {said}");
    }
    for verb in [&["log", "REF", "--kind", "visit"][..], &["close", "REF", "--outcome", "spam"]] {
        let said = refused(&office, &as_oq, &named(verb, closed.as_str())).await;
        assert!(said.contains("it is closed. Reopen it first"), "{verb:?}: {said}");
    }
    assert_eq!(office.reads(&["show", closed.as_str(), "--json"]).await, before);
}

#[tokio::test]
async fn without_the_right_key_nothing_that_reads_is_done() {
    let office = Fixture::new().await;
    let reference = office.referred("Ida Moss", &json!({})).await;
    let stranger = office.data.with_file_name("stranger.txt");
    std::fs::write(&stranger, queue::NewIdentity::generate().plain().as_bytes()).unwrap();
    let other = |name: &str| match name {
        "IMHA_IDENTITY" => Some(stranger.to_str().unwrap().to_owned()),
        name => as_oq(name),
    };
    let missing = |name: &str| match name {
        "IMHA_IDENTITY" => Some("/nowhere/key.txt".to_owned()),
        name => as_oq(name),
    };
    let before = office.reads(&["show", reference.as_str(), "--json"]).await;
    for verb in VERBS.iter().filter(|verb| READS.contains(&verb[0])) {
        let verb = named(verb, reference.as_str());
        let said = refused(&office, &other, &verb).await;
        assert!(said.contains("key"), "{verb:?}: {said}");
        let said = refused(&office, &missing, &verb).await;
        assert!(said.contains("/nowhere/key.txt") && said.contains("check IMHA_IDENTITY"), "{verb:?}: {said}");
    }
    assert_eq!(office.reads(&["show", reference.as_str(), "--json"]).await, before);
    let found = office.runs_in(&other, &["find", "moss"]).await;
    assert_eq!(found.code, 0, "{}", found.errors);
    assert!(found.out.starts_with("Nothing fits."), "{}", found.out);
}

#[tokio::test]
async fn texts_that_are_too_long_are_refused_by_each_verb_that_takes_one() {
    let office = Fixture::new().await;
    let (reference, other) =
        (office.referred("Ida Moss", &json!({})).await, office.referred("Tom Reed", &json!({})).await);
    let named = reference.as_str();
    office.does("OQ", &["claim", named]).await;
    let (long, name) = ("x".repeat(2001), "x".repeat(201));
    let table: [&[&str]; 12] = [
        &["note", named, &long],
        &["contacted", named, "--note", &long],
        &["contacted", named, "--attempt", "--note", &long],
        &["contacted", named, "--by", &name],
        &["log", named, "--kind", "visit", "--note", &long],
        &["close", named, "--outcome", "declined", "--note", &long],
        &["undo", named, "--why", &long],
        &["amend", named, "--set", "patient.ward=Ash", "--why", &long],
        &["decide", named, "--covered", "--why", &long],
        &["hold", named, "--why", &long],
        &["erase", named, "--why", &long, "--yes"],
        &["assign", named, &name],
    ];
    let before = office.reads(&["show", named, "--json"]).await;
    for verb in table {
        let owned: Vec<String> = verb.iter().map(|word| (*word).to_owned()).collect();
        let said = refused(&office, &as_oq, &owned).await;
        assert!(said.contains("too long"), "{}: {said}", verb[0]);
    }
    for (of, sentence) in [(named, "no other referral"), ("7K3Q9A41ZZ", "no other referral"), ("7K3", "ten letters")] {
        let verb = ["close", named, "--outcome", "duplicate", "--of", of].map(str::to_owned);
        let said = refused(&office, &as_oq, &verb).await;
        assert!(said.contains(sentence), "{of}: {said}");
    }
    let spam = ["close", named, "--outcome", "declined", "--of", other.as_str()].map(str::to_owned);
    assert!(refused(&office, &as_oq, &spam).await.contains("only what is closed as a duplicate"));
    assert_eq!(office.reads(&["show", named, "--json"]).await, before);
}
