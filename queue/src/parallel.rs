//! Work that takes long, shared out over threads.

use crate::QueueError;

/// Does the same to many in parallel, on threads that may work, in their order.
pub(crate) async fn in_parallel<T, R>(
    all: Vec<T>,
    work: impl Fn(T) -> R + Clone + Send + 'static,
) -> Result<Vec<R>, QueueError>
where
    T: Send + 'static,
    R: Send + 'static,
{
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = all.len().div_ceil(threads).max(1);
    let mut all = all.into_iter();
    let mut parts = Vec::new();
    loop {
        let part: Vec<T> = all.by_ref().take(share).collect();
        if part.is_empty() {
            break;
        }
        let work = work.clone();
        parts.push(tokio::task::spawn_blocking(move || part.into_iter().map(work).collect::<Vec<R>>()));
    }
    let mut done = Vec::new();
    for part in parts {
        done.extend(part.await.map_err(|_| QueueError::CannotOpen)?);
    }
    Ok(done)
}
