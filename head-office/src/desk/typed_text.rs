//! What was typed and leads to a page of its own, under a number that says nothing: no name is in an address, a history
//! or a log, and Back leads there in every browser.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::session::secret;
use crate::office::lock::held;

/// How many are kept for Back.
const KEPT: usize = 50;

/// What was typed last, until the desk is locked or closed. No `Debug`: they may be names.
pub(super) struct Kept<T>(Mutex<VecDeque<(String, T)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone + PartialEq> Kept<T> {
    /// Keeps it under this number, otherwise under the number of an equal one, otherwise under a new one. Gives the number.
    pub(super) fn keep(&self, id: Option<&str>, typed: T) -> Result<String, getrandom::Error> {
        let mut kept = held(&self.0);
        let under = kept.iter().position(|(known, _)| Some(known.as_str()) == id);
        let the_same = || kept.iter().position(|(_, one)| *one == typed);
        if let Some(at) = under.or_else(the_same) {
            kept[at].1 = typed;
            return Ok(kept[at].0.clone());
        }
        let id = secret::<8>()?;
        kept.push_back((id.clone(), typed));
        if kept.len() > KEPT {
            kept.pop_front();
        }
        Ok(id)
    }

    pub(super) fn get(&self, id: &str) -> Option<T> {
        let kept = held(&self.0);
        kept.iter().find(|(number, _)| number == id).map(|(_, typed)| typed.clone())
    }

    /// Forgets them all.
    pub(super) fn forget(&self) {
        held(&self.0).clear();
    }
}
