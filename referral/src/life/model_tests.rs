//! Every order in which three of staff can read, act, and have their answers late, over the rules as they are: claim,
//! undo and lease.
//!
//! An act is two steps, as in `queue`: somebody reads the entry, and later a write is carried out if the version is still
//! the one that was read. Between any two steps another may come, or time pass. All states are visited once.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::*;
use crate::Calendar;

const STAFF: [&str; 3] = ["AR", "BO", "CD"];
/// A morning, an hour later, and past the lease of either.
const TIMES: [&str; 3] = ["2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z", "2026-11-24T11:30:00Z"];
/// How many acts one history can have.
const ACTS: usize = 4;

/// A write under way: whose, the version it was made of, and what it would record.
type Write = (usize, State, Vec<Event>);

#[derive(Clone)]
struct ModelState {
    time: usize,
    state: State,
    history: Vec<Event>,
    under_way: Vec<Write>,
}

impl ModelState {
    /// What tells one state from another.
    fn key(&self) -> String {
        format!("{} {:?} {:?} {:?}", self.time, self.state, self.history, self.under_way)
    }
}

fn now(time: usize) -> DateTime<Utc> {
    TIMES[time].parse().unwrap()
}

fn acts() -> [Act; 4] {
    [Act::Claim, Act::Release, Act::TakeOver, Act::Undo { why: "the wrong case".to_owned() }]
}

/// Everything that can happen next.
fn next(model: &ModelState, calendar: &Calendar) -> Vec<ModelState> {
    let mut next = Vec::new();
    if model.time + 1 < TIMES.len() {
        next.push(ModelState { time: model.time + 1, ..model.clone() });
    }
    for nth in 0..model.under_way.len() {
        let mut after = model.clone();
        let (_, state, events) = after.under_way.remove(nth);
        // The one condition of the table: nobody acted since it was read.
        if state.version == model.state.version + events.len() as u64 {
            after.state = state;
            after.history.extend(events);
        }
        next.push(after);
    }
    for (who, name) in STAFF.into_iter().enumerate() {
        let busy = model.under_way.iter().any(|(other, ..)| *other == who);
        if busy || model.history.len() + model.under_way.len() >= ACTS {
            continue;
        }
        for act in acts() {
            let acting = Acting {
                who: name,
                received_at: now(0),
                now: now(model.time),
                calendar,
                history: Some(&model.history),
            };
            if let Ok((state, events)) = model.state.act(&act, &acting) {
                let mut after = model.clone();
                after.under_way.push((who, state, events));
                after.under_way.sort_by_key(|(who, ..)| *who);
                next.push(after);
            }
        }
    }
    next
}

/// What must hold in every state.
fn holds(model: &ModelState, calendar: &Calendar) {
    let history = &model.history;
    assert_eq!(model.state.version, history.len() as u64, "each event raises the version by one");
    assert_eq!(
        State::replay(history, model.state.version, calendar),
        model.state,
        "the state is what its history says"
    );
    let Some((last, before)) = history.split_last() else { return };
    let was = State::replay(before, 0, calendar);
    let had = was.at(last.at);
    match &last.what {
        What::Claim => {
            let may = had.owner.is_none() || had.owner.as_deref() == Some(&last.who);
            assert!(may, "claimed from {:?}, who still had it: {history:?}", had.owner);
        }
        What::Release => assert_eq!(had.owner.as_deref(), Some(&*last.who), "released by another: {history:?}"),
        What::TakeOver => assert_ne!(had.owner.as_deref(), Some(&*last.who), "taken from oneself: {history:?}"),
        What::Lapsed => assert!(was.lease_until.is_some_and(|until| until <= last.at), "no lease ran out: {history:?}"),
        What::Undone { .. } => {
            let undone = before.iter().rposition(|event| Some(event) == last_undoable(before).as_ref()).unwrap();
            let without = [&before[..undone], &before[undone + 1..]].concat();
            let (now, then) = (State::replay(history, 0, calendar), State::replay(&without, 0, calendar));
            assert_eq!(now, then, "as if it had not been: {history:?}");
        }
        _ => {}
    }
}

#[test]
fn in_every_order_of_claim_undo_and_lease_one_has_it() {
    let calendar = Calendar::parse(include_str!("../../../content/calendar.toml")).unwrap();
    let first = ModelState { time: 0, state: State::waiting(), history: Vec::new(), under_way: Vec::new() };
    let (mut seen, mut left) = (HashSet::from([first.key()]), vec![first]);
    while let Some(model) = left.pop() {
        holds(&model, &calendar);
        left.extend(next(&model, &calendar).into_iter().filter(|model| seen.insert(model.key())));
    }
    assert!(seen.len() > 10_000, "{} states", seen.len());
}
