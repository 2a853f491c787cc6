//! Does what was typed.

use std::path::Path;

use clap::CommandFactory as _;
use referral::life::Act;

use super::typed::Cli;
use super::verb::Verb;
use crate::office::Key;
use crate::verbs::acts::{TypedAct, typed};
use crate::verbs::{
    amend, assign, completions, content_check, digest, erase, export, find, init, keys, list, new, person, print,
    purge, report, serve, setup, show, verify,
};
use crate::{Environment, Office, Refused};

/// Does the verb.
///
/// # Errors
/// One sentence that says why not and what to do.
pub async fn run(cli: Cli, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let (data, today) = (cli.data.as_deref(), environment.today());
    let act = match cli.verb {
        Verb::Claim(what) => TypedAct::plain(&what, Act::Claim)?,
        Verb::Release(what) => TypedAct::plain(&what, Act::Release)?,
        Verb::TakeOver(what) => TypedAct::plain(&what, Act::TakeOver)?,
        Verb::Reopen(what) => TypedAct::plain(&what, Act::Reopen)?,
        Verb::Contacted(asked) => asked.read(today)?,
        Verb::Note(asked) => asked.read()?,
        Verb::Log(asked) => asked.read(today)?,
        Verb::Close(asked) => asked.read()?,
        Verb::Undo(asked) => asked.read()?,
        Verb::Decide(asked) => asked.read()?,
        Verb::Hold(asked) => asked.read()?,
        Verb::Setup => return setup::setup(cli.settings, environment).await,
        other => return no_act(data, other, environment).await,
    };
    typed(data, act, environment).await
}

/// A verb that is no act on one referral, or that must look at more before it is one.
async fn no_act(data: Option<&Path>, verb: Verb, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let open = async |key: Key, environment: &Environment<'_>| Office::open(data, key, environment).await;
    // Where the history says who did it.
    let signed = async |key: Key, environment: &Environment<'_>| {
        let mut office = open(key, environment).await?;
        office.acting().await?;
        Ok::<_, Refused>(office)
    };
    match verb {
        Verb::Init => init::init(data, environment).await,
        Verb::Completions { shell } => Ok(completions::completions(shell, &mut Cli::command(), environment.out)?),
        Verb::ContentCheck(asked) => content_check::content_check(asked, environment).await,
        Verb::Keys(verb) => keys::keys(data, verb, environment).await,
        Verb::Export(asked) => export::export(data, asked, environment).await,
        Verb::Assign(asked) => assign::assign(&signed(Key::NotNeeded, environment).await?, asked, environment).await,
        Verb::HandOver(asked) => {
            assign::hand_over(&signed(Key::NotNeeded, environment).await?, asked, environment).await
        }
        Verb::Amend(asked) => amend::amend(&signed(Key::Needed, environment).await?, asked, environment).await,
        Verb::New(asked) => new::new(&signed(Key::Needed, environment).await?, asked, environment).await,
        Verb::Erase(asked) => erase::erase(&signed(Key::Needed, environment).await?, asked, environment).await,
        Verb::Digest(asked) => digest::digest(&open(Key::Nobodys, environment).await?, asked, environment).await,
        Verb::Serve { desk, open: in_browser } => {
            let key = if in_browser { Key::InThePage } else { Key::IfNamed };
            let mut office = open(key, environment).await?;
            // A desk opens without the table too, and says so on its pages.
            office.acting().await.unwrap_or_default();
            serve::serve(office, desk, in_browser, environment.out).await
        }
        verb => reads(verb, data, &open(Key::Needed, environment).await?, environment).await,
    }
}

/// A verb that reads what is sealed.
async fn reads(
    verb: Verb,
    data: Option<&Path>,
    office: &Office,
    environment: &mut Environment<'_>,
) -> Result<(), Refused> {
    match verb {
        Verb::List(asked) => list::list(office, asked, environment).await,
        Verb::Show { what, json } => show::show(office, &what.reference()?, json, environment).await,
        Verb::Print { what, json: true } => show::show(office, &what.reference()?, true, environment).await,
        Verb::Print { what, json: false } => print::print(office, &what.reference()?, environment).await,
        Verb::Find(asked) => find::find(office, asked, environment).await,
        Verb::Person(asked) => person::person(office, asked, environment).await,
        Verb::Verify(asked) => verify::verify(office, data, &asked, environment).await,
        Verb::Purge(asked) => purge::purge(office, asked, environment).await,
        Verb::Report(asked) => report::report(office, &asked, environment).await,
        // The others were answered above; one that nobody answers is no success.
        _ => Err(Refused::new("Nothing was done: this program does not answer that verb. Please report it.")),
    }
}
