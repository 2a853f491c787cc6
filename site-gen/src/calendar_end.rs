//! The end of the known bank holidays.

use chrono::Days;
use content_reader::Content;

use crate::{Finding, Inputs};

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
