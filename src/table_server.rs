//! The table's DynamoDB API on loopback, for desks that come through an SSH tunnel (docs/contract.md, One server).
//!
//! Who may open the port may do everything with the table: sshd decides that. What lies in it is sealed.

use std::net::{IpAddr, SocketAddr};

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri, header};
use queue::Engine;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::Server;
use web::headers::Single;
use web::limits::DESK;

use crate::listening::{bind, told};

/// The largest request of DynamoDB's own API, in bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The API as a service.
fn service(engine: Engine) -> Router {
    Router::new().fallback(answer).with_state(engine)
}

async fn answer(State(engine): State<Engine>, request: Request) -> Response<Body> {
    let headers = request.headers();
    // A page in a browser on this machine can send here too: it cannot leave Origin out or name us as Host by accident.
    if headers.contains_key(header::ORIGIN) || !is_this_machine(Single::of(headers, header::HOST).once()) {
        return refused(StatusCode::FORBIDDEN, "only programs of this machine may use the table, and no web page");
    }
    if request.method() != Method::POST {
        return refused(StatusCode::METHOD_NOT_ALLOWED, "the table is asked by POST");
    }
    let target = Single::of(headers, "x-amz-target").once().unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    let Ok(body) = to_bytes(request.into_body(), MOST_BYTES).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "more than 16 MB, or cut short");
    };
    // SQLite waits for the disk: that belongs on a thread that may wait.
    let Ok((code, text)) = tokio::task::spawn_blocking(move || engine.answer(&operation, &body)).await else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "the table failed; look at the log of imha");
    };
    json(StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), text)
}

fn json(status: StatusCode, text: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0"));
    answer
}

/// A refusal as the SDK of a desk reads it, and shows it.
fn refused(status: StatusCode, message: &str) -> Response<Body> {
    json(status, format!(r#"{{"__type":"AccessDeniedException","message":"{message}"}}"#))
}

fn is_this_machine(host: Option<&str>) -> bool {
    let Some(uri) = host.and_then(|host| format!("http://{host}/").parse::<Uri>().ok()) else { return false };
    let name = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The API where it was asked for, and nothing where it was not.
pub(crate) struct TableServer {
    /// The line that says where it is; empty without one.
    pub(crate) line: String,
    listening: Option<(TcpListener, Server)>,
}

/// Takes the address.
pub(crate) async fn listen(at: Option<SocketAddr>, engine: &Engine) -> Result<TableServer> {
    let Some(at) = at else { return Ok(TableServer { line: String::new(), listening: None }) };
    let listener = bind(at, "--table-at").await?;
    let line = format!("table http://{}\n", listener.local_addr()?);
    Ok(TableServer { line, listening: Some((listener, Server::new(service(engine.clone()), DESK, web::plain))) })
}

impl TableServer {
    /// Serves until told to stop.
    pub(crate) async fn serve(self, stopped: watch::Receiver<bool>) {
        if let Some((listener, server)) = self.listening {
            server.serve(listener, told(stopped)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_taken_as_host() {
        for (host, taken) in [
            ("127.0.0.1:8000", true),
            ("localhost:8000", true),
            ("[::1]:8000", true),
            ("127.0.0.1.example.org", false),
            ("example.org", false),
            ("10.0.0.1:8000", false),
            ("", false),
        ] {
            assert_eq!(is_this_machine(Some(host)), taken, "{host}");
        }
        assert!(!is_this_machine(None));
    }
}
