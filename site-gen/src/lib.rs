//! Content and templates to a folder of static files. One file a stage, in the order a page passes through them:
//!
//! 1. `languages` finds the editions: the main language at the root, every other under its own address
//! 2. `tree` finds the pages of each; any folder is a section, every file is read once, and each hospital gets its copies of
//!    pages that say so (`hospitals`)
//! 3. `front_matter` reads the TOML, YAML or JSON at the head of each
//! 4. `markdown` turns the body into HTML, with heading ids; `links` resolves where it points
//!    (`parts` fills in what a text asks for by name)
//! 5. `pages` draws each page with its template; `search` makes the index and `sitemap` what robots read
//! 6. `publish`, where asked, makes stylesheets smaller (`minify`) and puts `.br` and `.gz` beside each
//! 7. `output` writes beside the old site, then swaps the two
//!
//! `check` asks more than a build needs: dates of review, how hard a page is to read (`reading`), its weight and requests,
//! and every link of every drawn page. `check --live` also asks for what a real service must give (`going_live`).
//!
//! What is written depends on content, templates and the date given, byte for byte: nothing here reads a clock.
//!
//! # A site of one's own
//! A folder of Markdown files is enough: `site-gen build --content DIR`. A page without a `title` is called by its first
//! heading or its file; whatever is not published as it is written is told with file and line, and `check` refuses it.
//! Any folder is a section; an `_index.md` gives it words, `sort_by` (`weight`, `date` or `title`) and `page_template`.
//! `--templates DIR` lays files over the compiled-in ones: `article.html` draws pages and sections, `search.html` the
//! search page, and any name of your own can be asked for with `template`. A template has `frame` (title, menus, words),
//! `heading`, `body`, `children`, `crumbs`, `toc`, `date`, and under `extra` what the page notes in `[extra]`.

mod address;
mod anchors;
mod build;
mod calendar_end;
mod clashes;
mod draw;
mod finding;
mod foreign_files;
mod front_matter;
mod going_live;
mod hospitals;
mod html;
mod in_force;
mod inputs;
mod languages;
mod markdown;
mod minify;
mod names;
mod node;
mod order;
mod output;
mod pages;
mod parts;
mod position;
mod publish;
mod reading;
mod resolve_links;
mod search;
mod sitemap;
mod tree;
mod upcoming_law;
mod walk;

pub mod check;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;

pub use address::{Wanted, wanted};
pub use build::{BuildError, Summary, build_to, load, publish_to, render};
pub use check::check;
pub use finding::{Finding, Findings, Level};
pub use going_live::GoingLive;
pub use inputs::Inputs;
