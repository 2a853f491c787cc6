//! Takes connections and serves them side by side; none is waited for without end, and too many stop nobody else.

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode, Version, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use crate::connections::{Connections, Ticket};
use crate::headers::{Single, protect};
use crate::limits::{HEAD, Limits};
use crate::refusal::{self, Page};
use crate::stream::Stream;

/// How long to wait before looking again whether a connection can be taken.
const PAUSE: Duration = Duration::from_millis(20);

/// The address of the machine at the other end, as an extension of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// An HTTP/1 server over an app. Beyond what the app does itself:
///
/// - Every answer carries [`crate::headers::SECURITY`].
/// - A head that is malformed, too long, or (HTTP/1.1) without exactly one Host is answered with the given page: 400, 414
///   or 431.
/// - A connection is closed when a head takes too long, when an answer stays unread, and, once [`Limits::connections`] are
///   open, to let a new one in: of the address with most connections the one idle for longest.
#[derive(Clone)]
pub struct Server {
    app: Router,
    limits: Limits,
    page: Page,
}

impl Server {
    /// `page` gives the HTML for 400, 414 and 431.
    pub fn new(app: Router, limits: Limits, page: impl Fn(u16) -> String + Send + Sync + 'static) -> Self {
        Self { app, limits, page: Arc::new(page) }
    }

    /// Serves until `shutdown`, then lets requests under way finish.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()> + Send) {
        let open = GracefulShutdown::new();
        let connections = Connections::new(self.limits.connections);
        tokio::pin!(shutdown);
        loop {
            let (socket, ticket) = tokio::select! {
                taken = next(&listener, &connections) => taken,
                () = &mut shutdown => break,
            };
            self.spawn(socket, ticket, &open);
        }
        drop(listener);
        open.shutdown().await;
    }

    fn spawn(&self, socket: TcpStream, ticket: Ticket, open: &GracefulShutdown) {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(self.limits.head_arrival).max_buf_size(HEAD);
        let peer = socket.peer_addr().map(|peer| Peer(peer.ip())).ok();
        let stream = Stream::new(socket, self.limits.write_stall, Arc::clone(&self.page));
        let (server, ticket) = (self.clone(), Arc::new(ticket));
        let close = Arc::clone(&ticket.close);
        let answer = service_fn(move |mut request: Request<Incoming>| {
            if let Some(peer) = peer {
                request.extensions_mut().insert(peer);
            }
            let (server, busy) = (server.clone(), Busy::begin(&ticket));
            async move {
                let answer = server.answer(request).await;
                drop(busy);
                Ok::<_, Infallible>(answer)
            }
        });
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            tokio::select! {
                _ = connection => {}
                () = close.notified() => {}
            }
        });
    }

    async fn answer(self, request: Request<Incoming>) -> Response<Body> {
        if !host_is_clear(&request) {
            return refusal::answer(&self.page, StatusCode::BAD_REQUEST);
        }
        let answer = self.app.oneshot(request.map(Body::new)).await;
        let mut answer = answer.unwrap_or_else(|never| match never {});
        protect(answer.headers_mut());
        answer
    }
}

/// RFC 9112, 3.2: a request of HTTP/1.1 names its host once.
fn host_is_clear(request: &Request<Incoming>) -> bool {
    match Single::of(request.headers(), header::HOST) {
        Single::Once(_) => true,
        Single::Absent => request.version() < Version::HTTP_11,
        Single::Unclear => false,
    }
}

/// The next connection, once there is a place for it.
async fn next(listener: &TcpListener, connections: &Connections) -> (TcpStream, Ticket) {
    let (socket, peer) = loop {
        match listener.accept().await {
            Ok(taken) => break taken,
            // The system has no more sockets for us, or the other side has gone already.
            Err(_) => {
                connections.close_one();
                tokio::time::sleep(PAUSE).await;
            }
        }
    };
    loop {
        if let Some(ticket) = connections.admit(peer.ip()) {
            return (socket, ticket);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// A request being answered, also when its client goes away before the answer.
struct Busy(Arc<Ticket>);

impl Busy {
    fn begin(ticket: &Arc<Ticket>) -> Self {
        ticket.set_busy(true);
        Self(Arc::clone(ticket))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.set_busy(false);
    }
}
