//! The desk as a web page: on loopback only, behind a one-time token, without need of JavaScript.
//!
//! A request passes `guard` (Host, Origin, and through `session` token, cookie and idle lock), then a page (`today`,
//! `case`, `search`, `print`), an act of `acts`, or one of the `controls`.

mod act_forms;
mod activity;
mod acts;
mod case;
mod changes;
mod controls;
mod filters;
mod guard;
mod new;
mod outcome;
mod pages;
mod print;
mod purge;
mod search;
mod session;
mod today;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use chrono::TimeDelta;
use content_reader::Content;
use referral::Reference;
use templates::{Asset, Theme, ThemeError, desk_icon, desk_script};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::Office;
use session::Session;

/// How long open connections may finish after the desk was told to stop.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A desk that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// A template that does not parse.
    #[error("the desk's pages cannot be drawn: {0}")]
    Theme(#[from] ThemeError),
    /// No randomness for the token.
    #[error("the machine gave no random numbers for the desk's token: {0}")]
    Random(#[from] getrandom::Error),
}

/// What was done last, until the page that follows has said so. It stands in no address, so no reload says it again.
struct JustDone {
    reference: Reference,
    sentence: String,
    closed: bool,
    can_undo: bool,
}

/// One person's desk.
pub struct Desk {
    office: Office,
    theme: Theme,
    script: Asset,
    icon: Asset,
    session: Session,
    keys: AtomicBool,
    searches: search::Searches,
    purge_due: Mutex<purge::Counted>,
    at: OnceLock<SocketAddr>,
    just_done: Mutex<Option<JustDone>>,
    say: Box<dyn Fn(&str) + Send + Sync>,
}

impl Desk {
    /// A desk with a new one-time token.
    ///
    /// # Errors
    /// Templates that do not parse, or no randomness.
    pub fn new(office: Office) -> Result<Self, DeskError> {
        Ok(Self {
            theme: Theme::desk()?,
            script: desk_script(),
            icon: desk_icon(),
            session: Session::new(office.now())?,
            office,
            keys: AtomicBool::new(true),
            searches: search::Searches::default(),
            purge_due: Mutex::default(),
            at: OnceLock::new(),
            just_done: Mutex::default(),
            say: Box::new(|_| ()),
        })
    }

    /// Where to print the address that opens the desk again after it locked: the terminal it was started from.
    #[must_use]
    pub fn on_lock(mut self, say: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.say = Box::new(say);
        self
    }

    /// Puts newer words and rules in the place of those it has; for whoever watches `content/` while it serves.
    pub fn renewer(&self) -> impl Fn(Arc<Content>) + Send + Sync + 'static + use<> {
        self.office.renewer()
    }

    /// Where to open it: `http://127.0.0.1:8081/?token=…`. The token opens it once; once it is spent there is none.
    pub fn address(&self, at: SocketAddr) -> String {
        self.session.token().map_or_else(|| format!("http://{at}/"), |token| format!("http://{at}/?token={token}"))
    }

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
        let server = web::Server::new(desk(Arc::new(self), at), web::limits::DESK, web::plain);
        let serving = server.serve(listener, stop);
        tokio::pin!(serving);
        tokio::select! {
            () = &mut serving => Ok(()),
            () = shutdown => {
                tell.send(()).ok();
                // A browser may hold a connection open on which nothing was ever asked.
                tokio::time::timeout(LAST_WORDS, serving).await.unwrap_or(());
                Ok(())
            }
        }
    }

    /// How long nobody may be there before it locks.
    fn idle(&self) -> TimeDelta {
        TimeDelta::minutes(self.office.content().site.desk.lock_after_minutes.get().into())
    }

    /// Prints the address with the new token.
    fn say_address(&self) {
        if let Some(at) = self.at.get() {
            (self.say)(&self.address(*at));
        }
    }
}

/// The desk as it answers at `at`, which a request's Host and Origin must name exactly.
pub fn desk(desk: Arc<Desk>, at: SocketAddr) -> Router {
    desk.at.get_or_init(|| at);
    let gate = from_fn_with_state((desk.clone(), at), guard::guard);
    Router::new()
        .route("/", get(today::page))
        .route("/fresh", get(today::fragment))
        .route("/search", post(search::search))
        .route("/search/{id}", get(search::found))
        .route("/new", get(new::choose))
        .route("/new/{referrer}", get(new::ask).post(new::store))
        .route("/referral/{reference}", get(case::page))
        .route("/fresh/{reference}/{version}", get(case::fragment))
        .route("/referral/{reference}/{verb}", post(acts::act))
        .route("/activity", get(activity::page))
        .route("/activity/{file}", get(activity::file))
        .route("/activity/issue", post(activity::issue))
        .route("/print/unread", get(print::unread))
        .route("/print/read", post(print::read))
        .route("/print/{references}", get(print::page))
        .route("/purge", get(purge::page).post(purge::purge))
        .route("/lock", post(controls::lock))
        .route("/keys", post(controls::keys))
        .route("/here", post(controls::here))
        .route("/assets/{file}", get(pages::asset))
        .fallback(pages::no_such_page)
        .layer(DefaultBodyLimit::max(web::limits::DESK_BODY))
        .layer(gate)
        .layer(from_fn(guard::headers))
        .with_state(desk)
}
