//! What a site must have beyond what a build needs: dates of review, light pages, and no link that leads nowhere.

use std::sync::{Mutex, PoisonError};

use crate::finding::Severity;
use crate::going_live::{self, GoingLive};
use crate::{Findings, Inputs, build, hospitals, languages, upcoming_law};
use drawn::Drawn;
pub use reading::Grade;
pub use weight::PAGE_BUDGET;

mod drawn;
mod reading;
mod reviews;
mod settings;
mod template_links;
mod weight;

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Everything to mend or to look at.
    pub findings: Findings,
    /// Every page with enough text to say, hardest for its readers first.
    pub grades: Vec<Grade>,
    /// Each switch of the law that is off, and the pages it will touch.
    pub switches: Vec<(String, Vec<String>)>,
}

/// Every finding at once, errors and warnings.
pub fn check(inputs: &Inputs) -> Findings {
    report(inputs, None).findings
}

/// Every finding at once, and how hard each page is to read; with a gate also what keeps the service from going live.
pub fn report(inputs: &Inputs, gate: Option<&GoingLive>) -> Report {
    let (content, theme) = match build::load(inputs) {
        Ok(loaded) => loaded,
        Err(findings) => return Report { findings, ..Report::default() },
    };
    let severity = Severity::of_check(inputs.has_settings());
    let (editions, mut found) = languages::read(inputs, &content, severity);
    let drawn = Mutex::new(Drawn::default());
    let summary = build::draw(inputs, &theme, &editions, severity, |path, bytes| {
        let (weight, looked) = drawn::look(path, bytes)?;
        let mut drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.weights.insert(path.to_owned(), weight);
        drawn.pages.extend(looked.map(|looked| (path.to_owned(), looked)));
        Ok(())
    });
    let drawn = drawn.into_inner().unwrap_or_else(PoisonError::into_inner);
    weight::weights(&editions, &drawn, severity.unknown, &mut found);
    weight::ids(&editions, &drawn, &mut found);
    let mut grades = Vec::new();
    for edition in &editions {
        settings::gaps(inputs, edition, &mut found);
    }
    if inputs.has_settings() {
        for edition in &editions {
            reviews::reviews(inputs, &edition.tree, gate.is_some(), &mut found);
            let picture = |name: &str| edition.tree.has_file(&format!("{}/pictures/{name}", edition.tree.base()));
            found.extend(hospitals::missing(&inputs.content.join("places.toml"), &content.rules.places, picture));
            grades.extend(reading::grades(edition, &drawn, &mut found));
        }
        settings::settings(inputs, &content, &mut found);
        template_links::template_links(&editions, &drawn, &summary.findings, &mut found);
    }
    found.extend(gate.into_iter().flat_map(|gate| going_live::missing(gate, inputs, &content, &editions)));
    let switches = if inputs.has_settings() { upcoming_law::switches(inputs, &theme, &content) } else { Vec::new() };
    Report { findings: summary.findings.with(found), grades, switches }
}
