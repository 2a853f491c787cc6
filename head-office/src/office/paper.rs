//! Pages that are files of their own, with their style in them, and the text of a page for a terminal.

use serde_json::{Value, json};
use templates::{CasePage, DeskFrame, Theme};

use super::opened::Office;
use super::refused::Refused;

impl Office {
    /// A page under this title, from values by the names its template calls them.
    pub(crate) fn paper(&self, template: &str, title: &str, mut values: Value) -> Result<String, Refused> {
        let theme = Theme::desk()?;
        values["frame"] = json!(DeskFrame::new(&theme, &self.content().site.name, &self.staff, title));
        values["style"] = json!(theme.stylesheet().text());
        Ok(theme.render_as(template, &values)?)
    }
}

/// One referral as text.
pub(crate) fn text(page: &CasePage) -> Result<String, Refused> {
    Ok(Theme::desk()?.render_as("desk/case.txt", page)?)
}
