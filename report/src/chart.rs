//! The pictures of a report: twelve months as bars, each with its numbers, which say as much at twelve referrals a month
//! as at five hundred. The template draws; here is how tall each bar is.

use content_reader::Words;
use serde::Serialize;

use super::contents::{Report, TrendMonth};
use super::period::Period;

/// The height the tallest bar has, in the chart's units.
const TALL: u32 = 140;

/// A picture of twelve months.
#[derive(Clone, Serialize)]
pub(crate) struct Chart {
    /// An anchor of its own on the page.
    id: &'static str,
    heading: String,
    /// The months, oldest first.
    bars: Vec<Bar>,
    /// The names of the solid and the hollow part, where there are two.
    parts: Vec<String>,
}

/// One month. Heights are in the chart's own units.
#[derive(Clone, Serialize)]
struct Bar {
    /// `Nov`
    month: String,
    year: String,
    /// Whether the report is about it.
    in_period: bool,
    solid: u32,
    /// The part on the solid one.
    hollow: u32,
    /// The words over the bar, a line each.
    words: Vec<String>,
}

/// The solid and the hollow part of a month as counted, and the words over them.
type Parts = (u32, u32, Vec<String>);

/// Referrals received, and first contact in time and late.
pub(crate) fn charts(report: &Report, words: &Words) -> [Chart; 2] {
    let received = |month: &TrendMonth| (month.received, 0, vec![month.received.to_string()]);
    let contact = |month: &TrendMonth| (month.in_time, month.late, first_contact(month));
    let chart = |id: &'static str, parts: &[&str], says: &dyn Fn(&TrendMonth) -> Parts| {
        let most = report.trend.iter().map(says).map(|(solid, hollow, _)| solid + hollow).max().unwrap_or_default();
        Chart {
            id,
            heading: words.label("report", &format!("chart-{id}")).to_owned(),
            bars: report.trend.iter().map(|month| bar(report, month, most, says(month))).collect(),
            parts: parts.iter().map(|code| words.label("service", code).to_owned()).collect(),
        }
    };
    [chart("trend", &[], &received), chart("in-time", &["in_time", "late"], &contact)]
}

/// `95%` over `38/40`; nothing was due: a dash. 99.6 is not all of them, so parts of a hundred are cut off.
fn first_contact(month: &TrendMonth) -> Vec<String> {
    match month.percent_in_time {
        Some(percent) => vec![format!("{}%", percent.floor()), format!("{}/{}", month.in_time, month.due)],
        None => vec!["–".to_owned()],
    }
}

/// A solid part and a hollow one on it; even one of many is seen.
fn bar(report: &Report, month: &TrendMonth, most: u32, (solid, hollow, words): Parts) -> Bar {
    let first = Period::month(&month.month).map_or(report.period.first, Period::first);
    let tall = |count: u32, least: u32| if count == 0 { 0 } else { (count * TALL / most).max(least) };
    Bar {
        month: first.format("%b").to_string(),
        year: first.format("%Y").to_string(),
        in_period: (report.period.first..=report.period.last).contains(&first),
        solid: tall(solid, 2),
        hollow: tall(hollow, 3),
        words,
    }
}
