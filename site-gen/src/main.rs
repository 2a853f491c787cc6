//! `site-gen build` and `site-gen check`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use site_gen::{BuildError, GoingLive, Inputs, Summary};

/// Turns content and templates into a folder of static files.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Builds the site; a build that fails leaves the last good site.
    Build {
        #[command(flatten)]
        from: From,
        /// The folder the site goes to.
        #[arg(long, short, value_name = "DIR", default_value = "site")]
        out: PathBuf,
        /// For the public: smaller stylesheets, with .br and .gz beside each text file, and the search index.
        #[arg(long)]
        publish: bool,
    },
    /// Says everything that is wrong at once: links, anchors, overdue reviews, page weight, reading level. Exits 1 on any error.
    Check {
        #[command(flatten)]
        from: From,
        /// Also lists every page with its reading grade, hardest for its readers first.
        #[arg(long)]
        grades: bool,
        /// Also refuses what is invented, empty or not yet confirmed: for a site that people will rely on.
        #[arg(long)]
        live: bool,
        /// The list of what a person confirms.
        #[arg(long, value_name = "FILE", default_value = "docs/before-going-live.md", requires = "live")]
        list: PathBuf,
        /// The list of public keys that referrals will be sealed to.
        #[arg(long, value_name = "FILE", env = "IMHA_RECIPIENTS")]
        recipients: Option<String>,
    },
}

#[derive(Args)]
struct From {
    /// Pages, words and settings.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Templates in place of the compiled-in ones.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// The public origin, such as https://example.org.
    #[arg(long, value_name = "URL", value_parser = origin)]
    base_url: Option<String>,
    /// The day the site is for [default: today in London].
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<NaiveDate>,
}

impl From {
    fn inputs(self) -> Inputs {
        let Self { content, templates, base_url, on } = self;
        Inputs { content, templates, base_url, on: on.unwrap_or_else(today), lang: "en", index: false }
    }
}

#[expect(clippy::disallowed_methods, reason = "the only place that reads the clock: what --on is for")]
fn today() -> NaiveDate {
    referral::london(chrono::Utc::now()).date_naive()
}

/// Links are written from the root, so the site is at the root of its origin.
fn origin(text: &str) -> Result<String, String> {
    let origin = text.trim_end_matches('/');
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ', '<', '"']) => Ok(origin.to_owned()),
        _ => Err("write scheme and host alone, such as https://example.org".to_owned()),
    }
}

fn make(inputs: &Inputs, out: &Path, publish: bool) -> Result<Summary, BuildError> {
    if publish { site_gen::publish_to(inputs, out) } else { site_gen::build_to(inputs, out) }
}

fn main() -> anyhow::Result<ExitCode> {
    let mut told = std::io::stderr().lock();
    match Cli::parse().verb {
        Verb::Build { from, out, publish } => match make(&from.inputs(), &out, publish) {
            Ok(summary) => {
                for finding in summary.findings.iter() {
                    writeln!(told, "{finding}")?;
                }
                let (pages, files) = (summary.pages, summary.files);
                writeln!(told, "{pages} pages, {files} files in {}", out.display())?;
                Ok(ExitCode::SUCCESS)
            }
            Err(error @ (BuildError::Findings(_) | BuildError::Output { .. })) => {
                writeln!(told, "{error}\nnothing was changed in {}", out.display())?;
                Ok(ExitCode::FAILURE)
            }
        },
        Verb::Check { from, grades, live, list, recipients } => {
            let gate = live.then_some(GoingLive { list, recipients });
            let report = site_gen::check::report(&from.inputs(), gate.as_ref());
            let mut out = std::io::stdout().lock();
            for grade in report.grades.iter().filter(|_| grades) {
                let (file, audience) = (grade.file.display(), &grade.audience);
                writeln!(out, "{:5.1} of {:2} {audience:13} {file}", grade.grade, grade.limit)?;
            }
            for (switch, pages) in &report.switches {
                let pages = if pages.is_empty() { "no page".to_owned() } else { pages.join(" ") };
                writeln!(out, "switch {switch}, when it turns on: {pages}")?;
            }
            writeln!(out, "{}", report.findings)?;
            Ok(if report.findings.errors() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
        }
    }
}
