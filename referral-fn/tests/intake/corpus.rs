//! Bad inputs (docs/security.md, Bad inputs): each is a clear 4xx page or accepted intact; never a 5xx, never altered text.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::Request;
use serde_json::{Value, json};

use crate::browser::{body, hidden, pairs};
use crate::fixture::{Answer, FORM, Fixture, JSON};

const MEBIBYTE: usize = 1024 * 1024;

/// A clear refusal says what to do and has the phone number with its charge.
fn assert_clear(row: &str, answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{row}: {}", answer.text);
    assert!(answer.text.contains("0844 800 2776") && answer.text.contains("7p a minute"), "{row}: phone and charge");
    let kind = answer.header("content-type");
    assert!(["text/html; charset=utf-8", "application/problem+json"].contains(&kind), "{row}: {kind}");
    assert_eq!(answer.header("cache-control"), "no-store", "{row}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{row}");
}

/// Texts a person or a program may type. Each must be stored as it is.
fn texts() -> Vec<(&'static str, String)> {
    let table: [(&str, &str); 37] = [
        ("%u0041 is no escape", "%u0041"),
        ("a plus", "C++ +44"),
        ("what looks encoded", "%41%2525 &amp; &#65; \\u0041"),
        ("right-to-left override", "Ada \u{202e}elpmaxE"),
        ("isolates", "\u{2066}Ada\u{2069}\u{2067}x\u{2069}"),
        ("zero width", "A\u{200b}d\u{200d}a\u{feff}"),
        ("emoji joined", "👩🏽‍⚕️👨‍👩‍👧‍👦"),
        ("C0 controls", "a\u{1}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}"),
        ("NUL, and what looks like its escape", "a\0b 100%00 %"),
        ("C1 controls", "a\u{80}\u{85}\u{9f}b"),
        ("line and paragraph separators", "a\u{2028}b\u{2029}c"),
        ("noncharacters", "\u{fffe}\u{ffff}\u{10ffff}"),
        ("a replacement character", "\u{fffd}"),
        ("a formula", "=cmd|'/c calc'!A1"),
        ("@SUM", "@SUM(A1:A9)"),
        ("TAB-=", "\t-=1+1"),
        ("full-width =", "\u{ff1d}1\u{ff0b}1"),
        ("a script", "<script>alert(1)</script>"),
        ("a broken-out attribute", "\"><img src=x onerror=alert(1)>"),
        ("an end of textarea", "</textarea></form><h1>"),
        ("a Markdown link", "[x](javascript:alert(1)) ![](http://x.example/)"),
        ("a template", "{{7*7}} {% include \"x\" %} ${7*7} #{7*7}"),
        ("SQL", "'; DROP TABLE referrals; --"),
        ("a path", "../../etc/passwd\\..\\x"),
        ("a format", "%s%n%x {0} {}"),
        ("white space around", "  \u{a0}Ada\u{3000}  "),
        ("line feeds around", "\n\nAda\n\n"),
        ("a tab inside", "Ada\tExample"),
        ("O'Brien", "Siobhán O'Brien-O\u{2019}Neill"),
        ("Nguyễn", "Nguyễn Thị Ánh"),
        ("decomposed is not composed", "Nguye\u{302}\u{303}n"),
        ("one letter", "X"),
        ("Arabic", "محمد بن سلمان"),
        ("Han", "李小龍"),
        ("astral Han", "𠮷野家"),
        ("Devanagari", "श्रीनिवास"),
        ("a ligature and a sharp s", "ﬁ Straße İI"),
    ];
    let mut texts: Vec<_> = table.map(|(row, text)| (row, text.to_owned())).to_vec();
    texts.push(("200 letters", "é".repeat(200)));
    texts.push(("combining signs", format!("a{}", "\u{301}".repeat(199))));
    texts
}

#[tokio::test]
async fn typed_text_is_stored_as_typed_by_form() {
    let fixture = Fixture::new().await;
    for (row, text) in texts() {
        let typed = pairs(&[("patient.name", &text), ("patient.address", &text), ("legal.route", "not-sure")]);
        let check = fixture.post("/referral/patient", FORM, body(&typed)).await;
        assert_eq!(check.status, 200, "{row}");
        let sent = fixture.post("/referral/send", FORM, body(&hidden(&check.text))).await;
        assert_eq!(sent.status, 303, "{row}");
        assert_stored(&fixture, row, &text).await;
    }
    assert_eq!(fixture.stored().await.len(), texts().len(), "no two are taken for the same");
}

#[tokio::test]
async fn typed_text_is_stored_as_typed_by_api() {
    let fixture = Fixture::new().await;
    let only_json = [("line ends of another system", "a\r\nb\rc\n".to_owned())];
    for (row, text) in texts().into_iter().chain(only_json) {
        let answer = fixture.post("/api/referrals", JSON, referral(&text).to_string()).await;
        assert_eq!(answer.status, 201, "{row}: {}", answer.text);
        assert_stored(&fixture, row, &text).await;
    }
}

async fn assert_stored(fixture: &Fixture, row: &str, text: &str) {
    let stored = fixture.stored().await;
    let found = stored.iter().filter(|case| {
        ["patient.name", "patient.address"]
            .iter()
            .all(|name| case.entry.referral.text(name).as_bytes() == text.as_bytes())
    });
    assert_eq!(found.count(), 1, "{row}: stored byte for byte");
}

fn referral(text: &str) -> Value {
    json!({"referrer": {"type": "patient"}, "patient": {"name": text, "address": text}, "legal": {"route": "not-sure"}})
}

#[tokio::test]
async fn bodies_that_are_no_form_are_refused() {
    let fixture = Fixture::new().await;
    let name = |value: &str| format!("patient.name={value}&patient.address=x&legal.route=not-sure").into_bytes();
    let date = |date: &str| {
        let boxes = date.split('-').zip(["day", "month", "year"]);
        let boxes = boxes.map(|(typed, part)| format!("&patient.date_of_birth.{part}={typed}"));
        [name("Ada"), boxes.collect::<String>().into_bytes()].concat()
    };
    let utf16: Vec<u8> = "patient.name=Ada".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let multipart = "multipart/form-data";
    let file = b"--x\r\ncontent-disposition: form-data; name=\"patient.name\"; filename=\"../../x\"\r\n\r\nA\r\n--x--";
    let table: [(&str, &str, Vec<u8>, u16); 28] = [
        ("nothing", FORM, Vec::new(), 422),
        ("%FF", FORM, name("%FF"), 400),
        ("overlong UTF-8", FORM, name("%C0%AF"), 400),
        ("a surrogate in UTF-8", FORM, name("%ED%A0%80"), 400),
        ("raw bytes that are not UTF-8", FORM, [name("A"), vec![0xff]].concat(), 400),
        ("UTF-16", FORM, utf16, 400),
        ("10,000 keys", FORM, b"a=1&".repeat(10_000), 400),
        ("repeated keys that differ", FORM, [name("A"), b"&patient.name=B".to_vec()].concat(), 422),
        ("a[b] is no field", FORM, b"patient[name]=A&patient.address=x&legal.route=not-sure".to_vec(), 422),
        ("201 letters", FORM, name(&"e".repeat(201)), 422),
        ("29 February of no leap year", FORM, date("29-2-2023"), 422),
        ("year 0", FORM, date("1-1-0"), 422),
        ("a birth to come", FORM, date("24-11-2026"), 422),
        ("month 13", FORM, date("1-13-1980"), 422),
        ("half a date", FORM, date("1--1980"), 422),
        ("one under the limit", FORM, vec![b'x'; 128 * 1024 - 1], 422),
        ("the limit", FORM, vec![b'x'; 128 * 1024], 422),
        ("one over the limit", FORM, vec![b'x'; 128 * 1024 + 1], 413),
        ("1 MiB", FORM, vec![b'x'; MEBIBYTE], 413),
        ("6 MB and one", FORM, vec![b'x'; 6 * MEBIBYTE + 1], 413),
        ("multipart without a boundary", multipart, file.to_vec(), 415),
        ("multipart with two", "multipart/form-data; boundary=x; boundary=y", file.to_vec(), 415),
        ("multipart in multipart", "multipart/mixed; boundary=x", file.to_vec(), 415),
        ("another type", "text/plain", name("A"), 415),
        ("JSON to the form", JSON, b"{}".to_vec(), 415),
        ("no type at all", "", name("A"), 415),
        ("a type that is no text", "\u{ff}", name("A"), 415),
        ("two types in one", "text/html, application/x-www-form-urlencoded", name("A"), 415),
    ];
    for (row, kind, bytes, status) in table {
        let kind: Vec<u8> = kind.chars().map(|c| u8::try_from(c).unwrap()).collect();
        let request = Request::post("/referral/patient").header("content-type", kind.as_slice());
        assert_clear(row, &fixture.send(request.body(bytes.into()).unwrap()).await, status);
    }
    let gzip = Request::post("/referral/patient").header("content-type", FORM).header("content-encoding", "gzip");
    assert_clear("gzip", &fixture.send(gzip.body(name("A").into()).unwrap()).await, 415);
    let plain = Request::post("/referral/patient").header("content-type", FORM).header("content-encoding", "identity");
    assert_eq!(fixture.send(plain.body(name("A").into()).unwrap()).await.status, 200, "identity is no coding");
    assert!(fixture.stored().await.is_empty(), "a refusal stores nothing");
}

#[tokio::test]
async fn a_body_without_a_length_is_measured_as_it_comes() {
    let fixture = Fixture::new().await;
    for (kilobytes, status) in [(127, 422), (129, 413), (7000, 413)] {
        let mut left = kilobytes;
        let chunks = std::iter::from_fn(move || {
            left -= 1;
            (left >= 0).then(|| Ok::<_, Infallible>(Bytes::from(vec![b'x'; 1024])))
        });
        let body = Body::from_stream(Chunks(chunks));
        assert_clear(&format!("{kilobytes} KiB"), &fixture.post("/referral/patient", FORM, body).await, status);
    }
}

struct Chunks<I>(I);

impl<I: Iterator + Unpin> futures_core::Stream for Chunks<I> {
    type Item = I::Item;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<I::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

#[tokio::test]
async fn json_that_is_no_referral_is_refused() {
    let fixture = Fixture::new().await;
    let good = referral("Ada").to_string();
    let with = |text: &str| format!("{}, {text}}}", good.trim_end_matches('}').to_owned() + "}");
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let table = [
        ("nothing", String::new(), 400),
        ("a value that is no object", "[]".into(), 422),
        ("null", "null".into(), 422),
        ("128 deep", deep(128), 400),
        ("60,000 deep", deep(60_000), 400),
        ("60,000 objects deep", "{\"a\":".repeat(20_000), 400),
        ("a name twice, the same", with("\"consent\": \"agrees\", \"consent\": \"agrees\""), 400),
        ("a name twice, escaped", good.replace("\"address\"", "\"n\\u0061me\""), 400),
        ("1e400", with("\"help_wanted\": 1e400"), 400),
        ("a number for a text", with("\"help_wanted\": 7"), 422),
        ("a lone surrogate", with("\"help_wanted\": \"\\ud800\""), 400),
        ("__proto__", with("\"__proto__\": {\"admin\": true}"), 422),
        ("a dotted name as one key", with("\"patient.known_as\": \"Addie\""), 422),
        ("a box of the HTML date", with("\"important_date\": {\"on.day\": \"1\"}"), 422),
        ("a date that is not ISO", with("\"important_date\": {\"on\": \"3/4/27\"}"), 422),
        ("a date that never was", with("\"important_date\": {\"on\": \"2027-02-29\"}"), 422),
        ("a code of another list", with("\"consent\": \"maybe\""), 422),
        ("not UTF-8 but Latin-1", "\u{e9}".into(), 400),
        ("over the limit", format!("\"{}\"", "x".repeat(128 * 1024)), 413),
    ];
    for (row, text, status) in table {
        let bytes = if row.contains("Latin-1") { vec![b'"', 0xe9, b'"'] } else { text.into_bytes() };
        assert_clear(row, &fixture.post("/api/referrals", JSON, bytes).await, status);
    }
    assert_clear("a form to the API", &fixture.post("/api/referrals", FORM, "a=b").await, 415);
    assert!(fixture.stored().await.is_empty(), "a refusal stores nothing");
}

#[tokio::test]
async fn addresses_that_are_none_of_ours_are_refused() {
    let fixture = Fixture::new().await;
    let table = [
        ("GET", "/referral/sent/%FF", 404),
        ("GET", "/referral/sent/..%2f..%2fetc", 404),
        ("GET", "/referral/sent/AAAAAAAAAA%0d%0aSet-Cookie:%20a=b?received=2026-11-23", 404),
        ("GET", "/referral/sent/AAAAAAAAAA?received=%FF&due=&signature=", 404),
        ("GET", "/referral/sent/AAAAAAAAAA?received&due&signature", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/api/nowhere", 404),
        ("POST", "/referral/%FF", 422),
        ("POST", "/referral/carer", 422),
        ("POST", "/referral/patient%00", 422),
        ("POST", "/referral/Patient", 422),
        ("POST", "/referral/nominated-person", 422),
        ("GET", "/referral/patient", 405),
        ("PUT", "/referral/patient", 405),
        ("DELETE", "/referral/send", 405),
        ("OPTIONS", "/api/referrals", 405),
        ("TRACE", "/referral/patient", 405),
        ("POST", "/api/openapi.json", 405),
        ("POST", "/referral/sent/AAAAAAAAAA", 405),
    ];
    for (method, path, status) in table {
        let row = format!("{method} {path}");
        let request = Request::builder().method(method).uri(path).header("content-type", FORM);
        let answer = fixture.send(request.body(Body::from("patient.name=A")).unwrap()).await;
        assert_clear(&row, &answer, status);
        assert_eq!(!answer.header("allow").is_empty(), status == 405, "{row}");
        assert!(!answer.headers.contains_key("set-cookie"), "{row}");
    }
    let carer = fixture.post("/referral/carer", FORM, "patient.name=A").await.text;
    for path in ["patient", "nearest-relative", "responsible-clinician", "amhp", "someone-else"] {
        assert!(carer.contains(&format!("/refer/{path}/")), "who may ask: {path}");
    }
}
