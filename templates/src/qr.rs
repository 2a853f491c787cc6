//! A QR code drawn as an SVG path.

use serde::Serialize;

/// Light modules around the code: ISO/IEC 18004 asks for four.
const QUIET: usize = 4;

/// A QR code as rows of dark modules.
#[derive(Debug, Clone, Serialize)]
pub struct Qr {
    /// Modules from edge to edge, with the quiet border.
    pub size: usize,
    /// The path of an SVG whose stroke is one module wide.
    pub path: String,
}

impl Qr {
    /// Draws `dark`, row by row from the top left, each row `width` modules wide.
    pub fn from_modules(width: usize, dark: &[bool]) -> Self {
        let mut path = String::new();
        for (y, row) in dark.chunks(width.max(1)).enumerate() {
            let mut x = 0;
            while x < row.len() {
                let run = row[x..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    path.push_str(&format!("M{} {}.5h{run}", x + QUIET, y + QUIET));
                }
                x += run.max(1);
            }
        }
        Self { size: width + 2 * QUIET, path }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_modules_side_by_side_are_one_stroke() {
        let code = Qr::from_modules(3, &[true, true, false, false, false, false, true, false, true]);
        assert_eq!(code.size, 11);
        assert_eq!(code.path, "M4 4.5h2M4 6.5h1M6 6.5h1");
    }
}
