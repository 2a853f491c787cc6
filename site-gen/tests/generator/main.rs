//! The generator from the outside: folders in, folders out.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its fixture has failed")]

mod addresses;
mod all_switches;
mod build;
mod cards;
mod checks;
mod command;
mod fixture;
mod going_live;
mod hospitals;
mod languages;
mod other_folders;
mod publish;
mod search;
