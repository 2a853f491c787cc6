//! `print REF`: one self-contained page on standard output.

use referral::Reference;
use serde_json::json;

use super::show::{case, opened};
use crate::office::dates::long_time;
use crate::{Environment, Office, Refused};

/// Writes the page. That it was opened is recorded.
pub(crate) async fn print(
    office: &Office,
    reference: &Reference,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let shown = opened(office, reference).await?;
    let case = case(office, &shown, Vec::new()).await?;
    let values = json!({"cases": [case], "to_confirm": "", "printed": long_time(office.now())});
    let page = office.paper("desk/print.html", &format!("Referral {}", reference.spoken()), values)?;
    writeln!(environment.out, "{page}")?;
    Ok(())
}
