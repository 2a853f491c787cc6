//! What is to come: the end of the known bank holidays, and the pages that each switch of the law will change.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use chrono::Days;
use content_reader::Content;
use templates::Theme;

use crate::finding::Severity;
use crate::{Finding, Inputs, build, languages};

/// How long before the list of bank holidays ends a person is told.
const YEAR: Days = Days::new(365);

/// What to say of the end of the list of bank holidays: an error once it is passed, a warning in the year before.
pub(crate) fn calendar_end(inputs: &Inputs, content: &Content) -> Option<Finding> {
    let calendar = &content.rules.calendar;
    let (through, due) = (calendar.valid_through(), calendar.due_on_day(inputs.on));
    let file = inputs.content.join("calendar.toml");
    let help = "add the next year, then move valid_through";
    if !calendar.is_known(due) {
        let message = format!("what comes in today is due on {due}, and bank holidays are known until {through} only");
        return Some(Finding::error(&file, message, help));
    }
    let soon = through < inputs.on + YEAR;
    soon.then(|| Finding::error(&file, format!("bank holidays are known until {through} only"), help).warning())
}

/// For each switch of the law that is off, the addresses that come, go or change with it: the site is drawn with it on
/// and compared.
pub(crate) fn switches(inputs: &Inputs, theme: &Theme, content: &Content) -> Vec<(String, Vec<String>)> {
    let law = &content.rules.law;
    let now = drawn(inputs, theme, content);
    let off = law.switches().map(|(name, _)| name).filter(|name| !law.is_on(name, inputs.on));
    let touched = off.map(|name| {
        let mut later = content.clone();
        later.rules.law = law.with_switch_on(name);
        let later = drawn(inputs, theme, &later);
        let pages = now.keys().chain(later.keys().filter(|path| !now.contains_key(*path)));
        let changed = pages.filter(|path| now.get(*path) != later.get(*path));
        (name.to_owned(), changed.map(|path| format!("/{}", path.trim_end_matches("index.html"))).collect())
    });
    touched.collect()
}

/// Every page by its path.
fn drawn(inputs: &Inputs, theme: &Theme, content: &Content) -> BTreeMap<String, Vec<u8>> {
    let (editions, _) = languages::read(inputs, content, Severity::of_build(inputs.has_settings()));
    let pages = Mutex::new(BTreeMap::new());
    build::draw(inputs, theme, &editions, Severity::of_build(inputs.has_settings()), |path, bytes| {
        if path.ends_with(".html") {
            pages.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.to_owned());
        }
        Ok(())
    });
    pages.into_inner().unwrap_or_else(PoisonError::into_inner)
}
