//! A report as a page: the desk's, or a file of its own. The page holds words and figures, nothing to calculate.

use referral::{london, long_date};
use templates::{Chart, ChartBar, Content, DeskFrame, ReportControls, ReportPage, ReportRow, ReportTable, Theme};

use super::contents::{Promise, Report, Seen, TrendMonth};
use super::disclosure::Figure;
use super::words::{heading, label, scope, version};
use crate::office::dates::long_time;

/// Where it is drawn.
pub(crate) enum FileOrDesk<'a> {
    /// A file that needs no other; the stylesheet goes into it.
    File(&'a Theme),
    /// The desk's page.
    Desk(ReportControls),
}

/// The height the bars may have, and where they stand, in the chart's units.
const TALL: u32 = 150;
const FLOOR: u32 = 190;
const SLOT: u32 = 54;
const BAR: u32 = 32;
/// The height of the outline that stands for a hidden count, whatever it is.
const UNSEEN: u32 = 14;

/// Rows from which on a table leaves out those of nobody.
const LONG: usize = 24;

/// The report in words.
pub(crate) fn page(report: &Report, content: &Content, frame: DeskFrame, at: FileOrDesk<'_>) -> ReportPage {
    let words = &content.words;
    let (style, controls) = match at {
        FileOrDesk::File(theme) => (theme.stylesheet().text.clone(), None),
        FileOrDesk::Desk(controls) => (String::new(), Some(controls)),
    };
    let means = &report.definitions;
    let sentence = |name: &str| {
        let found = means.sentences.iter().find(|(known, _)| known == name);
        found.map(|(_, sentence)| sentence.clone()).unwrap_or_default()
    };
    let tables = report.tables.iter().map(|table| {
        // Of a long list only what was counted; the files have every row.
        let long = table.rows.len() > LONG;
        let rows = table.rows.iter().filter(|(_, figure)| !long || figure.number() != Some(0));
        let rows = rows.map(|(code, figure)| row(&label(content, &table.name, code), figure)).collect();
        ReportTable { heading: heading(words, &table.name).to_owned(), rows, shortened: long }
    });
    ReportPage {
        frame,
        style,
        controls,
        heading: format!("{}, {}", words.label("report", "title"), report.period.title),
        scope: scope(words, report),
        days: format!("{} to {}", long_date(report.period.first), long_date(report.period.last)),
        version: version(words, report),
        draft: report.version == 0,
        made: long_time(means.made_at),
        provider: content.site.provider.clone(),
        first: first(report),
        charts: vec![received(report), in_time(report)],
        timeliness: timeliness(report, content),
        tables: tables.collect(),
        hidden: sentence("hidden"),
        definitions: means
            .sentences
            .iter()
            .filter(|(name, _)| name != "hidden")
            .map(|(_, text)| text.clone())
            .collect(),
        versions: vec![
            row("Clock policy", &means.clock_policy),
            row("Working days to first contact, as promised", &means.working_days_to_contact),
            row("Bank holidays known through", &long_date(means.calendar_valid_through)),
            row("Rule sets that decided who is covered", &means.rule_sets.join(", ")),
            row("Figures made", &format!("{}", london(means.made_at).format("%-d %B %Y, %H:%M"))),
        ],
    }
}

fn row(label: &str, value: &dyn ToString) -> ReportRow {
    ReportRow { label: label.to_owned(), value: value.to_string() }
}

/// `95%`; `87 to 100%` where only that can be said.
fn percent_in_time(promise: &Promise) -> String {
    match (promise.percent_in_time, promise.percent_in_time_at_least, promise.percent_in_time_at_most) {
        (Seen::Value(value), ..) => format!("{value}%"),
        (_, Some(least), Some(most)) if least < most => format!("{least} to {most}%"),
        (_, Some(least), _) => format!("{least}%"),
        (other, ..) => or_dash(other.to_string()),
    }
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

fn first(report: &Report) -> Vec<ReportRow> {
    let eligibility = report.table("eligibility").into_iter().flat_map(|table| &table.rows);
    let covered = eligibility.clone().find(|(code, _)| code == "eligible");
    let mut rows = vec![row("referrals received", &report.total)];
    rows.extend(covered.map(|(_, figure)| row("of them covered", figure)));
    rows.push(row("in time", &percent_in_time(&report.timeliness.promise)));
    rows.push(row(
        "working days to first contact, median",
        &or_dash(report.timeliness.median_working_days.to_string()),
    ));
    rows.push(row("open at the end", &report.open_at_end));
    if report.not_opened.number() != Some(0) {
        rows.push(row("could not be opened", &report.not_opened));
    }
    rows
}

fn timeliness(report: &Report, content: &Content) -> Vec<ReportRow> {
    let (time, promise) = (&report.timeliness, &report.timeliness.promise);
    let mut rows = vec![
        row("Due for first contact", &promise.due),
        row("In time", &promise.in_time),
        row("Late", &promise.late),
        row("In time, %", &percent_in_time(promise)),
        row("Received in the period and contacted", &time.contacted),
        row("Working days to first contact, median", &or_dash(time.median_working_days.to_string())),
        row("Working days to first contact, longest", &or_dash(time.longest_working_days.to_string())),
    ];
    rows.extend(
        time.late_reasons
            .rows
            .iter()
            .map(|(code, figure)| row(&format!("Late: {}", label(content, "late.reason", code)), figure)),
    );
    rows
}

fn received(report: &Report) -> Chart {
    let most = report.trend.iter().filter_map(|month| month.received.number()).max().unwrap_or_default();
    let bars = report
        .trend
        .iter()
        .enumerate()
        .map(|(at, month)| bar(at, month, most, [month.received, Figure::NOBODY], &month.received.to_string()));
    Chart {
        id: "trend",
        unseen: report.trend.iter().any(|month| month.received.is_hidden()),
        heading: "Referrals received, the last twelve months".to_owned(),
        summary: summary(report, |month| month.received.to_string()),
        bars: bars.collect(),
        parts: Vec::new(),
        columns: ["Month", "Received"].map(str::to_owned).to_vec(),
        rows: report.trend.iter().map(|month| vec![named(month), month.received.to_string()]).collect(),
    }
}

fn in_time(report: &Report) -> Chart {
    let parts = |month: &TrendMonth| [month.promise.in_time, month.promise.late];
    let height = |month: &TrendMonth| parts(month).iter().filter_map(|part| part.number()).sum();
    let most = report.trend.iter().map(height).max().unwrap_or_default();
    let bars = report
        .trend
        .iter()
        .enumerate()
        .map(|(at, month)| bar(at, month, most, parts(month), &month.promise.in_time.to_string()));
    Chart {
        id: "in-time",
        unseen: report.trend.iter().flat_map(parts).any(Figure::is_hidden),
        heading: "First contact in time and late, the last twelve months".to_owned(),
        summary: summary(report, |month| percent_in_time(&month.promise)),
        bars: bars.collect(),
        parts: ["In time", "Late"].map(str::to_owned).to_vec(),
        columns: ["Month", "Due", "In time", "Late", "In time, %"].map(str::to_owned).to_vec(),
        rows: report.trend.iter().map(in_time_row).collect(),
    }
}

fn in_time_row(month: &TrendMonth) -> Vec<String> {
    let promise = &month.promise;
    let counts = [promise.due, promise.in_time, promise.late].map(|figure| figure.to_string());
    [named(month)].into_iter().chain(counts).chain([percent_in_time(promise)]).collect()
}

fn summary(report: &Report, says: impl Fn(&TrendMonth) -> String) -> String {
    let months: Vec<String> = report.trend.iter().map(|month| format!("{} {}", named(month), says(month))).collect();
    months.join(", ")
}

/// `November 2026`
fn named(month: &TrendMonth) -> String {
    super::Period::month(&month.month).map_or_else(|| month.month.clone(), super::Period::title)
}

/// A bar of a solid part and a hollow one on it. A hidden part has no height: a dashed outline stands for it.
fn bar(at: usize, month: &TrendMonth, most: u32, [solid, hollow]: [Figure; 2], words: &str) -> ChartBar {
    let scaled = |figure: Figure| {
        let number = u64::from(figure.number().unwrap_or_default());
        u32::try_from(number * u64::from(TALL) / u64::from(most.max(1))).unwrap_or(TALL)
    };
    let middle = 10 + SLOT / 2 + SLOT * u32::try_from(at).unwrap_or_default();
    let (height, over) = (scaled(solid), scaled(hollow));
    let unseen = if solid.is_hidden() || hollow.is_hidden() { UNSEEN } else { 0 };
    let top = FLOOR - height;
    let (short, year) = super::Period::month(&month.month).map_or_else(
        || (month.month.clone(), String::new()),
        |month| (month.first().format("%b").to_string(), month.first().format("%Y").to_string()),
    );
    ChartBar {
        month: short,
        year,
        middle,
        left: middle - BAR / 2,
        top,
        height,
        over_top: top - over,
        over_height: over,
        unseen_top: top - over - unseen,
        unseen_height: unseen,
        words_at: top - over - unseen - 6,
        words: words.to_owned(),
    }
}
