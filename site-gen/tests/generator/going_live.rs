//! `docs/before-going-live.md`: what a person must confirm, each item with its file and its sentence.

use std::fs;
use std::path::Path;

use site_gen::check::report;
use site_gen::{GoingLive, Inputs};

use crate::fixture::files;

/// Text as a reader sees it: no stars, no addresses of links, one space between words.
fn read_aloud(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let plain: String = out.chars().filter(|letter| !matches!(letter, '*' | '[')).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pieces between pairs of a mark, and what is left of the line.
fn between(line: &str, mark: char) -> (Vec<&str>, String) {
    let parts: Vec<&str> = line.split(mark).collect();
    let (inside, outside): (Vec<_>, Vec<_>) = parts.into_iter().enumerate().partition(|(at, _)| at % 2 == 1);
    (inside.into_iter().map(|(_, text)| text).collect(), outside.into_iter().map(|(_, text)| text).collect())
}

#[test]
fn each_sentence_to_confirm_stands_in_its_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let list = fs::read_to_string(root.join("docs/before-going-live.md")).unwrap();
    let items: Vec<&str> =
        list.lines().filter(|line| line.starts_with("- [ ] ") || line.starts_with("- [x] ")).collect();
    assert!(items.len() > 40, "{} items", items.len());
    for item in items {
        let (named, rest) = between(item, '`');
        let files: Vec<&str> = named.into_iter().filter(|name| name.starts_with("content/")).collect();
        let texts: Vec<String> = files
            .iter()
            .map(|file| {
                read_aloud(&fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("no {file}: {item}")))
            })
            .collect();
        let (quoted, _) = between(&rest, '"');
        for sentence in quoted.into_iter().filter(|_| !files.is_empty()).flat_map(|quoted| quoted.split(" … ")) {
            let said = read_aloud(sentence);
            assert!(texts.iter().any(|text| text.contains(&said)), "{said:?} is not in {files:?}");
        }
    }
}

/// What the gate says of a content folder and its list.
fn gate(content: &Path, list: &Path, recipients: &Path) -> site_gen::Findings {
    let on = "2026-11-30".parse().unwrap();
    let inputs = Inputs { content: content.to_owned(), templates: None, base_url: None, on, lang: "en", index: false };
    let recipients = Some(recipients.display().to_string());
    report(&inputs, Some(&GoingLive { list: list.to_owned(), recipients })).findings
}

/// The same of a folder that holds all three.
fn gate_of(dir: &tempfile::TempDir) -> site_gen::Findings {
    let [content, list, keys] = ["content", "list.md", "recipients.txt"].map(|name| dir.path().join(name));
    gate(&content, &list, &keys)
}

/// Our own content, list and keys as somebody would fill them in, in a folder of their own.
fn filled_in() -> tempfile::TempDir {
    let (root, dir) = (Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), tempfile::tempdir().unwrap());
    for (name, bytes) in files(&root.join("content")) {
        let file = dir.path().join("content").join(&name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let text = String::from_utf8(bytes.clone());
        let bytes = text.map_or(bytes, |text| given(&name, text).into_bytes());
        fs::write(file, bytes).unwrap();
    }
    let list = fs::read_to_string(root.join("docs/before-going-live.md")).unwrap();
    let ticked = list.lines().map(|line| match line.strip_prefix("- [ ] ") {
        Some(item) => format!("- [x] {item} — Asha Rao, 2026-11-20\n"),
        None => format!("{line}\n"),
    });
    fs::write(dir.path().join("list.md"), ticked.collect::<String>()).unwrap();
    let key = |number: usize| format!("# holder {number}\nage1{}\n", "q".repeat(50 + number));
    fs::write(dir.path().join("recipients.txt"), key(1) + &key(2) + &key(3)).unwrap();
    dir
}

fn given(name: &str, text: String) -> String {
    let set = |text: String, from: &str, to: &str| {
        assert!(text.contains(from), "{name} has no {from}");
        text.replacen(from, to, 1)
    };
    match name {
        "site.toml" => [
            ("provider = \"Advocacy Experience\"", "provider = \"Northshire Advocacy\""),
            ("display = \"0844 800 2776\"", "display = \"01234 567890\""),
            ("tel = \"+448448002776\"", "tel = \"+441234567890\""),
            ("origin = \"http://127.0.0.1:8080\"", "origin = \"https://advocacy.northshire.nhs.uk\""),
            ("charge_known = false", "charge_known = true"),
            ("Calls cost up to 7p a minute", "Calls cost 5p a minute"),
            ("It can be up to 7p", "It is 5p"),
            ("lines = []", "lines = [\"1 High Street\", \"Carlton\"]"),
            ("contact = \"\"  ", "contact = \"security@northshire.nhs.uk\"  "),
            ("# expires = 2027-11-01", "expires = 2027-11-01"),
            ("contact = \"\"  ", "contact = \"The data protection officer, 01234 567890\"  "),
            ("host = \"\"", "host = \"Rack and Sons\""),
            ("country = \"\"", "country = \"the United Kingdom\""),
        ]
        .iter()
        .fold(text, |text, (from, to)| set(text, from, to)),
        "law.toml" => set(text, "checked_by = \"\"", "checked_by = \"Asha Rao\""),
        "places.toml" => [
            "Alderbrook Hospital",
            "Hazel House",
            "St Clement's Hospital",
            "Northfold",
            "Westmarsh",
            "Eastwell",
            "Amara",
            "Tomasz",
        ]
        .iter()
        .fold(text, |text, invented| text.replace(invented, "Carlton")),
        _ if name.ends_with(".md") => text.replacen("\nwritten = ", "\nreviewed_by = \"Asha Rao\"\nreviewed = ", 1),
        _ => text,
    }
}

#[test]
fn the_gate_refuses_what_ships_and_passes_what_is_filled_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let none = root.join("no-such-list-of-keys.txt");
    let said = gate(&root.join("content"), &root.join("docs/before-going-live.md"), &none).to_string();
    for words in [
        "site.toml:3:1: error: the provider's name is missing, or the one this repository ships with",
        "error: the telephone number is the one this repository ships with",
        "error: the public address",
        "the supplier's own figure",
        "Easy Read does not say what a call costs",
        "there is no postal address",
        "nobody is named who looks after data",
        "who runs the computers and where",
        "nobody can report a weakness",
        "error: nobody has checked the law",
        "`alderbrook`: Alderbrook Hospital is invented",
        "`hazel-house`: Hazel House is invented",
        "`st-clement`: St Clement's Hospital is invented",
        "content/en/privacy.md:1:1: error: no named person has checked this page",
        "error: not done: `content/law.toml`: no part of the Mental Health Act 2025",
        "no-such-list-of-keys.txt:1:1: error: the list of public keys cannot be read",
    ] {
        assert!(said.contains(words), "{words} in:\n{said}");
    }
    let dir = filled_in();
    let found = gate_of(&dir);
    assert_eq!(found.errors(), 0, "{found}");
}

/// (what, the file, what is in it, what is put there, what the gate says)
const TAKEN_BACK: [(&str, &str, &str, &str, &str); 15] = [
    ("a number of films", "content/site.toml", "tel = \"+441234567890\"", "tel = \"+441632960123\"", "site.toml:"),
    (
        "the number of another service",
        "content/site.toml",
        "display = \"01234 567890\"\ntel = \"+441234567890\"",
        "display = \"0844 800 2776\"\ntel = \"+448448002776\"",
        "is the one this repository ships with: it rings",
    ),
    ("another's name", "content/site.toml", "Northshire Advocacy", "Advocacy Experience", "the provider's name is"),
    ("no name", "content/site.toml", "Northshire Advocacy", "TODO", "the provider's name is missing"),
    ("charge", "content/site.toml", "Calls cost 5p", "Calls cost up to 5p", "site.toml:"),
    ("origin", "content/site.toml", "https://advocacy.northshire", "http://advocacy.northshire", "site.toml:"),
    ("address", "content/site.toml", "\"1 High Street\"", "\"TODO\"", "site.toml:"),
    ("an old security.txt", "content/site.toml", "expires = 2027", "expires = 2025", "site.toml:"),
    (
        "a hospital without council",
        "content/places.toml",
        "commissioner = \"Carlton Council\"",
        "commissioner = \"\"",
        "places.toml:",
    ),
    (
        "an invented advocate",
        "content/places.toml",
        "name = \"Carlton\"\nday = \"Fri",
        "name = \"Tomasz\"\nday = \"Fri",
        "places.toml:",
    ),
    ("a page nobody read", "content/en/privacy.md", "reviewed_by = \"Asha Rao\"", "reviewed_by = \"\"", "privacy.md:"),
    ("an open item", "list.md", "\n- [x]", "\n- [ ]", "list.md:"),
    ("an item ticked by nobody", "list.md", ". — Asha Rao, 2026-11-20", ".", "list.md:"),
    ("two keys", "recipients.txt", "# holder 3\nage1", "# holder 3\n", "recipients.txt:"),
    ("keys to try out", "recipients.txt", "# holder 3", "# this machine, staff", "recipients.txt:"),
];

/// One thing taken back at a time: each alone closes the gate, by the name of its file.
#[test]
fn each_thing_taken_back_closes_the_gate() {
    let dir = filled_in();
    for (row, name, from, to, says) in TAKEN_BACK {
        let file = dir.path().join(name);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{row}");
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        let found = gate_of(&dir);
        assert!(found.errors() > 0 && found.to_string().contains(says), "{row}: {found}");
        fs::write(&file, text).unwrap();
    }
}

/// The provider whose name and number these are says so, and goes live with them.
#[test]
fn the_first_provider_goes_live_with_its_own_name_and_number() {
    let dir = filled_in();
    let site = dir.path().join("content/site.toml");
    let text = fs::read_to_string(&site).unwrap();
    let text = text.replace("shipped_are_ours = false", "shipped_are_ours = true");
    let text = text.replace("Northshire Advocacy", "Advocacy Experience");
    let text = text.replace("+441234567890", "+448448002776").replace("01234 567890\"", "0844 800 2776\"");
    fs::write(&site, text).unwrap();
    let found = gate_of(&dir);
    assert_eq!(found.errors(), 0, "{found}");
}

/// Every page that names the provider takes the name from the settings.
#[test]
fn no_page_types_the_name_of_the_provider() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    for (name, bytes) in
        files(&root).into_iter().filter(|(name, _)| name.ends_with(".md") || name.ends_with("words.toml"))
    {
        assert!(!String::from_utf8_lossy(&bytes).contains("Advocacy Experience"), "{name}");
    }
}

/// RFC 9116: published once the settings say where and until when, and not before.
#[test]
fn a_weakness_can_be_reported_once_the_settings_say_where() {
    let dir = filled_in();
    let built = |content: &Path| {
        let out = dir.path().join("out");
        site_gen::build_to(&crate::fixture::inputs(content.to_owned()), &out).unwrap();
        fs::read_to_string(out.join(".well-known/security.txt")).ok()
    };
    let text = built(&dir.path().join("content")).unwrap();
    assert!(text.starts_with("Contact: mailto:security@northshire.nhs.uk\nExpires: 2027-11-01T00:00:00Z\n"), "{text}");
    assert_eq!(built(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")), None);
}

/// Whoever goes live by the book meets the gate: on AWS and on one server.
#[test]
fn both_ways_of_going_live_ask_the_gate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for file in ["deploy/aws/publish", "deploy/server/debian/postinst", "deploy/server/README.md"] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        assert!(text.contains("check --live"), "{file}");
    }
}
