//! What a check asks of the pages: reviews, light pages, words their readers know.

use site_gen::check;

use crate::fixture::{Fixture, text};

#[test]
fn a_check_asks_for_reviews_and_light_pages() {
    let site = include_str!("../../../content/site.toml");
    let words = include_str!("../../../content/en/words.toml");
    // Letters without a pattern, so that they do not compress away.
    let mut seed = 1_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + u8::try_from(seed >> 24).unwrap() % 26)
    };
    let long: String = (0..40_000).map(|at| if at % 7 == 6 { ' ' } else { next() }).collect();
    let fixture = Fixture::new(&[
        ("site.toml", site),
        ("en/words.toml", words),
        ("en/late.md", "+++\ntitle='L'\ndescription='d'\nlaw='s1'\nreviewed=2025-01-01\nreview_by=2026-11-22\n+++\n"),
        ("en/soon.md", "+++\ntitle='S'\ndescription='d'\nlaw='s1'\nreviewed=2025-01-01\nreview_by=2026-11-24\n+++\n"),
        ("en/never.md", "+++\ntitle='N'\ndescription='d'\nlaw='s1'\n+++\n"),
        (
            "en/long.md",
            &format!(
                "+++\ntitle='F'\ndescription='d'\nlaw='s1'\nreviewed=2026-11-01\nreview_by=2027-11-01\n+++\n{long}"
            ),
        ),
    ]);
    fixture.build().unwrap();
    let said = check(&fixture.inputs()).to_string();
    for words in [
        "late.md:6:1: error: its review was due on 2026-11-22",
        "soon.md:6:1: warning: its review is due on 2026-11-24",
        "late.md:5:1: warning: `reviewed` without `reviewed_by`",
        "never.md:1:1: error: no `reviewed` nor `written`",
        "over 9000",
        "`/questions/` leads nowhere",
    ] {
        assert!(said.contains(words), "{words} in:\n{said}");
    }
}

/// A page says that it was checked only where its front matter names who did.
#[test]
fn only_a_named_person_checks_a_page() {
    let page = |dates: &str| format!("+++\ntitle='T'\n{dates}\n+++\nText");
    let fixture = Fixture::new(&[
        ("en/named.md", &page("written=2026-09-01\nreviewed=2026-10-01\nreviewed_by='A. Lawyer'")),
        ("en/unnamed.md", &page("reviewed=2026-10-01")),
        ("en/blank.md", &page("reviewed=2026-10-01\nreviewed_by=' '")),
        ("en/new.md", &page("written=2026-09-01")),
    ]);
    let site = fixture.build().unwrap();
    let table = [
        ("named", "Checked October 2026"),
        ("unnamed", "Written October 2026"),
        ("blank", "Written October 2026"),
        ("new", "Written September 2026"),
    ];
    for (name, words) in table {
        assert!(text(&site, &format!("{name}/index.html")).contains(words), "{name}: {words}");
    }
}

/// Reading grades: patients 7 or less, relatives 8, Easy Read 4, professionals 11.
#[test]
fn a_page_too_hard_for_its_readers_fails_the_check() {
    let page = |audience: &str| {
        let text = "The advocate explains how decisions about treatment are made. ".repeat(5);
        let dates = "reviewed=2026-11-01\nreview_by=2027-11-01";
        format!("+++\ntitle='T'\ndescription='d'\nlaw='s1'\n{dates}\n{audience}+++\n{text}")
    };
    let fixture = Fixture::new(&[
        ("site.toml", include_str!("../../../content/site.toml")),
        ("en/words.toml", include_str!("../../../content/en/words.toml")),
        ("en/nobody.md", &page("")),
        ("en/patients.md", &page("audience='patients'\n")),
        ("en/relatives.md", &page("audience='relatives'\n")),
        ("en/professionals.md", &page("audience='professionals'\n")),
        ("en/both.md", &page("audience=['professionals', 'easy-read']\n")),
        ("en/aliens.md", &page("audience='aliens'\n")),
    ]);
    let said = check(&fixture.inputs()).to_string();
    for (file, words) in [
        ("nobody.md:1:1", "reading grade 10.3, over 6 for patients"),
        ("patients.md:1:1", "reading grade 10.3, over 6 for patients"),
        ("relatives.md:1:1", "reading grade 10.3, over 7 for relatives"),
        ("both.md:1:1", "reading grade 10.3, over 2 for easy-read"),
        ("aliens.md:7:1", "\"aliens\" is no audience"),
    ] {
        assert!(said.contains(&format!("/{file}: error: {words}")), "{file} {words} in:\n{said}");
    }
    assert!(!said.contains("for professionals"), "{said}");
}
