//! `/hand-over`: all that one of us has open goes to another.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use referral::life::StaffName;
use serde_json::json;

use super::pages::Answer;
use super::state::Desk;
use crate::Refused;
use crate::office::refused::sentence;
use crate::view::Typed;

/// Whose, and to whom?
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Answer {
    drawn(&desk, &Typed::default(), StatusCode::OK, "").await
}

async fn drawn(desk: &Desk, typed: &Typed, status: StatusCode, refused: &str) -> Answer {
    let caseloads = desk.office.caseloads().await?;
    let values = json!({
        "refused": refused, "caseloads": caseloads, "from": typed.get("from"), "to": typed.get("to"),
    });
    Ok(desk.page(status, "desk/hand_over.html", "Hand over", &values))
}

/// `POST /hand-over`: says how many went over, or the form again with why not.
pub(super) async fn hand_over(State(desk): State<Arc<Desk>>, typed: Typed) -> Answer {
    match handed(&desk, &typed).await {
        Ok(said) => Ok(desk.notice(StatusCode::OK, "Handed over", &said, &[])),
        Err(refused) => drawn(&desk, &typed, StatusCode::CONFLICT, &refused.to_string()).await,
    }
}

async fn handed(desk: &Desk, typed: &Typed) -> Result<String, Refused> {
    let name = |typed| StaffName::parse(typed).map_err(|error| Refused::new(sentence(&error.to_string())));
    if typed.get("from").is_empty() {
        return Err(Refused::new("Choose whose referrals they are."));
    }
    let (from, to) = (name(typed.get("from"))?, name(typed.get("to"))?);
    let sure = typed.get("sure") == "yes";
    Ok(desk.office.hand_over(&from, to, sure, |_, _, _| Ok(())).await?.in_words(&from))
}
