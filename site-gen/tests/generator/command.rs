//! The program itself, as a person runs it: what it prints, how it ends, what it leaves.

use std::fs;
use std::process::{Command, Output};

use crate::fixture::{Fixture, files, text};

fn site_gen(fixture: &Fixture, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
    command.args(arguments).args(["--content", "content", "--on", "2026-11-23"]).current_dir(fixture.dir.path());
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// docs/contract.md, Commands: to build, a page needs only `title`, and any folder is a section.
#[test]
fn a_page_with_a_title_is_enough() {
    let fixture = Fixture::new(&[("any where/page.md", "+++\ntitle = \"Mine\"\n+++\n")]);
    let output = site_gen(&fixture, &["build", "--out", "out", "--base-url", "https://mine.example/"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("4 pages, "), "{}", said(&output));
    let site = files(&fixture.dir.path().join("out"));
    assert!(text(&site, "any-where/page/index.html").contains("href=\"https://mine.example/any-where/page/\""));
    assert!(text(&site, "robots.txt").contains("Sitemap: https://mine.example/sitemap.xml"));
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        for link in page.split("href=\"/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let file =
                if link.is_empty() || link.ends_with('/') { format!("{link}index.html") } else { link.to_owned() };
            assert!(site.contains_key(&file), "/{link} on {path} leads nowhere");
        }
    }
}

/// Findings point at file, line and column, all at once, with what to do; the last good site stays.
#[test]
fn a_failed_build_says_everything_and_leaves_the_last_good_site() {
    let fixture = Fixture::new(&[("one.md", "+++\ntitle = \"One\"\n+++\n")]);
    assert!(site_gen(&fixture, &["build", "--out", "out"]).status.success());
    let before = files(&fixture.dir.path().join("out"));
    fixture.put("one.md", "+++\ntitle = \"One\"\n+++\n\nSee [two](@/twoo.md).\n");
    fixture.put("sub/two.md", "+++\ntitle = \"Two\"\ntitel = 2\n+++\n");
    fixture.put("bytes.md", "");
    fs::write(fixture.content().join("bytes.md"), [b'a', 0xff]).unwrap();
    let output = site_gen(&fixture, &["build", "--out", "out"]);
    assert_eq!(output.status.code(), Some(1));
    for words in [
        "content/one.md:5:5: warning: `@/twoo.md` leads nowhere",
        "content/sub/two.md:3:1: warning: unknown field `titel`",
        "check the spelling, or put keys of your own under [extra]",
        "content/bytes.md:1:1: error: cannot be read",
        "1 to mend, 2 to look at",
        "nothing was changed in out",
    ] {
        assert!(said(&output).contains(words), "{words} in:\n{}", said(&output));
    }
    assert!(files(&fixture.dir.path().join("out")) == before);
    assert_eq!(fs::read_dir(fixture.dir.path()).unwrap().count(), 3, "content, out and its list, nothing half made");
}

#[test]
fn a_check_ends_with_one_on_an_error_and_with_nought_on_none() {
    let fixture = Fixture::new(&[("one.md", "+++\ntitle = \"One\"\n+++\n[a](/b/)\n")]);
    let output = site_gen(&fixture, &["check"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("content/one.md:4:1: error: `/b/` leads nowhere"), "{}", said(&output));
    fixture.put("b.md", "+++\ntitle = \"B\"\n+++\n");
    assert_eq!(site_gen(&fixture, &["check"]).status.code(), Some(0));
}

/// Our own settings, and our words with something of them changed.
fn settings(change: (&str, &str, &str)) -> Fixture {
    let fixture = Fixture::new(&[("en/one.md", "+++\ntitle = \"One\"\n+++\n")]);
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    for name in ["site.toml", "law.toml", "calendar.toml", "places.toml", "en/words.toml"] {
        let text = fs::read_to_string(own.join(name)).unwrap();
        let (file, from, to) = change;
        assert!(name != file || text.contains(from), "{file} has no {from}");
        fixture.put(name, &if name == file { text.replacen(from, to, 1) } else { text });
    }
    fixture
}

/// docs/contract.md, Commands: check reports words at once with all else, and the build goes on.
#[test]
fn words_that_are_missing_or_left_over_are_findings_of_a_check() {
    let change = ("en/words.toml", "[field.\"patient.known_as\"]", "[field.\"patient.called\"]");
    let fixture = settings(change);
    let output = site_gen(&fixture, &["check"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    for words in [
        "content/en/words.toml:1:1: error: `field.\"patient.known_as\".label` says nothing",
        "content/en/words.toml:1:1: error: nothing asks for `field.\"patient.called\"`",
    ] {
        assert!(said(&output).contains(words), "{words} in:\n{}", said(&output));
    }
    assert!(site_gen(&fixture, &["build", "--out", "out"]).status.success());
    let good = site_gen(&settings(("en/words.toml", "", "")), &["check"]);
    assert!(!said(&good).contains("words.toml"), "{}", said(&good));
}

/// docs/domain.md, Phone numbers shown: the number is never shown without what it costs.
#[test]
fn a_number_without_its_charge_stops_check_and_build() {
    let charge = "charge = \"Calls cost up to 7p a minute plus your phone company's access charge.\"";
    for blank in ["charge = \"\"", "charge = \" \\t\""] {
        let fixture = settings(("site.toml", charge, blank));
        for verb in [&["check"][..], &["build", "--out", "out"]] {
            let output = site_gen(&fixture, verb);
            assert_eq!(output.status.code(), Some(1), "{verb:?}: {}", said(&output));
            let words = "Write what a call costs";
            assert!(said(&output).contains("content/site.toml:") && said(&output).contains(words), "{}", said(&output));
        }
    }
}

/// docs/domain.md, Working days: the promise is in calendar.toml and nowhere else.
#[test]
fn another_promise_is_said_on_every_page() {
    let fixture = settings(("calendar.toml", "working_days_to_contact = 5", "working_days_to_contact = 7"));
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/en");
    for (name, bytes) in files(&own).into_iter().filter(|(name, _)| name.ends_with(".md") || name.ends_with(".svg")) {
        fixture.put(&format!("en/{name}"), &String::from_utf8(bytes).unwrap());
    }
    let output = site_gen(&fixture, &["build", "--out", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let mut seven = 0;
    for (path, bytes) in files(&fixture.dir.path().join("out")) {
        let html = String::from_utf8_lossy(&bytes);
        assert!(!html.contains("five working days") && !html.contains("5 working days"), "{path}");
        seven += usize::from(html.contains("seven working days") || html.contains("7 working days"));
    }
    assert!(seven > 8, "{seven} pages");
}

/// docs/domain.md, Phone numbers shown: "up to 7p" is the most such a call may cost, not what it costs.
#[test]
fn a_public_site_without_the_suppliers_charge_is_warned_of() {
    let warned = |charge: &str, origin: &str| {
        let fixture = settings(("site.toml", "charge_known = false", charge));
        said(&site_gen(&fixture, &["check", "--base-url", origin])).contains("what a call costs")
    };
    assert!(warned("charge_known = false", "https://example.org"));
    assert!(!warned("charge_known = true", "https://example.org"));
    assert!(!warned("charge_known = false", "http://127.0.0.1:8080"));
}

/// docs/domain.md, Bank holidays: dates past `valid_through` are refused, not guessed at.
#[test]
fn a_calendar_that_ends_before_the_next_due_date_is_an_error() {
    let fixture = settings(("calendar.toml", "", ""));
    let on = |day: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
        said(
            &command
                .args(["check", "--content", "content", "--on", day])
                .current_dir(fixture.dir.path())
                .output()
                .unwrap(),
        )
    };
    let late = "error: what comes in today is due on 2029-01-";
    assert!(on("2028-12-27").contains(late), "{}", on("2028-12-27"));
    assert!(!on("2028-12-15").contains(late) && on("2028-12-15").contains("warning: bank holidays are known"));
}

/// User sections and pages that nobody thought of build without touching Rust.
#[test]
fn a_section_with_templates_of_its_own_needs_no_rust() {
    let fixture = Fixture::new(&[
        ("news/_index.md", "+++\ntitle = \"News\"\nsort_by = \"date\"\npage_template = \"story.html\"\n+++\n"),
        ("news/old.md", "+++\ntitle = \"Old\"\ndate = 2025-01-02\n[extra]\nplace = \"Here\"\n+++\nText"),
        ("news/new.md", "+++\ntitle = \"New\"\ndate = 2026-01-02\n[extra]\nplace = \"There\"\n+++\n"),
        ("news/plain.md", "+++\ntitle = \"Plain\"\ntemplate = \"article.html\"\n+++\n"),
    ]);
    let templates = fixture.dir.path().join("mine");
    fs::create_dir(&templates).unwrap();
    let story = "{% extends \"base.html\" %}{% block main %}<h1>{{ heading }}</h1><p>{{ date }}, {{ extra.place }}</p>\
        {{ body | safe }}{% endblock main %}";
    fs::write(templates.join("story.html"), story).unwrap();
    fs::write(templates.join("site.css"), "p { color: teal }").unwrap();
    let output = site_gen(&fixture, &["build", "--out", "out", "--templates", "mine"]);
    assert!(output.status.success(), "{}", said(&output));
    let site = files(&fixture.dir.path().join("out"));
    assert!(text(&site, "news/old/index.html").contains("<p>2025-01-02, Here</p><p>Text</p>"));
    let list = text(&site, "news/index.html");
    assert!(list.find("/news/new/").unwrap() < list.find("/news/old/").unwrap(), "new before old");
    assert!(text(&site, "news/plain/index.html").contains("<h1>Plain</h1>"));
    assert_eq!(site.iter().find(|(name, _)| name.ends_with(".css")).unwrap().1, b"p { color: teal }");
    fixture.put("news/_index.md", "+++\ntitle = \"News\"\npage_template = \"stori.html\"\n+++\n");
    let output = site_gen(&fixture, &["build", "--out", "out", "--templates", "mine"]);
    let words = "content/news/_index.md:3:1: warning: there is no template \"stori.html\"";
    assert!(output.status.success() && said(&output).contains(words), "{}", said(&output));
    assert_eq!(site_gen(&fixture, &["check", "--templates", "mine"]).status.code(), Some(1));
}

#[test]
fn what_is_typed_wrongly_is_refused_before_anything_is_read() {
    let fixture = Fixture::new(&[("one.md", "+++\ntitle = \"One\"\n+++\n")]);
    for arguments in [&["build", "--on", "soon"][..], &["build", "--base-url", "example.org/x"], &["bild"]] {
        let output = site_gen(&fixture, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    }
}

/// docs/domain.md, Bank holidays: said in the year before the list ends, and after; a build says it and goes on.
#[test]
fn the_end_of_the_known_bank_holidays_is_said_before_and_after() {
    let fixture = settings(("site.toml", "", ""));
    let run = |verb: &[&str], on: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_site-gen"));
        command.args(verb).args(["--content", "content", "--on", on]).current_dir(fixture.dir.path());
        command.output().unwrap()
    };
    for (on, level) in [("2027-12-26", ""), ("2027-12-28", "warning"), ("2028-12-27", "error")] {
        let (check, build) = (said(&run(&["check"], on)), run(&["build", "--out", "out"], on));
        let known = |said: &str| {
            said.lines().find(|line| line.contains("bank holidays are known until 2028-12-26")).map(str::to_owned)
        };
        assert_eq!(known(&check).is_some(), !level.is_empty(), "{on}: {check}");
        assert!(known(&check).unwrap_or_default().contains(level), "{on}: {check}");
        assert!(build.status.success(), "{on}: {}", said(&build));
        assert_eq!(known(&said(&build)).is_some_and(|line| line.contains("warning")), !level.is_empty(), "{on}");
    }
}

/// docs/domain.md, Rules with dates: what a switch will change can be read before its day.
#[test]
fn each_switch_names_the_pages_it_touches() {
    let fixture = settings(("site.toml", "", ""));
    fixture
        .put("en/rights.md", "+++\ntitle = \"Rights\"\n+++\nSix months. {until treatment}\nThree. {from treatment}\n");
    fixture.put("en/refer/patient.md", "+++\ntitle = \"Ask\"\nform = \"patient\"\n+++\n");
    fixture.put("en/refer/nominated-person.md", "+++\ntitle = \"Ask\"\nform = \"nominated-person\"\n+++\n");
    let said = said(&site_gen(&fixture, &["check"]));
    for line in [
        "switch treatment, when it turns on: /rights/\n",
        "switch informal-patients, when it turns on: /refer/patient/\n",
        "switch nominated-person, when it turns on: /refer/ /refer/nominated-person/\n",
        "switch tribunal-time, when it turns on: no page\n",
    ] {
        assert!(said.contains(line), "{line} in:\n{said}");
    }
}
