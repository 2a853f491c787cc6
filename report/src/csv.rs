//! CSV: RFC 4180, every cell quoted, with a byte order mark; no cell that a spreadsheet takes for a formula.

use chrono::SecondsFormat;
use templates::Content;

use super::contents::{Promise, Report, Timeliness, TrendMonth};
use super::period::Period;
use super::words::{heading, label, scope, version};

/// The report as rows of `table,code,label,value`.
pub(crate) fn csv(report: &Report, content: &Content) -> String {
    let mut text = String::from('\u{feff}');
    for row in rows(report, content) {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

type Row = [String; 4];

fn row(table: &str, code: &str, label: &str, value: &dyn ToString) -> Row {
    [table.to_owned(), code.to_owned(), label.to_owned(), value.to_string()]
}

/// One row for each figure; definitions last.
pub(super) fn rows(report: &Report, content: &Content) -> Vec<Row> {
    let words = &content.words;
    let made = report.definitions.made_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut all = vec![
        row("table", "code", "label", &"value"),
        row("period", &report.period.code, &report.period.title, &scope(words, report)),
        row("version", &report.version.to_string(), &version(words, report), &made),
        row("total", "", "Referrals received", &report.total),
        row("open_at_end", "", "Open at the end", &report.open_at_end),
        row("not_opened", "", "Not opened", &report.not_opened),
    ];
    all.extend(timeliness(&report.timeliness));
    for table in report.tables.iter().chain([&report.timeliness.late_reasons]) {
        all.extend(table.rows.iter().map(|(code, figure)| {
            let named = format!("{}: {}", heading(words, &table.name), label(content, &table.name, code));
            row(&table.name, code, &named, figure)
        }));
    }
    all.extend(report.trend.iter().flat_map(trend));
    let means = &report.definitions;
    all.extend([
        row("definitions", "clock_policy", "", &means.clock_policy),
        row("definitions", "working_days_to_contact", "", &means.working_days_to_contact),
        row("definitions", "calendar_valid_through", "", &means.calendar_valid_through),
        row("definitions", "rule_sets", "", &means.rule_sets.join(" ")),
    ]);
    all.extend(means.sentences.iter().map(|(name, sentence)| row("definitions", name, "", sentence)));
    all
}

fn timeliness(time: &Timeliness) -> Vec<Row> {
    let row = |code: &str, label: &str, value: &dyn ToString| row("timeliness", code, label, value);
    let mut rows: Vec<Row> =
        promise(&time.promise).iter().map(|(code, label, value)| row(code, label, value)).collect();
    rows.extend([
        row("contacted", "Received in the period and contacted", &time.contacted),
        row("median_working_days", "Working days to first contact, median", &time.median_working_days),
        row("longest_working_days", "Working days to first contact, longest", &time.longest_working_days),
    ]);
    rows
}

fn trend(month: &TrendMonth) -> Vec<Row> {
    let named = Period::month(&month.month).map_or_else(|| month.month.clone(), Period::title);
    let row = |(name, label, value): &(&str, &str, String)| {
        row(&format!("trend.{name}"), &month.month, &format!("{label}, {named}"), value)
    };
    let received = ("received", "Referrals received", month.received.to_string());
    [received].iter().chain(&promise(&month.promise)).map(row).collect()
}

/// Code, label and value of each part.
fn promise(promise: &Promise) -> [(&'static str, &'static str, String); 6] {
    [
        ("due", "Due for first contact", promise.due.to_string()),
        ("in_time", "In time", promise.in_time.to_string()),
        ("late", "Late", promise.late.to_string()),
        ("percent_in_time", "Percent in time", promise.percent_in_time.to_string()),
        ("percent_in_time_at_least", "Percent in time, at least", bound(promise.percent_in_time_at_least)),
        ("percent_in_time_at_most", "Percent in time, at most", bound(promise.percent_in_time_at_most)),
    ]
}

fn bound(percent: Option<u32>) -> String {
    percent.map(|bound| bound.to_string()).unwrap_or_default()
}

/// Quoted, with an apostrophe before what a spreadsheet would calculate (security.md 3.6).
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// security.md 3.6.
    #[test]
    fn no_cell_is_a_formula() {
        let table = [
            ("=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "\"'＝1\""),
            ("St \"C\", Eastwell", "\"St \"\"C\"\", Eastwell\""),
            ("[c]", "\"[c]\""),
            ("10", "\"10\""),
        ];
        for (cell, expected) in table {
            assert_eq!(quoted(cell), expected);
        }
    }
}
