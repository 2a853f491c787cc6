//! The queue on the embedded engine, through the real SDK; faults are injected at the connector.

mod fault;
mod given;
mod local;
mod moves;
mod outcomes;
mod raw;
mod submit;
