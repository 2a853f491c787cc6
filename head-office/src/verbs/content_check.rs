//! `content-check`: whether desk, function and site work with the same words, law, calendar and places.

use std::collections::BTreeMap;

use serde_json::json;

use crate::office::content;
use crate::{Environment, Refused};

/// What to compare with.
#[derive(Debug, clap::Args)]
pub(crate) struct ContentCheckArgs {
    /// The public address of site and function; without it the one in content/site.toml
    #[arg(long, value_name = "URL")]
    pub site: Option<String>,
    /// As an object for machines
    #[arg(long)]
    pub json: bool,
}

/// The digest of each file by name, or why they are not known.
type Digests = Result<BTreeMap<String, String>, String>;

/// Says of each file where it is another than at the desk, and exits 1 if anywhere, or if somebody could not be asked.
pub(crate) async fn content_check(asked: ContentCheckArgs, environment: &mut Environment<'_>) -> Result<(), Refused> {
    let content = content(environment)?;
    let origin = asked.site.unwrap_or_else(|| content.site.origin.clone());
    let origin = origin.trim_end_matches('/');
    let (site, function) = tokio::join!(site(origin), function(origin));
    let (desk, others) = (content.digests(), [("function", function), ("site", site)]);
    let differ = |file: &str| -> Vec<&str> {
        let other = |(_, there): &&(&str, Digests)| there.as_ref().is_ok_and(|there| there.get(file) != desk.get(file));
        others.iter().filter(other).map(|(who, _)| *who).collect()
    };
    let differing: BTreeMap<&String, Vec<&str>> =
        desk.keys().map(|file| (file, differ(file))).filter(|(_, who)| !who.is_empty()).collect();
    let not_asked: BTreeMap<&str, &String> =
        others.iter().filter_map(|(who, there)| Some((*who, there.as_ref().err()?))).collect();
    if asked.json {
        let [function, site] = others.each_ref().map(|(_, there)| there.as_ref().ok());
        environment.json(&json!({
            "desk": desk, "function": function, "site": site, "differ": differing, "not_asked": not_asked,
        }))?;
    } else {
        for file in desk.keys() {
            let said = differing.get(file).map_or("the same".to_owned(), |who| {
                format!("the desk has another than the {}", who.join(" and the "))
            });
            environment.say(&format!("{file}: {said}"))?;
        }
        for (who, why) in &not_asked {
            environment.say(&format!("The {who} at {origin} could not be asked: {why}."))?;
        }
    }
    match (differing.is_empty(), not_asked.is_empty()) {
        (true, true) => Ok(()),
        (false, _) => Err(Refused::new(
            "Not everybody works with the same content. Publish site and function anew, or start the desk with --content \
             and the folder that was published.",
        )),
        (true, false) => Err(Refused::new("Not everybody could be asked. Check the address, or give it with --site.")),
    }
}

/// The site says it in a file.
async fn site(origin: &str) -> Digests {
    let text = queue::get(&format!("{origin}/content.json"), None).await?;
    serde_json::from_str(&text).map_err(|_| "it does not say".to_owned())
}

/// The function says it in a header of the API's document.
async fn function(origin: &str) -> Digests {
    let text = queue::get(&format!("{origin}/api/openapi.json"), Some("imha-content")).await?;
    let pair = |pair: &str| pair.split_once('=').map(|(file, digest)| (file.to_owned(), digest.to_owned()));
    text.split(", ").map(pair).collect::<Option<_>>().ok_or_else(|| "it does not say".to_owned())
}
