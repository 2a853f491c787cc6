//! `person REF`: everything held about that person, all their referrals with their history, on one page to print.

use std::path::PathBuf;

use clap::Args;
use queue::Shown;
use serde_json::{Value, json};

use super::show::object;
use super::values::Named;
use crate::office::confidence::leave_out;
use crate::view::Person;
use crate::{Environment, Office, Refused};

/// What `person` is asked.
#[derive(Debug, Args)]
pub(crate) struct PersonArgs {
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
    let Some(person) = office.person(&reference).await? else { return Err(office.gone(&reference).await) };
    let of = if asked.json { machines } else { page };
    let text = of(&person, asked.for_patient, office)?;
    environment.deliver(asked.out.as_deref(), text.as_bytes(), "Nothing was written.")?;
    if person.sealed > 0 {
        return Err(Refused::new(format!(
            "This is not all: {} more about the same person cannot be opened with your key. Ask a colleague whose key \
             opens them.",
            person.sealed
        )));
    }
    Ok(())
}

fn page(person: &Person, for_patient: bool, office: &Office) -> Result<String, Refused> {
    let values = office.person_page(person, for_patient, "");
    Ok(office.paper("desk/person.html", Person::title(for_patient), values)? + "\n")
}

fn machines(person: &Person, for_patient: bool, office: &Office) -> Result<String, Refused> {
    let one = |shown: &Shown| {
        let whole = object(shown, office);
        if for_patient { leave_out(whole, shown) } else { whole }
    };
    let referrals: Vec<Value> = person.all.iter().map(one).collect();
    let left_out = if for_patient { person.left_out() } else { 0 };
    let text = serde_json::to_string_pretty(&json!({"left_out": left_out, "referrals": referrals}));
    Ok(text.map_err(std::io::Error::from)? + "\n")
}
