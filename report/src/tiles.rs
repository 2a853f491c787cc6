//! The front of a report: what was asked of us and what we did, each figure beside earlier periods.

use content_reader::Content;
use serde::Serialize;

use super::contents::Report;
use super::figures::Sheet;

/// One of the figures read first.
#[derive(Clone, Serialize)]
pub(crate) struct Tile {
    label: String,
    value: String,
    /// What it is made of.
    note: String,
    /// The same of earlier periods: `Jul to Sep 2026` and the figure.
    earlier: Vec<(String, String)>,
}

/// What was asked of us, then what we did.
pub(crate) fn tiles(report: &Report, content: &Content, figures: &Sheet) -> [Vec<Tile>; 2] {
    let (service, words) = (&report.service, &content.words);
    let tile = |(code, values): (&str, Vec<(&str, String)>)| {
        let line = figures.lines.iter().find(|line| line.code == code)?;
        let note = words.label("report", &format!("note-{code}")).to_owned();
        let shown =
            figures.columns.iter().zip(&line.cells).map(|(column, cell)| (column.label.clone(), cell.shown.clone()));
        Some(Tile {
            label: line.label.clone(),
            value: line.cells.first()?.shown.clone(),
            note: values.iter().fold(note, |note, (name, value)| note.replace(&format!("{{{name}}}"), value)),
            earlier: shown.skip(1).collect(),
        })
    };
    let covered = ["eligible", "not-covered", "to-check"];
    let covered = covered.map(|code| (code, service.by_eligibility.get(code).copied().unwrap_or_default().to_string()));
    let due = [("in_time", service.in_time.to_string()), ("due", service.due.to_string())];
    let longest = service.longest_working_days.map_or_else(|| "–".to_owned(), |days| days.to_string());
    let worked = [("hours", (service.minutes / 60).to_string()), ("minutes", (service.minutes % 60).to_string())];
    let all = [
        ("received", covered.to_vec()),
        ("open_at_end", Vec::new()),
        ("percent_in_time", due.to_vec()),
        ("median_working_days", vec![("longest", longest)]),
        ("contacts", worked.to_vec()),
    ];
    let mut tiles = all.into_iter().filter_map(tile);
    [tiles.by_ref().take(2).collect(), tiles.collect()]
}
