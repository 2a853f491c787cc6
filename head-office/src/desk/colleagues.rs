//! `/hand-over`: all that one of us has open goes to another.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use referral::form;
use referral::life::StaffName;
use templates::{Caseload, HandOverPage};

use super::Desk;
use crate::Refused;
use crate::office::handing_over::is_it_right;
use crate::office::refused::sentence;
use crate::view::Typed;

/// Whose, and to whom?
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Response {
    drawn(&desk, &Typed::default(), "").await
}

async fn drawn(desk: &Desk, typed: &Typed, refused: &str) -> Response {
    let caseloads = match desk.office.caseloads().await {
        Ok(caseloads) => caseloads,
        Err(error) => return desk.no_table(&error),
    };
    let caseload = |(name, count)| Caseload { chosen: typed.get("from") == name, name, count };
    let page = HandOverPage {
        frame: desk.frame("Hand over"),
        refused: refused.to_owned(),
        caseloads: caseloads.into_iter().map(caseload).collect(),
        to: typed.get("to").to_owned(),
    };
    desk.draw(if refused.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT }, &page)
}

/// `POST /hand-over`: says how many went over, or the form again with why not.
pub(super) async fn hand_over(State(desk): State<Arc<Desk>>, body: Bytes) -> Response {
    let typed = Typed { pairs: form::decode(&body).unwrap_or_default(), ..Typed::default() };
    match handed(&desk, &typed).await {
        Ok(said) => desk.notice(StatusCode::OK, "Handed over", &said),
        Err(refused) => drawn(&desk, &typed, &refused.to_string()).await,
    }
}

async fn handed(desk: &Desk, typed: &Typed) -> Result<String, Refused> {
    let name = |typed| StaffName::parse(typed).map_err(|error| Refused::new(sentence(&error.to_string())));
    if typed.get("from").is_empty() {
        return Err(Refused::new("Choose whose referrals they are."));
    }
    let (from, to) = (name(typed.get("from"))?, name(typed.get("to"))?);
    if typed.get("sure") != "yes" && !desk.office.knows(&to).await? {
        return Err(Refused::new(is_it_right(&to)));
    }
    Ok(desk.office.hand_over(&from, to, |_, _, _| Ok(())).await?.in_words(&from))
}
