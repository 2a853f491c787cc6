//! Fills a folder with the forty referrals of invented people, for the browser's tests: `forty DIR [STAFF]`.
//! To look at them, `cargo run -- --demo` is enough.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use content_reader::{Content, Texts};

#[tokio::main]
async fn main() -> Result<()> {
    let data = std::env::args().nth(1).map(PathBuf::from).context("name the folder to fill, such as `data`")?;
    let staff = std::env::args().nth(2).map_or_else(head_office::staff, Ok)?;
    let content = Content::parse(&Texts::compiled())?;
    head_office::forty::fill(&queue::local::open(&data).await?, &content, &staff, (head_office::system_clock())()).await
}
