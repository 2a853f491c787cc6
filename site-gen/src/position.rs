//! Lines and columns of places in a text.

/// Line and column, from 1, of one place.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    Places::new(text).of(offset)
}

/// Lines and columns of many places of a text. Asked in their order, they cost one reading of it.
pub(crate) struct Places<'t> {
    text: &'t str,
    read: usize,
    line: usize,
    column: usize,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, read: 0, line: 1, column: 1 }
    }

    /// Line and column, from 1; of a place within a letter, the letter's.
    pub(crate) fn of(&mut self, offset: usize) -> (usize, usize) {
        if offset < self.read {
            *self = Self::new(self.text);
        }
        for letter in self.text[self.read..].chars() {
            if self.read + letter.len_utf8() > offset {
                break;
            }
            self.read += letter.len_utf8();
            (self.line, self.column) = if letter == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_line_and_a_column() {
        let text = "é\nab\n";
        let mut places = Places::new(text);
        for (offset, place) in
            [(0, (1, 1)), (1, (1, 1)), (2, (1, 2)), (3, (2, 1)), (4, (2, 2)), (2, (1, 2)), (99, (3, 1))]
        {
            assert_eq!(places.of(offset), place, "{offset}");
        }
    }
}
