//! The whole service from outside: which crate may link which, and one referral from a blank page to a closed case.

mod api_guide;
mod architecture;
mod arrows;
mod citations;
mod client;
mod content;
mod demo;
mod edit;
mod journey;
mod kills;
mod law;
mod pictures;
mod privacy;
mod profile;
mod promises;
mod public;
mod reliability;
mod service;
mod start;
mod traced;
