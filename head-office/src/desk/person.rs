//! `/person/REF/patient` and `/person/REF/all`: everything held about one person, to print.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::pages::{Answer, Instead, named};
use super::state::Desk;
use crate::view::Person;

/// That each referral was opened is recorded.
pub(super) async fn page(State(desk): State<Arc<Desk>>, Path((typed, copy)): Path<(String, String)>) -> Answer {
    let for_patient = match copy.as_str() {
        "patient" => true,
        "all" => false,
        _ => return Err(Instead::NoPage),
    };
    let reference = named(&typed)?;
    let person = desk.office.person(&reference).await?.ok_or(Instead::NoReferral)?;
    let values = desk.office.person_page(&person, for_patient, reference.as_str());
    Ok(desk.page(StatusCode::OK, "desk/person.html", Person::title(for_patient), &values))
}
