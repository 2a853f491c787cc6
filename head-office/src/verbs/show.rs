//! `show REF`: everything about one referral, and what happened to it.

use queue::{Other, Others, Shown};
use referral::Reference;
use referral::life::{Outcome, Status, duplicate_of, effective};
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
    let others = office.tray.others(&shown.case.entry, &shown.events).await?;
    if json {
        let mut object = object(&shown, office);
        object["earlier"] = objects(&others.earlier);
        object["later"] = objects(&others.later);
        environment.json(&object)?;
        return Ok(());
    }
    let duplicates = office.duplicates(&shown.case.entry).await?;
    let text = text(&page(office, &shown, duplicates, others)?);
    write!(environment.out, "{}", environment.terminal.wrapped(&text))?;
    Ok(())
}

/// The referral, once it is recorded that this person opened it.
pub(crate) async fn opened(office: &Office, reference: &Reference) -> Result<Shown, Refused> {
    if let Some(shown) = office.tray.show_to(reference, &office.staff, office.now()).await? {
        return Ok(shown);
    }
    Err(office.gone(reference).await)
}

impl Office {
    /// Why there is no referral of this reference: it was purged or erased, or never was.
    pub(crate) async fn gone(&self, reference: &Reference) -> Refused {
        match self.tray.purge_of(reference).await {
            Ok(Some(event)) => Refused::purged(reference, &event),
            _ => Refused::unknown(reference),
        }
    }
}

/// The same page as the desk's.
pub(crate) fn page(
    office: &Office,
    shown: &Shown,
    duplicates: Vec<DeskLine>,
    others: Others,
) -> Result<CasePage, Refused> {
    let theme = Theme::desk().map_err(|error| Refused::new(format!("{error}.")))?;
    let title = format!("Referral {}", shown.case.entry.reference.spoken());
    let frame = DeskFrame::new(&theme, &office.content().site.name, &office.staff, &title);
    Ok(office.view().case(shown, Around { duplicates, others, ..Around::only(frame) }))
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
            "received_by": entry.received_by,
            "called_by": entry.called_by,
            "decision": entry.decided,
            "as_received": entry.as_received,
            "tribunal": tribunal(shown, office),
            "marks": entry.marks,
            "version": shown.case.state.version,
            "outcome": outcome(shown, office),
            "duplicate_of": duplicate_of(&shown.events),
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

/// The last day to ask a tribunal, and whether it is over; none where no time limit is known.
fn tribunal(shown: &Shown, office: &Office) -> Option<Json> {
    let entry = &shown.case.entry;
    let answer = entry.referral.tribunal(&office.content().rules, office.today(), Some(entry.due_on));
    answer.dates().map(|dates| json!({"last_day": dates.last_day, "over": dates.is_over()}))
}

/// Other referrals of the same person, newest first.
fn objects(others: &[Other]) -> Json {
    let one = |one: &Other| json!({"reference": one.reference, "status": one.status, "closed_on": one.closed_on, "outcome": one.outcome});
    others.iter().map(one).collect()
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
    let mut text = format!(
        "Referral {}\n{}{status}{owner}. Received {}, {}.\n",
        line.spoken, line.headline, page.received, page.channel
    );
    let urgent = if line.urgent { "URGENT: " } else { "" };
    for reason in [&line.date, &line.tribunal].into_iter().filter(|reason| !reason.is_empty()) {
        text += &format!("{urgent}{reason}.\n");
    }
    for one in &page.earlier {
        let safe = one.safe_visit.join(" ");
        let safe = if safe.is_empty() { String::new() } else { format!("To visit safely, it said then: {safe}. ") };
        text += &format!("Asked before: {safe}{}, {}.\n", one.reference, one.what);
    }
    for one in &page.later {
        text += &format!("Asked again: {}, {}.\n", one.reference, one.what);
    }
    for mark in &page.marks {
        text += &format!("Look twice: {mark}\n");
    }
    for other in &page.duplicates {
        text += &format!("Perhaps the same person: {}, {}. {}.\n", other.reference, other.headline, other.status);
    }
    text += &if page.decided.is_empty() {
        format!("{}: {} ({}; rules of {}).\n", line.eligibility, page.rule, page.source, page.rules)
    } else {
        format!("{}. {}\n", line.eligibility, page.decided)
    };
    if !page.tribunal.is_empty() {
        text += &format!("{}\n", page.tribunal);
    }
    for (heading, facts) in [("Before you call or visit", &page.first), ("Answers", &page.answers)] {
        if !facts.is_empty() {
            text += &format!("\n{heading}\n");
            text.extend(facts.iter().map(fact));
        }
    }
    text += &happened(page);
    if !page.readers.is_empty() {
        text += &format!("\nRead by {}.\n", page.readers.join(", "));
    }
    if page.unread > 0 {
        text += &format!("Your key does not open {} more.\n", page.unread);
    }
    text
}

/// The history, oldest first.
fn happened(page: &CasePage) -> String {
    let mut text = String::new();
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
    text
}

fn fact(fact: &Fact) -> String {
    format!("  {}: {}\n", fact.label, fact.lines.join("\n    "))
}
