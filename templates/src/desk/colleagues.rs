//! All that one of us has goes to another.

use serde::Serialize;

use super::DeskFrame;
use crate::Page;

/// One who has something open.
#[derive(Clone, Serialize)]
pub struct Caseload {
    /// The name.
    pub name: String,
    /// How many referrals.
    pub count: usize,
    /// Whether it was chosen before a refusal.
    pub chosen: bool,
}

/// Whose referrals, and to whom.
#[derive(Clone, Serialize)]
pub struct HandOverPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// Why it was not done.
    pub refused: String,
    /// Those who have something open.
    pub caseloads: Vec<Caseload>,
    /// Who gets them, as typed.
    pub to: String,
}

impl Page for HandOverPage {
    const TEMPLATE: &'static str = "desk/hand_over.html";
}
