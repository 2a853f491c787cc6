//! Whether the one at the desk is the one who came in: a one-time token, the session it becomes, and the idle lock.

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq as _;

/// What a request's cookie says of whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// Nobody we know.
    Stranger,
    /// The one who came in, but too long ago.
    Locked,
    /// The one who came in.
    In,
}

/// An address is printed at most so often for somebody without a session.
const BETWEEN_ADDRESSES: TimeDelta = TimeDelta::seconds(10);

/// The one-time token, until it is spent, and the session it becomes. A lock ends the session and makes a new token.
pub(super) struct Session(Mutex<Held>);

struct Held {
    token: Option<String>,
    cookie: Option<String>,
    locked: bool,
    seen: DateTime<Utc>,
    /// When an address was last printed for somebody without a session.
    printed: Option<DateTime<Utc>>,
}

impl Session {
    pub(super) fn new(now: DateTime<Utc>) -> Result<Self, getrandom::Error> {
        Ok(Self(Mutex::new(Held { token: Some(secret()?), cookie: None, locked: false, seen: now, printed: None })))
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that opens the desk next, if it is not spent.
    pub(super) fn token(&self) -> Option<String> {
        self.held().token.clone()
    }

    /// Spends the token: the first who shows it gets the cookie to set.
    pub(super) fn redeem(&self, shown: &str, at: SocketAddr, now: DateTime<Utc>) -> Option<String> {
        let mut held = self.held();
        held.token.as_deref().filter(|token| is_same(shown, token))?;
        let cookie = secret().ok()?;
        let set = web::cookies::set(&cookie_name(at), &cookie, "/");
        *held = Held { token: None, cookie: Some(cookie), locked: false, seen: now, printed: None };
        Some(set)
    }

    /// Who sends these headers. Seen after `idle`, a session is locked; told so, `lapsed` is true once.
    pub(super) fn caller(
        &self,
        headers: &HeaderMap,
        at: SocketAddr,
        now: DateTime<Utc>,
        idle: TimeDelta,
    ) -> (Caller, bool) {
        let mut held = self.held();
        if !held.cookie.as_deref().is_some_and(|cookie| shows(headers, at, cookie)) {
            return (Caller::Stranger, false);
        }
        // A clock that was put back tells as little as one that ran on.
        let lapsed = !held.locked && (now - held.seen).abs() >= idle;
        if lapsed {
            held.lock();
        }
        (if held.locked { Caller::Locked } else { Caller::In }, lapsed)
    }

    /// Whether an address may be printed for somebody without a session: at most once in ten seconds. There is a token
    /// that opens the desk then.
    pub(super) fn may_print(&self, now: DateTime<Utc>) -> bool {
        let mut held = self.held();
        if held.printed.is_some_and(|last| (now - last).abs() < BETWEEN_ADDRESSES) {
            return false;
        }
        held.printed = Some(now);
        if held.token.is_none() {
            held.token = secret().ok();
        }
        held.token.is_some()
    }

    /// Somebody is there: the time until the lock begins again.
    pub(super) fn touch(&self, now: DateTime<Utc>) {
        self.held().seen = now;
    }

    /// Locks at once.
    pub(super) fn lock(&self) {
        self.held().lock();
    }
}

impl Held {
    fn lock(&mut self) {
        self.locked = true;
        // Without randomness there is no way back in but a new start, which is the safe side.
        self.token = secret().ok();
    }
}

fn shows(headers: &HeaderMap, at: SocketAddr, cookie: &str) -> bool {
    let name = cookie_name(at);
    web::cookies::values(headers, &name).any(|value| is_same(value, cookie))
}

/// Cookies do not know ports: two desks on one machine must not take each other's.
fn cookie_name(at: SocketAddr) -> String {
    format!("imha-desk-{}", at.port())
}

/// 256 random bits.
pub(super) fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Takes as long for a near miss as for a far one.
fn is_same(shown: &str, kept: &str) -> bool {
    shown.as_bytes().ct_eq(kept.as_bytes()).into()
}
