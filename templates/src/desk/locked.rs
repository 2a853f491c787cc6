//! The page in front of the desk.

use serde::Serialize;

use super::DeskFrame;
use crate::Page;

/// How to get in, for whoever is not in. It leads nowhere inside and names nobody.
#[derive(Clone, Serialize)]
pub struct DeskLocked {
    /// What stands around it; its title is the heading.
    pub frame: DeskFrame,
    /// What is so and what to do, a sentence or more a line.
    pub text: Vec<String>,
    /// Where the passphrase is sent; empty where none opens it.
    pub unlock: String,
    /// Why the last try did not open it; empty before the first.
    pub refused: String,
}

impl Page for DeskLocked {
    const TEMPLATE: &'static str = "desk/locked.html";
}
