//! Calls to the table take turns in an order that a seed decides, and some of them fail: the same seed, the same history.
//!
//! A call waits until everybody who is at work waits too; then one of them goes on. So nothing depends on which thread was
//! quicker. A write that hangs is answered at once as the SDK's own time limit would be, and may land later, in between
//! the calls of others, as it would on a slow network.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use chrono::{DateTime, TimeDelta, Utc};
use queue::Engine;
use tokio::sync::oneshot;

use crate::fault::{Fault, carry_out};

/// Numbers that follow from a seed (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    /// One of these.
    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Of a hundred calls so many fail, and in a storm so many; a storm comes once in so many turns, and lasts so many.
const FAILING: usize = 12;
const IN_A_STORM: usize = 85;
const STORM: usize = 50;
/// What may happen to a call that fails.
const FAULTS: [Fault; 8] = [
    Fault::LostResponse,
    Fault::WrittenThen500,
    Fault::CutBody,
    Fault::Error500,
    Fault::Throttled,
    Fault::Refused,
    Fault::Broken,
    Fault::Late(0),
];

/// Who waits for whom.
#[derive(Clone)]
pub(crate) struct Turns(Arc<Mutex<Waiting>>);

struct Waiting {
    dice: Dice,
    engine: Engine,
    now: DateTime<Utc>,
    /// Turns until the storm is over; none when nothing fails any more.
    storm: Option<usize>,
    at_work: usize,
    calls: Vec<(usize, oneshot::Sender<Option<Fault>>)>,
    /// Writes under way, given up by whoever sent them.
    late: Vec<(String, Vec<u8>)>,
    /// Who asked the table for what.
    asked: BTreeSet<(usize, String)>,
    /// Every turn: who, and what became of the call.
    log: Vec<String>,
}

impl Turns {
    pub(crate) fn new(seed: u64, engine: &Engine, now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(Waiting {
            dice: Dice(seed),
            engine: engine.clone(),
            now,
            storm: Some(0),
            at_work: 0,
            calls: Vec::new(),
            late: Vec::new(),
            asked: BTreeSet::new(),
            log: Vec::new(),
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What time it is for everybody.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.lock().now
    }

    /// Somebody begins to work; until the answer is dropped others wait for their calls.
    pub(crate) fn begin(&self) -> AtWork {
        self.lock().at_work += 1;
        AtWork(self.clone())
    }

    /// The table as this one reaches it.
    pub(crate) fn table(&self, who: usize) -> Turn {
        Turn { turns: self.clone(), who }
    }

    /// What everybody asked of the table.
    pub(crate) fn asked(&self) -> BTreeSet<(usize, String)> {
        self.lock().asked.clone()
    }

    /// From here on nothing fails, and whatever was under way has arrived.
    pub(crate) fn calm(&self) -> Vec<String> {
        let mut waiting = self.lock();
        waiting.storm = None;
        while waiting.land() {}
        std::mem::take(&mut waiting.log)
    }
}

/// Counts as somebody others wait for.
pub(crate) struct AtWork(Turns);

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut waiting = self.0.lock();
        waiting.at_work -= 1;
        waiting.go_on();
    }
}

impl Waiting {
    /// Lets one call go on, once everybody waits.
    fn go_on(&mut self) {
        self.calls.retain(|(_, turn)| !turn.is_closed());
        if self.calls.is_empty() || self.calls.len() < self.at_work {
            return;
        }
        if self.dice.below(3) == 0 {
            self.land();
        }
        self.now += match self.dice.below(60) {
            0 => TimeDelta::hours(17),
            minutes => TimeDelta::seconds(i64::try_from(minutes).unwrap()),
        };
        self.calls.sort_by_key(|(who, _)| *who);
        let nth = self.dice.below(self.calls.len());
        let (who, turn) = self.calls.remove(nth);
        let fault = self.fault();
        self.log.push(format!("{who} {fault:?}"));
        // Whoever gave up since the line above leaves the turn to the next.
        if turn.send(fault).is_err() {
            self.go_on();
        }
    }

    fn fault(&mut self) -> Option<Fault> {
        let left = self.storm?;
        let begins = left == 0 && self.dice.below(STORM) == 0;
        self.storm = Some(if begins { self.dice.below(STORM) } else { left.saturating_sub(1) });
        let failing = if left > 0 { IN_A_STORM } else { FAILING };
        (self.dice.below(100) < failing).then(|| *self.dice.one(&FAULTS))
    }

    /// One of the writes that were given up arrives.
    fn land(&mut self) -> bool {
        if self.late.is_empty() {
            return false;
        }
        let nth = self.dice.below(self.late.len());
        let (operation, body) = self.late.remove(nth);
        let (status, _) = self.engine.answer(&operation, &body);
        self.log.push(format!("late {operation} {status}"));
        true
    }
}

/// One person's connection.
#[derive(Clone)]
pub(crate) struct Turn {
    turns: Turns,
    who: usize,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Turn({})", self.who)
    }
}

impl HttpConnector for Turn {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let (sender, turn) = oneshot::channel();
        let engine = {
            let mut waiting = self.turns.lock();
            waiting.asked.insert((self.who, operation.clone()));
            waiting.calls.push((self.who, sender));
            waiting.go_on();
            waiting.engine.clone()
        };
        let turns = self.turns.clone();
        HttpConnectorFuture::new(async move {
            let fault = turn.await.map_err(|gone| ConnectorError::other(gone.into(), None))?;
            if matches!(fault, Some(Fault::Late(_))) {
                let writes = matches!(operation.as_str(), "PutItem" | "TransactWriteItems");
                if writes {
                    let body = request.body().bytes().unwrap_or_default().to_vec();
                    turns.lock().late.push((operation, body));
                }
                return Err(ConnectorError::timeout("given up".into()));
            }
            carry_out(fault, &engine, request).await
        })
    }
}
