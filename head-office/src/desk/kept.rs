//! What was typed and leads to a page of its own, under a number that says nothing: no name stands in an address, a history
//! or a log, and Back leads there in every browser.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::session::secret;
use crate::office::lock::held;

/// So many are kept for Back.
const KEPT: usize = 50;

/// The last that were typed, until the desk is locked or closed. No `Debug`: they may be names.
pub(super) struct Kept<T>(Mutex<VecDeque<(String, T)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone + PartialEq> Kept<T> {
    /// Keeps it and gives its number; the same keeps the number it has.
    pub(super) fn keep(&self, typed: T) -> Result<String, getrandom::Error> {
        let mut kept = held(&self.0);
        if let Some((id, _)) = kept.iter().find(|(_, one)| *one == typed) {
            return Ok(id.clone());
        }
        let id = secret::<8>()?;
        kept.push_back((id.clone(), typed));
        if kept.len() > KEPT {
            kept.pop_front();
        }
        Ok(id)
    }

    /// Puts it in the place of what has this number; without a number, or with one that is forgotten, it gets one.
    pub(super) fn keep_as(&self, id: Option<String>, typed: T) -> Result<String, getrandom::Error> {
        let mut kept = held(&self.0);
        let known = id.and_then(|id| kept.iter_mut().find(|(number, _)| *number == id));
        if let Some((id, before)) = known {
            *before = typed;
            return Ok(id.clone());
        }
        drop(kept);
        self.keep(typed)
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
