//! The addresses of the desk, and serving them.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::state::Desk;
use super::{
    activity, acts, case, colleagues, controls, guard, guide, new, pages, person, print, purge, search, today, unlock,
    waiting,
};

/// How long open connections may finish after the desk was told to stop.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// How often a desk looks whether anybody is there.
const LOOK_ROUND: Duration = Duration::from_secs(5);

impl Desk {
    /// Serves until `shutdown`, then lets open requests finish.
    ///
    /// # Errors
    /// An address other machines could reach, or a listener that fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let at = listener.local_addr()?;
        if !at.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the desk is for this machine only: use 127.0.0.1",
            ));
        }
        let (tell, told) = oneshot::channel::<()>();
        let stop = async move {
            told.await.ok();
        };
        let own = Arc::new(self);
        let app = web::with_notice(desk(own.clone(), at), own.notice);
        let server = web::Server::new(app, web::limits::DESK, web::plain);
        let serving = server.serve(listener, stop);
        tokio::pin!(serving);
        tokio::select! {
            () = &mut serving => Ok(()),
            () = own.look_round() => Ok(()),
            () = shutdown => {
                tell.send(()).ok();
                // A browser may hold a connection open on which nothing was ever asked.
                tokio::time::timeout(LAST_WORDS, serving).await.unwrap_or(());
                Ok(())
            }
        }
    }

    /// Locks it when nobody was there for a while, also when no browser asks any more.
    async fn look_round(&self) {
        loop {
            tokio::time::sleep(LOOK_ROUND).await;
            self.lock_if_idle(self.office.now());
        }
    }
}

/// The desk as it answers at `at`, which a request's Host and Origin must name exactly.
pub fn desk(desk: Arc<Desk>, at: SocketAddr) -> Router {
    desk.at.get_or_init(|| at);
    let below = format!("{}/", desk.root);
    Router::new()
        .nest(&below, inside(&desk))
        .route("/unlock", post(unlock::unlock).fallback(unlock::stranger))
        .route("/assets/{file}", get(unlock::asset).fallback(unlock::stranger))
        .fallback(unlock::stranger)
        .layer(DefaultBodyLimit::max(web::limits::DESK_BODY))
        .layer(from_fn_with_state(at, guard::ours))
        .layer(from_fn(guard::headers))
        .with_state(desk)
}

/// The pages for a request with a session. Each names its addresses as if there were no folder.
fn inside(desk: &Arc<Desk>) -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(today::page))
        .route("/fresh", get(today::fragment))
        .route("/search", post(search::search))
        .route("/search/{id}", get(search::found))
        .route("/new", get(new::choose))
        .route("/new/{referrer}", get(new::ask).post(new::store))
        .route("/new/{referrer}/{id}", get(new::again).post(new::store))
        .route("/referral/{reference}", get(case::page))
        .route("/fresh/{reference}/{version}", get(case::fragment))
        .route("/referral/{reference}/{verb}", post(acts::act))
        .route("/activity", get(activity::page))
        .route("/activity/{file}", get(activity::file))
        .route("/activity/issue", post(activity::issue))
        .route("/print/unread", get(print::unread))
        .route("/print/read", post(print::read))
        .route("/print/{references}", get(print::page))
        .route("/person/{reference}/{copy}", get(person::page))
        .route("/hand-over", get(colleagues::page).post(colleagues::hand_over))
        .route("/guide/", get(guide::page))
        .route("/guide/{file}", get(guide::picture))
        .route("/purge", get(purge::page).post(purge::purge))
        .route("/waiting", get(waiting::page))
        .route("/lock", post(controls::lock))
        .route("/keys", post(controls::keys))
        .route("/here", post(controls::here))
        .route("/assets/{file}", get(pages::asset))
        .fallback(async || pages::Instead::NoPage)
        .layer(from_fn_with_state(desk.clone(), guard::inside))
        .layer(from_fn_with_state(desk.clone(), guard::below_the_folder))
}
