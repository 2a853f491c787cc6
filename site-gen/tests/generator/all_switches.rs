//! Our own content on the day when every part of the 2025 Act has started: no page may still say the old law.

use site_gen::check::check;

use crate::fixture::{Fixture, Site, files, ours};

/// Sentences of the law as it was. A page that keeps one is wrong on that day.
const OLD: [&str; 10] = [
    "your nearest relative",
    "the nearest relative can",
    "If a nearest relative",
    "14 days",
    "six months at first",
    "no date yet",
    "not cover you yet",
    "does not cover you for our service today",
    "Section 130D: tell",
    "three months</strong> of medicine",
];

fn all_on() -> Fixture {
    let fixture = Fixture::new(&[]);
    for (name, bytes) in files(&ours().content) {
        match String::from_utf8(bytes) {
            Ok(text) if name == "law.toml" => {
                let on = |line: &str| {
                    let date = "commenced_on = 2026-11-01\nregulations = \"SI 2026/1\"\n";
                    if line.starts_with("[switch.") { format!("{line}\n{date}") } else { format!("{line}\n") }
                };
                fixture.put(&name, &text.lines().map(on).collect::<String>());
            }
            Ok(text) => fixture.put(&name, &text),
            Err(_) => {}
        }
    }
    fixture
}

/// docs/domain.md, Rules with dates: every page that would be wrong on the day changes with its switch.
#[test]
fn no_page_says_the_old_law_when_every_switch_is_on() {
    let (now, fixture) = (ours(), all_on());
    let said = |site: &Site| {
        let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
        let found = pages.flat_map(|(path, bytes)| {
            let page = String::from_utf8_lossy(bytes).into_owned();
            OLD.into_iter().filter(move |old| page.contains(old)).map(move |old| (old, path.clone()))
        });
        found.collect::<Vec<_>>()
    };
    let today = Fixture::new(&[]);
    site_gen::build_to(&now, &today.out()).unwrap();
    let before = said(&files(&today.out()));
    let never: Vec<&str> = OLD.into_iter().filter(|old| !before.iter().any(|(said, _)| said == old)).collect();
    assert_eq!(never, [""; 0], "a sentence that no page says today guards nothing");
    assert_eq!(said(&fixture.build().unwrap()), []);
    assert!(fixture.out().join("refer/nominated-person/index.html").exists());
    let findings = check(&fixture.inputs());
    assert_eq!(findings.errors(), 0, "{findings}");
}
