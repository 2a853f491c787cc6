//! The recovery sheet of `head-office keys new --role recovery`.

use serde::Serialize;

use crate::{Page, Qr};

/// One page to print and lock away. Whoever holds it can open every referral.
#[derive(Clone, Serialize)]
pub struct RecoverySheet {
    /// Whose, or what it is for.
    pub name: String,
    /// The day it was made.
    pub made: String,
    /// The public half, to know which list it belongs to.
    pub public: String,
    /// The key, in lines to type.
    pub lines: Vec<String>,
    /// The key as a code.
    pub qr: Qr,
    /// The stylesheet's text: it is a file, not a page of the desk.
    pub style: String,
}

impl Page for RecoverySheet {
    const TEMPLATE: &'static str = "desk/recovery.html";
}
