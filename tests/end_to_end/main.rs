//! The whole house from outside: which room may know which, and one referral from a blank page to a closed case.

mod arrows;
mod citations;
mod client;
mod edit;
mod journey;
mod law;
mod public;
mod reliability;
mod service;
mod start;
