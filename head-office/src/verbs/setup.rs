//! `setup`: asks in plain questions where the table is and which key is whose, tests each answer, and writes the small
//! settings file.

use std::fmt::Write as _;
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
    let open = office.tray.open_entries().await?.entries.len();
    environment.say(&format!(
        "The table answers; {open} referrals are open. Start the desk with `head-office serve --open`, or with a double click \
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
        let text = |said: &str| Ok(said.to_owned());
        let server = asked(
            environment,
            "The server, as one types it after ssh: asha@example.org",
            old.get("IMHA_TUNNEL"),
            |said| {
                if said.is_empty() {
                    Err("Somebody who looks after the server can tell you.".to_owned())
                } else {
                    text(said)
                }
            },
        )?;
        let port = old.get("IMHA_TUNNEL_TABLE").or_else(|| Some("8000".to_owned()));
        let port = asked(environment, "The table's port there", port, text)?;
        let key = old.get("IMHA_TUNNEL_KEY").or_else(|| Some(String::new()));
        let key = asked(environment, "The file of your SSH key; Enter where ssh finds it by itself", key, text)?;
        let config = old.get("IMHA_TUNNEL_CONFIG").or_else(|| Some(String::new()));
        let config = asked(environment, "A configuration file for ssh; Enter if nobody gave you one", config, text)?;
        let absolute = |path: &str| (!path.is_empty()).then(|| whole(path));
        let named = [
            ("IMHA_TUNNEL", Some(server.clone())),
            ("IMHA_TUNNEL_TABLE", Some(port.clone())),
            ("IMHA_TUNNEL_KEY", absolute(&key)),
            ("IMHA_TUNNEL_CONFIG", absolute(&config)),
        ];
        let get = |name: &str| named.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.clone());
        environment.say("Connecting …")?;
        let stands = match To::from_env(&get, environment.terminal.ask) {
            Ok(Some(to)) => Tunnel::open(to).await.map(drop),
            other => other.map(drop),
        };
        if let Err(refused) = stands {
            environment.say(&format!("{refused} Once more.\n"))?;
            continue;
        }
        let mut text = format!("[tunnel]\nserver = {}\ntable = {port}\n", quoted(&server));
        for (name, path) in [("key", absolute(&key)), ("config", absolute(&config))] {
            if let Some(path) = path {
                writeln!(text, "{name} = {}", quoted(&path)).unwrap_or_default();
            }
        }
        return Ok(text);
    }
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
    loop {
        let bracket =
            offered.as_deref().filter(|text| !text.is_empty()).map_or_else(String::new, |text| format!(" [{text}]"));
        write!(environment.out, "{question}{bracket}: ")?;
        environment.out.flush()?;
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            return Err(Refused::new("The questions were not answered to their end, so nothing was written."));
        }
        let said = line.trim().trim_matches('"');
        let said = if said.is_empty() { offered.as_deref().unwrap_or_default() } else { said };
        match read(said) {
            Ok(taken) => return Ok(taken),
            Err(why) => environment.say(&why)?,
        }
    }
}
