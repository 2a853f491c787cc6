//! `show REF`: everything about one referral, and what happened to it.

use std::io::Write;

use queue::Shown;
use referral::Reference;
use serde_json::{Map, Value as Json, json};
use templates::{CasePage, DeskFrame, Fact, Theme};

use crate::view::{Typed, View};
use crate::{Office, Refused, Row};

/// Writes the page as text, or the object. That it was opened is recorded.
pub(crate) async fn show(
    office: &Office,
    reference: &Reference,
    json: bool,
    out: &mut dyn Write,
) -> Result<(), Refused> {
    let shown = opened(office, reference).await?;
    if json {
        let text = serde_json::to_string_pretty(&object(&shown, office)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        text(&page(office, &shown)?, out)?;
    }
    Ok(())
}

/// The referral, once it is recorded that this person opened it.
pub(crate) async fn opened(office: &Office, reference: &Reference) -> Result<Shown, Refused> {
    let unknown = || Refused::unknown(reference);
    let Some(before) = office.tray.show(reference).await? else {
        let purge = office.tray.purge_of(reference).await?;
        return Err(purge.map_or_else(unknown, |event| Refused::purged(reference, &event)));
    };
    office.tray.opened(reference, before.case.state.version, &office.staff, office.now()).await?;
    office.tray.show(reference).await?.ok_or_else(unknown)
}

/// The same page as the desk's.
pub(crate) fn page(office: &Office, shown: &Shown) -> Result<CasePage, Refused> {
    let theme = Theme::desk().map_err(|error| Refused::new(format!("{error}.")))?;
    let title = format!("Referral {}", shown.case.entry.reference.spoken());
    let frame = DeskFrame::new(&theme, &office.content.site.name, &office.staff, &title);
    let view = View { content: &office.content, staff: &office.staff, now: office.now() };
    Ok(view.case(shown, frame, "", Typed::default(), Vec::new()))
}

/// The fields of `list`, the decision, every answer nested by its dotted name, and the events.
pub(crate) fn object(shown: &Shown, office: &Office) -> Json {
    let entry = &shown.case.entry;
    let row = Row::of(&shown.case, office.now(), &office.content.rules.calendar);
    let parts = [
        json!(row),
        json!({
            "rule": entry.decision.rule,
            "source": entry.decision.source,
            "rules": entry.decision.rules,
            "channel": entry.channel,
            "marks": entry.marks,
            "version": shown.case.state.version,
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

fn text(page: &CasePage, out: &mut dyn Write) -> std::io::Result<()> {
    let line = &page.line;
    let owner = if line.owner.is_empty() { String::new() } else { format!(" ({})", line.owner) };
    writeln!(out, "Referral {}", line.spoken)?;
    writeln!(out, "Due {}. {}{owner}. Received {}.", line.due, line.status, page.received)?;
    if !line.urgent.is_empty() {
        writeln!(out, "URGENT: {}.", line.urgent)?;
    }
    for mark in &page.marks {
        writeln!(out, "Look twice: {mark}")?;
    }
    writeln!(out, "{}: {} ({}; rules of {}).", line.eligibility, page.rule, page.source, page.rules)?;
    for (heading, facts) in [("Needs and safety", &page.first), ("Answers", &page.answers)] {
        if !facts.is_empty() {
            writeln!(out, "\n{heading}")?;
            write_facts(facts, out)?;
        }
    }
    if !page.events.is_empty() {
        writeln!(out, "\nWhat happened")?;
    }
    for event in &page.events {
        let details: String = event.details.iter().map(|detail| format!(", {detail}")).collect();
        writeln!(out, "  {}  {}: {}{details}", event.when, event.who, event.what)?;
    }
    if page.unread > 0 {
        writeln!(out, "  Your key does not open {} more.", page.unread)?;
    }
    Ok(())
}

fn write_facts(facts: &[Fact], out: &mut dyn Write) -> std::io::Result<()> {
    facts.iter().try_for_each(|fact| writeln!(out, "  {}: {}", fact.label, fact.lines.join("\n    ")))
}
