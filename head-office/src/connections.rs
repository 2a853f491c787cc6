//! Connections: served side by side, and none waited for without end.

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

/// How long a browser may take over the head of a request, or stay without one (security.md 4.4 d).
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until `shutdown`, then lets open requests finish. A connection on which the head of a request does not arrive
/// within `patience` is closed, also between two requests: `axum::serve` waits for ever, and enough such connections
/// leave no room for anybody else.
///
/// # Errors
/// None today; a listener that fails once is tried again.
pub async fn serve_http(
    mut listener: TcpListener,
    app: Router,
    patience: Duration,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let open = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    tokio::pin!(shutdown);
    loop {
        let stream = tokio::select! {
            (stream, _) = Listener::accept(&mut listener) => stream,
            () = &mut shutdown => break,
        };
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app.clone()));
        tokio::spawn(open.watch(connection));
    }
    drop(listener);
    open.shutdown().await;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};

    use axum::routing::get;

    use super::*;

    /// Ends only when the other side closes.
    fn talk(at: SocketAddr, sent: &str) -> String {
        let mut stream = TcpStream::connect(at).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        said
    }

    /// security.md 4.4 d: whoever begins a request and does not go on, or says nothing more, is let go.
    #[tokio::test]
    async fn a_connection_that_says_nothing_is_closed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let app = Router::new().route("/", get(|| async { "here" }));
        tokio::spawn(serve_http(listener, app, Duration::from_millis(50), std::future::pending()));
        for (row, sent, answered) in [
            ("half a request line", "GET / HT", false),
            ("half a head", "GET / HTTP/1.1\r\nHost: a\r\nX-", false),
            ("nothing at all", "", false),
            ("nothing after an answer", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", true),
        ] {
            let said = tokio::task::spawn_blocking(move || talk(at, sent)).await.unwrap();
            assert_eq!(said.ends_with("here"), answered, "{row}: {said}");
        }
    }
}
