//! `/activity`: the report to the commissioner, seen, saved and issued.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use chrono::{Months, NaiveDate};
use content_reader::Content;
use report::{Period, Report, ReportPage, Subject, councils};
use serde::Serialize;
use serde_json::{Value, json};

use super::pages::{Answer, Instead, to};
use super::state::Desk;
use crate::Refused;
use crate::office::reports::{Asked, Reports, Version};
use crate::verbs::report::{ReportFormat, drawn};
use crate::view::{Typed, escaped};

/// The end of the address after a report was issued.
const ISSUED: &str = "&issued=yes";
/// Who reads it, in the address.
const COMMISSIONER: &str = "commissioner";
const OFFICE: &str = "office";
/// How many months back can be chosen from the list. The command line takes any.
const MONTHS_BACK: u32 = 24;

/// `/activity?period=2026-11&commissioner=…&reader=…&version=…`; the office sees its own figures first.
pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Answer {
    let (content, query) = (desk.office.content(), query.unwrap_or_default());
    let first = if query.contains("version=") { COMMISSIONER } else { OFFICE };
    let none =
        |refused: Refused| Instead::Notice(StatusCode::BAD_REQUEST, "There is no such report", refused.to_string());
    let asked = asked(&desk, &content, &query, first).map_err(none)?;
    let refuse = Instead::conflict("This report cannot be shown");
    let got = reports(&desk, &content).get(&asked, &mut |_, _, _| {}).await.map_err(refuse)?;
    let report = &got.report;
    let (subject, label) = (&asked.subject, |name: &str| content.words.label("report", name).to_owned());
    let councils = councils(&content.rules.places).into_iter().map(|name| (name.clone(), name));
    let reader = if report.internal.is_some() { OFFICE } else { COMMISSIONER };
    let issued = (1..=got.versions).rev().map(|each| (each, format!("{} {each}", label("issued"))));
    let versions = issued.chain([(0, label("choose-draft"))]).filter(|_| got.versions > 0);
    let title = format!("{} {}", label("title"), report.period.title);
    let periods = periods(desk.office.today());
    let councils: Vec<Choice> = [(String::new(), label("all"))].into_iter().chain(councils).collect();
    let address = |at: usize| query_of(subject, COMMISSIONER, &at.to_string());
    let versions: Vec<Choice> = versions.map(|(at, label)| (address(at), label)).collect();
    // The first council means all of them; references that this key does not open are for staff, and in no file.
    let beside = json!({
        "periods": periods, "councils": councils, "versions": versions,
        "query": query_of(subject, reader, &report.version.to_string()),
        "issued": got.versions, "is_new": query.ends_with(ISSUED), "not_opened": got.not_opened,
    });
    let page = ActivityPage { page: ReportPage::new(report, &content, desk.frame(&title), ""), beside };
    Ok(desk.draw(StatusCode::OK, "desk/report.html", &page))
}

/// `/activity/report.csv?…`: the same as a file.
pub(super) async fn file(State(desk): State<Arc<Desk>>, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let content = desk.office.content();
    let (format, kind) = match name.as_str() {
        "report.html" => (ReportFormat::Html, "text/html; charset=utf-8"),
        "report.csv" => (ReportFormat::Csv, "text/csv; charset=utf-8"),
        "report.json" => (ReportFormat::Json, "application/json"),
        "report.xlsx" => (ReportFormat::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        _ => return Err(Instead::NoPage),
    };
    let refuse = Instead::conflict("This report cannot be saved");
    let asked = asked(&desk, &content, &query.unwrap_or_default(), COMMISSIONER).map_err(&refuse)?;
    let got = reports(&desk, &content).get(&asked, &mut |_, _, _| {}).await.map_err(&refuse)?;
    let stem = stem(&asked, &got.report);
    let saved = format!("attachment; filename=\"{stem}{}\"", name.trim_start_matches("report"));
    let bytes = drawn(&got.report, format, &content).map_err(refuse)?;
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, saved)], bytes).into_response())
}

/// `activity-2026-Q3-northfold-council-version-2`: whoever hands it over sees what it is.
fn stem(asked: &Asked, report: &Report) -> String {
    let council = asked.subject.council.as_deref().unwrap_or("all councils").to_lowercase();
    let parts = council.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let version = match report.version {
        _ if report.internal.is_some() => "INTERNAL".to_owned(),
        0 => "draft".to_owned(),
        version => format!("version-{version}"),
    };
    format!("activity-{}-{}-{version}", report.period.code, parts.collect::<Vec<_>>().join("-"))
}

/// `POST /activity/issue?…`: keeps it as a version, and shows that.
pub(super) async fn issue(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Answer {
    let content = desk.office.content();
    let refuse = Instead::conflict("Not issued");
    let asked = asked(&desk, &content, &query.unwrap_or_default(), COMMISSIONER).map_err(&refuse)?;
    reports(&desk, &content).issue(&asked, &mut |_, _, _| {}).await.map_err(refuse)?;
    Ok(to(format_args!("/activity?{}{ISSUED}", query_of(&asked.subject, COMMISSIONER, ""))))
}

fn reports<'a>(desk: &'a Desk, content: &'a Content) -> Reports<'a> {
    Reports { tray: &desk.office.tray, content, now: desk.office.now() }
}

/// What the address asks for: without a period the last month that is over, without a reader for this one.
fn asked(desk: &Desk, content: &Content, query: &str, reader: &str) -> Result<Asked, Refused> {
    let unreadable = || Refused::new("The address could not be read. Choose the report again.");
    let typed = Typed::read(query.as_bytes()).ok_or_else(unreadable)?;
    let one = |name: &str| typed.get(name);
    let period = match one("period") {
        "" => Some(Period::of(desk.office.today(), 1).before()),
        typed => Period::month(typed).or_else(|_| Period::quarter(typed)).or_else(|_| Period::year(typed)).ok(),
    };
    let council = match one("commissioner") {
        "" => None,
        typed => Some(reports(desk, content).council(typed)?),
    };
    let reader = if one("reader").is_empty() { reader } else { one("reader") };
    let version = match one("version") {
        _ if reader == OFFICE => Version::Internal,
        "" => Version::Newest,
        typed => Version::numbered(typed.parse().map_err(|_| unreadable())?),
    };
    Ok(Asked { subject: Subject { period: period.ok_or_else(unreadable)?, council }, version })
}

fn query_of(subject: &Subject, reader: &str, version: &str) -> String {
    let council = escaped(subject.council.as_deref().unwrap_or_default());
    format!("period={}&commissioner={council}&reader={reader}&version={version}", subject.period.code())
}

/// What is sent, and what is read.
type Choice = (String, String);

/// The report with what the desk has around it.
#[derive(Serialize)]
struct ActivityPage<'a> {
    #[serde(flatten)]
    page: ReportPage<'a>,
    #[serde(flatten)]
    beside: Value,
}

/// Newest first: months, then the quarters and years they are in.
fn periods(today: NaiveDate) -> Vec<Choice> {
    let months = || (0..MONTHS_BACK).map(|back| today - Months::new(back));
    let mut all: Vec<Period> =
        [1, 3, 12].into_iter().flat_map(|of| months().map(move |day| Period::of(day, of))).collect();
    all.dedup();
    all.into_iter().map(|each| (each.code(), each.title())).collect()
}
