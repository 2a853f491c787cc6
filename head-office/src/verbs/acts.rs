//! Acts on one referral: each is one recorded write, and the rules of `referral::life` say whether it may be done.

use std::path::Path;

use chrono::NaiveDate;
use clap::Args;
use referral::life::{Act, Closing, Contact, Correction, How, LogKind, LogLine, Outcome, Remark, State};
use referral::{Eligibility, Reference};
use serde_json::{Value, json};

use super::values::{AboutOthers, AsJson, Named, day, how, kind, minutes, no_outcome, no_why, other, outcome};
use crate::office::Key;
use crate::office::act_wording::{done, within};
use crate::office::references::reference_and_text;
use crate::{Environment, Office, Refused};

/// What `contacted` is asked.
#[derive(Debug, Args)]
pub(crate) struct ContactArgs {
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

/// What `close` is asked.
#[derive(Debug, Args)]
pub(crate) struct CloseArgs {
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
pub(crate) struct NoteArgs {
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
pub(crate) struct LogArgs {
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
pub(crate) struct UndoArgs {
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
pub(crate) struct HoldArgs {
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

/// What `decide` is asked.
#[derive(Debug, Args)]
pub(crate) struct DecideArgs {
    #[command(flatten)]
    what: Named,
    /// The person is covered
    #[arg(long, conflicts_with = "not_covered")]
    covered: bool,
    /// The person is not covered
    #[arg(long)]
    not_covered: bool,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    #[command(flatten)]
    answer: AsJson,
}

/// An act that somebody typed, and how it is answered.
pub(crate) struct TypedAct {
    reference: Reference,
    act: Act,
    answer: AsJson,
}

impl TypedAct {
    /// One that a reference is enough for.
    pub(crate) fn plain(what: &Named, act: Act) -> Result<Self, Refused> {
        Ok(Self { reference: what.reference()?, act, answer: AsJson { json: false } })
    }
}

impl ContactArgs {
    pub(crate) fn read(self, today: NaiveDate) -> Result<TypedAct, Refused> {
        let Self { what, on, how, by, note, about, attempt, correct, why, answer } = self;
        let (reference, about_others) = (what.reference()?, about.about_others);
        let act = if correct {
            if on.is_none() && how.is_none() {
                return Err(Refused::new("Say what is right with --on or --how. Nothing was changed."));
            }
            Act::Correct(Correction { on, how, why: why.ok_or_else(no_why)? })
        } else {
            let made = Contact { how, by, note, about_others, ..Contact::on(on.unwrap_or(today)) };
            if attempt { Act::Attempt(made) } else { Act::Contacted(made) }
        };
        Ok(TypedAct { reference, act, answer })
    }
}

impl CloseArgs {
    pub(crate) fn read(self) -> Result<TypedAct, Refused> {
        let Self { what, outcome, note, about, of: duplicate_of, without_contact, answer } = self;
        let (reference, outcome) = (what.reference()?, outcome.ok_or_else(no_outcome)?);
        let about_others = about.about_others;
        let act = Act::Close(Closing { outcome, note, about_others, duplicate_of, without_contact });
        Ok(TypedAct { reference, act, answer })
    }
}

impl NoteArgs {
    pub(crate) fn read(self) -> Result<TypedAct, Refused> {
        let (reference, text) = reference_and_text(&self.words)?;
        let act = Act::Note(Remark { about_others: self.about.about_others, ..Remark::new(text) });
        Ok(TypedAct { reference, act, answer: self.answer })
    }
}

impl LogArgs {
    pub(crate) fn read(self, today: NaiveDate) -> Result<TypedAct, Refused> {
        let Self { what, kind, on, minutes, note, about, answer } = self;
        let line = LogLine::new(kind, on.unwrap_or(today));
        let line = LogLine { minutes, note, about_others: about.about_others, ..line };
        Ok(TypedAct { reference: what.reference()?, act: Act::Log(line), answer })
    }
}

impl UndoArgs {
    pub(crate) fn read(self) -> Result<TypedAct, Refused> {
        let act = Act::Undo { why: self.why.ok_or_else(no_why)? };
        Ok(TypedAct { reference: self.what.reference()?, act, answer: self.answer })
    }
}

impl HoldArgs {
    pub(crate) fn read(self) -> Result<TypedAct, Refused> {
        let act = if self.off { Act::ReleaseHold } else { Act::Hold { why: self.why.ok_or_else(no_why)? } };
        Ok(TypedAct { reference: self.what.reference()?, act, answer: self.answer })
    }
}

impl DecideArgs {
    pub(crate) fn read(self) -> Result<TypedAct, Refused> {
        let reference = self.what.reference()?;
        let eligibility = match (self.covered, self.not_covered) {
            (true, _) => Eligibility::Eligible,
            (_, true) => Eligibility::NotCovered,
            _ => return Err(Refused::new("Say --covered or --not-covered. Nothing was changed.")),
        };
        let act = Act::Decide { eligibility, why: self.why.ok_or_else(no_why)? };
        Ok(TypedAct { reference, act, answer: self.answer })
    }
}

/// Opens the office and does what was typed. An act that reads the history, or what is sealed, needs a key.
pub(crate) async fn typed(
    data: Option<&Path>,
    TypedAct { reference, act: wanted, answer }: TypedAct,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    let key = match &wanted {
        Act::Decide { .. } => Key::Needed,
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
