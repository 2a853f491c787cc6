//! What the head of a page may say, and what is said of one that cannot be used.

use chrono::NaiveDate;

use super::*;

#[test]
fn a_title_is_enough() {
    let Read { matter, body, .. } =
        read(Path::new("a.md"), "a", "+++\ntitle = \"A\"\n+++\nText", Level::Error).unwrap();
    assert_eq!((matter.title.as_str(), body), ("A", 20));
}

#[test]
fn windows_line_ends_quoted_dates_and_lists_are_understood() {
    let text = "+++\r\ntitle = 'A'\r\nreview_by = '2027-01-02'\r\nlaw = ['s1', 's2']\r\n+++\r\nText";
    let Read { matter, body, .. } = read(Path::new("a.md"), "a", text, Level::Error).unwrap();
    assert_eq!(matter.review_by, NaiveDate::from_ymd_opt(2027, 1, 2));
    assert_eq!(&text[body..], "Text");
}

/// (what is wrong, the text, line and column, words of the message)
#[test]
fn what_nobody_can_read_is_an_error_with_its_place() {
    let table = [
        ("never closed", "+++\ntitle = 'A'\n", (1, 1), "never closed"),
        ("not a day", "+++\ntitle = 'A'\nreviewed = 2026-02-30\n+++\n", (3, 12), ""),
        ("broken TOML", "+++\ntitle = A\n+++\n", (2, 9), ""),
        ("broken YAML", "{\n\"title\": \"A\n}\n", (2, 1), "no YAML"),
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

/// (what, the text, the title, the body, the line of what is told of it, and its words)
#[test]
fn pages_of_other_programs_are_read_and_told() {
    for (what, text, title, body, line, told) in [
        ("another key", "+++\ntitle = 'A'\ntitel = 'B'\n+++\nText", "A", "Text", 3, "unknown field `titel`"),
        ("another type", "+++\ntitle = 'A'\nweight = '3'\n+++\nText", "A", "Text", 3, "`weight` cannot be read"),
        ("bad date", "+++\ntitle = 'A'\ndate = 'soon'\n+++\nText", "A", "Text", 3, "`date` cannot be read: not a date"),
        ("another order", "+++\ntitle = 'A'\nsort_by = 'slug'\n+++\nText", "A", "Text", 3, "`sort_by` cannot be read"),
        ("no title", "+++\nweight = 1\n+++\nText", "Who calls", "Text", 1, "no title, so it is called \"Who calls\""),
        (
            "a blank title",
            "+++\nweight = 1\ntitle = ' '\n+++\n# A\nText",
            "A",
            "Text",
            3,
            "no title, so it is called \"A\"",
        ),
        ("YAML", "---\ntitle: A\n---\nText", "A", "Text", 1, "YAML front matter"),
        ("more YAML", "---\ntitle: A\ntags: [b]\nform: c\n---\nText", "A", "Text", 1, "not read: form, tags"),
        ("JSON", "{\n  \"title\": \"A\",\n  \"tags\": [\"b\"]\n}\nText", "A", "Text", 1, "not read: tags"),
        ("a line across", "---\nText\n---\nmore", "Text", "---\nText\n---\nmore", 1, "no front matter"),
        ("a heading", "# A\nText", "A", "Text", 1, "so it is called \"A\""),
        ("words alone", "Text", "Who calls", "Text", 1, "so it is called \"Who calls\""),
    ] {
        let Read { matter, body: at, findings } = read(Path::new("a.md"), "Who calls", text, Level::Warning).unwrap();
        assert_eq!((matter.title.as_str(), &text[at..]), (title, body), "{what}");
        assert_eq!(findings.len(), 1, "{what}: {findings:?}");
        assert!(findings[0].line == line && findings[0].message.contains(told), "{what}: {}", findings[0]);
    }
}

/// Whatever says that a page is not ready keeps it back, also where nobody can read how.
#[test]
fn a_draft_stays_one_however_it_is_said() {
    for text in [
        "+++\ntitle = 'A'\ndraft = true\n+++\n",
        "+++\ntitle = 'A'\ndraft = 'yes'\n+++\n",
        "---\ntitle: A\ndraft: True\n---\n",
        "---\ntitle: A\ndraft: yes\n---\n",
        "---\ntitle: A\npublished: false\n---\n",
        "{\n\"title\": \"A\", \"draft\": true\n}\n",
    ] {
        assert!(read(Path::new("a.md"), "A", text, Level::Warning).unwrap().matter.draft, "{text}");
    }
    let said = "---\ntitle: A\ndraft: false\npublished: true\n---\n";
    assert!(!read(Path::new("a.md"), "A", said, Level::Warning).unwrap().matter.draft);
}
