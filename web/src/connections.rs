//! Which connections are open, and which of them makes place for a new one once there are too many.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// A request that has been answered for less than this is never cut off for the sake of another connection.
const GRACE: Duration = Duration::from_secs(2);

/// The open connections of one server.
#[derive(Clone)]
pub(crate) struct Connections(Arc<Shared>);

struct Shared {
    most: usize,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    by_number: HashMap<u64, Connection>,
}

struct Connection {
    peer: IpAddr,
    /// Whether a request is being answered.
    busy: bool,
    /// When it was taken, or last began or ended an answer.
    since: Instant,
    close: Arc<Notify>,
}

/// One open connection; dropped, it counts no longer.
pub(crate) struct Ticket {
    number: u64,
    connections: Connections,
    /// Told when the connection must make place.
    pub(crate) close: Arc<Notify>,
}

impl Connections {
    pub(crate) fn new(most: usize) -> Self {
        Self(Arc::new(Shared { most, open: Mutex::default() }))
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a new connection, which may close another. `None` while every other one is answering a fresh request.
    pub(crate) fn admit(&self, peer: IpAddr) -> Option<Ticket> {
        let mut open = self.open();
        if open.by_number.len() >= self.0.most && !open.close_one() {
            return None;
        }
        let (number, close) = (open.next, Arc::new(Notify::new()));
        open.next += 1;
        let connection = Connection { peer, busy: false, since: Instant::now(), close: Arc::clone(&close) };
        open.by_number.insert(number, connection);
        Some(Ticket { number, connections: self.clone(), close })
    }

    /// Closes one, where the system gives no more sockets.
    pub(crate) fn close_one(&self) {
        self.open().close_one();
    }
}

impl Open {
    /// Closes a connection of the address that has most of them: one that waits before one that is answered, and of
    /// those the one that has been so for longest.
    fn close_one(&mut self) -> bool {
        let now = Instant::now();
        let mut of_peer: BTreeMap<IpAddr, usize> = BTreeMap::new();
        for connection in self.by_number.values() {
            *of_peer.entry(connection.peer).or_default() += 1;
        }
        let may_close = self.by_number.iter().filter(|(_, one)| !one.busy || now - one.since >= GRACE);
        let chosen = may_close
            .max_by_key(|(_, one)| (of_peer.get(&one.peer).copied(), !one.busy, now - one.since))
            .map(|(number, _)| *number);
        let closed = chosen.and_then(|number| self.by_number.remove(&number));
        closed.as_ref().inspect(|one| one.close.notify_one()).is_some()
    }
}

impl Ticket {
    /// An answer begins (`true`) or has been given (`false`).
    pub(crate) fn set_busy(&self, busy: bool) {
        if let Some(connection) = self.connections.open().by_number.get_mut(&self.number) {
            connection.busy = busy;
            connection.since = Instant::now();
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.connections.open().by_number.remove(&self.number);
    }
}
