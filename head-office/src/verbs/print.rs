//! `print REF`: one self-contained page on standard output.

use std::io::Write;

use referral::Reference;
use templates::{PrintPage, Theme};

use super::show::{opened, page};
use crate::office::dates::long_time;
use crate::{Office, Refused};

/// Writes the page. That it was opened is recorded.
pub(crate) async fn print(office: &Office, reference: &Reference, out: &mut dyn Write) -> Result<(), Refused> {
    let broken = |error| Refused::new(format!("{error}."));
    let theme = Theme::desk().map_err(broken)?;
    let shown = opened(office, reference).await?;
    let case = page(office, &shown, Vec::new(), office.tray.others(&shown.case.entry, &shown.events).await?)?;
    let printed = PrintPage {
        frame: case.frame.clone(),
        cases: vec![case],
        to_confirm: String::new(),
        style: theme.stylesheet().text.clone(),
        printed: long_time(office.now()),
    };
    writeln!(out, "{}", theme.render(&printed).map_err(broken)?)?;
    Ok(())
}
