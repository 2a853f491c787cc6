//! `show REF`: everything about one referral, and what happened to it.

use queue::Shown;
use referral::Reference;
use referral::life::{Outcome, Status, effective};
use serde_json::{Map, Value as Json, json};
use templates::{CasePage, DeskFrame, DeskLine, Fact, Theme};

use crate::Environment;
use crate::view::Around;
use crate::{ListRow, Office, Refused};

/// Writes the page as text, or the object. That it was opened is recorded.
pub(crate) async fn show(
    office: &Office,
    reference: &Reference,
    json: bool,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let shown = opened(office, reference).await?;
    if json {
        let text = serde_json::to_string_pretty(&object(&shown, office)).map_err(std::io::Error::from)?;
        writeln!(environment.out, "{text}")?;
        return Ok(());
    }
    let duplicates = office.duplicates(&shown.case.entry).await?;
    let text = text(&page(office, &shown, duplicates)?);
    write!(environment.out, "{}", environment.terminal.wrapped(&text))?;
    Ok(())
}

/// The referral, once it is recorded that this person opened it.
pub(crate) async fn opened(office: &Office, reference: &Reference) -> Result<Shown, Refused> {
    if let Some(shown) = office.tray.show_to(reference, &office.staff, office.now()).await? {
        return Ok(shown);
    }
    let purge = office.tray.purge_of(reference).await?;
    Err(purge.map_or_else(|| Refused::unknown(reference), |event| Refused::purged(reference, &event)))
}

/// The same page as the desk's.
pub(crate) fn page(office: &Office, shown: &Shown, duplicates: Vec<DeskLine>) -> Result<CasePage, Refused> {
    let theme = Theme::desk().map_err(|error| Refused::new(format!("{error}.")))?;
    let title = format!("Referral {}", shown.case.entry.reference.spoken());
    let frame = DeskFrame::new(&theme, &office.content().site.name, &office.staff, &title);
    Ok(office.view().case(shown, Around { duplicates, ..Around::only(frame) }))
}

/// The fields of `list`, the decision, every answer nested by its dotted name, and the events.
pub(crate) fn object(shown: &Shown, office: &Office) -> Json {
    let entry = &shown.case.entry;
    let row = ListRow::of(&shown.case, office.now(), &office.content().rules.calendar);
    let parts = [
        json!(row),
        json!({
            "rule": entry.decision.rule,
            "source": entry.decision.source,
            "rules": entry.decision.rules,
            "channel": entry.channel,
            "marks": entry.marks,
            "version": shown.case.state.version,
            "outcome": outcome(shown, office),
        }),
        entry.referral.to_json(),
        json!({ "events": shown.events, "unopened_events": shown.unopened }),
    ];
    let members = parts.into_iter().filter_map(|part| match part {
        Json::Object(members) => Some(members),
        _ => None,
    });
    Json::Object(members.flatten().collect::<Map<_, _>>())
}

/// How it ended, while it is closed.
fn outcome(shown: &Shown, office: &Office) -> Option<Outcome> {
    let closed = shown.case.state.at(office.now()).status == Status::Closed;
    effective(&shown.events).iter().rev().find_map(|event| Some(event.closing()?.outcome)).filter(|_| closed)
}

fn text(page: &CasePage) -> String {
    let line = &page.line;
    let owner = if line.owner.is_empty() { String::new() } else { format!(" ({})", line.owner) };
    // `Closed 23 November` needs no second `Closed`.
    let status = if line.headline.starts_with(&line.status) { String::new() } else { format!(". {}", line.status) };
    let mut text = format!("Referral {}\n{}{status}{owner}. Received {}.\n", line.spoken, line.headline, page.received);
    let urgent = if line.urgent { "URGENT: " } else { "" };
    for reason in [&line.date, &line.section2].into_iter().filter(|reason| !reason.is_empty()) {
        text += &format!("{urgent}{reason}.\n");
    }
    for mark in &page.marks {
        text += &format!("Look twice: {mark}\n");
    }
    for other in &page.duplicates {
        text += &format!("Perhaps the same person: {}, {}. {}.\n", other.reference, other.headline, other.status);
    }
    text += &format!("{}: {} ({}; rules of {}).\n", line.eligibility, page.rule, page.source, page.rules);
    for (heading, facts) in [("Before you call or visit", &page.first), ("Answers", &page.answers)] {
        if !facts.is_empty() {
            text += &format!("\n{heading}\n");
            text.extend(facts.iter().map(fact));
        }
    }
    if !page.events.is_empty() {
        text += "\nWhat happened\n";
    }
    for event in &page.events {
        let who = if event.who.is_empty() { String::new() } else { format!("{}: ", event.who) };
        let details: String = event.details.iter().map(|detail| format!(", {detail}")).collect();
        text += &format!("  {}  {who}{}{details}\n", event.when, event.what);
        if !event.note.is_empty() {
            text += &format!("    “{}”\n", event.note.join("\n     "));
        }
    }
    if !page.readers.is_empty() {
        text += &format!("\nRead by {}.\n", page.readers.join(", "));
    }
    if page.unread > 0 {
        text += &format!("Your key does not open {} more.\n", page.unread);
    }
    text
}

fn fact(fact: &Fact) -> String {
    format!("  {}: {}\n", fact.label, fact.lines.join("\n    "))
}
