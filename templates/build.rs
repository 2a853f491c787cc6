//! The words as JSON beside their TOML: the function reads them at every start, and JSON is read sooner.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let source = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../content/en/words.toml");
    writeln!(std::io::stdout(), "cargo::rerun-if-changed={}", source.display())?;
    // Words that cannot be read are told where they are read, with the line; an empty text has them read again there.
    let words: Result<toml::Table, _> = toml::from_str(&fs::read_to_string(source)?);
    let json = words.ok().map(|words| serde_json::to_string(&words)).transpose()?.unwrap_or_default();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.json"), json)?;
    Ok(())
}
