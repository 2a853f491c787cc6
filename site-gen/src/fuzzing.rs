//! What a fuzzer may read: any text as a page.

use std::path::Path;

use crate::finding::{Finding, Level};
use crate::front_matter;

/// Reads the head of a page, strictly or not.
///
/// # Panics
/// When a finding points past the file, the body begins within a letter, or a page that is taken has no title.
pub fn page(text: &str) {
    for unknown in [Level::Error, Level::Warning] {
        let found = match front_matter::read(Path::new("page.md"), "page", text, unknown) {
            Ok(read) => {
                assert!(text.is_char_boundary(read.body) && !read.matter.title.trim().is_empty());
                read.findings
            }
            Err(found) => {
                assert!(!found.is_empty());
                found
            }
        };
        let lines = text.split('\n').count();
        let is_in_file = |finding: &Finding| (1..=lines).contains(&finding.line) && finding.column > 0;
        assert!(found.iter().all(is_in_file));
    }
}
