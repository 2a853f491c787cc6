//! Everything held about one person on one page, to print.

use serde::Serialize;

use super::{CasePage, DeskFrame};
use crate::Page;

/// Everything held about one person, to print.
#[derive(Clone, Serialize)]
pub struct PersonPage {
    /// Their referrals, the oldest first.
    pub cases: Vec<CasePage>,
    /// The copy the patient may have.
    pub for_patient: bool,
    /// How many parts were left out of it.
    pub left_out: usize,
    /// How many more referrals cannot be opened.
    pub sealed: usize,
    /// The referral whose page leads here; empty where this becomes a file.
    pub back: String,
    /// The stylesheet's text where this becomes a file; empty where it is a page of the desk, which links it.
    pub style: String,
    /// When it was made, in London.
    pub printed: String,
    /// The frame around it.
    pub frame: DeskFrame,
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "desk/person.html";
}
