//! What must be given before anybody may rely on the service (`site-gen check --live`): each thing that is invented,
//! empty or not yet done, with the file to edit.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use content_reader::{Content, Site, read_file};
use referral::dialled_digits;

use crate::languages::Edition;
use crate::{Finding, Inputs};

/// The hospitals, towns and councils this repository ships with: nobody can be referred from there.
const INVENTED: [&str; 9] = [
    "alderbrook hospital",
    "hazel house",
    "st clement's hospital",
    "northfold",
    "westmarsh",
    "eastwell",
    "northfold council",
    "westmarsh county council",
    "eastwell borough council",
];
/// The advocates it ships with, by name and day.
const INVENTED_ADVOCATES: [(&str, &str); 3] =
    [("Amara", "Tuesdays, 10am to 1pm"), ("Tomasz", "Fridays, 2pm to 4pm"), ("Amara", "Thursdays, 10am to 12 noon")];
/// The provider this repository was written for, and its number: whoever else goes live has a name and a number of their own.
const SHIPPED_PROVIDER: &str = "Advocacy Experience";
const SHIPPED_NUMBER: &str = "+448448002776";
/// Beginnings of numbers that Ofcom keeps for films, as a phone dials them: nobody answers.
const OF_FILMS: [&str; 7] =
    ["+441632960", "+442079460", "+447700900", "+448081570", "+449098790", "+443069990", "+441134960"];
/// Words people write where something is still to come.
const PLACEHOLDERS: [&str; 9] = ["todo", "tbd", "tbc", "xxx", "n/a", "none", "nobody", "someone", "…"];
/// Ends of hosts that lead nowhere on the internet (RFC 2606, RFC 6761).
const NOWHERE: [&str; 9] =
    ["localhost", ".localhost", ".local", ".test", ".invalid", ".example", "example.org", "example.com", "example.net"];
/// How many keys a list of recipients has at least: two of staff and the recovery key.
const KEYS_AT_LEAST: usize = 3;
/// The start of a public key.
const PUBLIC_KEY: &str = "age1";
/// The comment beside the key that `imha` makes on its first start, which has no passphrase.
const KEY_TO_TRY_OUT: &str = "this machine, staff";

/// What the gate reads beside the content.
#[derive(Debug, Clone)]
pub struct GoingLive {
    /// The list of what a person confirms, `docs/before-going-live.md`.
    pub list: PathBuf,
    /// The public keys that referrals will be sealed to: a file, or the keys with commas between.
    pub recipients: Option<String>,
}

/// Everything that is still missing.
pub(crate) fn missing(gate: &GoingLive, inputs: &Inputs, content: &Content, editions: &[Edition<'_>]) -> Vec<Finding> {
    let mut found = settings(inputs, content);
    found.extend(hospitals(inputs, content));
    found.extend(editions.iter().flat_map(|edition| reviewers(inputs, edition)));
    found.extend(list(&gate.list));
    found.extend(recipients(gate.recipients.as_deref()));
    found
}

/// A finding at the first line of a file that begins with some text.
fn at_line(file: &Path, start: &str, message: impl Into<String>, help: &str) -> Finding {
    let text = read_file(file).unwrap_or_default();
    let line = text.lines().position(|line| line.trim_start().starts_with(start)).map_or(1, |line| line + 1);
    Finding::error(file, message, help).at((line, 1))
}

fn is_given(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    small.chars().any(char::is_alphanumeric) && !PLACEHOLDERS.iter().any(|placeholder| small.contains(placeholder))
}

fn is_public(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("https://") else { return false };
    let host = host.split([':', '/']).next().unwrap_or_default().to_lowercase();
    host.contains('.') && host.chars().any(char::is_alphabetic) && !NOWHERE.iter().any(|end| host.ends_with(end))
}

/// Whether something is missing, the line to edit, what is missing, and what to do.
type Row = (bool, &'static str, &'static str, &'static str);

/// Whether the provider says that the name and number of this repository are its own.
fn shipped_are_ours(site: &Site) -> bool {
    site.more.get("shipped_are_ours").and_then(toml::Value::as_bool).unwrap_or_default()
}

fn settings(inputs: &Inputs, content: &Content) -> Vec<Finding> {
    let file = inputs.content.join("site.toml");
    let rows = calls(&content.site).into_iter().chain(about_the_provider(inputs, &content.site));
    let wrong = rows.filter(|(wrong, ..)| *wrong);
    let mut found: Vec<Finding> = wrong.map(|(_, start, message, help)| at_line(&file, start, message, help)).collect();
    if !is_given(content.rules.law.checked_by()) {
        let help =
            "a person compares the file with the Act, then writes their name in checked_by and the day in checked_on";
        found.push(at_line(&inputs.content.join("law.toml"), "checked_by", "nobody has checked the law", help));
    }
    found
}

/// The telephone, and what a call costs.
fn calls(site: &Site) -> [Row; 4] {
    let phone = &site.phone;
    let (shown, rung) = (dialled_digits(&phone.display), dialled_digits(&phone.tel));
    let invented = OF_FILMS.iter().any(|start| phone.tel.starts_with(start));
    let vague = |charge: &str| !is_given(charge) || charge.to_lowercase().contains("up to");
    [
        (
            invented || shown.is_empty() || shown != rung,
            "[phone]",
            "the telephone number is empty, invented, or `display` and `tel` are two numbers",
            "write the number people can ring, and ring it",
        ),
        (
            phone.tel == SHIPPED_NUMBER && !shipped_are_ours(site),
            "[phone]",
            "the telephone number is the one this repository ships with: it rings at another service",
            "write your own in `display` and `tel`, and ring it",
        ),
        (
            !phone.charge_known || vague(&phone.charge),
            "charge",
            "what a call costs is not said to be the supplier's own figure",
            "ask the phone supplier, write the figure (not `up to`) in [phone] charge, and charge_known = true",
        ),
        (
            vague(site.text("easy", "charge")),
            "[easy]",
            "Easy Read does not say what a call costs",
            "say the same figure in [easy] charge",
        ),
    ]
}

/// Where the provider can be reached, and by whom.
fn about_the_provider(inputs: &Inputs, site: &Site) -> [Row; 7] {
    let post = site.lines("post", "lines");
    let given = |table: &str, key: &str| is_given(site.text(table, key));
    [
        (
            !is_given(&site.provider) || (site.provider.trim() == SHIPPED_PROVIDER && !shipped_are_ours(site)),
            "provider",
            "the provider's name is missing, or the one this repository ships with",
            "write your own in `provider`, and pages, poster and leaflet follow; at Advocacy Experience itself: shipped_are_ours = true",
        ),
        (
            !is_public(inputs.base_url.as_deref().unwrap_or(&site.origin)),
            "origin",
            "the public address is missing, or others cannot reach it",
            "write https:// and your host in `origin`, or give it by --base-url",
        ),
        (
            post.is_empty() || !post.iter().all(|line| is_given(line)),
            "[post]",
            "there is no postal address",
            "write it in [post] lines: people without a screen send their form there",
        ),
        (
            !given("data", "contact"),
            "[data]",
            "nobody is named who looks after data",
            "write the person or post in [data] contact, and how to reach them",
        ),
        (
            !given("data", "host") || !given("data", "country"),
            "[data]",
            "the privacy page does not say who runs the computers and where",
            "write [data] host and country",
        ),
        (
            site.security_contact().is_none(),
            "[security]",
            "nobody can report a weakness",
            "write an e-mail address or an https:// page in [security] contact",
        ),
        (
            site.security_expires().is_none_or(|day| day <= inputs.on),
            "[security]",
            "security.txt has no day until which it holds, or that day is over",
            "write a day within the next year in [security] expires",
        ),
    ]
}

fn hospitals(inputs: &Inputs, content: &Content) -> Vec<Finding> {
    let file = inputs.content.join("places.toml");
    let help = "write the real hospitals, with the council that pays for each, in place of the invented ones";
    let all = content.rules.places.hospitals();
    let mut found: Vec<Finding> = Vec::new();
    if all.is_empty() {
        found.push(Finding::error(&file, "there is no hospital", help));
    }
    for hospital in all {
        let says = [&hospital.name, &hospital.town, &hospital.commissioner];
        let invented = |text: &&&String| INVENTED.contains(&text.replace('’', "'").trim().to_lowercase().as_str());
        let advocates = hospital.advocates.iter();
        let visitor =
            advocates.map(|one| (one.name.as_str(), one.day.as_str())).find(|one| INVENTED_ADVOCATES.contains(one));
        let slug = format!("slug = \"{}\"", hospital.slug);
        if let Some(text) = says.iter().find(invented) {
            found.push(at_line(&file, &slug, format!("`{}`: {text} is invented", hospital.slug), help));
        } else if let Some((name, day)) = visitor {
            let message = format!("`{}`: the advocate {name}, {day}, is invented", hospital.slug);
            found.push(at_line(&file, &slug, message, help));
        } else if !says.iter().all(|text| is_given(text)) {
            let message = format!("`{}` has no name, town or commissioner", hospital.slug);
            found.push(at_line(&file, &slug, message, help));
        }
    }
    found
}

/// Pages that nobody has read against their sources.
fn reviewers(inputs: &Inputs, edition: &Edition<'_>) -> Vec<Finding> {
    let help = "the person who read it against its sources writes `reviewed` and `reviewed_by` in place of `written`";
    let written = edition.tree.nodes.iter().filter(|node| node.file.exists());
    let unread = written.filter(|node| {
        let matter = &node.matter;
        let named = matter.reviewed_by.as_deref().is_some_and(is_given);
        !(named && matter.reviewed.is_some_and(|day| day <= inputs.on))
    });
    unread.map(|node| Finding::error(&node.file, "no named person has checked this page", help)).collect()
}

/// Items of the list that are open, or ticked by nobody.
fn list(file: &Path) -> Vec<Finding> {
    let Ok(text) = read_file(file) else {
        return vec![Finding::error(file, "the list of what a person confirms cannot be read", "name it with --list")];
    };
    let items = text.lines().enumerate().filter_map(|(line, text)| {
        let (ticked, item) = match text.strip_prefix("- [ ] ") {
            Some(item) => (false, item),
            None => (true, text.strip_prefix("- [x] ")?),
        };
        Some((line + 1, ticked, item))
    });
    let items: Vec<_> = items.collect();
    if items.is_empty() {
        return vec![Finding::error(file, "the list has no items", "take back what was deleted: git log")];
    }
    let open = items.into_iter().filter_map(|(line, ticked, item)| {
        let start: String = item.chars().take(90).collect();
        let (message, help) = match (ticked, confirmed(item)) {
            (true, true) => return None,
            (true, false) => ("ticked by nobody", "end the line with who did it and when: ` — Asha Rao, 2026-12-01`"),
            (false, _) => ("not done", "do it, then tick it: `- [x] … — Asha Rao, 2026-12-01`"),
        };
        Some(Finding::error(file, format!("{message}: {start}"), help).at((line, 1)))
    });
    open.collect()
}

/// Whether a ticked item ends with ` — NAME, YYYY-MM-DD`.
fn confirmed(item: &str) -> bool {
    let who_and_when = item.rsplit_once(" — ").and_then(|(_, end)| end.trim().rsplit_once(", "));
    who_and_when.is_some_and(|(who, day)| is_given(who) && day.parse::<NaiveDate>().is_ok())
}

/// Whether the list of keys can be a real one. Whether each opens is `head-office keys check --all`'s to say.
fn recipients(named: Option<&str>) -> Vec<Finding> {
    let help = "every member of staff makes a key (docs/keys.md); at least two staff keys and the recovery key";
    let wrong = |file: &Path, message: &str| vec![Finding::error(file, message, help)];
    let Some(named) = named else {
        return wrong(Path::new("recipients.txt"), "the list of public keys is not named: --recipients FILE");
    };
    let file = Path::new(if named.contains(',') { "IMHA_RECIPIENTS" } else { named });
    let read = if named.contains(',') { Ok(named.to_owned()) } else { read_file(file) };
    let Ok(text) = read else { return wrong(file, "the list of public keys cannot be read") };
    let mut keys: Vec<&str> =
        text.split([',', '\n']).map(str::trim).filter(|key| key.starts_with(PUBLIC_KEY)).collect();
    keys.sort_unstable();
    keys.dedup();
    if text.contains(KEY_TO_TRY_OUT) {
        return wrong(file, "these are the keys to try things out with, which have no passphrase");
    }
    if keys.len() < KEYS_AT_LEAST { wrong(file, "fewer than three public keys") } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_one_that_others_can_reach() {
        for (origin, public) in [
            ("https://advocacy.nhs.uk", true),
            ("http://advocacy.nhs.uk", false),
            ("https://127.0.0.1", false),
            ("https://localhost:8080", false),
            ("https://imha.example.org", false),
            ("https://imha.invalid", false),
            ("", false),
        ] {
            assert_eq!(is_public(origin), public, "{origin}");
        }
    }

    #[test]
    fn a_tick_counts_with_a_name_and_a_day() {
        for (item, counts) in [
            ("`content/site.toml`: ring it. — Asha Rao, 2026-12-01", true),
            ("the day 1 — of the section", false),
            ("ring it. — 2026-12-01", false),
            ("ring it. — TODO, 2026-12-01", false),
            ("ring it. — Asha Rao, soon", false),
            ("ring it.", false),
        ] {
            assert_eq!(confirmed(item), counts, "{item}");
        }
    }
}
