//! The card in another language goes out only where a person is named who read it as a speaker of that language.

use site_gen::{Inputs, build_to, check};

use crate::fixture::{Fixture, files, ours, text};

const CARD: &str = "+++\ntitle = \"Chcę rzecznika\"\nlist_title = \"Polski\"\ndescription = \"d\"\nwritten = 2026-11-01\n\
    review_by = 2027-11-01\naudience = \"patients\"\ntemplate = \"card.html\"\nlang = \"pl\"\n";

/// Our own content with a card in Polish beside it.
fn with_card(reviewer: &str) -> Fixture {
    let fixture = Fixture::new(&[]);
    for (name, bytes) in files(&ours().content) {
        if let Ok(text) = String::from_utf8(bytes) {
            fixture.put(&name, &text);
        }
    }
    fixture.put("en/card/pl.md", &format!("{CARD}{reviewer}+++\n**Proszę, pomóż mi.**\n"));
    fixture
}

#[test]
fn a_card_in_another_language_has_its_reviewer_and_says_its_language() {
    let fixture = with_card("reviewer = \"Ines Marlow\"\n");
    build_to(&fixture.inputs(), &fixture.out()).unwrap();
    let site = files(&fixture.out());
    let card = text(&site, "card/pl/index.html");
    assert!(card.contains("<div class=\"sheet card\" lang=\"pl\" dir=\"auto\">"), "{card}");
    assert!(text(&site, "card/index.html").contains("<a href=\"/card/pl/\">Polski</a>"), "the card leads to it");
}

#[test]
fn a_card_that_nobody_read_is_not_published() {
    let fixture = with_card("reviewer = \" \"\n");
    build_to(&fixture.inputs(), &fixture.out()).unwrap();
    let site = files(&fixture.out());
    assert!(!site.contains_key("card/pl/index.html"));
    assert!(!text(&site, "card/index.html").contains("Polski"));
    let found = check(&Inputs { base_url: None, ..fixture.inputs() }).to_string();
    assert!(found.contains("pl.md") && found.contains("error: no `reviewer`"), "{found}");
}
