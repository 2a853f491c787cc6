//! How it starts, how it ends, and what it says to a request that has no place.

use std::path::Path;

use crate::client::Client;
use crate::service::{Service, command};

/// Whoever reads the addresses may send a signal at once: it ends cleanly all the same.
#[test]
fn a_signal_as_the_addresses_are_printed_ends_it_cleanly() {
    let folder = tempfile::tempdir().expect("a folder");
    for nth in 0..5 {
        let ended = Service::start_and_end_at_once(&folder.path().join(format!("data{nth}")));
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(0), "start {nth}: {said}");
    }
}

/// An error is a sentence with what lies beneath it, whatever `RUST_BACKTRACE` says.
#[test]
fn an_error_at_the_start_is_no_backtrace() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut imha = command(&folder.path().join("data"), &folder.path().join("no such content"));
    let output = imha.env("RUST_BACKTRACE", "1").output().expect("imha runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("the content cannot be used") && said.contains("no such content"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

/// docs/contract.md, Addresses: other methods than a page has are 405, with `Allow` and the phone number.
#[test]
fn a_page_can_be_read_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let service =
        Service::start_on(&folder.path().join("data"), &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let client = Client::new(&service.site);
    for (method, path, status) in [
        ("POST", "/", 405),
        ("POST", "/contact/", 405),
        ("PUT", "/contact", 405),
        ("DELETE", "/sitemap.xml", 405),
        ("POST", "/nowhere/", 404),
        ("POST", "/referral/patient", 415),
    ] {
        let answer = client.send(method, path, &[("content-type", "text/plain")], "");
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.body.contains("tel:+448448002776"), "{method} {path}");
        assert!(!answer.header("content-security-policy").is_empty(), "{method} {path}");
        if status == 405 {
            assert_eq!(
                (answer.header("allow"), answer.header("cache-control")),
                ("GET, HEAD", "no-store"),
                "{method} {path}"
            );
        }
    }
}
