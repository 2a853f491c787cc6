//! `keys`: who can open referrals, new keys, the proof that each works, and sealing again when the list changes.

mod check;
mod new;
mod rotate;
mod sheet;

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

pub(crate) use check::{check, list};
pub(crate) use new::new;
pub(crate) use rotate::rotate;

/// What is done with keys.
#[derive(Debug, Clone, Subcommand)]
pub enum KeysVerb {
    /// Make a key; prints the lines to add to the list of recipients
    New(NewKey),
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

/// A key to make.
#[derive(Debug, Clone, clap::Args)]
pub struct NewKey {
    /// Who will hold it
    name: String,
    /// staff: locked with a passphrase. recovery: a sheet to print and lock away
    #[arg(long, value_enum, default_value = "staff")]
    role: Role,
    /// The file to write; by default named after the holder, in this folder. Nothing is overwritten
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Opens referrals every day.
    Staff,
    /// Printed and kept, for the day all the others are gone.
    Recovery,
}
