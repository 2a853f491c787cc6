//! The front of a report: what was asked of us and what we did, each figure beside earlier periods.

use content_reader::Content;
use templates::ReportTile;

use super::contents::Report;
use super::figures::{NOTHING, compared};

/// What was asked of us, then what we did.
pub(crate) fn tiles(report: &Report, content: &Content) -> [Vec<ReportTile>; 2] {
    let (service, words, sheet) = (&report.service, &content.words, compared(report, content));
    let covered = |code: &str| service.by_eligibility.get(code).copied().unwrap_or_default().to_string();
    let longest = service.longest_working_days.map_or_else(|| NOTHING.to_owned(), |days| days.to_string());
    let note = |code: &str, values: &[(&str, String)]| {
        let text = words.label("report", &format!("note-{code}")).to_owned();
        values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    };
    let tile = |code: &str, values: &[(&str, String)]| {
        let line = sheet.lines.iter().find(|line| line.code == code)?;
        // Before the service began there is nothing to compare.
        let earlier =
            report.compared.iter().enumerate().filter(|(_, each)| each.service.received + each.service.due > 0);
        Some(ReportTile {
            label: line.label.clone(),
            value: sheet.shown(line, 0),
            note: note(code, values),
            earlier: earlier.map(|(at, each)| (each.period.short(), sheet.shown(line, at + 1))).collect(),
        })
    };
    let number = |count: u32| count.to_string();
    let asked = [
        tile("received", &["eligible", "not-covered", "to-check"].map(|code| (code, covered(code)))),
        tile("open_at_end", &[]),
    ];
    let did = [
        tile("percent_in_time", &[("in_time", number(service.in_time)), ("due", number(service.due))]),
        tile("median_working_days", &[("longest", longest)]),
        tile("contacts", &[("hours", number(service.minutes / 60)), ("minutes", number(service.minutes % 60))]),
    ];
    [asked.into_iter().flatten().collect(), did.into_iter().flatten().collect()]
}
