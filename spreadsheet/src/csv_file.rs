//! A CSV file: RFC 4180, UTF-8 with a byte order mark, CRLF, every cell quoted, and no cell that a spreadsheet takes
//! for a formula.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

/// Excel reads a file as UTF-8 only with this at its beginning.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What begins a formula in some spreadsheet, the full-width signs of East Asian keyboards included.
const FORMULA_STARTS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// The text of a cell with an apostrophe before whatever a spreadsheet would calculate. The apostrophe marks it as text.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA_STARTS) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// A file that is written row by row in memory.
pub struct CsvFile {
    writer: Writer<Vec<u8>>,
}

impl Default for CsvFile {
    fn default() -> Self {
        Self::new()
    }
}

impl CsvFile {
    /// An empty file.
    pub fn new() -> Self {
        let writer = WriterBuilder::new()
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .flexible(true)
            .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
        Self { writer }
    }

    /// Adds a row; each cell is [`guarded`].
    ///
    /// # Errors
    /// None while the file is in memory.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> std::io::Result<()> {
        for cell in cells {
            self.writer.write_field(guarded(cell.as_ref()).as_bytes())?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// None while the file is in memory.
    pub fn text(self) -> std::io::Result<String> {
        let bytes = self.writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
        String::from_utf8(bytes).map_err(std::io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cell: &str) -> String {
        let mut file = CsvFile::new();
        file.row([cell]).unwrap();
        file.text().unwrap()
    }

    #[test]
    fn no_cell_is_a_formula_and_every_text_comes_back() {
        let table = [
            ("plain", "Ida Moss", "\"Ida Moss\""),
            ("empty", "", "\"\""),
            ("a quotation mark", "the \"quiet\" ward", "\"the \"\"quiet\"\" ward\""),
            ("a comma and a line end", "Fern,\nAsh", "\"Fern,\nAsh\""),
            ("a formula", "=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\""),
            ("a sum", "@SUM(A1)", "\"'@SUM(A1)\""),
            ("minus", "-2+3", "\"'-2+3\""),
            ("plus", "+48 22 555 01 23", "\"'+48 22 555 01 23\""),
            ("a tab before it", "\t=1", "\"'\t=1\""),
            ("a line end before it", "\n=1", "\"'\n=1\""),
            ("a carriage return", "\r=1", "\"'\r=1\""),
            ("NUL", "\0=1", "\"'\0=1\""),
            ("full width", "＝1＋1", "\"'＝1＋1\""),
            ("full width at", "＠SUM", "\"'＠SUM\""),
            ("a sign within", "a=b", "\"a=b\""),
            ("a hidden count", "[c]", "\"[c]\""),
            ("any script", "Ólafur 李", "\"Ólafur 李\""),
        ];
        for (row, typed, expected) in table {
            assert_eq!(line(typed), format!("\u{feff}{expected}\r\n"), "{row}");
        }
    }

    #[test]
    fn rows_end_with_crlf_and_cells_are_separated_by_commas() {
        let mut file = CsvFile::new();
        file.row(["a", "b"]).unwrap();
        file.row(["1"]).unwrap();
        assert_eq!(file.text().unwrap(), "\u{feff}\"a\",\"b\"\r\n\"1\"\r\n");
        assert_eq!(CsvFile::new().text().unwrap(), "\u{feff}");
    }
}
