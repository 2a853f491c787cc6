//! `setup`: asks in plain questions where the table is and which key is whose, tests each answer, and writes the small
//! settings file.

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use queue::{Identity, Recipients};
use referral::life::StaffName;

use crate::office::tunnel::{To, Tunnel};
use crate::office::{Key, SETTINGS, ask_passphrase, settings};
use crate::{Environment, Office, Refused, SettingsFile};

/// What was answered, by the names of environment variables.
type Said = BTreeMap<&'static str, String>;

/// Asks, tests, and writes `file`; what an older one says is offered.
pub(crate) async fn setup(file: Option<PathBuf>, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let beside = file.or_else(SettingsFile::beside_the_program);
    let file = beside.ok_or_else(|| Refused::new("Say where the settings go: --settings FILE."))?;
    let old = if file.exists() { SettingsFile::read(Some(&file)).unwrap_or_default() } else { SettingsFile::default() };
    environment.say(
        "A few questions, and each answer is tried out. Enter alone takes what is in [brackets]; Ctrl-C ends this and \
         nothing is written.\n",
    )?;
    let staff =
        asked(environment, "Your initials, as colleagues see them at the desk", old.get("IMHA_STAFF"), |said| {
            StaffName::parse(said).map(|name| name.as_str().to_owned()).map_err(|error| format!("{error}."))
        })?;
    let mut said = table(&old, environment).await?;
    let (list, recipients) =
        asked(environment, "The file with the public keys of head office", old.get("IMHA_RECIPIENTS"), list)?;
    let identity = identity(&old, &recipients, environment)?;
    said.extend([("IMHA_STAFF", staff), ("IMHA_RECIPIENTS", list), ("IMHA_IDENTITY", identity)]);
    environment.deliver(Some(&file), written(&said).as_bytes(), "Nothing was written.")?;
    environment.say(&format!("\nWritten to {}.", file.display()))?;
    try_it(&file, environment).await
}

/// Opens the table as the settings say, as a desk will.
async fn try_it(file: &Path, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let (written, env) = (SettingsFile::read(Some(file))?, environment.env);
    let get = |name: &str| written.get(name).or_else(|| env(name).filter(|_| name != "AWS_ENDPOINT_URL_DYNAMODB"));
    let trial = Environment {
        out: &mut std::io::sink(),
        clock: environment.clock.clone(),
        env: &get,
        terminal: environment.terminal,
    };
    let office = Office::open(None, Key::NotNeeded, &trial).await?;
    let open = match office.tray.open_entries().await?.entries.len() {
        1 => "1 referral is".to_owned(),
        many => format!("{many} referrals are"),
    };
    environment.say(&format!(
        "The table answers; {open} open. Start the desk with `head-office serve --open`, or with a double click \
         on head-office where the settings lie beside it."
    ))?;
    Ok(())
}

/// What is asked of a tunnel: the setting, the question, and what is offered where nothing was said before.
const TUNNEL: [(&str, &str, &str); 4] = [
    ("IMHA_TUNNEL", "The server, as one types it after ssh: asha@example.org", ""),
    ("IMHA_TUNNEL_TABLE", "The table's port there", "8000"),
    ("IMHA_TUNNEL_KEY", "The file of your SSH key; Enter where ssh finds it by itself", ""),
    ("IMHA_TUNNEL_CONFIG", "A configuration file for ssh; Enter if nobody gave you one", ""),
];
const AWS: [(&str, &str, &str); 2] =
    [("AWS_PROFILE", "The AWS profile (from ~/.aws/config)", "default"), ("AWS_REGION", "The AWS region", "eu-west-2")];

/// The settings that say where the table is, once it is reached with them.
async fn table(old: &SettingsFile, environment: &mut Environment<'_>) -> Result<Said, Refused> {
    let on_aws = old.get("AWS_PROFILE").is_some();
    let one_of = |said: &str| ["1", "2"].contains(&said).then(|| said.to_owned()).ok_or("Type 1 or 2.".to_owned());
    let place = if on_aws { "2" } else { "1" };
    let question = "Where is the table? 1: on a server of our own. 2: on AWS";
    let on_aws = asked(environment, question, Some(place.to_owned()), one_of)? == "2";
    loop {
        let mut said = Said::default();
        let questions = if on_aws { &AWS[..] } else { &TUNNEL };
        for (name, question, otherwise) in questions {
            let offered = old.get(name).unwrap_or_else(|| (*otherwise).to_owned());
            let answer = asked(environment, question, Some(offered), |answer| match (*name, answer) {
                ("IMHA_TUNNEL", "") => Err("Somebody who looks after the server can tell you.".to_owned()),
                ("IMHA_TUNNEL_KEY" | "IMHA_TUNNEL_CONFIG", path) if !path.is_empty() => Ok(whole(path)),
                (_, answer) => Ok(answer.to_owned()),
            })?;
            said.extend((!answer.is_empty()).then_some((*name, answer)));
        }
        match reached(&said, on_aws, environment).await {
            Ok(()) => return Ok(said),
            Err(refused) => environment.say(&format!("{refused} Once more.\n"))?,
        }
    }
}

/// Whether the table is reached with these settings.
async fn reached(said: &Said, on_aws: bool, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let get = |name: &str| said.get(name).cloned();
    if on_aws {
        return settings::aws(&get).await.map(drop);
    }
    environment.say("Connecting …")?;
    match To::from_env(&get, environment.terminal.ask)? {
        Some(to) => Tunnel::open(to).await.map(drop),
        None => Ok(()),
    }
}

/// The file that says this.
fn written(said: &Said) -> String {
    let mut text = "# Made by `head-office setup`. Nothing in it is secret.\n".to_owned();
    let mut last = "";
    for (table, key, value) in SETTINGS.iter().filter_map(|(table, key, name)| Some((*table, key, said.get(name)?))) {
        if table != last {
            text.push_str(&format!("\n[{table}]\n"));
            last = table;
        }
        text.push_str(&format!("{key} = {}\n", quoted(value)));
    }
    text
}

/// This person's key file: it is theirs, and referrals are sealed to it.
fn identity(old: &SettingsFile, to: &Recipients, environment: &mut Environment<'_>) -> Result<String, Refused> {
    let question = "The file with your own key (`head-office keys new \"Your Name\"` makes one)";
    loop {
        let (path, bytes) = asked(environment, question, old.get("IMHA_IDENTITY"), |said| {
            let bytes = std::fs::read(said).map_err(|error| format!("{said}: {error}."))?;
            Ok((whole(said), bytes))
        })?;
        let passphrase = match Identity::needs_passphrase(&bytes) {
            true => ask_passphrase(environment)?,
            false => None,
        };
        match Identity::parse(&bytes, passphrase.as_deref()) {
            // Nobody is there who could type it: the desk will ask.
            Err(queue::IdentityError::PassphraseNeeded) => return Ok(path),
            Err(error) => environment.say(&format!("{error}."))?,
            Ok(own) if to.holders().iter().any(|holder| own.public().contains(&holder.key)) => return Ok(path),
            Ok(_) => environment
                .say("That key is not in the list of public keys, so it opens nothing. Have it added first.")?,
        }
    }
}

/// A list of recipients by its file.
fn list(said: &str) -> Result<(String, Recipients), String> {
    let text = queue::read_text_file(Path::new(said)).map_err(|error| format!("{said}: {error}."))?;
    Recipients::parse(&text).map(|read| (whole(said), read)).map_err(|error| format!("{said}: {error}."))
}

fn whole(path: &str) -> String {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

/// A string of TOML, which takes every escape that JSON writes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Asks until `read` takes what is answered.
fn asked<T>(
    environment: &mut Environment<'_>,
    question: &str,
    offered: Option<String>,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Refused> {
    let offered = offered.unwrap_or_default();
    let bracket = if offered.is_empty() { String::new() } else { format!(" [{offered}]") };
    loop {
        write!(environment.out, "{question}{bracket}: ")?;
        environment.out.flush()?;
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            return Err(Refused::new("The questions were not answered to their end, so nothing was written."));
        }
        let said = line.trim().trim_matches('"');
        let said = if said.is_empty() { &offered } else { said };
        match read(said) {
            Ok(taken) => return Ok(taken),
            Err(why) => environment.say(&why)?,
        }
    }
}
