//! QR codes as one path of an SVG.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// The quiet border a scanner needs, in modules.
const QUIET: usize = 4;

/// A QR code as rows of dark modules.
#[derive(Debug, Clone, Serialize)]
pub struct Qr {
    /// Modules from edge to edge, with the quiet border.
    pub size: usize,
    /// The path of an SVG whose stroke is one module wide.
    pub path: String,
}

/// How much of a code may be lost before it cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spare {
    /// About a seventh.
    Some,
    /// About a quarter: for paper that is folded and kept.
    Much,
}

impl Qr {
    /// The code of a text. None where it is too long for one.
    pub fn of(text: &str, spare: Spare) -> Option<Self> {
        let level = if spare == Spare::Much { EcLevel::Q } else { EcLevel::M };
        let code = QrCode::with_error_correction_level(text, level).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
                if run > 0 {
                    path.push_str(&format!("M{} {}.5h{run}", x + QUIET, y + QUIET));
                }
                x += run.max(1);
            }
        }
        Some(Self { size: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_quiet_border_and_a_text_too_long_has_none() {
        let code = Qr::of("HTTPS://EXAMPLE.ORG", Spare::Some).unwrap();
        assert_eq!(code.size, 21 + 2 * QUIET);
        // The three finders, where the standard (ISO/IEC 18004) puts them.
        for finder in ["M4 4.5h7", "M18 4.5h7", "M4 18.5h7"] {
            assert!(code.path.contains(finder), "{finder} in {}", code.path);
        }
        assert!(Qr::of(&"x".repeat(5000), Spare::Some).is_none());
    }
}
