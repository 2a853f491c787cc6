//! `amend REF --set FIELD=VALUE --unset FIELD --why TEXT`: answers are changed.

use clap::Args;
use content_reader::Reader;
use queue::{ActError, AmendError};
use referral::life::{Act, Amendment};
use referral::{Answers, Kind, Problem, Reference, ReferrerType, field};

use super::acts::say;
use super::values::{AboutOthers, AsJson, Named, day, no_why};
use crate::office::NotTaken;
use crate::{Environment, Office, Refused};

/// What `amend` is asked.
#[derive(Debug, Args)]
pub(crate) struct AmendArgs {
    #[command(flatten)]
    what: Named,
    /// A field by its dotted name and its new answer, such as patient.ward=Fern; may be given many times
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// A field that has no answer any more
    #[arg(long = "unset", value_name = "FIELD")]
    unset: Vec<String>,
    /// Why it is changed
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    #[command(flatten)]
    about: AboutOthers,
    #[command(flatten)]
    answer: AsJson,
}

/// Changes answers, each checked like an answer.
pub(crate) async fn amend(office: &Office, asked: AmendArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let reference = asked.what.reference()?;
    let why = asked.why.ok_or_else(no_why)?;
    if asked.set.is_empty() && asked.unset.is_empty() {
        return Err(Refused::new("Say what to change with --set FIELD=VALUE or --unset FIELD. Nothing was changed."));
    }
    let (fields, new) = answers(&asked.set, &asked.unset)?;
    let amendment = Amendment { fields: Vec::new(), why, about_others: asked.about.about_others };
    match office.amend(&reference, |_| (fields.clone(), new.clone()), &amendment, None).await {
        Ok(state) => say(office, (&reference, &Act::Amend(amendment)), &state, asked.answer, environment),
        Err(AmendError::Answers(NotTaken::Same)) => {
            Err(Refused::new(format!("{reference}: these are the answers that stand there already.")))
        }
        Err(AmendError::Answers(NotTaken::Wrong(problems))) => Err(wrong(&reference, &problems, office)),
        Err(AmendError::Act(ActError::NotFound)) => Err(office.gone(&reference).await),
        Err(AmendError::Act(error)) => Err(Refused::act(&reference, error)),
    }
}

/// Every wrong answer at once, a line each: the field, and what is wrong with it. Nothing typed is in it.
fn wrong(reference: &Reference, problems: &[Problem], office: &Office) -> Refused {
    let content = office.content();
    let line = |problem: &Problem| {
        let sentence = match problem.code {
            "unknown-field" => "There is no field of this name.",
            "not-asked" => "This referrer is not asked it, so it has no answer.",
            "wrong-referrer" => "Who refers cannot be changed. Close it and take it down anew.",
            _ => content.words.problem(problem, Reader::Staff),
        };
        format!("\n  {}: {sentence}", problem.field)
    };
    Refused::new(format!(
        "{reference}: nothing was changed. Put this right first:{}",
        problems.iter().map(line).collect::<String>()
    ))
}

/// The fields that are answered anew, and their answers.
fn answers(set: &[String], unset: &[String]) -> Result<(Vec<String>, Answers), Refused> {
    let (mut fields, mut pairs) = (Vec::new(), Vec::new());
    for typed in set {
        let Some((name, value)) = typed.split_once('=') else {
            return Err(Refused::new("Write --set as FIELD=VALUE, such as patient.ward=Fern. Nothing was changed."));
        };
        let name = name.trim();
        if fields.iter().any(|known| known == name) {
            return Err(Refused::new(format!("{name} is set twice. Say it once. Nothing was changed.")));
        }
        match field(name).map(|field| field.kind) {
            Some(Kind::Date | Kind::PastDate { .. }) if value.trim() != "unknown" && !value.trim().is_empty() => {
                day(value.trim()).map_err(|wrong| Refused::new(format!("{name}: {wrong} Nothing was changed.")))?;
                pairs.push((name.to_owned(), value.to_owned()));
            }
            Some(Kind::Choices(_)) => {
                pairs.extend(value.split(',').map(|code| (name.to_owned(), code.trim().to_owned())));
            }
            _ => pairs.push((name.to_owned(), value.to_owned())),
        }
        fields.push(name.to_owned());
    }
    for name in unset {
        if fields.contains(name) {
            return Err(Refused::new(format!("{name} is both set and unset. Choose one. Nothing was changed.")));
        }
        fields.push(name.clone());
    }
    Ok((fields, Answers::from_pairs(&pairs, ReferrerType::Patient)))
}
