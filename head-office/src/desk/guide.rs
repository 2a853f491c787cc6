//! The guide for staff, `docs/staff.md`, as a page of the desk with its pictures: no network is needed to read it.

use std::sync::{Arc, LazyLock};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use pulldown_cmark::{Event, Options, Parser, html};
use serde_json::json;

use super::pages::{Answer, Instead};
use super::state::Desk;

const GUIDE: &str = include_str!("../../../docs/staff.md");
/// The pictures of the guide, by the name it calls them.
const PICTURES: [(&str, &[u8]); 4] = [
    ("desk.png", include_bytes!("../../../docs/desk.png")),
    ("staff-new.png", include_bytes!("../../../docs/staff-new.png")),
    ("staff-mistake.png", include_bytes!("../../../docs/staff-mistake.png")),
    ("staff-report.png", include_bytes!("../../../docs/staff-report.png")),
];

static DRAWN: LazyLock<String> = LazyLock::new(|| {
    // Markup in the text would be shown, not obeyed.
    let events = Parser::new_ext(GUIDE, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    });
    let mut drawn = String::new();
    html::push_html(&mut drawn, events);
    drawn
});

/// The guide.
pub(super) async fn page(State(desk): State<Arc<Desk>>) -> Response {
    desk.page(StatusCode::OK, "desk/guide.html", "Guide", &json!({"guide": *DRAWN}))
}

/// A picture in it.
pub(super) async fn picture(Path(file): Path<String>) -> Answer {
    let (_, bytes) = PICTURES.iter().find(|(name, _)| *name == file).ok_or(Instead::NoPage)?;
    Ok(([(CONTENT_TYPE, "image/png")], *bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_of_the_guide_is_served_and_none_is_left_over() {
        let asked: Vec<&str> = DRAWN.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(asked, PICTURES.map(|(name, _)| name));
        assert!(DRAWN.contains("<table>") && !DRAWN.contains("style="));
    }
}
