//! A referral that came another way than by the site.

use serde::Serialize;

use super::{DeskFrame, MoveChoice};
use crate::{Page, Questions};

/// What is wrong with what stands above the answers; empty where nothing is.
#[derive(Clone, Default, Serialize)]
pub struct NewProblems {
    /// The way it came.
    pub channel: String,
    /// When it came.
    pub received_at: String,
    /// Who got in touch.
    pub called_by: String,
}

/// The choice of who asks, or the form.
#[derive(Clone, Serialize)]
pub struct NewPage {
    /// What stands around it.
    pub frame: DeskFrame,
    /// With what the form's address ends; empty on the page that asks who it is for.
    pub action: String,
    /// Whether it is the form of a patient who asks.
    pub by_patient: bool,
    /// The address of the paper form.
    pub paper: String,
    /// Who may ask.
    pub referrers: Vec<MoveChoice>,
    /// Why it was not stored.
    pub refused: String,
    /// What is wrong with how and when it came.
    pub wrong: NewProblems,
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
