//! Acts on one referral: each is one recorded write, and the rules of `referral::life` say whether it may be done.

use std::path::Path;

use chrono::NaiveDate;
use clap::Args;
use referral::Reference;
use referral::life::{Act, Closing, Contact, Correction, How, LogKind, LogLine, Outcome, Remark, State};
use serde_json::{Value, json};

use super::values::{AboutOthers, AsJson, Named, day, how, kind, minutes, no_outcome, no_why, other, outcome};
use crate::office::Key;
use crate::office::act_wording::{done, within};
use crate::office::references::reference_and_text;
use crate::{Environment, Office, Refused};

/// What `contacted` is asked.
#[derive(Debug, Args)]
pub struct ContactArgs {
    #[command(flatten)]
    what: Named,
    /// The day it happened; today if not said
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<NaiveDate>,
    /// visit, phone, video, letter or through-ward
    #[arg(long, value_parser = how)]
    how: Option<How>,
    /// Who made it, where that is not you
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    by: String,
    /// Anything the next reader should know; it is sealed
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    about: AboutOthers,
    /// We tried and did not reach the patient
    #[arg(long, conflicts_with = "correct")]
    attempt: bool,
    /// Put the day or the way of the recorded contact right, with --why
    #[arg(long, conflicts_with_all = ["by", "note", "about_others"])]
    correct: bool,
    /// Why it is put right
    #[arg(long, value_name = "TEXT", requires = "correct")]
    why: Option<String>,
    #[command(flatten)]
    answer: AsJson,
}

impl ContactArgs {
    fn act(self, today: NaiveDate) -> Result<Act, Refused> {
        let Self { on, how, by, note, about, attempt, correct, why, .. } = self;
        if correct {
            if on.is_none() && how.is_none() {
                return Err(Refused::new("Say what is right with --on or --how. Nothing was changed."));
            }
            return Ok(Act::Correct(Correction { on, how, why: why.ok_or_else(no_why)? }));
        }
        let contact = Contact { how, by, note, about_others: about.about_others, ..Contact::on(on.unwrap_or(today)) };
        Ok(if attempt { Act::Attempt(contact) } else { Act::Contacted(contact) })
    }
}

/// What `close` is asked.
#[derive(Debug, Args)]
pub struct CloseArgs {
    #[command(flatten)]
    what: Named,
    /// How it ended; without it the outcomes are listed
    #[arg(long, value_name = "CODE", value_parser = outcome)]
    outcome: Option<Outcome>,
    /// Anything the next reader should know; it is sealed
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    about: AboutOthers,
    /// With --outcome duplicate: the referral it is a duplicate of; each then names the other
    #[arg(long, value_name = "REF", value_parser = other)]
    of: Option<Reference>,
    /// Close it as supported although no contact with the patient is recorded
    #[arg(long)]
    without_contact: bool,
    #[command(flatten)]
    answer: AsJson,
}

/// What `note` is asked.
#[derive(Debug, Args)]
pub struct NoteArgs {
    /// Which one, then what the next reader should know; case and spaces of a reference do not matter
    #[arg(value_name = "REF TEXT", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    about: AboutOthers,
    #[command(flatten)]
    answer: AsJson,
}

/// What `log` is asked.
#[derive(Debug, Args)]
pub struct LogArgs {
    #[command(flatten)]
    what: Named,
    /// visit, phone, video, letter, meeting, ward-round, tribunal or other
    #[arg(long, value_parser = kind)]
    kind: LogKind,
    /// The day it happened; today if not said
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<NaiveDate>,
    /// How long it took
    #[arg(long, value_name = "N", value_parser = minutes)]
    minutes: Option<u32>,
    /// What the case file should say; it is sealed
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    about: AboutOthers,
    #[command(flatten)]
    answer: AsJson,
}

/// What `undo` is asked.
#[derive(Debug, Args)]
pub struct UndoArgs {
    #[command(flatten)]
    what: Named,
    /// Why it is taken back
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    #[command(flatten)]
    answer: AsJson,
}

/// What `hold` is asked.
#[derive(Debug, Args)]
pub struct HoldArgs {
    #[command(flatten)]
    what: Named,
    /// Why it must be kept
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// End the hold
    #[arg(long, conflicts_with = "why")]
    off: bool,
    #[command(flatten)]
    answer: AsJson,
}

/// An act that somebody typed.
pub(crate) enum Typed {
    /// One that a reference is enough for.
    Plain(Named, Act),
    Contact(ContactArgs),
    Close(CloseArgs),
    Note(NoteArgs),
    Log(LogArgs),
    Undo(UndoArgs),
    Hold(HoldArgs),
}

impl Typed {
    fn answer(&self) -> AsJson {
        match self {
            Self::Plain(..) => AsJson { json: false },
            Self::Contact(ContactArgs { answer, .. })
            | Self::Close(CloseArgs { answer, .. })
            | Self::Note(NoteArgs { answer, .. })
            | Self::Log(LogArgs { answer, .. })
            | Self::Undo(UndoArgs { answer, .. })
            | Self::Hold(HoldArgs { answer, .. }) => *answer,
        }
    }

    /// The referral and the act.
    fn read(self, today: NaiveDate) -> Result<(Reference, Act), Refused> {
        Ok(match self {
            Self::Plain(what, act) => (what.reference()?, act),
            Self::Contact(asked) => (asked.what.reference()?, asked.act(today)?),
            Self::Close(CloseArgs { what, outcome, note, about, of: duplicate_of, without_contact, .. }) => {
                let (reference, outcome) = (what.reference()?, outcome.ok_or_else(no_outcome)?);
                let about_others = about.about_others;
                (reference, Act::Close(Closing { outcome, note, about_others, duplicate_of, without_contact }))
            }
            Self::Note(NoteArgs { words, about, .. }) => {
                let (reference, text) = reference_and_text(&words)?;
                (reference, Act::Note(Remark { about_others: about.about_others, ..Remark::new(text) }))
            }
            Self::Log(LogArgs { what, kind, on, minutes, note, about, .. }) => {
                let line = LogLine::new(kind, on.unwrap_or(today));
                let line = LogLine { minutes, note, about_others: about.about_others, ..line };
                (what.reference()?, Act::Log(line))
            }
            Self::Undo(UndoArgs { what, why, .. }) => (what.reference()?, Act::Undo { why: why.ok_or_else(no_why)? }),
            Self::Hold(HoldArgs { what, off: true, .. }) => (what.reference()?, Act::ReleaseHold),
            Self::Hold(HoldArgs { what, why, .. }) => (what.reference()?, Act::Hold { why: why.ok_or_else(no_why)? }),
        })
    }
}

/// Reads what was typed, opens the office and does it. An act that reads the history needs a key.
pub(crate) async fn typed(data: Option<&Path>, typed: Typed, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let answer = typed.answer();
    let (reference, wanted) = typed.read(environment.today())?;
    let key = match &wanted {
        act if act.needs_history() => Key::Needed,
        // With a key, the next referral of the same person finds this one, and the row for counting is whole.
        Act::Close(_) => Key::IfNamed,
        _ => Key::NotNeeded,
    };
    let mut office = Office::open(data, key, environment).await?;
    office.acting().await?;
    act(&office, &reference, &wanted, answer, environment).await
}

/// Does one act and says what is so now.
pub(crate) async fn act(
    office: &Office,
    reference: &Reference,
    wanted: &Act,
    answer: AsJson,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let state = office.act(reference, wanted, None).await.map_err(|error| Refused::act(reference, error))?;
    say(office, (reference, wanted), &state, answer, environment)
}

/// Says what is so now that an act is done.
pub(crate) fn say(
    office: &Office,
    (reference, act): (&Reference, &Act),
    state: &State,
    answer: AsJson,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    if answer.json {
        return Ok(environment.json(&object(reference, act, state))?);
    }
    let sentence = done(act, state, &office.content().words, office.today());
    Ok(environment.say(&format!("{reference}: {}", within(&sentence)))?)
}

/// The same for a program.
pub(crate) fn object(reference: &Reference, act: &Act, state: &State) -> Value {
    json!({
        "reference": reference, "what": act.verb(), "status": state.status, "owner": state.owner,
        "version": state.version,
    })
}
