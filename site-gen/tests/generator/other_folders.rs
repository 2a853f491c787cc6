//! Folders as other programs have them, and as people and their systems leave them: a build tells and goes on.

use std::fs;
use std::path::Path;

use site_gen::{build_to, check};

use crate::fixture::{Fixture, files, text};

/// Each kind of fault met in the documentation folders of seven other programs (file, text, what is told of it and where).
const MET: &[(&str, &str, &str)] = &[
    ("_index.md", "+++\nsort_by = \"weight\"\n+++\n", "_index.md:1:1: warning: no title"),
    ("guide/README.md", "# The *guide*\n\n[Next](next.md) [rule](./rules.html)\n", "so it is called \"The guide\""),
    ("guide/next.md", "---\ntitle: 2026\nlayout: page\nform: contact\n---\nText", "not read: form, layout"),
    ("guide/rules.html.md", "---\ntitle: Rules\naliases: [\n  '/a/',\n]\n---\n", "not read: aliases"),
    ("guide/secret.md", "---\ntitle: Secret\npublished: false\n---\n", "a draft: it is not published"),
    ("guide/json.md", "{\n  \"title\": \"In JSON\"\n}\nText", "json.md:1:1: warning: YAML front matter"),
    ("a.md", "+++\ntitle = \"A\"\ntemplate = \"post.html\"\n+++\n", "a.md:3:1: warning: there is no template"),
    ("b.md", "+++\ntitle = \"B\"\nsort_by = \"slug\"\n+++\n", "b.md:3:1: warning: `sort_by` cannot be read"),
    (
        "c.md",
        "+++\ntitle = \"C\"\n+++\n[![badge](https://ci.example/b.svg)](https://ci.example/)\n",
        "pictures come from this site",
    ),
    (
        "d.md",
        "+++\ntitle = \"D\"\n+++\n## Other people's money\n[x](#other-people-s-money)\n",
        "d.md:5:1: warning: `#other-people-s-money` leads nowhere",
    ),
    ("e.md", "+++\ntitle = \"E\"\n+++\n{% alert %} {{ gallery(path=\"a\") }}\n", "{% alert %} is shown as it stands"),
    ("f.md", "+++\ntitle = \"About {{ site }}\"\n+++\n", "f.md:2:1: warning: title is shown as it stands"),
    ("api/_index.md", "+++\ntitle = \"API\"\n+++\n", "/api/ is never served from a file"),
    ("404.html", "<p>Gone", "404.html:1:1: warning: not published: /404.html is made for every site"),
    ("robots.txt", "", "not published: /robots.txt is made for every site"),
    ("old.rst", "Old", "published as it is, and no page of this site"),
    ("a (1).md", "+++\ntitle = \"A again\"\n+++\n", "it looks like a copy of a.md"),
    ("__MACOSX/a.md", "", "not published: it belongs to another program"),
    ("LICENSE", "Text", "its name has no ending"),
];

#[test]
fn a_folder_of_another_program_builds_as_it_is_with_findings() {
    let fixture = Fixture::new(&MET.iter().map(|(name, text, _)| (*name, *text)).collect::<Vec<_>>());
    let summary = build_to(&fixture.inputs(), &fixture.out()).unwrap();
    let said = summary.findings.to_string();
    for (name, _, told) in MET {
        assert!(said.contains(told), "{name}: {told} in:\n{said}");
    }
    assert!(said.contains("did you mean #other-peoples-money?"), "{said}");
    let site = files(&fixture.out());
    let guide = text(&site, "guide/index.html");
    assert!(guide.contains("<h1>The guide</h1>") && guide.contains("href=\"/guide/rules/\">rule"), "{guide}");
    assert!(text(&site, "guide/next/index.html").contains("<h1>2026</h1>"));
    assert!(text(&site, "c/index.html").contains("<a href=\"https://ci.example/\">badge</a>"));
    assert!(!site.contains_key("guide/secret/index.html") && !site.contains_key("__MACOSX/a.md"));
    assert!(text(&site, "404.html").contains("<!doctype html>"));
    assert!(check(&fixture.inputs()).errors() > 0);
}

/// Windows' editor writes UTF-16 or a sign before the text, and lines that end in two signs.
#[test]
fn a_text_that_passed_through_windows_is_read() {
    let fixture =
        Fixture::new(&[("mark.md", "\u{feff}# Café\r\n\r\nText"), ("crlf.md", "+++\r\ntitle = \"C\"\r\n+++\r\nText")]);
    for (name, bytes) in [("le.md", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("be.md", u16::to_be_bytes)] {
        let text = "\u{feff}+++\r\ntitle = \"Café\"\r\n+++\r\nText";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
        fs::write(fixture.content().join(name), bytes).unwrap();
    }
    let site = fixture.build().unwrap();
    for path in ["mark", "le", "be"] {
        assert!(text(&site, &format!("{path}/index.html")).contains("<h1>Café</h1>"), "{path}");
    }
    assert!(text(&site, "crlf/index.html").contains("<p>Text</p>"));
}

/// A service's own site: what goes wrong with a mark, wherever it is.
#[test]
fn a_mark_that_is_none_is_told_on_every_line() {
    let lines = [
        ("{from informal-patients} at the start", "{from informal-patients} is shown"),
        ("before a stop {from informal-patients}.", "{from informal-patients} is shown"),
        ("{From informal-patients}", "{From informal-patients} is shown"),
        ("{untill informal-patients}", "{untill informal-patients} is shown"),
        ("{ due }", "{ due } is shown"),
        ("{{ due-date }}", "nothing is named {{ due-date }}"),
        ("[x](two words.md)", "a link is shown as it stands"),
        ("gone {from informal-patient}", "{from informal-patient} names no switch"),
    ];
    let body: String = lines.iter().map(|(line, _)| format!("{line}\n\n")).collect();
    let fixture =
        Fixture::new(&[("en/_index.md", &format!("+++\ntitle = \"Start\"\n+++\n{body}    code {{from nope}}\n"))]);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    for name in ["site.toml", "law.toml", "calendar.toml", "places.toml", "en/words.toml"] {
        fixture.put(name, &fs::read_to_string(own.join(name)).unwrap());
    }
    fixture.put("about.md", "");
    fixture.put("lwa.toml", "");
    let summary = build_to(&fixture.inputs(), &fixture.out()).unwrap();
    let said = summary.findings.to_string();
    for (number, (line, told)) in lines.iter().enumerate() {
        let place = format!("_index.md:{}:", 4 + number * 2);
        assert!(
            said.lines().any(|one| one.contains(&place) && one.contains(told)),
            "{line}: {place} {told} in:\n{said}"
        );
    }
    assert!(said.contains("about.md:1:1: warning: not published") && said.contains("lwa.toml:1:1: warning"), "{said}");
    let site = files(&fixture.out());
    assert!(text(&site, "index.html").contains("code {from nope}"), "code stays as written");
}
