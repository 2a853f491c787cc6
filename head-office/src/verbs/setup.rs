//! `setup`: asks in plain questions where the table is and which key is whose, tests each answer, and writes the small
//! settings file.

use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use queue::{Identity, Recipients};
use referral::life::StaffName;

use crate::office::tunnel::{To, Tunnel};
use crate::office::{Key, ask_passphrase, private_file, settings};
use crate::{Environment, Office, Refused, SettingsFile};

/// Asks, tests, and writes `file`; what stands in an older one is offered.
pub(crate) async fn setup(file: Option<PathBuf>, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let beside = file.or_else(SettingsFile::beside_the_program);
    let file = beside.ok_or_else(|| Refused::new("Say where the settings go: --settings FILE."))?;
    let old = if file.exists() { SettingsFile::read(Some(&file)).unwrap_or_default() } else { SettingsFile::default() };
    environment.say(
        "A few questions, and each answer is tried out. Enter alone takes what stands in [brackets]; Ctrl-C ends this and \
         nothing is written.\n",
    )?;
    let staff =
        asked(environment, "Your initials, as colleagues see them at the desk", old.get("IMHA_STAFF"), |said| {
            StaffName::parse(said).map(|name| name.as_str().to_owned()).map_err(|error| format!("{error}."))
        })?;
    let table = table(&old, environment).await?;
    let (list, recipients) =
        asked(environment, "The file with the public keys of head office", old.get("IMHA_RECIPIENTS"), list)?;
    let identity = identity(&old, &recipients, environment)?;
    let text = format!(
        "# Made by `head-office setup`. Nothing in it is secret.\nstaff = {}\nrecipients = {}\nidentity = {}\n\n{table}",
        quoted(&staff),
        quoted(&list),
        quoted(&identity),
    );
    private_file::write(&file, text.as_bytes())
        .map_err(|error| Refused::new(format!("{}: {error}. Nothing was written.", file.display())))?;
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

/// The part of the file that says where the table is.
async fn table(old: &SettingsFile, environment: &mut Environment<'_>) -> Result<String, Refused> {
    let on_aws = old.get("AWS_PROFILE").is_some();
    let one_of = |said: &str| ["1", "2"].contains(&said).then(|| said.to_owned()).ok_or("Type 1 or 2.".to_owned());
    let place = if on_aws { "2" } else { "1" };
    let question = "Where is the table? 1: on a server of our own. 2: on AWS";
    if asked(environment, question, Some(place.to_owned()), one_of)? == "2" {
        return aws(old, environment).await;
    }
    loop {
        let (text, get) = tunnel(old, environment)?;
        environment.say("Connecting …")?;
        let stands = match To::from_env(&get, environment.terminal.ask) {
            Ok(Some(to)) => Tunnel::open(to).await.map(drop),
            other => other.map(drop),
        };
        match stands {
            Ok(()) => return Ok(text),
            Err(refused) => environment.say(&format!("{refused} Once more.\n"))?,
        }
    }
}

/// How the server is reached: for the file, and as the environment would say it.
fn tunnel(
    old: &SettingsFile,
    environment: &mut Environment<'_>,
) -> Result<(String, impl Fn(&str) -> Option<String> + use<>), Refused> {
    let known = |said: &str| match said {
        "" => Err("Somebody who looks after the server can tell you.".to_owned()),
        said => Ok(said.to_owned()),
    };
    let file = |said: &str| Ok((!said.is_empty()).then(|| whole(said)));
    let offered = |name: &str, otherwise: &str| Some(old.get(name).unwrap_or_else(|| otherwise.to_owned()));
    let question = "The server, as one types it after ssh: asha@example.org";
    let server = asked(environment, question, offered("IMHA_TUNNEL", ""), known)?;
    let table = asked(environment, "The table's port there", offered("IMHA_TUNNEL_TABLE", "8000"), known)?;
    let question = "The file of your SSH key; Enter where ssh finds it by itself";
    let key = asked(environment, question, offered("IMHA_TUNNEL_KEY", ""), file)?;
    let question = "A configuration file for ssh; Enter if nobody gave you one";
    let config = asked(environment, question, offered("IMHA_TUNNEL_CONFIG", ""), file)?;
    let mut text = format!("[tunnel]\nserver = {}\ntable = {table}\n", quoted(&server));
    for (name, path) in [("key", &key), ("config", &config)] {
        if let Some(path) = path {
            text.push_str(&format!("{name} = {}\n", quoted(path)));
        }
    }
    let get = move |name: &str| match name {
        "IMHA_TUNNEL" => Some(server.clone()),
        "IMHA_TUNNEL_TABLE" => Some(table.clone()),
        "IMHA_TUNNEL_KEY" => key.clone(),
        "IMHA_TUNNEL_CONFIG" => config.clone(),
        _ => None,
    };
    Ok((text, get))
}

async fn aws(old: &SettingsFile, environment: &mut Environment<'_>) -> Result<String, Refused> {
    loop {
        let text = |said: &str| Ok(said.to_owned());
        let profile = old.get("AWS_PROFILE").or_else(|| Some("default".to_owned()));
        let profile = asked(environment, "The AWS profile (from ~/.aws/config)", profile, text)?;
        let region = old.get("AWS_REGION").or_else(|| Some("eu-west-2".to_owned()));
        let region = asked(environment, "The AWS region", region, text)?;
        let get = |name: &str| match name {
            "AWS_PROFILE" => Some(profile.clone()),
            "AWS_REGION" => Some(region.clone()),
            _ => None,
        };
        match settings::aws(&get).await {
            Ok(_) => return Ok(format!("[aws]\nprofile = {}\nregion = {}\n", quoted(&profile), quoted(&region))),
            Err(refused) => environment.say(&format!("{refused} Once more.\n"))?,
        }
    }
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
