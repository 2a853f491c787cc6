//! The pictures of a report: twelve months as bars, each with its number.

use content_reader::Words;
use templates::{Chart, ChartBar};

use super::contents::{Report, TrendMonth};
use super::period::Period;

/// The height the bars may have, and where they begin and stand, in the chart's units.
const TALL: u32 = 150;
const FLOOR: u32 = 190;
const SLOT: u32 = 54;
const BAR: u32 = 32;

/// Referrals received, and first contact in time and late.
pub(crate) fn charts(report: &Report, words: &Words) -> Vec<Chart> {
    let most = |height: fn(&TrendMonth) -> u32| report.trend.iter().map(height).max().unwrap_or_default();
    let (most_received, most_due) = (most(|month| month.received), most(|month| month.due));
    let months = || report.trend.iter().enumerate();
    let received = |month: &TrendMonth| month.received.to_string();
    vec![
        Chart {
            id: "trend",
            heading: words.label("report", "chart-received").to_owned(),
            summary: summary(report, received),
            bars: months()
                .map(|(at, month)| bar(at, month, most_received, (month.received, 0), received(month)))
                .collect(),
            parts: Vec::new(),
        },
        Chart {
            id: "in-time",
            heading: words.label("report", "chart-in-time").to_owned(),
            summary: summary(report, percent),
            bars: months()
                .map(|(at, month)| bar(at, month, most_due, (month.in_time, month.late), percent(month)))
                .collect(),
            parts: ["in_time", "late"].map(|code| words.label("service", code).to_owned()).to_vec(),
        },
    ]
}

/// `95%`: whole numbers are enough over a bar, the table has the decimal. 99.6 is not all of them.
fn percent(month: &TrendMonth) -> String {
    match month.percent_in_time {
        Some(percent) if month.late > 0 => format!("{}%", percent.floor()),
        Some(percent) => format!("{percent}%"),
        None => "–".to_owned(),
    }
}

fn summary(report: &Report, says: impl Fn(&TrendMonth) -> String) -> String {
    let title = |month: &TrendMonth| Period::month(&month.month).map(Period::title).unwrap_or_default();
    let months: Vec<String> = report.trend.iter().map(|month| format!("{} {}", title(month), says(month))).collect();
    months.join(", ")
}

/// A bar of a solid part and a hollow one on it, of at most so many.
fn bar(at: usize, month: &TrendMonth, most: u32, (solid, hollow): (u32, u32), words: String) -> ChartBar {
    let scaled =
        |count: u32| u32::try_from(u64::from(count) * u64::from(TALL) / u64::from(most.max(1))).unwrap_or(TALL);
    let middle = 10 + SLOT / 2 + SLOT * u32::try_from(at).unwrap_or_default();
    let (height, over) = (scaled(solid), scaled(hollow));
    let top = FLOOR - height;
    let first = Period::month(&month.month).map(Period::first);
    let part = |format: &str| first.map(|first| first.format(format).to_string()).unwrap_or_default();
    ChartBar {
        month: part("%b"),
        year: part("%Y"),
        middle,
        left: middle - BAR / 2,
        top,
        height,
        over_top: top - over,
        over_height: over,
        words_at: top - over - 6,
        words,
    }
}
