//! What a build writes, and what it says is wrong.

use std::fs;

use site_gen::{BuildError, Inputs, build_to, check};

use crate::fixture::{Fixture, files, ours, text};

#[test]
fn our_own_content_builds_and_passes_its_check() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("site");
    build_to(&ours(), &out).unwrap();
    let site = files(&out);
    for path in ["index.html", "questions/index.html", "refer/patient/index.html", "404.html", "robots.txt"] {
        assert!(site.contains_key(path), "no {path}");
    }
    assert!(text(&site, "refer/patient/index.html").contains("action=\"/referral/patient\""));
    assert!(text(&site, "sitemap.xml").contains("<loc>https://example.org/questions/</loc>"));
    assert!(!site.contains_key("refer/nominated-person/index.html"), "that part of the 2025 Act is not in force");
    let findings = check(&ours());
    assert_eq!(findings.errors(), 0, "{findings}");
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    build_to(&ours(), &one).unwrap();
    build_to(&ours(), &two).unwrap();
    build_to(&ours(), &two).unwrap();
    assert!(files(&one) == files(&two));
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        4,
        "two sites and their lists: the temporary folders are gone"
    );
}

#[test]
fn a_folder_of_pages_with_titles_is_a_site() {
    let fixture = Fixture::new(&[
        ("hello.md", "+++\ntitle = \"Hello <you>\"\n+++\nSee [deep](@/a/b/deep.md#one) and [up](a/)."),
        ("a/b/deep.md", "+++\ntitle = \"Deep\"\n+++\n## One\n[hello](../../hello.md) ![map](map.svg)"),
        ("a/b/map.svg", "<svg/>"),
    ]);
    let site = fixture.build().unwrap();
    assert!(text(&site, "hello/index.html").contains("<h1>Hello &lt;you&gt;</h1>"));
    assert!(text(&site, "hello/index.html").contains("href=\"/a/b/deep/#one\""));
    assert!(text(&site, "a/b/deep/index.html").contains("href=\"/hello/\""));
    assert!(text(&site, "a/b/deep/index.html").contains("src=\"/a/b/map.svg\""));
    assert!(text(&site, "a/index.html").contains("href=\"/a/b/\""), "a section without a page lists what is in it");
    assert!(text(&site, "index.html").contains("href=\"/hello/\""));
    assert!(!text(&site, "index.html").contains("href=\"/professionals/\""), "its menu is its own");
    assert_eq!(text(&site, "a/b/map.svg"), "<svg/>");
}

/// A build tells and goes on, a check refuses: the same findings with the same places.
#[test]
fn every_broken_link_is_found_at_once_with_its_place() {
    let fixture = Fixture::new(&[
        (
            "one.md",
            "+++\ntitle = \"One\"\n+++\n\nA [b](@/tow.md) c.\n\n[d](@/two.md#nowhere) [e](#here)\n\n[f](javascript:x) ![g](https://example.org/g.png)",
        ),
        ("two.md", "+++\ntitle = \"Two\"\n+++\n## Somewhere\n"),
        (
            "sub/two.md",
            "+++\ntitle = \"Other\"\n+++\n[a](@/three-two.md)\n[b](@/one.md)\n[c](/nowhere/)\n[d](/referral/patient)",
        ),
        ("sub/three.md", "+++\ntitle = \"Three\"\ntemplate = \"no.html\"\n+++\n[](two.md) {% a %} [b](two words.md)"),
    ]);
    let expected = [
        ("one.md:5:3", "`@/tow.md` leads nowhere"),
        ("one.md:7:1", "`#nowhere` leads nowhere"),
        ("one.md:7:23", "`#here` leads nowhere"),
        ("one.md:9:1", "`javascript:x`: not an address"),
        ("one.md:9:19", "`https://example.org/g.png`: pictures come from this site alone"),
        ("sub/three.md:3:1", "there is no template \"no.html\""),
        ("sub/three.md:5:1", "a link to `two.md` has no words"),
        ("sub/three.md:5:12", "{% a %} is shown as it stands"),
        ("sub/three.md:5:20", "a link is shown as it stands: [b](two words.md)"),
        ("sub/two.md:4:1", "`@/three-two.md` leads nowhere"),
        ("sub/two.md:6:1", "`/nowhere/` leads nowhere"),
    ];
    let summary = build_to(&fixture.inputs(), &fixture.out()).unwrap();
    for (level, findings) in [("warning", summary.findings), ("error", check(&fixture.inputs()))] {
        let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), expected.len(), "{findings}");
        for ((place, words), said) in expected.iter().zip(&said) {
            assert!(said.contains(&format!("/{place}: {level}: {words}")), "{place} {level} {words}\nbut: {said}");
        }
        assert!(said[1].contains("it has somewhere"), "{}", said[1]);
    }
    let site = files(&fixture.out());
    let one = text(&site, "one/index.html");
    assert!(one.contains("<p>A b c.</p>") && one.contains("<p>f g</p>"), "of what nobody can follow, the words: {one}");
    assert!(text(&site, "sub/three/index.html").contains("<a href=\"/sub/two/\">two.md</a>"));
}

/// (what, where it is, what is written, the address it leads to)
const WRITTEN: &[(&str, &str, &str, &str)] = &[
    ("by file", "a.md", "<@/Ward A/who_calls.md>", "/ward-a/who-calls/"),
    ("encoded", "a.md", "@/Ward%20A/who_calls.md", "/ward-a/who-calls/"),
    ("as the address is called", "a.md", "ward-a/who-calls.md", "/ward-a/who-calls/"),
    ("as the folder is called", "a.md", "/Ward%20A/who_calls/", "/ward-a/who-calls/"),
    ("from the root, by file", "a.md", "/Ward%20A/who_calls.md#one", "/ward-a/who-calls/#one"),
    ("without the last slash", "a.md", "/ward-a/who-calls", "/ward-a/who-calls/"),
    ("as other programs end it", "a.md", "Ward%20A/who_calls.html", "/ward-a/who-calls/"),
    ("the page of a folder", "a.md", "/Ward%20A/index.html", "/ward-a/"),
    ("with a question", "a.md", "Ward%20A/who_calls.md?x=1", "/ward-a/who-calls/?x=1"),
    ("as Windows writes it", "Ward A/who_calls.md", "..\\a.md", "/a/"),
    ("a file beside the page", "Ward A/who_calls.md", "ward%20guide.pdf", "/ward-a/ward%20guide.pdf"),
    ("a file of another folder", "a.md", "Ward%20A/ward%20guide.pdf", "/ward-a/ward%20guide.pdf"),
    ("that file by its address", "a.md", "/ward-a/ward%20guide.pdf", "/ward-a/ward%20guide.pdf"),
    ("a name with a colon", "a.md", "Q1:plan.pdf", "/Q1:plan.pdf"),
    ("a name with signs of addresses", "a.md", "<50%25%20%23%3F.pdf>", "/50%25%20%23%3F.pdf"),
    ("an accent in one sign for two", "a.md", "caf%C3%A9.md", "/café/"),
    ("the page of its own folder", "Ward A/who_calls.md", ".", "/ward-a/"),
    ("a heading of its own", "Ward A/who_calls.md", "#one", "#one"),
    ("what every page has", "a.md", "#top", "#top"),
];

#[test]
fn a_link_finds_its_file_however_it_is_written() {
    for (what, from, written, address) in WRITTEN {
        let mut pages = vec![
            ("a.md", String::new()),
            ("Ward A/README.md", String::new()),
            ("Ward A/who_calls.md", "## One\n".to_owned()),
            ("cafe\u{301}.md", String::new()),
        ];
        pages.iter_mut().find(|(name, _)| name == from).unwrap().1 += &format!("\n[words]({written})\n");
        let fixture = Fixture::new(&[("Ward A/ward guide.pdf", ""), ("Q1:plan.pdf", ""), ("50% #?.pdf", "")]);
        for (name, body) in &pages {
            fixture.put(name, &format!("+++\ntitle = \"T\"\n+++\n{body}"));
        }
        let findings = check(&fixture.inputs());
        assert_eq!(findings.errors(), 0, "{what}: {findings}");
        let site = fixture.build().unwrap();
        let page = if *from == "a.md" { "a/index.html" } else { "ward-a/who-calls/index.html" };
        assert!(text(&site, page).contains(&format!("href=\"{address}\">words")), "{what}: {}", text(&site, page));
    }
}

#[test]
fn a_build_that_fails_leaves_the_last_good_site() {
    let fixture = Fixture::new(&[("one.md", "+++\ntitle = \"One\"\n+++\n")]);
    let before = fixture.build().unwrap();
    fixture.put("two.md", "+++\ntitle = \"Never closed\"\n");
    assert_eq!(fixture.findings().errors(), 1);
    assert!(files(&fixture.out()) == before);
    assert_eq!(fs::read_dir(fixture.dir.path()).unwrap().count(), 3, "content, site and its list, nothing half made");
    fs::remove_file(fixture.dir.path().join("content/two.md")).unwrap();
    fs::rename(fixture.dir.path().join("content/one.md"), fixture.dir.path().join("content/three.md")).unwrap();
    let after = fixture.build().unwrap();
    assert!(after.contains_key("three/index.html") && !after.contains_key("one/index.html"), "nothing old stays");
}

/// A published folder may be a git checkout, with files its host asks for.
#[test]
fn what_somebody_else_put_into_the_site_stays_there() {
    let fixture =
        Fixture::new(&[("one.md", "+++\ntitle = \"One\"\n+++\n"), ("a/two.md", "+++\ntitle = \"Two\"\n+++\n")]);
    fixture.build().unwrap();
    for (name, text) in
        [(".git/config", "[core]"), ("CNAME", "example.org"), ("a/two/notes.txt", "mine"), ("own/x.txt", "x")]
    {
        let file = fixture.out().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    fs::remove_dir_all(fixture.content().join("a")).unwrap();
    for _ in 0..2 {
        let after = fixture.build().unwrap();
        for name in [".git/config", "CNAME", "a/two/notes.txt", "own/x.txt", "one/index.html"] {
            assert!(after.contains_key(name), "{name}");
        }
        assert!(!after.contains_key("a/two/index.html"), "a page that is gone is gone");
    }
}

/// The new site wants a name that somebody else's file has: neither is lost, and the last good site stays.
#[test]
fn a_name_that_somebody_else_has_taken_stops_the_build_and_loses_nothing() {
    let fixture = Fixture::new(&[("one.md", "+++\ntitle = \"One\"\n+++\n")]);
    fixture.build().unwrap();
    fs::write(fixture.out().join("CNAME"), "example.org").unwrap();
    fs::create_dir(fixture.out().join(".git")).unwrap();
    fs::write(fixture.out().join(".git/config"), "[core]").unwrap();
    let before = files(&fixture.out());
    fixture.put("CNAME", "other.example");
    match build_to(&fixture.inputs(), &fixture.out()) {
        Err(BuildError::Output { source, .. }) => assert!(source.to_string().contains("CNAME"), "{source}"),
        other => panic!("expected a refusal, got {other:?}"),
    }
    assert!(files(&fixture.out()) == before);
    assert_eq!(fs::read_dir(fixture.dir.path()).unwrap().count(), 3, "content, site and its list, nothing half made");
}

#[test]
fn a_folder_that_is_no_site_is_never_removed() {
    let fixture = Fixture::new(&[("one.md", "+++\ntitle = \"One\"\n+++\n")]);
    fs::create_dir(fixture.out()).unwrap();
    fs::write(fixture.out().join("letter.txt"), "dear").unwrap();
    for out in [fixture.out(), fixture.dir.path().join("content"), fixture.dir.path().to_owned()] {
        assert!(matches!(build_to(&fixture.inputs(), &out), Err(BuildError::Output { .. })), "{}", out.display());
    }
    assert_eq!(fs::read_to_string(fixture.out().join("letter.txt")).unwrap(), "dear");
}

#[test]
fn a_template_of_ones_own_stands_in_for_ours() {
    let fixture = Fixture::new(&[
        ("list/_index.md", "+++\ntitle = \"List\"\ntemplate = \"whole.html\"\n+++\n"),
        ("list/one.md", "+++\ntitle = \"One\"\n+++\n## Why\n[why](#why)"),
    ]);
    let templates = fixture.dir.path().join("templates");
    fs::create_dir(&templates).unwrap();
    fs::write(templates.join("whole.html"), "{% for child in children %}{{ child.body | safe }}{% endfor %}").unwrap();
    let inputs = Inputs { templates: Some(templates.clone()), ..fixture.inputs() };
    build_to(&inputs, &fixture.out()).unwrap();
    let site = files(&fixture.out());
    assert_eq!(text(&site, "list/index.html"), "<h3 id=\"one-why\">Why</h3>\n<p><a href=\"#one-why\">why</a></p>\n");
    fs::write(templates.join("whole.html"), "{{ nothing.here }}").unwrap();
    let Err(BuildError::Findings(findings)) = build_to(&inputs, &fixture.out()) else {
        panic!("a template that asks for nothing")
    };
    assert!(findings.to_string().contains("whole.html"), "{findings}");
    let site = fixture.build().unwrap();
    assert!(text(&site, "list/index.html").contains("href=\"/list/one/\""), "without it, it is drawn as any page");
}
