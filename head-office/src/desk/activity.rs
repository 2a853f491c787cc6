//! `/activity`: the report to the commissioner, seen, saved and issued.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse, Response};
use chrono::{Days, NaiveDate};
use content_reader::Content;
use referral::{form, london, long_date};
use templates::{ReportChoice, ReportControls};

use super::Desk;
use crate::Refused;
use crate::report::{Asked, FileOrDesk, Got, NO_COUNCIL, Period, Reports, Version, councils, page as drawn_page};
use crate::verbs::{ReportFormat, drawn};

/// Stands at the end of the address after a report was issued.
const ISSUED: &str = "&issued=yes";
/// How many months, quarters and years back can be chosen from the list. The command line takes any.
const MONTHS_BACK: usize = 24;

/// `/activity?period=2026-11&commissioner=…&version=…`
pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let content = desk.office.content();
    let asked = match asked(&desk, &content, query.as_deref().unwrap_or_default()) {
        Ok(asked) => asked,
        Err(refused) => return desk.notice(StatusCode::BAD_REQUEST, "There is no such report", &refused.to_string()),
    };
    let is_new = query.as_deref().is_some_and(|query| query.ends_with(ISSUED));
    match reports(&desk, &content).get(&asked, &mut |_, _, _| {}).await {
        Ok(got) => desk.draw(StatusCode::OK, &shown(&desk, &content, &asked, got, is_new)),
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
    let report = &got.issue.report;
    Ok((stem(&asked, report.version), drawn(report, format, content)?))
}

/// `activity-2026-Q3-northfold-council-version-2`: whoever hands it over sees what it is.
fn stem(asked: &Asked, version: u32) -> String {
    let council = asked.council.as_deref().unwrap_or("all councils");
    let council = council.to_lowercase();
    let parts: Vec<&str> =
        council.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let version = if version == 0 { "draft".to_owned() } else { format!("version-{version}") };
    format!("activity-{}-{}-{version}", asked.period.code(), parts.join("-"))
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
        "" => Version::Newest,
        "0" => Version::Draft,
        typed => Version::Issued(typed.parse().map_err(|_| unreadable())?),
    };
    Ok(Asked { period: period.ok_or_else(unreadable)?, council, version })
}

fn last_month(today: NaiveDate) -> Period {
    let this = Period::month_of(today).first();
    Period::month_of(this - Days::new(1))
}

fn query_of(asked: &Asked) -> String {
    let council = asked.council.as_deref().unwrap_or_default();
    let escaped: String = council
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let version = match asked.version {
        Version::Newest => String::new(),
        Version::Draft => "0".to_owned(),
        Version::Issued(version) => version.to_string(),
    };
    format!("period={}&commissioner={escaped}&version={version}", asked.period.code())
}

fn shown(desk: &Desk, content: &Content, asked: &Asked, got: Got, is_new: bool) -> templates::ReportPage {
    let report = &got.issue.report;
    let today = london(desk.office.now()).date_naive();
    let words = &content.words;
    let all = (String::new(), words.label("report", "all").to_owned());
    let named = councils(&content.rules.places).into_iter().chain([NO_COUNCIL.to_owned()]);
    let own = asked.council.clone().unwrap_or_default();
    let councils = [all].into_iter().chain(named.map(|name| (name.clone(), name)));
    let version = words.label("report", "issued");
    let versions = (1..=got.versions).rev().map(|each| (each.to_string(), format!("{version} {each}")));
    let draft = ("0".to_owned(), "Draft of what is so now".to_owned());
    let controls = ReportControls {
        periods: choices(periods(today).into_iter().map(|each| (each.code(), each.title())), &asked.period.code()),
        councils: choices(councils, &own),
        versions: choices(versions.chain([draft]), &report.version.to_string()),
        query: query_of(asked),
        of: format!("{} {own}", asked.period.code()),
        can_issue: report.version == 0 && report.period.complete && got.not_opened.is_empty(),
        said: match (report.version, is_new, report.period.complete) {
            (0, _, false) => format!("It can be issued once {} is past.", long_date(report.period.last)),
            (0, ..) => String::new(),
            (version, true, _) => format!("Version {version} is issued. Save it below and hand it over."),
            _ if got.versions > report.version => format!("Version {} has taken its place since.", got.versions),
            _ => String::new(),
        },
        not_opened: got.not_opened,
    };
    let title = format!("{} {}", words.label("report", "title"), report.period.title);
    drawn_page(report, content, desk.frame(&title), FileOrDesk::Desk(controls))
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
