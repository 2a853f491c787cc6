//! Whether a request comes from whoever opened the desk: a one-time token, the session it becomes, and the idle lock.

use std::sync::Mutex;

use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq as _;

use crate::office::lock::held;

/// What a request's cookie says of whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// Somebody without a session.
    Stranger,
    /// Whoever opened the desk, and it is locked.
    Locked,
    /// Whoever opened the desk.
    In,
}

/// The cookie's name. Two desks on one machine do not get each other's: its path holds a secret of each.
const COOKIE: &str = "imha-desk";
/// The shortest time between two addresses printed for somebody without a session.
const BETWEEN_ADDRESSES: TimeDelta = TimeDelta::seconds(10);
/// The longest wait between two passphrases is two to the power of this, in seconds: about a minute.
const LONGEST_WAIT: u32 = 6;

/// The one-time token, until it is spent, and the session it becomes. A lock ends the session and makes a new token.
pub(super) struct Session(Mutex<Held>);

#[derive(Default)]
struct Held {
    token: Option<String>,
    cookie: Option<String>,
    locked: bool,
    seen: DateTime<Utc>,
    /// When an address was last printed for somebody without a session.
    printed: Option<DateTime<Utc>>,
    /// Passphrases tried since the desk was last opened, and when the last one was.
    tried: u32,
    last_try: DateTime<Utc>,
}

impl Session {
    pub(super) fn new(now: DateTime<Utc>) -> Result<Self, getrandom::Error> {
        Ok(Self(Mutex::new(Held { token: Some(secret::<32>()?), seen: now, ..Held::default() })))
    }

    /// The token that opens the desk next, if it is not spent.
    pub(super) fn token(&self) -> Option<String> {
        held(&self.0).token.clone()
    }

    /// Spends the token: the first who shows it gets the cookie to set, for pages below `root` alone.
    pub(super) fn redeem(&self, shown: &str, root: &str, now: DateTime<Utc>) -> Option<String> {
        let mut held = held(&self.0);
        held.token.as_deref().filter(|token| is_same(shown, token))?;
        held.enter(root, now)
    }

    /// Lets somebody in who has shown who they are; any session before is over.
    pub(super) fn enter(&self, root: &str, now: DateTime<Utc>) -> Option<String> {
        held(&self.0).enter(root, now)
    }

    /// Who sends these headers.
    pub(super) fn caller(&self, headers: &HeaderMap) -> Caller {
        let held = held(&self.0);
        let known = held.cookie.as_deref().is_some_and(|cookie| shows(headers, cookie));
        match (known, held.locked) {
            (false, _) => Caller::Stranger,
            (true, true) => Caller::Locked,
            (true, false) => Caller::In,
        }
    }

    /// Locks a session that nobody used for `idle`; true when it has just done so.
    pub(super) fn lapses(&self, now: DateTime<Utc>, idle: TimeDelta) -> bool {
        let mut held = held(&self.0);
        // After a clock was put back nothing says for how long: it locks then too.
        let lapsed = held.cookie.is_some() && !held.locked && (now - held.seen).abs() >= idle;
        if lapsed {
            held.lock();
        }
        lapsed
    }

    /// Whether an address may be printed for somebody without a session: at most once in ten seconds. If so there is a
    /// token that opens the desk.
    pub(super) fn may_print(&self, now: DateTime<Utc>) -> bool {
        let mut held = held(&self.0);
        if held.printed.is_some_and(|last| (now - last).abs() < BETWEEN_ADDRESSES) {
            return false;
        }
        held.printed = Some(now);
        if held.token.is_none() {
            held.token = secret::<32>().ok();
        }
        held.token.is_some()
    }

    /// Counts a try of a passphrase; or gives the seconds to wait before the next. The wait doubles with each try until
    /// one opens the desk.
    pub(super) fn try_now(&self, now: DateTime<Utc>) -> Result<(), i64> {
        let mut held = held(&self.0);
        let wait = if held.tried == 0 { 0 } else { 1_i64 << (held.tried - 1).min(LONGEST_WAIT) };
        let left = wait - (now - held.last_try).abs().num_seconds();
        if left > 0 {
            return Err(left);
        }
        held.tried += 1;
        held.last_try = now;
        Ok(())
    }

    /// Somebody is there: the time until the lock begins again.
    pub(super) fn touch(&self, now: DateTime<Utc>) {
        held(&self.0).seen = now;
    }

    /// Locks at once.
    pub(super) fn lock(&self) {
        held(&self.0).lock();
    }
}

impl Held {
    fn enter(&mut self, root: &str, now: DateTime<Utc>) -> Option<String> {
        let cookie = secret::<32>().ok()?;
        let set = web::cookies::set(COOKIE, &cookie, &format!("{root}/"));
        *self = Self { cookie: Some(cookie), seen: now, ..Self::default() };
        Some(set)
    }

    fn lock(&mut self) {
        self.locked = true;
        // Without randomness there is no token, and only a new start opens the desk: the safe side.
        self.token = secret::<32>().ok();
    }
}

fn shows(headers: &HeaderMap, cookie: &str) -> bool {
    web::cookies::values(headers, COOKIE).any(|value| is_same(value, cookie))
}

/// So many random bytes, in hex digits.
pub(super) fn secret<const BYTES: usize>() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// Compares in constant time.
fn is_same(shown: &str, kept: &str) -> bool {
    shown.as_bytes().ct_eq(kept.as_bytes()).into()
}
