//! The figures of a report by table, code and label, as every format lists them.

use content_reader::Content;

use super::by_code::ByCode;
use super::contents::{Report, TrendMonth};
use super::people::{TOO_FEW, Table};
use super::period::Period;
use super::service::Service;
use super::words::{heading, label};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// A count or a number of working days.
    Number(f64),
    /// Of a hundred, to one decimal.
    Percent(f64),
    /// Words, or what stands for a hidden count.
    Text(String),
    /// There is nothing it could be of.
    Nothing,
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Percent(percent) => write!(f, "{percent:.1}"),
            Self::Text(text) => f.write_str(text),
            Self::Nothing => Ok(()),
        }
    }
}

/// One row of a [`Sheet`].
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) label: String,
    /// One for each column of values.
    pub(crate) cells: Vec<Cell>,
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

/// The figures of the service that are no table: code and cell. Their labels stand in the words under `service`.
pub(crate) fn single(service: &Service) -> [(&'static str, Cell); 10] {
    let number = |count: u32| Cell::Number(f64::from(count));
    [
        ("received", number(service.received)),
        ("due", number(service.due)),
        ("in_time", number(service.in_time)),
        ("late", number(service.late)),
        ("percent_in_time", service.percent_in_time.map_or(Cell::Nothing, Cell::Percent)),
        ("median_working_days", service.median_working_days.map_or(Cell::Nothing, Cell::Number)),
        ("longest_working_days", service.longest_working_days.map_or(Cell::Nothing, number)),
        ("open_at_end", number(service.open_at_end)),
        ("contacts", number(service.contacts)),
        ("minutes", number(service.minutes)),
    ]
}

/// The tables of the service's own figures.
pub(crate) fn by_code(service: &Service) -> [(&'static str, &ByCode<u32>); 5] {
    [
        ("by_channel", &service.by_channel),
        ("by_referrer", &service.by_referrer),
        ("by_eligibility", &service.by_eligibility),
        ("by_outcome", &service.by_outcome),
        ("late_reasons", &service.late_reasons),
    ]
}

/// Every table of a report.
pub(crate) fn sheets(report: &Report, content: &Content) -> Vec<Sheet> {
    let words = &content.words;
    let value = || vec![(String::new(), words.label("report", "value").to_owned())];
    let named = |code: &str| words.label("service", code).to_owned();
    let lines = single(&report.service).map(|(code, cell)| Line {
        code: code.to_owned(),
        label: named(code),
        cells: vec![cell],
    });
    let mut all = vec![Sheet {
        code: "service".to_owned(),
        heading: heading(words, "service").to_owned(),
        columns: value(),
        lines: lines.into(),
    }];
    let tables = by_code(&report.service).map(|(code, counts)| {
        let cells = counts.0.iter().map(|(code, count)| (code, Cell::Number(f64::from(*count))));
        (code, cells.collect::<Vec<_>>())
    });
    all.extend(tables.into_iter().map(|(table, cells)| Sheet {
        code: table.to_owned(),
        heading: heading(words, table).to_owned(),
        columns: value(),
        lines: cells.into_iter().map(|(code, cell)| line(content, table, code, cell)).collect(),
    }));
    all.extend(report.counts.0.iter().map(|(table, counts)| Sheet {
        code: table.clone(),
        heading: heading(words, table).to_owned(),
        columns: value(),
        lines: people(content, table, counts),
    }));
    all.extend([compared(report, content), trend(report, content)]);
    all
}

fn line(content: &Content, table: &str, code: &str, cell: Cell) -> Line {
    Line { code: code.to_owned(), label: label(content, table, code), cells: vec![cell] }
}

fn people(content: &Content, table: &str, counts: &Table) -> Vec<Line> {
    use super::figure::Figure;
    let cell = |figure: &Figure| match figure {
        Figure::Number(number) => Cell::Number(f64::from(*number)),
        Figure::Hidden => Cell::Text(figure.to_string()),
    };
    match counts {
        Table::Shown(rows) => rows.0.iter().map(|(code, figure)| line(content, table, code, cell(figure))).collect(),
        Table::LeftOut => vec![Line {
            code: String::new(),
            label: content.words.label("report", "left-out").to_owned(),
            cells: vec![Cell::Text(TOO_FEW.to_owned())],
        }],
    }
}

/// This period beside the earlier ones.
pub(crate) fn compared(report: &Report, content: &Content) -> Sheet {
    let own = [(&report.period, &report.service)];
    let all = own.into_iter().chain(report.compared.iter().map(|each| (&each.period, &each.service)));
    let all: Vec<_> = all.collect();
    let row = |(at, (code, _)): (usize, (&str, Cell))| {
        let cells = all.iter().map(|(_, service)| single(service)[at].1.clone()).collect();
        Line { code: code.to_owned(), label: content.words.label("service", code).to_owned(), cells }
    };
    Sheet {
        code: "compared".to_owned(),
        heading: heading(&content.words, "compared").to_owned(),
        columns: all.iter().map(|(period, _)| (period.code.clone(), period.title.clone())).collect(),
        lines: single(&report.service).into_iter().enumerate().map(row).collect(),
    }
}

/// The last twelve months.
pub(crate) fn trend(report: &Report, content: &Content) -> Sheet {
    let columns = ["received", "due", "in_time", "late", "percent_in_time"];
    let row = |month: &TrendMonth| {
        let counts = [month.received, month.due, month.in_time, month.late].map(|count| Cell::Number(f64::from(count)));
        let percent = month.percent_in_time.map_or(Cell::Nothing, Cell::Percent);
        Line {
            code: month.month.clone(),
            label: Period::month(&month.month).map_or_else(|| month.month.clone(), Period::title),
            cells: counts.into_iter().chain([percent]).collect(),
        }
    };
    Sheet {
        code: "trend".to_owned(),
        heading: heading(&content.words, "trend").to_owned(),
        columns: columns.map(|code| (code.to_owned(), content.words.label("service", code).to_owned())).to_vec(),
        lines: report.trend.iter().map(row).collect(),
    }
}

/// Which figures are not what they were, each as a sentence.
pub(crate) fn changes(now: &Service, then: &Service, content: &Content) -> Vec<String> {
    let words = &content.words;
    let or_none = |cell: &Cell| match cell.to_string() {
        none if none.is_empty() => words.label("report", "none").to_owned(),
        some => some,
    };
    let sentence = |name: &str, now: &Cell, then: &Cell| {
        let text = words.label("report", "change");
        text.replace("{figure}", name).replace("{now}", &or_none(now)).replace("{then}", &or_none(then))
    };
    let mut all = Vec::new();
    for ((code, now), (_, then)) in single(now).iter().zip(&single(then)).filter(|(now, then)| now != then) {
        all.push(sentence(words.label("service", code), now, then));
    }
    for ((table, now), (_, then)) in by_code(now).into_iter().zip(by_code(then)) {
        for (code, count) in &now.0 {
            let before = then.get(code).copied().unwrap_or_default();
            if before != *count {
                let name = format!("{}: {}", heading(words, table), label(content, table, code));
                all.push(sentence(&name, &Cell::Number(f64::from(*count)), &Cell::Number(f64::from(before))));
            }
        }
    }
    if all.is_empty() {
        all.push(words.label("report", "unchanged").to_owned());
    }
    all
}
