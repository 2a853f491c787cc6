//! The figures of a report as tables, as every format lists them. They are read from the report's own JSON, so that each
//! figure is named once: in the contract's shape.

use content_reader::Content;
use serde::Serialize;
use serde_json::Value;

use super::contents::Report;
use super::period::Period;
use super::service::Service;
use super::words::{heading, label};

/// The one figure that is of a hundred.
const PERCENT: &str = "percent_in_time";

/// What stands for a figure there is nothing of.
pub(crate) const NOTHING: &str = "–";

/// One row of a [`Sheet`].
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) label: String,
    /// A number, what stands for a hidden count, or null, for each column of values.
    pub(crate) cells: Vec<Value>,
}

/// One table: rows by code, and a column of values or several.
pub(crate) struct Sheet {
    /// `service`, `by_channel`, `legal.route`, `trend`.
    pub(crate) code: String,
    pub(crate) heading: String,
    /// Code and label of each column of values.
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) lines: Vec<Line>,
}

impl Sheet {
    fn new(content: &Content, code: &str, columns: Vec<(String, String)>, lines: Vec<Line>) -> Self {
        Self { code: code.to_owned(), heading: heading(&content.words, code).to_owned(), columns, lines }
    }

    fn of_one_column(content: &Content, code: &str, rows: impl IntoIterator<Item = (String, Value)>) -> Self {
        let line =
            |(row, cell): (String, Value)| Line { label: label(content, code, &row), code: row, cells: vec![cell] };
        let columns = vec![(String::new(), content.words.label("report", "value").to_owned())];
        Self::new(content, code, columns, rows.into_iter().map(line).collect())
    }

    /// Whether the figure of a line in a column is of a hundred.
    pub(crate) fn is_percent(&self, line: &Line, column: usize) -> bool {
        line.code == PERCENT || self.columns.get(column).is_some_and(|(code, _)| code == PERCENT)
    }

    /// A figure as people read it: `95.2%`, a dash where there is nothing it could be of.
    pub(crate) fn shown(&self, line: &Line, column: usize) -> String {
        match (self.text(line, column), self.is_percent(line, column)) {
            (none, _) if none.is_empty() => NOTHING.to_owned(),
            (percent, true) => format!("{percent}%"),
            (other, false) => other,
        }
    }

    /// A figure as files have it: of a hundred to one decimal; empty where there is nothing it could be of.
    pub(crate) fn text(&self, line: &Line, column: usize) -> String {
        match &line.cells[column] {
            Value::String(said) => said.clone(),
            cell => cell.as_f64().map_or_else(String::new, |number| match self.is_percent(line, column) {
                true => format!("{number:.1}"),
                false => number.to_string(),
            }),
        }
    }
}

/// A field of the report's JSON.
type Named = (String, Value);

/// What this is as JSON, in the order of its fields.
fn json(part: &impl Serialize) -> Vec<Named> {
    match serde_json::to_value(part) {
        Ok(Value::Object(fields)) => fields.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The figures of the service that are no table, and its tables.
fn parts(service: &Service) -> (Vec<Named>, Vec<Named>) {
    json(service).into_iter().partition(|(_, figure)| !figure.is_object())
}

/// Every table of a report: the service's, those about people, then earlier periods and months.
pub(crate) fn sheets(report: &Report, content: &Content) -> [Vec<Sheet>; 3] {
    let table = |(code, rows): (String, Value)| match rows {
        Value::Object(rows) => Sheet::of_one_column(content, &code, rows),
        left_out => Sheet::of_one_column(content, &code, [(String::new(), left_out)]),
    };
    let (single, tables) = parts(&report.service);
    let service = [Sheet::of_one_column(content, "service", single)].into_iter().chain(tables.into_iter().map(table));
    let people = json(&report.counts).into_iter().map(table).collect();
    [service.collect(), people, vec![compared(report, content), trend(report, content)]]
}

/// This period beside the earlier ones.
pub(crate) fn compared(report: &Report, content: &Content) -> Sheet {
    let own = (&report.period, &report.service);
    let earlier = report.compared.iter().map(|each| (&each.period, &each.service));
    let all: Vec<_> = [own].into_iter().chain(earlier).map(|(period, service)| (period, parts(service).0)).collect();
    let line = |(at, (code, _)): (usize, &(String, Value))| Line {
        code: code.clone(),
        label: label(content, "service", code),
        cells: all.iter().map(|(_, figures)| figures[at].1.clone()).collect(),
    };
    let columns = all.iter().map(|(period, _)| (period.code.clone(), period.title.clone())).collect();
    Sheet::new(content, "compared", columns, all[0].1.iter().enumerate().map(line).collect())
}

/// The last twelve months.
fn trend(report: &Report, content: &Content) -> Sheet {
    let months: Vec<Vec<(String, Value)>> = report.trend.iter().map(json).collect();
    // The first field names the month.
    let named = |(code, _): &(String, Value)| (code.clone(), label(content, "service", code));
    let columns = months.first().map(|month| month[1..].iter().map(named).collect()).unwrap_or_default();
    let line = |(month, figures): (_, Vec<(String, Value)>)| Line {
        code: String::clone(month),
        label: Period::month(month).map_or_else(|| month.clone(), Period::title),
        cells: figures.into_iter().skip(1).map(|(_, figure)| figure).collect(),
    };
    let codes = report.trend.iter().map(|each| &each.month);
    Sheet::new(content, "trend", columns, codes.zip(months).map(line).collect())
}

/// Which figures are not what they were, each as a sentence.
pub(crate) fn changes(now: &Report, then: &Report, content: &Content) -> Vec<String> {
    let words = &content.words;
    let [[now, ..], [then, ..]] = [now, then].map(|report| sheets(report, content));
    let mut all = Vec::new();
    for (table, before) in now.iter().zip(&then) {
        for line in &table.lines {
            let earlier = before.lines.iter().find(|earlier| earlier.code == line.code);
            // A code there was none of then.
            let earlier = earlier.map_or_else(|| "0".to_owned(), |line| before.text(line, 0));
            let figures = [("{now}", table.text(line, 0)), ("{then}", earlier)];
            if figures[0].1 == figures[1].1 {
                continue;
            }
            let is_table = table.code != "service";
            let name = if is_table { format!("{}: {}", table.heading, line.label) } else { line.label.clone() };
            let sentence = words.label("report", "change").replace("{figure}", &name);
            all.push(figures.iter().fold(sentence, |sentence, (place, figure)| {
                sentence.replace(place, if figure.is_empty() { words.label("report", "none") } else { figure })
            }));
        }
    }
    if all.is_empty() {
        all.push(words.label("report", "unchanged").to_owned());
    }
    all
}
