//! The words as JSON, with the promise in its places: the function reads them at each start, and TOML takes five times as long.

use std::path::Path;
use std::{env, fs};

#[expect(unreachable_pub, reason = "the library gives it to others")]
#[path = "src/days.rs"]
mod days;

type Failed = Box<dyn std::error::Error>;

#[expect(clippy::disallowed_macros, reason = "Cargo reads what this prints")]
fn main() -> Result<(), Failed> {
    let content = Path::new("../content");
    let read = |name: &str| -> Result<String, Failed> {
        let path = content.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        Ok(fs::read_to_string(path)?)
    };
    let calendar: toml::Table = toml::from_str(&read("calendar.toml")?)?;
    let promise = calendar["working_days_to_contact"].as_integer().ok_or("working_days_to_contact is no number")?;
    let words: toml::Table = toml::from_str(&days::with_days(&read("en/words.toml")?, promise.try_into()?))?;
    let made = Path::new(&env::var("OUT_DIR")?).join("words.json");
    Ok(fs::write(made, serde_json::to_vec(&words)?)?)
}
