//! What a request asks for is read alike by the site on one machine (`site_gen::wanted`) and at CloudFront's edge
//! (`deploy/aws/rewrite.js`).

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use site_gen::{Wanted, wanted};

/// (what, the path, the file it asks for, the address it is sent on to)
const REQUESTS: &[(&str, &str, &str, Option<&str>)] = &[
    ("the start page", "/", "index.html", None),
    ("a page", "/about/", "about/index.html", None),
    ("a page below", "/refer/patient/", "refer/patient/index.html", None),
    ("without its last slash", "/about", "about/index.html", Some("/about/")),
    ("by its file", "/about/index.html", "about/index.html", None),
    ("a file", "/map.svg", "map.svg", None),
    ("capitals of a phone's keyboard", "/Refer/Patient/", "refer/patient/index.html", Some("/refer/patient/")),
    ("as the folder is called", "/Ward%20A_(North)/", "ward-a-north/index.html", Some("/ward-a-north/")),
    ("a raw space", "/Ward A", "ward-a/index.html", Some("/ward-a/")),
    ("an apostrophe", "/who's-there/", "whos-there/index.html", Some("/whos-there/")),
    ("a file in such a folder", "/Ward%20A/Map%20(1).svg", "ward-a/Map (1).svg", Some("/ward-a/Map%20(1).svg")),
    ("encoded accent", "/caf%C3%A9/", "café/index.html", None),
    ("small hexadecimal", "/caf%c3%a9/", "café/index.html", None),
    ("raw accent", "/café/", "café/index.html", None),
    ("accent as a sign of its own", "/cafe%CC%81/", "café/index.html", None),
    ("accented capital", "/CAF%C3%89/", "café/index.html", Some("/caf%C3%A9/")),
    ("an accent behind an apostrophe", "/cafe'%CC%81/", "café/index.html", Some("/caf%C3%A9/")),
    ("another script", "/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7/", "مرحبا/index.html", None),
    ("a space in a file's name", "/ward%20guide.pdf", "ward guide.pdf", None),
    ("a plus is a plus", "/a+b.pdf", "a+b.pdf", None),
    ("a question mark in a name", "/50%25%20%23%3F.pdf", "50% #?.pdf", None),
    ("half an escape", "/a%/b%zz.pdf", "a/b%zz.pdf", Some("/a/b%25zz.pdf")),
    ("no UTF-8", "/x%FF.pdf", "x%FF.pdf", None),
    ("two slashes lead to no other host", "//evil.example/x", "evil-example/x/index.html", Some("/evil-example/x/")),
    ("nor does a backslash", "/%5Cevil", "evil/index.html", Some("/evil/")),
    ("an address of a standard", "/.well-known/security.txt", ".well-known/security.txt", None),
    ("one of a standard without an end", "/.well-known/change-password", ".well-known/change-password", None),
    ("a folder with a dot", "/v1.2/page", "v1-2/page/index.html", Some("/v1-2/page/")),
    ("no way up", "/a/../b.txt", "a/../b.txt", None),
];

#[test]
fn the_site_on_one_machine_reads_every_request() {
    for (what, path, file, address) in REQUESTS {
        let expected = match address {
            None => Wanted::File((*file).to_owned()),
            Some(address) => Wanted::At((*address).to_owned(), (*file).to_owned()),
        };
        assert_eq!(wanted(path), expected, "{what}");
    }
}

/// Skipped where there is no Node, and says so.
#[test]
fn the_edge_reads_every_request_alike() {
    if Command::new("node").arg("--version").output().is_err() {
        writeln!(std::io::stderr(), "skipped: the_edge_reads_every_request_alike: no node").unwrap();
        return;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/aws/rewrite.js");
    let code = std::fs::read_to_string(file).unwrap();
    let paths: Vec<&str> = REQUESTS.iter().map(|(_, path, ..)| *path).collect();
    let ask = "(uri) => { const answer = handler({ request: { uri, headers: {} } }); \
        return answer.statusCode ? [answer.headers.location.value, answer.statusCode] : [decodeURIComponent(answer.uri), 200]; }";
    let code = format!("{code}\nconsole.log(JSON.stringify({}.map({ask})));", serde_json::to_string(&paths).unwrap());
    let answer = Command::new("node").args(["-e", &code]).output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let answers: Vec<(String, u16)> = serde_json::from_slice(&answer.stdout).unwrap();
    for ((what, _, file, address), answer) in REQUESTS.iter().zip(answers) {
        let expected = address.map_or_else(|| (format!("/{file}"), 200), |address| (address.to_owned(), 301));
        assert_eq!(answer, expected, "{what}");
    }
}
