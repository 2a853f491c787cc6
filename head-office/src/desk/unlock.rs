//! What somebody without a session is shown: how to get in, and the form for the passphrase. These pages name no address
//! of the desk's folder, so that no other program on this machine learns it from them.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use queue::Identity;
use serde_json::json;
use templates::DeskFrame;

use super::pages;
use super::state::Desk;
use crate::view::Typed;

/// What somebody without a session is told where no passphrase opens the desk.
const LOOK_THERE: &str = "This desk is open for somebody else, or was closed: to get back in, open in this browser the new \
                          address that the program has just printed in the window where it was started.";
/// And where one does.
const TYPE_IT: &str = "This desk is open for somebody else, or was closed. To get in, type the passphrase of your key.";
const LOCKED: &str = "Nobody has used it for a while, or it was locked by hand.";
const WHAT_WAS_TYPED: &str =
    "If you sent something just now: it waits, and you see it as soon as the desk is open again.";

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
        return desk.ask(&[TYPE_IT], "");
    }
    if desk.session.may_print(desk.office.now()) {
        desk.say_address();
    }
    (StatusCode::FORBIDDEN, LOOK_THERE).into_response()
}

/// `POST /unlock`: the right passphrase opens the desk for this browser and no other. A wrong one makes the next wait
/// longer, and no sentence says what was wrong.
pub(super) async fn unlock(State(desk): State<Arc<Desk>>, typed: Result<Typed, Response>) -> Response {
    let Some(key) = desk.office.locked_key() else { return StatusCode::FORBIDDEN.into_response() };
    if let Err(seconds) = desk.session.try_now(desk.office.now()) {
        let wait = if seconds == 1 { "a second".to_owned() } else { format!("{seconds} seconds") };
        return desk.ask(&[], &format!("Nothing was tried. Wait {wait}, then type the passphrase again."));
    }
    let typed = typed.unwrap_or_default().get("passphrase").to_owned();
    // Finding the key behind a passphrase is slow on purpose: that belongs on a thread that may work.
    let opening = move || Identity::parse(&key, Some(&typed)).ok();
    let Some(identity) = tokio::task::spawn_blocking(opening).await.ok().flatten() else {
        let refused = "That did not open the desk. Check that Caps Lock is off and try again; each try takes longer.";
        return desk.ask(&[], refused);
    };
    let Some(cookie) = desk.session.enter(&desk.root, desk.office.now()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    desk.office.tray.hold(Some(identity));
    ([(SET_COOKIE, cookie)], pages::to(format_args!("{}{}", desk.root, desk.first_page()))).into_response()
}

/// The stylesheet and the icon, for the pages in front of the desk; to anything else the answer is that of a stranger.
pub(super) async fn asset(State(desk): State<Arc<Desk>>, Path(file): Path<String>, request: Request) -> Response {
    match pages::file(&desk, &file) {
        Some(answer) => answer,
        None => stranger(State(desk), request).await,
    }
}

impl Desk {
    /// The page of a locked session.
    pub(super) fn locked(&self) -> Response {
        if self.office.locked_key().is_some() {
            return self.ask(&[LOCKED, "Type the passphrase of your key to go on.", WHAT_WAS_TYPED], "");
        }
        let look = "A new address was printed where the desk was started. Open that address in this browser to go on.";
        self.before_it(&[LOCKED, look, WHAT_WAS_TYPED], "", "")
    }

    fn ask(&self, text: &[&str], refused: &str) -> Response {
        self.before_it(text, "/unlock", refused)
    }

    fn before_it(&self, text: &[&str], unlock: &str, refused: &str) -> Response {
        let frame = DeskFrame {
            locked: true,
            icon: format!("/{}", self.icon.name),
            ..DeskFrame::new(&self.theme, &self.office.content().site.name, "", "The desk is locked")
        };
        let values = json!({"frame": frame, "text": text, "unlock": unlock, "refused": refused});
        self.draw(StatusCode::FORBIDDEN, "desk/locked.html", &values)
    }
}
