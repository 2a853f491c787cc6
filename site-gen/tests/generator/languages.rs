//! A site in English and in a language written from right to left, and everything that may be missing in one.

use std::fs;
use std::path::Path;

use site_gen::{Inputs, build_to};
use toml::{Table, Value};

use crate::fixture::{Fixture, Site, files, ours, text};

/// The two-language site, with our own words in English and the same words in invented Arabic letters.
fn fixture() -> Fixture {
    let fixture = Fixture::new(&[]);
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/two-languages");
    for (name, bytes) in files(&from) {
        fixture.put(&name, std::str::from_utf8(&bytes).unwrap());
    }
    let english = include_str!("../../../content/en/words.toml");
    fixture.put("en/words.toml", english);
    let mut words: Table = english.parse().unwrap();
    let language = [("name", "العربية"), ("dir", "rtl"), ("reviewer", "Layla Invented")];
    let language = language.into_iter().map(|(key, said)| (key.to_owned(), Value::String(said.to_owned())));
    words = in_other_letters(words);
    words.insert("language".to_owned(), Value::Table(language.collect()));
    fixture.put("ar/words.toml", &written(&words, ""));
    fixture
}

fn in_other_letters(table: Table) -> Table {
    let letters = ['ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ر', 'س', 'ش', 'ع', 'ف', 'ق', 'ك', 'ل', 'م', 'ن', 'ه', 'و'];
    let other = |letter: char| {
        let at = (letter.to_ascii_lowercase() as usize).wrapping_sub('a' as usize) % letters.len();
        if letter.is_ascii_alphabetic() { letters[at] } else { letter }
    };
    let changed = table.into_iter().map(|(key, value)| match value {
        Value::Table(inner) => (key, Value::Table(in_other_letters(inner))),
        Value::String(said) => (key, Value::String(said.chars().map(other).collect())),
        value => (key, value),
    });
    changed.collect()
}

/// TOML of tables and strings.
fn written(table: &Table, path: &str) -> String {
    let mut out = format!("[{path}]\n").replace("[]\n", "");
    for (key, value) in table {
        match value {
            Value::String(said) => out.push_str(&format!("{key:?} = {said:?}\n")),
            Value::Table(_) => {}
            other => panic!("{path}.{key} is no text: {other:?}"),
        }
    }
    for (key, value) in table {
        let path = format!("{path}.{key:?}");
        out.extend(value.as_table().map(|inner| written(inner, path.trim_start_matches('.'))));
    }
    out
}

fn built(fixture: &Fixture) -> Site {
    build_to(&Inputs { index: true, ..fixture.inputs() }, &fixture.out()).unwrap();
    files(&fixture.out())
}

/// Every page has `lang`, `dir`, `hreflang`, a way to the other language.
#[test]
fn each_language_stands_under_its_own_address_and_names_the_others() {
    let site = built(&fixture());
    let (english, arabic) = (text(&site, "questions/who/index.html"), text(&site, "ar/questions/who/index.html"));
    assert!(english.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"));
    for page in [english, arabic] {
        for words in [
            "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/questions/who/\">",
            "<link rel=\"alternate\" hreflang=\"ar\" href=\"https://example.org/ar/questions/who/\">",
            "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/questions/who/\">",
            "<a href=\"/ar/questions/who/\" lang=\"ar\" hreflang=\"ar\"",
            "<a href=\"/questions/who/\" lang=\"en\" hreflang=\"en\"",
        ] {
            assert!(page.contains(words), "{words} in:\n{page}");
        }
    }
    let sitemap = text(&site, "sitemap.xml");
    assert!(sitemap.contains("<loc>https://example.org/ar/refer/patient/</loc>"), "{sitemap}");
    assert!(sitemap.contains("hreflang=\"ar\" href=\"https://example.org/ar/search/\""), "{sitemap}");
    assert!(text(&site, "ar/refer/patient/index.html").contains("lang=\"ar\""));
    assert!(site.contains_key("ar/404.html"));
}

/// issue 3, Languages: fallbacks are build errors, not silent English.
#[test]
fn no_link_and_no_word_of_a_page_falls_back_to_english() {
    let site = built(&fixture());
    let english = ["Skip to the main part", "Leave this", "Call us", "Questions", "Menu", "Advocacy", "Search"];
    for (path, bytes) in site.iter().filter(|(path, _)| path.starts_with("ar/") && path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        let shown = page.split_once("</head>").unwrap().1.replace("Invented Advocacy", "");
        for words in english {
            assert!(!shown.contains(words), "{words} on {path}");
        }
        for link in page.split("href=\"/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let other = page.contains(&format!("href=\"/{link}\" lang=\"en\""));
            assert!(link.starts_with("ar/") || link.starts_with("assets/") || other, "/{link} on {path}");
        }
    }
    assert!(text(&site, "ar/index.html").contains("href=\"/ar/search/\""), "an address without its language");
    let index = |path: &str| {
        let page = text(&site, path);
        let name = page.split_once("data-index=\"/").unwrap().1.split('"').next().unwrap();
        text(&site, name).to_owned()
    };
    assert!(index("search/index.html").contains("Who is it for?") && !index("search/index.html").contains("متى"));
    assert!(index("ar/search/index.html").contains("متى") && !index("ar/search/index.html").contains("Who is"));
}

#[test]
fn a_site_in_one_language_offers_no_other() {
    let dir = tempfile::tempdir().unwrap();
    build_to(&ours(), &dir.path().join("site")).unwrap();
    let site = files(&dir.path().join("site"));
    let page = text(&site, "index.html");
    assert!(page.contains("<html lang=\"en\" dir=\"ltr\">") && !page.contains("hreflang"));
}

/// Everything at once, each with its file: a page, a word, a setting, and the people who read them.
#[test]
fn what_a_language_lacks_is_said_at_once() {
    let fixture = fixture();
    fs::remove_file(fixture.content().join("ar/questions/who.md")).unwrap();
    fixture.put("ar/search.md", "+++\ntitle = \"بحث\"\ntemplate = \"search.html\"\n+++\n");
    let said = fixture.findings().to_string();
    for words in [
        "ar/questions/who.md:1:1: error: this page is missing in ar",
        "ar/search.md:1:1: error: no `reviewer`",
        "2 to mend",
    ] {
        assert!(said.contains(words), "{words} in:\n{said}");
    }
    let words_file = fixture.content().join("ar/words.toml");
    let words = fs::read_to_string(&words_file).unwrap();
    let words = words.replace("\"skip\"", "\"jump\"").replace("\"reviewer\"", "\"read_by\"");
    fs::write(&words_file, words).unwrap();
    fixture.put("ar/site.toml", "name = \"خدمة\"\n");
    let said = fixture.findings().to_string();
    for words in [
        "ar/words.toml:1:1: error: no `ui.skip`",
        "ar/words.toml:1:1: error: no `language.reviewer`",
        "ar/site.toml:1:1: error: no `hours.text`",
        "ar/site.toml:1:1: error: no `nav`",
    ] {
        assert!(said.contains(words), "{words} in:\n{said}");
    }
}

#[test]
fn a_folder_beside_the_languages_is_no_language_by_accident() {
    let fixture = fixture();
    fixture.put("pictures_of_us/one.md", "+++\ntitle = \"One\"\n+++\n");
    let said = fixture.findings().to_string();
    assert!(said.contains("content/pictures_of_us:1:1: error: this folder is no language"), "{said}");
}
