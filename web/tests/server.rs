//! The connection server under clients that are slow, silent, malformed, or too many.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use web::Server;
use web::limits::{Limits, SITE};

const LARGE: usize = 16 * 1024 * 1024;
const ASKED: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

async fn served(limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let app = Router::new()
        .route("/", get(|| async { "here" }))
        .route("/large", get(|| async { "x".repeat(LARGE) }))
        .route("/slow", get(|| async { std::future::pending::<String>().await }));
    let server = Server::new(app, limits, |status| format!("<p>{status}: call 0844 800 2776</p>"));
    tokio::spawn(server.serve(listener, std::future::pending()));
    at
}

/// Sends and reads until the other side closes.
fn talk(at: SocketAddr, sent: &str) -> String {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut said = String::new();
    match stream.read_to_string(&mut said) {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error} after {said:?}"),
        _ => said,
    }
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// docs/security.md, Limits: whoever begins a request and does not go on, or says nothing more, is let go.
#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    // Long enough for a loaded machine to send a whole request in.
    let at = served(Limits { head_arrival: Duration::from_secs(1), ..SITE }).await;
    for (row, sent, answered) in [
        ("half a request line", "GET / HT", false),
        ("half a head", "GET / HTTP/1.1\r\nHost: a\r\nX-", false),
        ("nothing at all", "", false),
        ("nothing after an answer", ASKED, true),
    ] {
        let said = apart(move || talk(at, sent)).await;
        assert_eq!(said.ends_with("here"), answered, "{row}: {said}");
    }
}

/// Each is answered with our page and our headers, and the connection ends.
#[tokio::test]
async fn a_request_that_cannot_be_read_gets_our_page_and_headers() {
    let at = served(SITE).await;
    let long_header = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(200_000));
    let many_headers = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(200));
    for (row, status, sent) in [
        ("no method", 400, "\u{1}\u{2} / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()),
        ("another protocol", 400, "GET / HTTQ/1.1\r\nHost: a\r\n\r\n".to_owned()),
        ("a header without a name", 400, "GET / HTTP/1.1\r\n: a\r\n\r\n".to_owned()),
        ("after a good request", 400, format!("{ASKED}GET / HTTQ/1.1\r\n\r\n")),
        ("a long header", 431, long_header),
        ("too many headers", 431, many_headers),
        ("HTTP/1.1 without Host", 400, "GET / HTTP/1.1\r\n\r\n".to_owned()),
        ("two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned()),
        ("two Hosts in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n".to_owned()),
    ] {
        let said = apart(move || talk(at, &sent)).await;
        let said = said.split_once("here").map_or(said.as_str(), |(_, after)| after).to_owned();
        assert!(said.starts_with("HTTP/1.") && said[8..].starts_with(&format!(" {status} ")), "{row}: {said}");
        assert!(said.ends_with(&format!("<p>{status}: call 0844 800 2776</p>")), "{row}: {said}");
        for (name, value) in web::headers::SECURITY {
            assert!(said.contains(&format!("{name}: {value}\r\n")), "{row}, {name}: {said}");
        }
    }
    let old = apart(move || talk(at, "GET / HTTP/1.0\r\n\r\n")).await;
    assert!(old.ends_with("here"), "HTTP/1.0 has no Host: {old}");
}

/// A client that asks for much and reads nothing is cut off.
#[tokio::test]
async fn an_answer_left_unread_ends_the_connection() {
    let at = served(Limits { write_stall: Duration::from_millis(200), ..SITE }).await;
    let read = apart(move || {
        let mut stream = TcpStream::connect(at).unwrap();
        stream.write_all(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        // Until the other end is gone, which only a write is told of while nothing is read.
        let begun = Instant::now();
        while stream.write_all(b" ").is_ok() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut all = Vec::new();
        drop(stream.read_to_end(&mut all));
        all.len()
    })
    .await;
    assert!(read < LARGE, "{read} bytes came, so nothing was cut");
}

/// Sockets that ask and never read, that send half a head, or that wait on a slow answer do not stop anybody else,
/// also where all come from one address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_stuck_connections_stop_nobody_else() {
    for sent in ["GET /large HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HT", "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"] {
        let at = served(Limits { connections: 20, ..SITE }).await;
        let stuck = apart(move || {
            let open = |_| {
                let mut stream = TcpStream::connect(at).unwrap();
                drop(stream.write_all(sent.as_bytes()));
                stream
            };
            (0..100).map(open).collect::<Vec<_>>()
        })
        .await;
        let begun = Instant::now();
        let said = apart(move || talk(at, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).await;
        assert!(said.ends_with("here"), "{sent}: {said}");
        assert!(begun.elapsed() < Duration::from_secs(15), "{sent}: the others were waited for");
        drop(stuck);
    }
}
