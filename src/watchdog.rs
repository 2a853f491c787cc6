//! Tells systemd that the service is ready and alive, where systemd started it (`Type=notify`, `WatchdogSec`).

use std::time::Duration;

use tokio::sync::watch;

use crate::listening::told;

/// Says that the service accepts connections, and then that it lives, at half the time systemd waits.
pub(crate) async fn report(stopped: watch::Receiver<bool>) {
    tell("READY=1");
    let microseconds = std::env::var("WATCHDOG_USEC").ok().and_then(|text| text.parse().ok());
    let Some(patience) = microseconds.map(Duration::from_micros) else { return told(stopped).await };
    let ended = told(stopped);
    tokio::pin!(ended);
    loop {
        tokio::select! {
            () = &mut ended => return,
            () = tokio::time::sleep(patience / 2) => tell("WATCHDOG=1"),
        }
    }
}

/// Without systemd nobody listens, and nothing happens.
fn tell(message: &str) {
    #[cfg(target_os = "linux")]
    if let Some(socket) = std::env::var_os("NOTIFY_SOCKET")
        && let Ok(from) = std::os::unix::net::UnixDatagram::unbound()
    {
        use std::os::linux::net::SocketAddrExt as _;
        use std::os::unix::ffi::OsStrExt as _;
        use std::os::unix::net::SocketAddr;
        // A name that begins with @ is in the abstract namespace.
        let to = match socket.as_bytes() {
            [b'@', name @ ..] => SocketAddr::from_abstract_name(name),
            _ => SocketAddr::from_pathname(&socket),
        };
        drop(to.and_then(|to| from.send_to_addr(message.as_bytes(), &to)));
    }
    #[cfg(not(target_os = "linux"))]
    let _ = message;
}
