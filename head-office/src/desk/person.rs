//! `/person/REF/patient` and `/person/REF/all`: everything held about one person, to print.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use referral::Reference;
use templates::PersonPage;

use super::Desk;
use crate::view::Person;

/// That each referral was opened is recorded.
pub(super) async fn page(State(desk): State<Arc<Desk>>, Path((typed, copy)): Path<(String, String)>) -> Response {
    let for_patient = match copy.as_str() {
        "patient" => true,
        "all" => false,
        _ => return super::pages::no_such_page(State(desk)).await,
    };
    let Some(reference) = Reference::parse(&typed) else { return desk.unknown() };
    match desk.office.person(&reference).await {
        Ok(Some(person)) => {
            let page = desk.office.person_page(&person, for_patient, desk.frame(Person::title(for_patient)));
            desk.draw(StatusCode::OK, &PersonPage { back: reference.to_string(), ..page })
        }
        Ok(None) => desk.unknown(),
        Err(error) => desk.no_table(&error),
    }
}
