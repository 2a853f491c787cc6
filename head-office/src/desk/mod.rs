//! The desk as a web page: on loopback only, below a secret folder and behind a one-time token, without need of JavaScript.
//!
//! A request passes `guard` (Host, Origin, and through `session` token, cookie and idle lock), then a page (`today`,
//! `case`, `search`, `print`), an act of `acts`, or one of the `controls`. Whoever is not in meets `unlock`.

mod act_forms;
mod activity;
mod acts;
mod case;
mod changes;
mod colleagues;
mod controls;
mod filters;
mod guard;
mod guide;
mod kept;
mod new;
mod pages;
mod person;
mod print;
mod purge;
mod search;
mod session;
mod today;
mod unlock;
mod waiting;

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
use chrono::{DateTime, TimeDelta, Utc};
use content_reader::Content;
use referral::Reference;
use templates::{Asset, Theme, ThemeError, desk_icon, desk_script};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::Office;
use crate::office::lock::held;
use session::{Session, secret};

/// How long open connections may finish after the desk was told to stop.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// How often a desk looks whether anybody is there.
const LOOK_ROUND: Duration = Duration::from_secs(5);

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
    /// The folder that every page lies below, `/` and 128 random bits in hex: the path of the cookie, so that no other
    /// program on this machine is sent it.
    root: String,
    theme: Theme,
    script: Asset,
    icon: Asset,
    session: Session,
    keys: AtomicBool,
    searches: kept::Kept<search::Searched>,
    sent: kept::Kept<new::Sent>,
    purge_due: Mutex<purge::Counted>,
    at: OnceLock<SocketAddr>,
    just_done: Mutex<Option<JustDone>>,
    waiting: Mutex<Option<waiting::Waiting>>,
    say: Box<dyn Fn(&str) + Send + Sync>,
    /// HTML at the head of every page.
    notice: Option<&'static str>,
}

impl Desk {
    /// A desk with a new one-time token.
    ///
    /// # Errors
    /// Templates that do not parse, or no randomness.
    pub fn new(office: Office) -> Result<Self, DeskError> {
        let root = format!("/{}", secret::<16>()?);
        Ok(Self {
            theme: Theme::desk_below(&root)?,
            root,
            script: desk_script(),
            icon: desk_icon(),
            session: Session::new(office.now())?,
            office,
            keys: AtomicBool::new(true),
            searches: kept::Kept::default(),
            sent: kept::Kept::default(),
            purge_due: Mutex::default(),
            at: OnceLock::new(),
            just_done: Mutex::default(),
            waiting: Mutex::default(),
            say: Box::new(|_| ()),
            notice: None,
        })
    }

    /// Where to print the address that opens the desk again after it locked: the terminal it was started from.
    #[must_use]
    pub fn on_lock(mut self, say: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.say = Box::new(say);
        self
    }

    /// Says something at the head of every page, as HTML.
    #[must_use]
    pub fn with_notice(self, notice: Option<&'static str>) -> Self {
        Self { notice, ..self }
    }

    /// Puts newer words and rules in the place of those it has; for whoever watches `content/` while it serves.
    pub fn renewer(&self) -> impl Fn(Arc<Content>) + Send + Sync + 'static + use<> {
        self.office.renewer()
    }

    /// Where to open it: `http://127.0.0.1:8081/FOLDER/?token=…`. The token opens it once; once it is spent there is none.
    pub fn address(&self, at: SocketAddr) -> String {
        let token = self.session.token().map_or_else(String::new, |token| format!("?token={token}"));
        format!("http://{at}{}/{token}", self.root)
    }

    /// What a browser is started with. Other users of the machine can read that in its command line, so it holds nothing
    /// secret where a passphrase opens the desk.
    pub fn entrance(&self, at: SocketAddr) -> String {
        if self.office.locked_key().is_some() { format!("http://{at}/") } else { self.address(at) }
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

    fn lock_if_idle(&self, now: DateTime<Utc>) {
        let idle = TimeDelta::minutes(self.office.content().site.desk.lock_after_minutes.get().into());
        if self.session.lapses(now, idle) {
            self.close();
        }
    }

    /// What a locked desk does: what was read leaves memory, with a key that a passphrase brings back. Where none does,
    /// an address that opens the desk is printed.
    fn close(&self) {
        self.searches.forget();
        self.sent.forget();
        *held(&self.just_done) = None;
        if self.office.locked_key().is_some() { self.office.tray.hold(None) } else { self.say_address() }
    }

    /// Whether it has a key in memory to open referrals with.
    pub fn has_key(&self) -> bool {
        self.office.tray.has_identity()
    }

    /// Whether a passphrase must be typed before anything can be opened.
    fn needs_passphrase(&self) -> bool {
        self.office.locked_key().is_some() && !self.has_key()
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

/// The pages, for whoever is in. Each names its addresses as if there were no folder.
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
