//! `show REF`: everything about one referral, and what happened to it.

use queue::{Other, Shown};
use referral::Reference;
use referral::life::{Outcome, Status, duplicate_of, effective};
use serde_json::{Map, Value as Json, json};
use templates::{CasePage, DeskLine};

use crate::office::{ListRow, text};
use crate::view::Around;
use crate::{Environment, Office, Refused};

/// Writes the page as text, or the object. That it was opened is recorded.
pub(crate) async fn show(
    office: &Office,
    reference: &Reference,
    json: bool,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let shown = opened(office, reference).await?;
    if json {
        let others = office.tray.others(&shown.case.entry, &shown.events).await?;
        let mut object = object(&shown, office);
        object["earlier"] = objects(&others.earlier);
        object["later"] = objects(&others.later);
        environment.json(&object)?;
        return Ok(());
    }
    let duplicates = office.duplicates(&shown.case.entry).await?;
    let text = text(&case(office, &shown, duplicates).await?)?;
    write!(environment.out, "{}", environment.terminal.wrapped(&text))?;
    Ok(())
}

/// The referral, once it is recorded that this person opened it.
pub(crate) async fn opened(office: &Office, reference: &Reference) -> Result<Shown, Refused> {
    match office.show(reference).await? {
        Some(shown) => Ok(shown),
        None => Err(office.gone(reference).await),
    }
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

/// The same page as the desk's, with these lines of others that may be about the same person.
pub(crate) async fn case(office: &Office, shown: &Shown, duplicates: Vec<DeskLine>) -> Result<CasePage, Refused> {
    let others = office.tray.others(&shown.case.entry, &shown.events).await?;
    Ok(office.view().case(shown, Around { duplicates, others, ..Around::default() }))
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
