//! What the head of a page may say, and what is said of one that cannot be used.

use super::*;

#[test]
fn a_title_is_enough() {
    let Read { matter, body, .. } =
        read(Path::new("a.md"), "a", "+++\ntitle = \"A\"\n+++\nText", Level::Error).unwrap();
    assert_eq!((matter.title.as_str(), body), ("A", 20));
}

#[test]
fn windows_line_ends_quoted_dates_and_lists_are_understood() {
    let text = "\u{feff}+++\r\ntitle = 'A'\r\nreview_by = '2027-01-02'\r\nlaw = ['s1', 's2']\r\n+++\r\nText";
    let Read { matter, body, .. } = read(Path::new("a.md"), "a", text, Level::Error).unwrap();
    assert_eq!(matter.review_by, NaiveDate::from_ymd_opt(2027, 1, 2));
    assert_eq!(&text[body..], "Text");
}

/// (what is wrong, the text, line and column, words of the message)
#[test]
fn what_is_wrong_is_said_with_its_place() {
    let table = [
        ("never closed", "+++\ntitle = 'A'\n", (1, 1), "never closed"),
        ("missing title", "+++\nweight = 1\n+++\n", (2, 1), "missing field `title`"),
        ("empty title", "+++\nweight = 1\ntitle = ' '\n+++\n", (3, 1), "the title is empty"),
        ("bad date", "+++\ntitle = 'A'\nreviewed = 'soon'\n+++\n", (3, 12), "not a date"),
        ("not a day", "+++\ntitle = 'A'\nreviewed = 2026-02-30\n+++\n", (3, 12), ""),
        ("broken TOML", "+++\ntitle = A\n+++\n", (2, 9), ""),
        ("unknown form", "+++\ntitle = 'A'\nform = 'friend'\n+++\n", (3, 1), "\"friend\" is nobody"),
        (
            "dates crossed",
            "+++\ntitle='A'\nreviewed=2026-02-03\nreview_by=2026-02-02\n+++\n",
            (4, 1),
            "before the last",
        ),
    ];
    for (what, text, place, words) in table {
        let found = read(Path::new("a.md"), "a", text, Level::Error).unwrap_err();
        assert_eq!((found[0].line, found[0].column), place, "{what}: {}", found[0]);
        assert!(found[0].message.contains(words), "{what}: {}", found[0]);
    }
}

/// (what, the text, the title, the body, what is told of it)
#[test]
fn pages_of_other_programs_are_read_and_told() {
    for (what, text, title, body, told) in [
        ("another key", "+++\ntitle = 'A'\ntitel = 'B'\n+++\nText", "A", "Text", "unknown field `titel`"),
        ("YAML", "---\ntitle: A\n---\nText", "A", "Text", "YAML front matter"),
        ("more YAML", "---\ntitle: A\ntags: [b]\n---\nText", "A", "Text", "not read: tags"),
        ("a heading", "# A\nText", "A", "Text", "so it is called \"A\""),
        ("words alone", "Text", "Who calls", "Text", "so it is called \"Who calls\""),
    ] {
        let Read { matter, body: at, findings } = read(Path::new("a.md"), "who-calls", text, Level::Warning).unwrap();
        assert_eq!((matter.title.as_str(), &text[at..]), (title, body), "{what}");
        assert!(findings.len() == 1 && findings[0].message.contains(told), "{what}: {findings:?}");
    }
}
