//! `/activity`: the report to the commissioner, seen, saved and issued.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use chrono::{Days, NaiveDate};
use content_reader::Content;
use referral::{form, london, long_date};
use report::{FileOrDesk, Period, Report, Subject, councils, page as drawn_page};
use templates::{ReportChoice, ReportControls};

use super::Desk;
use crate::Refused;
use crate::office::reports::{Asked, Got, Reports, Version};
use crate::verbs::{ReportFormat, drawn};

/// Stands at the end of the address after a report was issued.
const ISSUED: &str = "&issued=yes";
/// Who reads it, in the address: the commissioner; anything else is the office.
const COMMISSIONER: &str = "commissioner";
const OFFICE: &str = "office";
/// How many months, quarters and years back can be chosen from the list. The command line takes any.
const MONTHS_BACK: usize = 24;

/// `/activity?period=2026-11&commissioner=…&version=…`
pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let content = desk.office.content();
    let query_text = query.as_deref().unwrap_or_default();
    let first = if query_text.contains("reader=") || query_text.contains("version=") { "" } else { "&reader=office" };
    let asked = match asked(&desk, &content, &format!("{query_text}{first}")) {
        Ok(asked) => asked,
        Err(refused) => return desk.notice(StatusCode::BAD_REQUEST, "There is no such report", &refused.to_string()),
    };
    let is_new = query.as_deref().is_some_and(|query| query.ends_with(ISSUED));
    match reports(&desk, &content).get(&asked, &mut |_, _, _| {}).await {
        Ok(got) => match got.report() {
            Ok(report) => desk.draw(StatusCode::OK, &shown(&desk, &content, &asked, &got, report, is_new)),
            Err(refused) => desk.notice(StatusCode::CONFLICT, "This report cannot be shown", &refused.to_string()),
        },
        Err(refused) => desk.notice(StatusCode::CONFLICT, "This report cannot be shown", &refused.to_string()),
    }
}

/// `/activity/report.csv?…`: the same as a file.
pub(super) async fn file(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let content = desk.office.content();
    let (format, kind) = match name.as_str() {
        "report.html" => (ReportFormat::Html, "text/html; charset=utf-8"),
        "report.csv" => (ReportFormat::Csv, "text/csv; charset=utf-8"),
        "report.json" => (ReportFormat::Json, "application/json"),
        "report.xlsx" => (ReportFormat::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        _ => return super::pages::no_such_page(State(desk)).await,
    };
    match file_of(&desk, &content, query.as_deref().unwrap_or_default(), format).await {
        Ok((stem, bytes)) => {
            let ending = name.trim_start_matches("report.");
            let saved = format!("attachment; filename=\"{stem}.{ending}\"");
            ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, saved)], bytes).into_response()
        }
        Err(refused) => desk.notice(StatusCode::CONFLICT, "This report cannot be saved", &refused.to_string()),
    }
}

async fn file_of(
    desk: &Desk,
    content: &Content,
    query: &str,
    format: ReportFormat,
) -> Result<(String, Vec<u8>), Refused> {
    let asked = asked(desk, content, query)?;
    let got = reports(desk, content).get(&asked, &mut |_, _, _| {}).await?;
    Ok((stem(&asked, got.report()?), drawn(&got, format, content)?))
}

/// `activity-2026-Q3-northfold-council-version-2`: whoever hands it over sees what it is.
fn stem(asked: &Asked, report: &Report) -> String {
    let council = asked.subject.council.as_deref().unwrap_or("all councils");
    let council = council.to_lowercase();
    let parts: Vec<&str> =
        council.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let version = match report.version {
        _ if report.internal.is_some() => "INTERNAL".to_owned(),
        0 => "draft".to_owned(),
        version => format!("version-{version}"),
    };
    format!("activity-{}-{}-{version}", report.period.code, parts.join("-"))
}

/// `POST /activity/issue?…`: freezes it, and shows what was frozen.
pub(super) async fn issue(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let content = desk.office.content();
    let refuse = |refused: Refused| desk.notice(StatusCode::CONFLICT, "Not issued", &refused.to_string());
    let asked = match asked(&desk, &content, query.as_deref().unwrap_or_default()) {
        Ok(asked) => asked,
        Err(refused) => return refuse(refused),
    };
    match reports(&desk, &content).issue(&asked, &mut |_, _, _| {}).await {
        Ok(_) => {
            let issued = Asked { version: Version::Newest, ..asked };
            (StatusCode::SEE_OTHER, [(LOCATION, format!("/activity?{}{ISSUED}", query_of(&issued)))]).into_response()
        }
        Err(refused) => refuse(refused),
    }
}

fn reports<'a>(desk: &'a Desk, content: &'a Content) -> Reports<'a> {
    Reports { tray: &desk.office.tray, content, now: desk.office.now() }
}

/// What the address asks for; without a period the last month that is over.
fn asked(desk: &Desk, content: &Content, query: &str) -> Result<Asked, Refused> {
    let unreadable = || Refused::new("The address could not be read. Choose the report again.");
    let pairs = form::decode(query.as_bytes()).map_err(|_| unreadable())?;
    let one =
        |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let today = london(desk.office.now()).date_naive();
    let period = match one("period") {
        "" => Some(last_month(today)),
        typed => Period::month(typed).or_else(|| Period::quarter(typed)).or_else(|| Period::year(typed)),
    };
    let council = match one("commissioner") {
        "" => None,
        typed => Some(reports(desk, content).council(typed)?),
    };
    // A version belongs to the report it was chosen for: another period or council begins with its newest.
    let is_of_another = !["", &format!("{} {}", one("period"), one("commissioner"))].contains(&one("of"));
    let version = match if is_of_another { "" } else { one("version") } {
        _ if one("reader") == OFFICE => Version::Internal,
        "" => Version::Newest,
        "0" => Version::Draft,
        typed => Version::Issued(typed.parse().map_err(|_| unreadable())?),
    };
    Ok(Asked { subject: Subject { period: period.ok_or_else(unreadable)?, council }, version })
}

fn last_month(today: NaiveDate) -> Period {
    let this = Period::month_of(today).first();
    Period::month_of(this - Days::new(1))
}

fn query_of(asked: &Asked) -> String {
    let council = asked.subject.council.as_deref().unwrap_or_default();
    let escaped: String = council
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let version = match asked.version {
        Version::Newest | Version::Internal => String::new(),
        Version::Draft => "0".to_owned(),
        Version::Issued(version) => version.to_string(),
    };
    let reader = if asked.version == Version::Internal { OFFICE } else { COMMISSIONER };
    format!("period={}&commissioner={escaped}&reader={reader}&version={version}", asked.subject.period.code())
}

fn shown(
    desk: &Desk,
    content: &Content,
    asked: &Asked,
    got: &Got,
    report: &Report,
    is_new: bool,
) -> templates::ReportPage {
    let words = &content.words;
    let controls = ReportControls {
        said: said(report, got.versions, is_new),
        not_opened: got.not_opened.clone(),
        next_version: match report.version {
            0 if report.internal.is_none() && report.period.complete && got.not_opened.is_empty() => got.versions + 1,
            _ => 0,
        },
        ..controls(desk, content, asked, got.versions, report)
    };
    let title = format!("{} {}", words.label("report", "title"), report.period.title);
    drawn_page(report, content, desk.frame(&title), FileOrDesk::Desk(controls))
}

fn controls(desk: &Desk, content: &Content, asked: &Asked, versions: u32, report: &Report) -> ReportControls {
    let words = &content.words;
    let (period, own) = (asked.subject.period.code(), asked.subject.council.clone().unwrap_or_default());
    let all = (String::new(), words.label("report", "all").to_owned());
    let named = councils(&content.rules.places).into_iter().map(|name| (name.clone(), name));
    let issued = words.label("report", "issued");
    let each = (1..=versions).rev().map(|each| (each.to_string(), format!("{issued} {each}")));
    let draft = ("0".to_owned(), words.label("report", "choose-draft").to_owned());
    let is_internal = report.internal.is_some();
    let readers = [(OFFICE, "choose-office"), (COMMISSIONER, "choose-commissioner")];
    let readers = readers.map(|(code, name)| (code.to_owned(), words.label("report", name).to_owned()));
    let today = london((desk.office.clock)()).date_naive();
    ReportControls {
        periods: choices(periods(today).into_iter().map(|each| (each.code(), each.title())), &period),
        councils: choices([all].into_iter().chain(named), &own),
        versions: if is_internal { Vec::new() } else { choices(each.chain([draft]), &report.version.to_string()) },
        readers: choices(readers.into_iter(), if is_internal { OFFICE } else { COMMISSIONER }),
        query: query_of(asked),
        of: format!("{period} {own}"),
        ..ReportControls::default()
    }
}

/// What may be done with it next.
fn said(report: &Report, versions: u32, is_new: bool) -> String {
    match (report.version, is_new, report.period.complete) {
        (0, ..) if report.internal.is_some() => String::new(),
        (0, _, false) => format!("It can be issued once {} is past.", long_date(report.period.last)),
        (0, ..) => String::new(),
        (version, true, _) => format!("Version {version} is issued. Save it below and hand it over."),
        _ if versions > report.version => format!("Version {versions} has taken its place since."),
        _ => String::new(),
    }
}

fn choices(all: impl Iterator<Item = (String, String)>, chosen: &str) -> Vec<ReportChoice> {
    all.map(|(code, label)| ReportChoice { chosen: code == chosen, code, label }).collect()
}

/// Newest first: months, then the quarters and years they are in.
fn periods(today: NaiveDate) -> Vec<Period> {
    let months: Vec<Period> =
        std::iter::successors(Some(Period::month_of(today)), |month| Some(last_month(month.first())))
            .take(MONTHS_BACK)
            .collect();
    let mut longer: Vec<Period> = Vec::new();
    for of in [Period::quarter_of as fn(Period) -> Period, Period::year_of] {
        for each in months.iter().map(|month| of(*month)) {
            if !longer.contains(&each) {
                longer.push(each);
            }
        }
    }
    months.into_iter().chain(longer).collect()
}
