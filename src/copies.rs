//! `imha backup` and `imha restore`.

use std::path::Path;

use anyhow::Result;

use crate::args::Args;
use crate::listening::say;

/// Copies the data folder, also while the service runs.
pub(crate) fn backup(args: &Args, to: &Path) -> Result<()> {
    let (data, named) = (args.data.as_path(), &args.public);
    queue::local::backup(data, named.recipients.as_deref(), named.token_key.as_deref(), to)?;
    say(&format!(
        "Copied the table, the recipients and the token key of {} to {}. Private keys are not in it: they have copies of \
         their own. Check it on another machine: head-office --data {} verify\n",
        data.display(),
        to.display(),
        to.display()
    ))
}

/// Puts a copy into a folder that has no table.
pub(crate) fn restore(data: &Path, from: &Path) -> Result<()> {
    queue::local::restore(data, from)?;
    say(&format!(
        "Put the copy in {} into {}. Next: head-office --data {} verify, with your key.\n",
        from.display(),
        data.display(),
        data.display()
    ))
}
