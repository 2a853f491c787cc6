//! `person REF`: everything held about that person, all their referrals with their history, on one page to print.

use std::path::PathBuf;

use clap::Args;
use queue::Shown;
use serde_json::{Value, json};
use templates::{DeskFrame, PersonPage, Theme};

use super::show::object;
use super::values::Named;
use crate::office::confidence::{leave_out, left_out};
use crate::office::dates::long_time;
use crate::office::private_file;
use crate::view::Around;
use crate::{Environment, Office, Refused};

/// What `person` is asked.
#[derive(Debug, Args)]
pub struct PersonArgs {
    #[command(flatten)]
    what: Named,
    /// The copy the patient may have: what others said in confidence is left out, and the page says how many parts were
    #[arg(long)]
    for_patient: bool,
    /// Write to this file, readable by you alone; standard output otherwise
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// As an object for machines
    #[arg(long)]
    json: bool,
}

/// Writes the page. That each was opened is recorded.
pub(crate) async fn person(
    office: &Office,
    asked: PersonArgs,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let reference = asked.what.reference()?;
    let records = office.tray.person(&reference).await?;
    if records.is_empty() {
        return Err(office.gone(&reference).await);
    }
    let (mut all, mut sealed) = (Vec::new(), 0);
    for record in &records {
        match office.tray.show_to(&record.clear.reference, &office.staff, office.now()).await {
            Ok(Some(shown)) => all.push(shown),
            Ok(None) => {}
            Err(queue::QueueError::Unopened(_)) => sealed += 1,
            Err(error) => return Err(error.into()),
        }
    }
    let text =
        if asked.json { machines(&all, asked.for_patient, office)? } else { page(&all, asked.for_patient, office)? };
    match &asked.out {
        Some(file) => {
            private_file::write(file, text.as_bytes())
                .map_err(|error| Refused::new(format!("{}: {error}. Nothing was written.", file.display())))?;
        }
        None => environment.out.write_all(text.as_bytes())?,
    }
    if sealed > 0 {
        return Err(Refused::new(format!(
            "This is not all: {sealed} more about the same person cannot be opened with your key. Ask a colleague whose \
             key opens them."
        )));
    }
    Ok(())
}

fn page(all: &[Shown], for_patient: bool, office: &Office) -> Result<String, Refused> {
    let broken = |error| Refused::new(format!("{error}."));
    let theme = Theme::desk().map_err(broken)?;
    let title = if for_patient { "What we hold about you" } else { "Everything held about one person" };
    let frame = DeskFrame::new(&theme, &office.content().site.name, &office.staff, title);
    let view = office.view();
    let one = |shown: &Shown| {
        let around = Around { for_patient, ..Around::only(frame.clone()) };
        view.case(shown, around)
    };
    let page = PersonPage {
        cases: all.iter().map(one).collect(),
        for_patient,
        left_out: if for_patient { all.iter().map(left_out).sum() } else { 0 },
        style: theme.stylesheet().text.clone(),
        printed: long_time(office.now()),
        frame: frame.clone(),
    };
    Ok(theme.render(&page).map_err(broken)? + "\n")
}

fn machines(all: &[Shown], for_patient: bool, office: &Office) -> Result<String, Refused> {
    let one = |shown: &Shown| {
        let whole = object(shown, office);
        if for_patient { leave_out(whole, shown) } else { whole }
    };
    let left_out: usize = if for_patient { all.iter().map(left_out).sum() } else { 0 };
    let referrals: Vec<Value> = all.iter().map(one).collect();
    let text = serde_json::to_string_pretty(&json!({"left_out": left_out, "referrals": referrals}));
    Ok(text.map_err(std::io::Error::from)? + "\n")
}
