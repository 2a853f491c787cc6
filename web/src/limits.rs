//! How much a client may send and how long it may take (docs/security.md, Limits).

use std::time::Duration;

/// The largest body the intake reads, in bytes: far above the largest form.
pub const PUBLIC_BODY: usize = 128 * 1024;
/// The largest body the desk reads, in bytes: more than any of its forms sends.
pub const DESK_BODY: usize = 64 * 1024;
/// How long a body may take to arrive.
pub const BODY_ARRIVAL: Duration = Duration::from_secs(20);
/// How much of a refused body is still taken in, in bytes, so that the client reads our page before it sees a connection cut.
pub const DRAINED_BODY: usize = 8 * 1024 * 1024;
/// How long a refused body is taken in.
pub const DRAINED_FOR: Duration = Duration::from_secs(5);
/// How many forms a client of a public service may send at once. A whole hospital can share one address.
pub const FORMS_AT_ONCE: u32 = 60;
/// After this long a client may send one form more.
pub const ONE_MORE_FORM_EACH: Duration = Duration::from_secs(6);
/// The largest head of a request, in bytes; above it 431.
pub const HEAD: usize = 64 * 1024;

/// What one server allows its connections.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long the head of a request may take to arrive, also the first byte of it after an answer.
    pub head_arrival: Duration,
    /// How long a client may leave an answer unread before the connection is cut.
    pub write_stall: Duration,
    /// The most connections open at once. One more takes the place of another ([`crate::Server`] says which).
    pub connections: usize,
}

/// For the public site and intake. With the desk's and the store's files it stays under the 1,024 files that most
/// systems let a program open.
pub const SITE: Limits =
    Limits { head_arrival: Duration::from_secs(10), write_stall: Duration::from_secs(20), connections: 512 };

/// For the desk: one person's browser.
pub const DESK: Limits =
    Limits { head_arrival: Duration::from_secs(10), write_stall: Duration::from_secs(20), connections: 64 };
