//! What is told of a panic.

/// Logs the place of every panic in this process, and never its message, which may hold what was typed.
pub fn hush_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(outcome = "panic", place);
    }));
}
