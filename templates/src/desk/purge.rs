//! What was closed long enough ago.

use serde::Serialize;

use super::DeskFrame;
use crate::Page;

/// One that is due.
#[derive(Clone, Serialize)]
pub struct PurgeLine {
    /// As in the address.
    pub reference: String,
    /// In groups, for reading out.
    pub spoken: String,
    /// When it was closed, and how it ended; nothing of one that is passed over.
    pub what: String,
}

/// What is due to be purged.
#[derive(Clone, Serialize)]
pub struct PurgePage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The oldest first.
    pub due: Vec<PurgeLine>,
    /// Those that are passed over.
    pub held: Vec<PurgeLine>,
    /// How many closed ones cannot be opened, so that nobody knows.
    pub unknown: usize,
}

impl Page for PurgePage {
    const TEMPLATE: &'static str = "desk/purge.html";
}
