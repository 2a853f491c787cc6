//! Locks that nobody is kept out of.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a lock guards, also where somebody who had it failed.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
