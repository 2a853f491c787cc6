//! The table over the DynamoDB API: client, settings, transport, and the engine in our own process.

mod attempts;
mod client;
mod clock;
#[cfg(feature = "embedded")]
mod engine;
mod https;
mod settings;

pub(crate) use attempts::{Attempts, explain};
pub use client::Table;
pub(crate) use clock::ServerDate;
#[cfg(feature = "embedded")]
pub use engine::Engine;
pub use https::{get, https};
pub use settings::AwsSettings;
