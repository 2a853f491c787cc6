//! A referral that came another way than by the site.

use serde::Serialize;

use super::{DeskFrame, MoveChoice};
use crate::{Page, Questions};

/// Something wrong that is no answer, and the control where it is put right.
#[derive(Clone, Serialize)]
pub struct NewProblem {
    /// The control's id.
    pub target: &'static str,
    /// The sentence.
    pub message: String,
}

/// The choice of who asks, or the form.
#[derive(Clone, Serialize)]
pub struct NewPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The code of who asks, with which the form's address ends; empty on the page that asks who it is for.
    pub action: String,
    /// Who may ask.
    pub referrers: Vec<MoveChoice>,
    /// Why it was not stored.
    pub refused: String,
    /// What is wrong with how and when it came.
    pub above: Vec<NewProblem>,
    /// The ways it may have come.
    pub channels: Vec<MoveChoice>,
    /// `2026-11-23T14:05`, as a clock in England shows it.
    pub received_at: String,
    /// The latest it can have come, in the same form.
    pub latest: String,
    /// Who got in touch.
    pub called_by: String,
    /// What the referrer is asked.
    pub questions: Questions,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "desk/new.html";
}
