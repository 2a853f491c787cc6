//! What others said in confidence: it is left out of the copy that a patient may have. Pure.

use queue::Shown;
use referral::life::{Event, Verb, effective};
use referral::{About, Entry, FIELDS, Field, Kind};
use serde_json::Value as Json;

/// Whether an answer was given in confidence by somebody else: what to know for a safe visit, and the referrer's own
/// details where the referrer is not the patient.
pub(crate) fn is_confidential(field: &Field) -> bool {
    field.name == "safe_visit" || (field.about == About::Referrer && field.kind != Kind::Referrer)
}

/// How many parts of a referral are left out: answers, whoever called, and texts of staff that tell of others.
pub(crate) fn left_out(shown: &Shown) -> usize {
    let entry = &shown.case.entry;
    let has = |field: &&Field| entry.referral.get(field.name).is_some() || entry.as_received.contains_key(field.name);
    let answers = FIELDS.iter().filter(|field| is_confidential(field)).filter(has).count();
    let texts = shown.events.iter().filter(|event| !event.text().trim().is_empty());
    let texts = texts.filter(|event| is_kept_back(event, &shown.events)).count();
    answers + texts + usize::from(is_called_by(entry))
}

/// Whether the text of an event is left out of the patient's copy: it tells of others; or the act was undone, or is the
/// undoing, perhaps because it was about somebody else.
pub(crate) fn is_kept_back(event: &Event, events: &[Event]) -> bool {
    let is_it = |one: &Event| (one.at, one.verb(), one.text()) == (event.at, event.verb(), event.text());
    let is_undone = || event.verb().can_be_undone() && !effective(events).iter().any(is_it);
    event.is_about_others() || event.verb() == Verb::Undone || is_undone()
}

/// Whether somebody else than the referrer got in touch.
pub(crate) fn is_called_by(entry: &Entry) -> bool {
    entry.called_by.as_deref().is_some_and(|name| !name.trim().is_empty())
}

/// The same left out of what `show --json` gives.
pub(crate) fn leave_out(mut whole: Json, shown: &Shown) -> Json {
    for field in FIELDS.iter().filter(|field| is_confidential(field)) {
        remove(&mut whole, field.name);
        if let Some(first) = whole.get_mut("as_received").and_then(Json::as_object_mut) {
            first.remove(field.name);
        }
    }
    if let Some(members) = whole.as_object_mut() {
        members.remove("called_by");
        for other in ["earlier", "later"] {
            members.remove(other);
        }
    }
    let events = whole.get_mut("events").and_then(Json::as_array_mut);
    for (event, told) in events.into_iter().flatten().zip(&shown.events) {
        if let Some(event) = event.as_object_mut().filter(|_| is_kept_back(told, &shown.events)) {
            event.remove("note");
            event.remove("why");
        }
    }
    whole
}

fn remove(json: &mut Json, dotted: &str) {
    let Some((parent, leaf)) = dotted.rsplit_once('.') else {
        json.as_object_mut().map(|members| members.remove(dotted));
        return;
    };
    let at = parent.split('.').try_fold(json, |json, part| json.get_mut(part));
    at.and_then(Json::as_object_mut).map(|members| members.remove(leaf));
}
