//! The intake as a tower service on the real queue: what comes in, what is answered, what is stored.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod browser;
mod check_page;
mod confirmation;
mod corpus;
#[path = "../../../queue/tests/queue/fault.rs"]
#[allow(dead_code, reason = "the queue's own tests use more of it")]
mod fault;
#[allow(dead_code, reason = "the soak uses more of it")]
mod fixture;
mod kept;
mod languages;
mod law;
mod protocol;
mod refused;
mod round_trip;
