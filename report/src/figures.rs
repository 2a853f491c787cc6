//! A report as tables, as every format lists them. The figures are read from the report's own JSON, so that each is
//! named once: in the contract's shape.

use chrono::{DateTime, Utc};
use content_reader::Content;
use referral::{london, long_date};
use serde::Serialize;
use serde_json::Value;

use super::contents::Report;
use super::period::Period;
use super::service::Service;
use super::words::{label, scope, version};

/// The one figure that is of a hundred.
const PERCENT: &str = "percent_in_time";

/// One figure, or a text in its place.
#[derive(Clone, Serialize)]
pub(crate) struct Cell {
    /// The number, the text, or null where there is nothing it could be of.
    pub(crate) value: Value,
    pub(crate) is_percent: bool,
    /// As files have it: of a hundred to one decimal; empty where there is nothing it could be of.
    pub(crate) text: String,
    /// As people read it: `95.2%`, and a dash for nothing.
    pub(crate) shown: String,
}

impl Cell {
    /// A figure of this name.
    fn new(figure: &str, value: Value) -> Self {
        let is_percent = figure == PERCENT && value.is_number();
        let text = match (&value, value.as_f64()) {
            (Value::String(said), _) => said.clone(),
            (_, Some(number)) if is_percent => format!("{number:.1}"),
            (_, number) => number.map(|number| number.to_string()).unwrap_or_default(),
        };
        let nothing = if text.is_empty() { "–" } else { "" };
        let shown = format!("{text}{nothing}{}", if is_percent { "%" } else { "" });
        Self { value, is_percent, text, shown }
    }
}

/// One row of a [`Sheet`], or the head of a column, which has no cells.
#[derive(Clone, Serialize)]
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) cells: Vec<Cell>,
}

/// One table: rows by code, and a column of values or several.
#[derive(Clone, Serialize)]
pub(crate) struct Sheet {
    /// `service`, `by_channel`, `legal.route`, `trend`.
    pub(crate) code: String,
    pub(crate) heading: String,
    /// The first has no code where it is the table's own figures.
    pub(crate) columns: Vec<Line>,
    pub(crate) lines: Vec<Line>,
}

/// Every table of a report.
#[derive(Clone, Serialize)]
pub(crate) struct Sheets {
    /// What the report is.
    pub(crate) about: Sheet,
    /// The service's own figures, beside those of earlier periods.
    pub(crate) service: Sheet,
    /// The same by code.
    pub(crate) tables: Vec<Sheet>,
    /// Tables about people.
    pub(crate) people: Vec<Sheet>,
    /// Those of them that are left out.
    pub(crate) left_out: Vec<Sheet>,
    /// The last twelve months.
    pub(crate) months: Sheet,
    /// What each figure counts.
    pub(crate) definitions: Sheet,
}

impl Sheets {
    pub(crate) fn new(report: &Report, content: &Content) -> Self {
        let table = |(code, rows): (String, Value)| match rows {
            Value::Object(rows) => one_column(content, &code, rows),
            left_out => one_column(content, &code, [("left-out".to_owned(), left_out)]),
        };
        let (left_out, people) = json(&report.counts).into_iter().partition::<Vec<_>, _>(|(_, rows)| !rows.is_object());
        Self {
            about: about(report, content),
            service: service(report, content),
            tables: parts(&report.service).1.into_iter().map(table).collect(),
            people: people.into_iter().map(table).collect(),
            left_out: left_out.into_iter().map(table).collect(),
            months: months(report, content),
            definitions: definitions(report, content),
        }
    }

    /// Every table in the order in which files list them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Sheet> {
        let figures = [&self.about, &self.service].into_iter().chain(&self.tables);
        figures.chain(&self.people).chain(&self.left_out).chain([&self.months, &self.definitions])
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

fn sheet(content: &Content, code: &str, columns: Vec<(String, String)>, lines: Vec<Line>) -> Sheet {
    let columns = columns.into_iter().map(|(code, label)| Line { code, label, cells: Vec::new() }).collect();
    Sheet { code: code.to_owned(), heading: content.words.label("table", code).to_owned(), columns, lines }
}

fn one_column(content: &Content, table: &str, rows: impl IntoIterator<Item = Named>) -> Sheet {
    let line =
        |(code, value): Named| Line { label: label(content, table, &code), cells: vec![Cell::new(&code, value)], code };
    let columns = vec![(String::new(), content.words.label("report", "value").to_owned())];
    sheet(content, table, columns, rows.into_iter().map(line).collect())
}

fn about(report: &Report, content: &Content) -> Sheet {
    let (means, words) = (&report.definitions, &content.words);
    let law_of = means.law_of.iter().map(|day| day.parse().map_or_else(|_| day.clone(), long_date));
    let facts = [
        ("internal", report.internal.clone()),
        ("period", Some(format!("{} ({})", report.period.title, report.period.code))),
        ("council", Some(scope(words, report))),
        ("version", Some(version(words, report))),
        ("made", Some(long_time(means.made_at))),
        ("changes", Some(report.changes.join(" ")).filter(|changes| !changes.is_empty())),
        ("counted", means.people_counted_at.map(long_time)),
        ("promise", Some(means.working_days_to_contact.to_string())),
        ("holidays", Some(long_date(means.calendar_valid_through))),
        ("law", Some(law_of.collect::<Vec<_>>().join(", "))),
        ("not_opened", (report.not_opened > 0).then(|| report.not_opened.to_string())),
    ];
    let facts = facts.into_iter().filter_map(|(code, fact)| Some((code.to_owned(), fact?.into())));
    one_column(content, "about", facts)
}

/// `Monday 23 November 2026, 09:15`
pub(crate) fn long_time(at: DateTime<Utc>) -> String {
    london(at).format("%A %-d %B %Y, %H:%M").to_string()
}

/// A sentence begins with the name of its figure.
fn definitions(report: &Report, content: &Content) -> Sheet {
    let line = |(code, sentence): (&str, &String)| {
        let (name, text) = sentence.split_once(": ").unwrap_or(("", sentence));
        Line { code: code.to_owned(), label: name.to_owned(), cells: vec![Cell::new(code, text.into())] }
    };
    let lines = report.definitions.sentences.iter().map(line).collect();
    Sheet { lines, ..one_column(content, "definitions", []) }
}

/// This period beside the earlier ones; before the service began there is nothing to compare.
fn service(report: &Report, content: &Content) -> Sheet {
    let earlier = report.compared.iter().filter(|each| each.service.received + each.service.due > 0);
    let figures: Vec<_> = [&report.service]
        .into_iter()
        .chain(earlier.clone().map(|each| &each.service))
        .map(|each| parts(each).0)
        .collect();
    let line = |(at, (code, _)): (usize, &Named)| Line {
        code: code.clone(),
        label: label(content, "service", code),
        cells: figures.iter().map(|figures| Cell::new(code, figures[at].1.clone())).collect(),
    };
    let own = (String::new(), report.period.short());
    let columns = [own].into_iter().chain(earlier.map(|each| (each.period.code.clone(), each.period.short())));
    sheet(content, "service", columns.collect(), figures[0].iter().enumerate().map(line).collect())
}

/// The first field of each names the month.
fn months(report: &Report, content: &Content) -> Sheet {
    let months: Vec<Vec<Named>> = report.trend.iter().map(json).collect();
    let named = |(code, _): &Named| (code.clone(), label(content, "service", code));
    let columns = months.first().map(|month| month[1..].iter().map(named).collect()).unwrap_or_default();
    let line = |(month, figures): (&String, Vec<Named>)| Line {
        code: month.clone(),
        label: Period::month(month).map_or_else(|_| month.clone(), Period::title),
        cells: figures.into_iter().skip(1).map(|(code, figure)| Cell::new(&code, figure)).collect(),
    };
    let codes = report.trend.iter().map(|each| &each.month);
    sheet(content, "trend", columns, codes.zip(months).map(line).collect())
}

/// Which service figures are not what they were, each as a sentence.
pub(crate) fn changes(now: &Report, then: &Report, content: &Content) -> Vec<String> {
    let [now, then] = [now, then].map(|report| Sheets::new(report, content));
    let figures = |sheets: Sheets| [vec![sheets.service], sheets.tables].concat();
    let words = |name| content.words.label("report", name);
    let mut all = Vec::new();
    for (table, before) in figures(now).iter().zip(figures(then)) {
        let heading = if table.code == "service" { String::new() } else { format!("{}: ", table.heading) };
        for line in &table.lines {
            let earlier = before.lines.iter().find(|earlier| earlier.code == line.code);
            // A code there was none of then.
            let (now, then) = (line.cells[0].text.as_str(), earlier.map_or("0", |line| &line.cells[0].text));
            if now != then {
                let [now, then] = [now, then].map(|figure| if figure.is_empty() { words("none") } else { figure });
                let sentence = words("change").replace("{figure}", &format!("{heading}{}", line.label));
                all.push(sentence.replace("{now}", now).replace("{then}", then));
            }
        }
    }
    if all.is_empty() {
        all.push(words("unchanged").to_owned());
    }
    all
}
