//! When a server is told to stop: Ctrl-C, and on Unix SIGTERM.

use std::io;

/// Both signals, caught from the moment this is made: whoever reads a printed address may send one at once.
pub struct Stop {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    /// Begins to catch them; from here on they no longer end the program by themselves.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn caught() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Waits for either.
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has signals to poll"))]
    pub async fn asked(mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
    }
}
