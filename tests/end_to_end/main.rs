//! The whole house from outside: which room may know which, and one referral from a blank page to a closed case.

mod arrows;
mod citations;
mod client;
mod content;
mod edit;
mod journey;
mod law;
mod profile;
mod public;
mod service;
mod start;
