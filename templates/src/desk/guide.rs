//! The guide for staff.

use serde::Serialize;

use super::DeskFrame;
use crate::Page;

/// The guide.
#[derive(Serialize)]
pub struct GuidePage<'a> {
    /// What stands around it.
    pub frame: DeskFrame,
    /// The guide as HTML of our own.
    pub guide: &'a str,
}

impl Page for GuidePage<'_> {
    const TEMPLATE: &'static str = "desk/guide.html";
}
