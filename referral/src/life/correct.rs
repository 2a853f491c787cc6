//! The day or the way of a recorded contact put right.

use super::act::Acting;
use super::event::What;
use super::history::effective;
use super::limits::{reason, within};
use super::record::Correction;
use super::refusal::Refusal;

/// What is recorded of a correction: another day or another way than the contact has now.
pub(super) fn corrected(put_right: &Correction, acting: &Acting<'_>) -> Result<Correction, Refusal> {
    let counted = effective(acting.history.ok_or(Refusal::NoHistory)?);
    let last = counted.iter().rev().find_map(|event| match &event.what {
        What::Contacted(contact) => Some(contact),
        _ => None,
    });
    let recorded = last.ok_or(Refusal::NothingToCorrect)?;
    put_right.on.map_or(Ok(()), |on| within(on, acting.received_at, acting.now))?;
    let same_day = put_right.on.is_none_or(|on| on == recorded.on);
    let same_way = put_right.how.is_none() || put_right.how == recorded.how;
    if same_day && same_way {
        return Err(Refusal::NothingChanged);
    }
    reason(&put_right.why).map(|_| put_right.clone())
}
