//! The five texts as JSON, with the promise in its places among the words: the function reads them at each start, and TOML
//! takes four to five times as long: 0.2 ms more of its start for the four smaller ones, and the words are four times as much.

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
    let made = |name: &str, text: &str| -> Result<toml::Table, Failed> {
        let table: toml::Table = toml::from_str(text)?;
        fs::write(Path::new(&env::var("OUT_DIR")?).join(name), serde_json::to_vec(&table)?)?;
        Ok(table)
    };
    for name in ["site", "law", "places"] {
        made(&format!("{name}.json"), &read(&format!("{name}.toml"))?)?;
    }
    let calendar = made("calendar.json", &read("calendar.toml")?)?;
    let promise = calendar["working_days_to_contact"].as_integer().ok_or("working_days_to_contact is no number")?;
    made("words.json", &days::with_days(&read("en/words.toml")?, promise.try_into()?))?;
    Ok(())
}
