//! Content and templates to a folder of static files. One file a stage, in the order a page passes through them:
//!
//! 1. `tree` finds the pages; any folder is a section, and every file is read once
//! 2. `front_matter` reads the TOML at the head of each
//! 3. `markdown` turns the body into HTML, with heading ids; `links` resolves where it points
//!    (`parts` fills in what a text asks for by name)
//! 4. `pages` draws each page with its template
//! 5. `publish`, where asked, makes files smaller and puts `.br` and `.gz` beside each
//! 6. `output` writes beside the old site, then swaps the two
//!
//! `check` asks more than a build needs: dates of review, page weight, and every link of every drawn page.
//!
//! What is written depends on content, templates and the date given, byte for byte: nothing here reads a clock.

mod build;
mod finding;
mod front_matter;
mod html;
mod in_force;
mod languages;
mod links;
mod markdown;
mod memory;
mod minify;
mod output;
mod pages;
mod parts;
mod publish;
mod reading;
mod search;
mod sitemap;
mod syllables;
mod tree;

pub mod check;

pub use build::{BuildError, Inputs, Summary, build_to, load, publish_to, render, render_again};
pub use check::check;
pub use finding::{Finding, Findings, Level};
pub use memory::Memory;
