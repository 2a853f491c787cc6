//! The pictures of a report: twelve months as bars, each with its numbers, which say as much at twelve referrals a month
//! as at five hundred. The template draws; here is how tall each bar is.

use content_reader::Words;
use templates::{Chart, ChartBar};

use super::contents::{Report, TrendMonth};
use super::figures::NOTHING;
use super::period::Period;

/// The height the tallest bar has, in the chart's units.
const TALL: u32 = 140;

/// Referrals received, and first contact in time and late.
pub(crate) fn charts(report: &Report, words: &Words) -> Vec<Chart> {
    let received = |month: &TrendMonth| (month.received, 0, vec![month.received.to_string()]);
    let in_time = |month: &TrendMonth| (month.in_time, month.late, first_contact(month));
    let of_two = ["in_time", "late"].map(|code| words.label("service", code).to_owned()).to_vec();
    vec![chart("trend", report, words, Vec::new(), received), chart("in-time", report, words, of_two, in_time)]
}

/// `95%` over `38/40`; nothing was due: a dash. 99.6 is not all of them, so parts of a hundred are cut off.
fn first_contact(month: &TrendMonth) -> Vec<String> {
    match month.percent_in_time {
        Some(percent) => vec![format!("{}%", percent.floor()), format!("{}/{}", month.in_time, month.due)],
        None => vec![NOTHING.to_owned()],
    }
}

/// A chart of a solid part and a hollow one on it.
fn chart(
    id: &'static str,
    report: &Report,
    words: &Words,
    parts: Vec<String>,
    says: impl Fn(&TrendMonth) -> (u32, u32, Vec<String>),
) -> Chart {
    let said: Vec<_> = report.trend.iter().map(&says).collect();
    let most = said.iter().map(|(solid, hollow, _)| solid + hollow).max().unwrap_or_default().max(1);
    let scaled = |count: u32| u32::try_from(u64::from(count) * u64::from(TALL) / u64::from(most)).unwrap_or(TALL);
    let bar = |(month, (solid, hollow, words)): (&TrendMonth, (u32, u32, Vec<String>))| {
        let first = Period::month(&month.month).map(Period::first);
        let part = |format: &str| first.map(|first| first.format(format).to_string()).unwrap_or_default();
        ChartBar {
            month: part("%b"),
            year: part("%Y"),
            in_period: first.is_some_and(|first| (report.period.first..=report.period.last).contains(&first)),
            // Even one of many is seen.
            solid: scaled(solid).max(u32::from(solid > 0) * 2),
            hollow: scaled(hollow).max(u32::from(hollow > 0) * 3),
            words,
        }
    };
    let bars: Vec<ChartBar> = report.trend.iter().zip(said).map(bar).collect();
    let summary: Vec<String> =
        bars.iter().map(|bar| format!("{} {} {}", bar.month, bar.year, bar.words.join(", "))).collect();
    let heading = words.label("report", &format!("chart-{id}")).to_owned();
    Chart { id, heading, summary: summary.join("; "), bars, parts }
}
