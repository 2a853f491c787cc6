//! The page on the API: its examples are run as written, and it shows what the OpenAPI document says.

use std::process::Command;

use referral::FIELDS;
use serde_json::Value;

use crate::client::Client;
use crate::service::Service;

/// The code blocks of a page: language and text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let blocks = page.split("<pre><code class=\"language-").skip(1).map(|rest| {
        let (language, rest) = rest.split_once("\">").expect("a language");
        let text = rest.split("</code></pre>").next().unwrap_or_default();
        let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
        (language.to_owned(), plain.iter().fold(text.to_owned(), |text, (sign, plain)| text.replace(sign, plain)))
    });
    blocks.collect()
}

/// What a shell prints, with the service's address in `SITE`.
fn run(command: &str, site: &str) -> Value {
    let output = Command::new("sh").args(["-c", command]).env("SITE", site.trim_end_matches('/')).output();
    let output = output.expect("a shell");
    assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {command}"))
}

fn names(value: &Value) -> Vec<&String> {
    value.as_object().map(|object| object.keys().collect()).unwrap_or_default()
}

#[test]
fn the_examples_give_the_answers_that_stand_below_them() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(&dir.path().join("data"));
    let page = Client::new(&service.site).get("/api-guide/").body;
    let blocks = blocks(&page);
    assert!(blocks.len() >= 6 && blocks.len().is_multiple_of(2), "{} blocks", blocks.len());
    for pair in blocks.chunks(2) {
        let [(sh, command), (json, shown)] = pair else { unreachable!() };
        assert_eq!((sh.as_str(), json.as_str()), ("sh", "json"));
        let (got, shown) = (run(command, &service.site), serde_json::from_str::<Value>(shown).unwrap());
        assert_eq!(names(&got), names(&shown), "{command}");
        for name in ["title", "status", "eligibility"] {
            assert_eq!(got.get(name), shown.get(name), "{name} of {got}");
        }
        for problem in shown["problems"].as_array().into_iter().flatten() {
            let same = |other: &Value| other["field"] == problem["field"] && other["code"] == problem["code"];
            assert!(got["problems"].as_array().is_some_and(|all| all.iter().any(same)), "{problem} in {got}");
        }
    }
    assert!(service.end().status.success());
}

#[test]
fn the_page_shows_each_field_and_each_answer_of_the_document() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(&dir.path().join("data"));
    let client = Client::new(&service.site);
    let (page, document) = (client.get("/api-guide/").body, client.get("/api/openapi.json").json());
    for field in FIELDS {
        assert!(page.contains(&format!("<code>{}</code>", field.name)), "{}", field.name);
    }
    let responses = document["paths"]["/api/referrals"]["post"]["responses"].as_object().unwrap();
    let table = page.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap();
    for status in responses.keys() {
        assert!(table.contains(status.as_str()), "{status}");
    }
    assert!(service.end().status.success());
}
