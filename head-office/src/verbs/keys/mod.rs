//! `keys`: who can open referrals, new keys, the proof that each works, and sealing again when the list changes.

mod check;
mod new;
mod rotate;
mod sheet;

use std::path::Path;

use clap::Subcommand;

use crate::office::Key;
use crate::{Environment, Office, Refused};

/// What is done with keys.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum KeysVerb {
    /// Make a key; prints the lines to add to the list of recipients
    New(new::NewKey),
    /// Who holds a key, and when they last proved that it opens
    List {
        /// As an array for machines
        #[arg(long)]
        json: bool,
    },
    /// Prove that your key opens what is sealed to it; recorded for the step that publishes the list
    Check {
        /// Prove nothing; exit with 1 while any holder has not proved theirs. Needs no key
        #[arg(long)]
        all: bool,
        /// As an array for machines, as `keys list --json` gives it
        #[arg(long)]
        json: bool,
    },
    /// Seal open referrals again, to the list of recipients as it is now
    Rotate {
        /// Closed ones and the figures of purged ones too
        #[arg(long)]
        closed: bool,
    },
}

/// Does what is done with keys.
pub(crate) async fn keys(
    data: Option<&Path>,
    verb: KeysVerb,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let open = async |key: Key, environment: &Environment<'_>| Office::open(data, key, environment).await;
    match verb {
        KeysVerb::New(asked) => new::new(&asked, environment),
        KeysVerb::List { json } => check::list(&open(Key::NotNeeded, environment).await?, json, environment).await,
        KeysVerb::Check { all, json } => {
            let key = if all { Key::NotNeeded } else { Key::Needed };
            check::check(&open(key, environment).await?, all, json, environment).await
        }
        KeysVerb::Rotate { closed } => {
            rotate::rotate(&open(Key::Needed, environment).await?, closed, environment).await
        }
    }
}
