//! Writes the OpenAPI document for the date of the rule set: `cargo run -p referral-fn --example openapi`.

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let content = referral_fn::Pages::compiled()?.content;
    let document = referral_fn::document(&content, content.rules.law.checked_on());
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&document)?)?;
    Ok(())
}
