//! In front of the desk: how somebody who is not in gets in, and the passphrase that opens it. Its pages lead nowhere
//! inside, so that no other program on this machine learns the folder from them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use queue::Identity;
use referral::form;
use templates::{DeskFrame, DeskLocked};

use super::{Desk, pages};

/// What somebody without a session is told where no passphrase opens the desk.
const LOOK_THERE: &str = "This desk is open for somebody else, or was closed. To get back in, look at the window where \
                          the program was started: it has just printed a new address. Open that address in this browser.";
/// And where one does.
const TYPE_IT: &str = "This desk is open for somebody else, or was closed. To get in, type the passphrase of your key.";
const LOCKED: &str = "Nobody has used it for a while, or it was locked by hand.";
const NOT_RECORDED: &str = "What you just sent was not recorded, because the desk had locked. Leave this page open: it \
                            keeps what you typed. Open the desk in a new tab and come back here. Then reload this page, \
                            and say yes when the browser asks whether to send it again.";

/// How to get in, and nothing else.
pub(super) async fn stranger(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    if reads(&request) { how_to_get_in(&desk) } else { StatusCode::FORBIDDEN.into_response() }
}

/// Whether a request only reads.
pub(super) fn reads(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// For somebody without a session. Whoever asks makes the program print an address anew, where no passphrase opens the
/// desk: so closing the browser needs no restart.
pub(super) fn how_to_get_in(desk: &Desk) -> Response {
    if desk.office.locked_key().is_some() {
        return desk.ask(&[TYPE_IT], String::new());
    }
    if desk.session.may_print(desk.office.now()) {
        desk.say_address();
    }
    (StatusCode::FORBIDDEN, LOOK_THERE).into_response()
}

/// `POST /unlock`: the right passphrase opens the desk for this browser and no other. A wrong one makes the next wait
/// longer, and no sentence says what was wrong.
pub(super) async fn unlock(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    let Some(key) = desk.office.locked_key() else { return StatusCode::FORBIDDEN.into_response() };
    if let Err(seconds) = desk.session.try_now(desk.office.now()) {
        let wait = if seconds == 1 { "a second".to_owned() } else { format!("{seconds} seconds") };
        return desk.ask(&[], format!("Nothing was tried. Wait {wait}, then type the passphrase again."));
    }
    let pairs = form::decode(&body).unwrap_or_default();
    let typed = pairs.into_iter().find_map(|(name, value)| (name == "passphrase").then_some(value));
    // Finding the key behind a passphrase is slow on purpose: that belongs on a thread that may work.
    let opening = move || Identity::parse(&key, Some(&typed.unwrap_or_default())).ok();
    let Some(identity) = tokio::task::spawn_blocking(opening).await.ok().flatten() else {
        let refused = "That did not open the desk. Check that Caps Lock is off and try again; each try takes longer.";
        return desk.ask(&[], refused.to_owned());
    };
    let Some(cookie) = desk.session.enter(&desk.root, desk.office.now()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    desk.office.tray.hold(Some(identity));
    (StatusCode::SEE_OTHER, [(LOCATION, format!("{}/", desk.root)), (SET_COOKIE, cookie)]).into_response()
}

/// The stylesheet and the icon, for the pages in front of the desk; to anything else the answer is that of a stranger.
pub(super) async fn asset(State(desk): State<Arc<Desk>>, Path(file): Path<String>, request: Request) -> Response {
    match pages::file(&desk, &file) {
        Some(answer) => answer,
        None => stranger(State(desk), request).await,
    }
}

/// For the one who came in, and was away too long. A browser sends again what it sent here, once the desk is open.
pub(super) fn locked(desk: &Desk, request: &Request) -> Response {
    if reads(request) {
        return desk.locked();
    }
    let below = request.uri().path().matches('/').count().saturating_sub(1);
    let mut page = desk.front_page(&[NOT_RECORDED]);
    page.new_tab = format!("./{}", "../".repeat(below));
    desk.draw(StatusCode::FORBIDDEN, &page)
}

impl Desk {
    /// How to go on after the lock.
    pub(super) fn locked(&self) -> Response {
        if self.office.locked_key().is_some() {
            return self.ask(&[LOCKED, "Type the passphrase of your key to go on."], String::new());
        }
        let look = "A new address was printed where the desk was started. Open that address in this browser to go on.";
        self.draw(StatusCode::FORBIDDEN, &self.front_page(&[LOCKED, look]))
    }

    fn ask(&self, text: &[&str], refused: String) -> Response {
        let page = DeskLocked { unlock: "/unlock".to_owned(), refused, ..self.front_page(text) };
        self.draw(StatusCode::FORBIDDEN, &page)
    }

    fn front_page(&self, text: &[&str]) -> DeskLocked {
        let frame = DeskFrame {
            locked: true,
            icon: format!("/{}", self.icon.name),
            ..DeskFrame::new(&self.theme, &self.office.content().site.name, "", "The desk is locked")
        };
        let text = text.iter().map(|&line| line.to_owned()).collect();
        DeskLocked { frame, text, unlock: String::new(), refused: String::new(), new_tab: String::new() }
    }
}
