//! What standard output and standard error are: a terminal's width, whether it has colours, and a line of progress.

use std::io::{IsTerminal, Write};

/// The terminal, as far as there is one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminal {
    /// Columns of standard output; none where it is a file or a pipe.
    pub width: Option<usize>,
    /// Whether a person reads standard output as it is written.
    pub shown: bool,
    /// Whether standard output shows colours.
    pub colour: bool,
    /// Whether somebody reads standard error as it is written.
    pub progress: bool,
    /// Whether somebody can be asked.
    pub ask: bool,
}

impl Terminal {
    /// This process's own. Colours are left out where `NO_COLOR` says so (no-color.org) or the terminal is `dumb`.
    pub fn own(env: &dyn Fn(&str) -> Option<String>) -> Self {
        let (out, errors) = (std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
        let plain = env("NO_COLOR").is_some() || env("TERM").is_some_and(|term| term == "dumb");
        let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            width: width.filter(|_| out),
            shown: out,
            colour: out && !plain,
            progress: errors,
            ask: std::io::stdin().is_terminal() && errors,
        }
    }

    /// The text with its lines broken between words, as far as they do not fit. What follows a break is indented a
    /// little more than the line.
    pub fn wrapped(self, text: &str) -> String {
        let Some(width) = self.width else { return text.to_owned() };
        text.split('\n').map(|line| wrapped(line, width)).collect::<Vec<_>>().join("\n")
    }

    /// The text in bold red, where there are colours.
    pub(crate) fn alarm(self, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[1;31m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Narrower than this, a line is left to the terminal.
const NARROWEST: usize = 16;
const HANG: usize = 2;

fn wrapped(line: &str, width: usize) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let hang = if indent == 0 { 0 } else { indent + HANG };
    if line.chars().count() <= width || width < NARROWEST + hang {
        return line.to_owned();
    }
    let (mut out, mut at) = (String::with_capacity(line.len() + HANG), 0);
    for word in line.split_inclusive(' ') {
        let length = word.trim_end().chars().count();
        if at > hang && at + length > width {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(&" ".repeat(hang));
            at = hang;
        }
        out.push_str(word);
        at += word.chars().count();
    }
    out
}

/// A line on standard error that says how far something long has come; nothing where nobody reads it.
pub(crate) struct Progress {
    shown: bool,
    what: &'static str,
    total: Option<usize>,
    last: usize,
}

/// Drawn again after so many more.
const STEP: usize = 25;
const BAR: usize = 30;

impl Progress {
    pub(crate) fn new(terminal: Terminal, what: &'static str, total: Option<usize>) -> Self {
        Self { shown: terminal.progress, what, total, last: 0 }
    }

    /// Says that so many are done.
    pub(crate) fn at(&mut self, done: usize) {
        if !self.shown || (done < self.last + STEP && Some(done) != self.total) {
            return;
        }
        self.draw(done, &self.line(done));
    }

    /// Says that so many of so many parts are done, where only the parts can be counted beforehand.
    pub(crate) fn part(&mut self, part: usize, of: usize, done: usize) {
        if self.shown {
            self.draw(done.max(1), &self.line_of_parts(part, of, done));
        }
    }

    fn draw(&mut self, done: usize, line: &str) {
        self.last = done;
        // A terminal that is gone must not stop the work.
        write!(std::io::stderr(), "\r{line}\u{1b}[K").ok();
    }

    fn line(&self, done: usize) -> String {
        let Some(total) = self.total.filter(|total| *total > 0) else { return format!("{} {done}", self.what) };
        format!("{} {} {done} of {total}", self.what, bar(done, total))
    }

    fn line_of_parts(&self, part: usize, of: usize, done: usize) -> String {
        format!("{} {} {done}", self.what, bar(part, of.max(1)))
    }
}

fn bar(done: usize, total: usize) -> String {
    let full = BAR * done.min(total) / total;
    format!("[{}{}]", "#".repeat(full), ".".repeat(BAR - full))
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown && self.last > 0 {
            write!(std::io::stderr(), "\r\u{1b}[K").ok();
        }
    }
}

/// Columns with two spaces between them. Cut to the width of the terminal: the widest column gives way, and of several
/// never the first, which names the row.
pub(crate) fn table<const N: usize>(
    headings: [&str; N],
    rows: &[[String; N]],
    width: Option<usize>,
) -> Vec<[String; N]> {
    let headings = headings.map(str::to_owned);
    let length = |text: &String| text.chars().count();
    let mut widths: Vec<usize> =
        (0..N).map(|at| rows.iter().chain([&headings]).map(|row| length(&row[at])).max().unwrap_or_default()).collect();
    while let Some(over) = width.and_then(|width| (widths.iter().sum::<usize>() + 2 * (N - 1)).checked_sub(width + 1)) {
        let first = usize::from(N > 1);
        let widest = (first..N).max_by_key(|at| widths[*at]).unwrap_or_default();
        let floor = length(&headings[widest]).max(6);
        if widths[widest] <= floor {
            break;
        }
        widths[widest] = widths[widest].saturating_sub(over + 1).max(floor);
    }
    let fit = |(text, width): (&String, &usize)| {
        let cut = length(text) > *width;
        let text = if cut { text.chars().take(width.saturating_sub(1)).chain(['…']).collect() } else { text.clone() };
        format!("{text:width$}", width = *width)
    };
    let fitted = std::iter::once(&headings).chain(rows).map(|row| {
        let mut cells = row.iter().zip(&widths).map(fit);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    });
    fitted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fits_the_terminal_and_keeps_what_names_the_row() {
        let rows = [["7K3Q9A41ZZ".to_owned(), "Monday 30 November, 5 working days left".to_owned(), "OQ".to_owned()]];
        let lines = |width| -> Vec<String> {
            table(["Reference", "Due", "Owner"], &rows, width).iter().map(|row| row.join("  ")).collect()
        };
        for line in lines(None) {
            assert_eq!(line.chars().count(), 10 + 2 + 39 + 2 + 5);
        }
        for width in [40, 50, 58] {
            let lines = lines(Some(width));
            assert!(lines.iter().all(|line| line.chars().count() <= width), "{width}: {lines:?}");
            assert!(lines[1].starts_with("7K3Q9A41ZZ  Monday 30"), "{lines:?}");
        }
        assert!(lines(Some(5))[1].starts_with("7K3Q9A41ZZ"), "too narrow for anything: the reference stays whole");
    }

    #[test]
    fn long_lines_break_between_words() {
        let at = |width| Terminal { width, ..Terminal::default() };
        let text = "Covered: Detained under section 2 or 3\n  To visit safely: Ask at the nurses’ station first.";
        assert_eq!(at(None).wrapped(text), text);
        assert_eq!(at(Some(80)).wrapped(text), text);
        let narrow =
            "Covered: Detained under section\n2 or 3\n  To visit safely: Ask at the\n    nurses’ station first.";
        assert_eq!(at(Some(31)).wrapped(text), narrow);
        let long = format!("  Note: {}", "x".repeat(60));
        assert_eq!(at(Some(31)).wrapped(&long), format!("  Note:\n    {}", "x".repeat(60)), "a word stays whole");
    }

    #[test]
    fn a_bar_says_how_far_it_has_come() {
        let bar = Progress { shown: false, what: "Sealed", total: Some(4), last: 0 };
        assert_eq!(bar.line(1), "Sealed [#######.......................] 1 of 4");
        assert_eq!(bar.line(4), "Sealed [##############################] 4 of 4");
        assert_eq!(bar.line_of_parts(2, 4, 250), "Sealed [###############...............] 250");
        assert_eq!(Progress { total: None, ..bar }.line(250), "Sealed 250");
    }
}
