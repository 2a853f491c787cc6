//! `init`: makes the table ready. A step of its own, because two processes must not create one file at once.

use std::path::Path;

use queue::local;

use crate::Environment;
use crate::Refused;
use crate::office::settings::table;

/// Makes what is missing and leaves what is there.
pub(crate) async fn init(data: Option<&Path>, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let Some(data) = data else {
        let (table, _tunnel) = table(environment).await?;
        table.create().await?;
        writeln!(environment.out, "The table is ready.")?;
        return Ok(());
    };
    let made = local::open(data).await.map_err(|error| Refused::new(format!("{error}.")))?;
    let keys = if made.first_start { " A key set was made in it; keep a copy somewhere safe." } else { "" };
    writeln!(environment.out, "The table in {} is ready.{keys}", data.display())?;
    Ok(())
}
