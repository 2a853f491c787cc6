//! `claim`, `release`, `take-over`, `contacted`, `note`, `close`, `reopen`.

use queue::ActError;
use referral::Reference;
use referral::life::Act;

use crate::office::act_wording::{done, within};
use crate::{Environment, Office, Refused};

/// Does one act and says what is so now.
pub(crate) async fn act(
    office: &Office,
    reference: &Reference,
    act: &Act,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let content = office.content();
    let once = || office.tray.act(reference, act, &office.staff, office.now(), &content.rules.calendar, None);
    let mut tried = once().await;
    if matches!(tried, Err(ActError::Changed)) {
        // Somebody was quicker. Asked again, the rules say who has it.
        tried = once().await;
    }
    let state = tried.map_err(|error| Refused::act(reference, error))?;
    let sentence = done(act, &state, &content.words, office.today());
    environment.say(&format!("{reference}: {}", within(&sentence)))?;
    Ok(())
}
