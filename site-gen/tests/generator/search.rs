//! The search page and its index, and what search engines are told.

use site_gen::{Inputs, build_to, publish_to};

use crate::fixture::{Fixture, Site, files, ours, text};

fn published(fixture: &Fixture) -> Site {
    publish_to(&fixture.inputs(), &fixture.out()).unwrap();
    files(&fixture.out())
}

/// `/search/` works without JavaScript as a full index of questions.
#[test]
fn the_search_page_lists_every_page_without_any_script() {
    let dir = tempfile::tempdir().unwrap();
    build_to(&ours(), &dir.path().join("site")).unwrap();
    let site = files(&dir.path().join("site"));
    let search = text(&site, "search/index.html");
    assert!(!search.contains("<script"), "a plain build has no index, so no script either");
    assert!(!site.keys().any(|name| name.starts_with("assets/search")));
    let unlisted = ["index.html", "404.html", "429.html", "500.html", "search/index.html"];
    // A hospital's own page leads to its forms and papers.
    let of_a_hospital = |path: &str| path.starts_with("at/") && path.matches('/').count() > 2;
    let pages = site.keys().filter(|path| path.ends_with(".html") && !unlisted.contains(&path.as_str()));
    for path in pages.filter(|path| !of_a_hospital(path)) {
        let url = format!("/{}", path.trim_end_matches("index.html"));
        let below = search.split_once("id=\"all\"").unwrap().1;
        let section = site.keys().any(|other| other.starts_with(path.trim_end_matches("index.html")) && other != path);
        assert!(section || below.contains(&format!("href=\"{url}\"")), "{url} is not in the list");
    }
}

/// docs/contract.md, Commands: `--publish` writes the search index: titles, headings, the words of those who look for it and
/// of the text, and the description, or the first sentences where there is none. Accents are one sign with their letter.
#[test]
fn the_index_has_titles_headings_words_and_descriptions() {
    let fixture = Fixture::new(&[
        ("search.md", "+++\ntitle = \"Search\"\ntemplate = \"search.html\"\n+++\n"),
        ("a.md", "+++\ntitle = \"Fish & chips\"\n+++\nOne *plaice*. Two. Three.\n\n## Peas\nFour.\n\n### <Salt>\n"),
        (
            "b.md",
            "+++\ntitle = \"A title\"\nlist_title = \"Leaflet: B\"\ndescription = \"And this.\"\n\
            search_words = [\"ECT\", \"the doctor\"]\n+++\nAbout a doctor, this one: Jose\u{301}q, nai\u{308}ve.\n",
        ),
    ]);
    let site = published(&fixture);
    let name = site.keys().find(|name| name.starts_with("assets/search.") && name.ends_with(".json")).unwrap();
    let expected = "\"pages\":[[\"/a/\",\"Fish & chips\",[\"Peas\",\"<Salt>\"],[],\"four three\",\"One plaice. Two.\"],\
        [\"/b/\",\"Leaflet: B\",[],[\"ECT\",\"the doctor\"],\"jos\u{e9}q naïve\",\"And this.\"]]}";
    assert!(text(&site, name).ends_with(expected), "{}", text(&site, name));
    assert!(text(&site, name).starts_with("{\"small\":\"a able about"), "the small words of the language come first");
    let page = text(&site, "search/index.html");
    assert!(page.contains(&format!("data-index=\"/{name}\"")), "{page}");
    let script = site.keys().find(|name| name.starts_with("assets/search.") && name.ends_with(".js")).unwrap();
    assert!(page.contains(&format!("<script src=\"/{script}\" defer>")), "{page}");
    assert!(!text(&site, "a/index.html").contains("<script"), "it is loaded only where it is used");
    fixture.put("b.md", "+++\ntitle = \"Another title\"\n+++\n");
    assert!(!published(&fixture).contains_key(name), "another index has another name");
}

/// What patients type, whether or not a heading says it; and all of it stays a small download.
#[test]
fn our_own_index_knows_the_words_of_patients_and_is_small() {
    let dir = tempfile::tempdir().unwrap();
    publish_to(&ours(), &dir.path().join("site")).unwrap();
    let site = files(&dir.path().join("site"));
    let name = site.keys().find(|name| name.starts_with("assets/search.") && name.ends_with(".json")).unwrap();
    let index: serde_json::Value = serde_json::from_slice(&site[name]).unwrap();
    let pages = index["pages"].as_array().unwrap();
    for word in ["doctor", "ect", "interpreter", "solicitor", "leave", "voluntary", "complain", "sectioned", "notes"] {
        let known = |page: &serde_json::Value| {
            page.to_string().to_lowercase().split(|letter: char| !letter.is_alphanumeric()).any(|other| other == word)
        };
        assert!(pages.iter().any(known), "{word} finds nothing");
    }
    for title in ["Leaflet: An advocate can help you", "Poster: Someone on your side"] {
        assert!(pages.iter().any(|page| page[1] == title), "{title}");
    }
    let size = site[&format!("{name}.gz")].len();
    assert!(size < 14_000, "{size} bytes");
}

/// Scripts total under 4 KB compressed.
#[test]
fn all_scripts_together_are_under_four_kilobytes() {
    let dir = tempfile::tempdir().unwrap();
    publish_to(&ours(), &dir.path().join("site")).unwrap();
    let site = files(&dir.path().join("site"));
    let scripts = site.iter().filter(|(name, _)| name.ends_with(".js.gz"));
    let sizes: Vec<usize> = scripts.map(|(_, bytes)| bytes.len()).collect();
    assert!(!sizes.is_empty() && sizes.iter().sum::<usize>() < 4096, "{sizes:?}");
}

/// Structured data for the questions, social tags.
#[test]
fn questions_are_told_to_search_engines_once() {
    let fixture = Fixture::new(&[
        ("ask/_index.md", "+++\ntitle = \"Ask\"\ntemplate = \"questions.html\"\nfaq = true\n+++\n"),
        (
            "ask/one.md",
            "+++\ntitle = \"Is 1 < 2?\"\ndescription = \"A \\\"sum\\\".\"\n+++\nYes, & </script> always.\n\n- So\n",
        ),
    ]);
    let site = fixture.build().unwrap();
    let page = text(&site, "ask/index.html");
    let json = page.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(data["@type"], "FAQPage");
    assert_eq!(data["mainEntity"][0]["name"], "Is 1 < 2?");
    assert_eq!(data["mainEntity"][0]["acceptedAnswer"]["text"], "Yes, & </script> always. So");
    assert!(!json.contains('<'), "{json}");
    let one = text(&site, "ask/one/index.html");
    assert!(!one.contains("ld+json"));
    assert!(one.contains("<meta property=\"og:description\" content=\"A &quot;sum&quot;.\">"), "{one}");
    assert!(one.contains("<meta property=\"og:url\" content=\"https://example.org/ask/one/\">"), "{one}");
    let missing = text(&site, "404.html");
    assert!(!missing.contains("og:") && missing.contains("noindex"), "{missing}");
}

#[test]
fn the_index_is_made_where_it_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    build_to(&Inputs { index: true, ..ours() }, &dir.path().join("site")).unwrap();
    assert!(files(&dir.path().join("site")).keys().any(|name| name.ends_with(".json")));
}
