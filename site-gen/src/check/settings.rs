//! Whether words, law, calendar and settings are complete and fresh.

use content_reader::Content;

use crate::calendar_end::calendar_end;
use crate::languages::Edition;
use crate::{Finding, Inputs};

/// How long the law may go unread, unless the settings say otherwise.
const LAW_DAYS: i64 = 90;

/// Words that a type asks for and that are not there, and words that nothing asks for.
pub(super) fn gaps(inputs: &Inputs, edition: &Edition<'_>, found: &mut Vec<Finding>) {
    let file = inputs.content.join(&edition.content.lang).join("words.toml");
    if file.exists() {
        let help = "pages would show its name in its place: write it, or take out what is not asked for";
        found.extend(edition.content.words.gaps().into_iter().map(|gap| Finding::error(&file, gap, help)));
    }
}

/// What is missing or old in the settings.
pub(super) fn settings(inputs: &Inputs, content: &Content, found: &mut Vec<Finding>) {
    let words = inputs.content.join(inputs.lang).join("words.toml");
    if !words.exists() {
        found.push(Finding::error(
            &words,
            "not there, so the compiled-in words are shown",
            "put the words of this language there",
        ));
    }
    let law = content.site.more.get("law").and_then(|law| law.get("warn_after_days")).and_then(toml::Value::as_integer);
    let checked = content.rules.law.checked_on();
    if (inputs.on - checked).num_days() > law.unwrap_or(LAW_DAYS) {
        let file = inputs.content.join("law.toml");
        let message = format!("last checked against the Act on {checked}");
        found.push(Finding::error(&file, message, "read the rules against the Act, then move checked_on").warning());
    }
    let origin = inputs.base_url.as_deref().unwrap_or(&content.site.origin);
    let public = !["//127.", "//localhost", "//[::1]"].iter().any(|own| origin.contains(own));
    if public && !content.site.phone.charge_known {
        let file = inputs.content.join("site.toml");
        let help = "ask the phone supplier, write the figure in [phone] charge, and charge_known = true";
        found.push(
            Finding::error(&file, "what a call costs is not known to be the supplier's own figure", help).warning(),
        );
    }
    found.extend(calendar_end(inputs, content));
}
