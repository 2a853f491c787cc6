//! Where the table is and whom entries are sealed to, from the environment.

use queue::{AwsSettings, Recipients, Table};

use super::environment::Environment;
use super::refused::Refused;
use super::tunnel::{To, Tunnel};

/// The table that is not in a folder of this machine: through a tunnel, or on AWS.
pub(crate) async fn table(environment: &Environment<'_>) -> Result<(Table, Option<Tunnel>), Refused> {
    let env = environment.env;
    let named = env("AWS_ENDPOINT_URL_DYNAMODB").is_some();
    let to = if named { None } else { To::from_env(env, environment.terminal.ask)? };
    let tunnel = match to {
        Some(to) => Some(Tunnel::open(to).await?),
        None => None,
    };
    let settings = match &tunnel {
        Some(tunnel) => AwsSettings::from_env(through(tunnel, env)).map_err(|missing| not_set(&missing))?,
        None => aws(env).await?,
    };
    let table = Table::aws(&settings).map_err(|error| Refused::new(format!("{error}.")))?;
    Ok((table, tunnel))
}

/// Who may open the tunnel was decided by the server: any credentials will do.
fn through(tunnel: &Tunnel, env: &dyn Fn(&str) -> Option<String>) -> impl Fn(&str) -> Option<String> {
    move |name| match name {
        "AWS_ENDPOINT_URL_DYNAMODB" => Some(tunnel.endpoint()),
        "AWS_REGION" | "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("any".to_owned()),
        "AWS_SESSION_TOKEN" => None,
        other => env(other),
    }
}

fn not_set(missing: &[String]) -> Refused {
    Refused::new(format!(
        "Not set: {}. Set them for the table on AWS, or a profile with AWS_PROFILE; or name the folder of the one on this \
         machine with --data (or IMHA_DATA), or a server with `head-office setup`.",
        missing.join(", ")
    ))
}

/// Keys in the environment go before a profile, as in the AWS command line.
pub(crate) async fn aws(env: &dyn Fn(&str) -> Option<String>) -> Result<AwsSettings, Refused> {
    #[cfg(feature = "profiles")]
    if let (None, Some(profile)) = (env("AWS_ACCESS_KEY_ID"), env("AWS_PROFILE")) {
        return super::profile::settings(&profile, env).await;
    }
    AwsSettings::from_env(env).map_err(|missing| not_set(&missing))
}

/// The public keys that `IMHA_RECIPIENTS` names or lists.
pub(crate) fn recipients(environment: &Environment<'_>) -> Result<Recipients, Refused> {
    let wrong = |why: String| Refused::new(format!("IMHA_RECIPIENTS: {why}."));
    let named = (environment.env)("IMHA_RECIPIENTS").ok_or_else(|| {
        wrong("not set; name the file with the public keys of head office, or list the keys themselves".to_owned())
    })?;
    Recipients::of_setting(&named).map_err(|error| wrong(error.to_string()))
}
