//! What the public site, the intake and the desk share as HTTP services: one table of security headers, the limits on
//! heads, bodies, writes and connections, cookies, and (feature `server`) the server that takes connections.

pub mod clients;
#[cfg(feature = "server")]
mod connections;
pub mod cookies;
pub mod headers;
pub mod limits;
#[cfg(feature = "server")]
mod notice;
#[cfg(feature = "server")]
mod refusal;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "server")]
mod stop;
#[cfg(feature = "server")]
mod stream;

pub use headers::protect;
#[cfg(feature = "server")]
pub use notice::with_notice;
#[cfg(feature = "server")]
pub use refusal::plain;
#[cfg(feature = "server")]
pub use server::{Peer, Server};
#[cfg(feature = "server")]
pub use stop::Stop;
