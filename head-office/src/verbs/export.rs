//! `export --sealed REF`: the `age` file as it is stored, so that staff can always read it without us.

use std::io::Write;

use referral::Reference;

use crate::{Office, Refused};

/// Writes the bytes and nothing else.
pub(crate) async fn export(office: &Office, reference: &Reference, out: &mut dyn Write) -> Result<(), Refused> {
    let sealed = office.tray.sealed(reference).await?.ok_or_else(|| Refused::unknown(reference))?;
    out.write_all(&sealed)?;
    out.flush()?;
    Ok(())
}
