//! The queue on the embedded engine, through the real SDK; faults are injected at the connector.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod archive;
mod canary;
mod counting;
mod damage;
mod fault;
mod given;
mod index;
mod listing;
mod local;
mod moves;
mod outcomes;
mod people;
mod power;
mod raw;
mod submit;
mod undo;
