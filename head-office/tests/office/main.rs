//! Head office from outside: its verbs and its web page, on the embedded engine through the real SDK.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod activity_desk;
mod activity_figures;
mod activity_formats;
mod activity_issued;
mod activity_mended;
mod bad_input;
mod browser;
mod colleagues;
mod damaged;
mod desk;
mod desk_faults;
mod desk_moves;
mod desk_work;
mod fixture;
mod handed;
mod invented_year;
mod kept;
mod keys;
mod leaving;
mod machines;
mod mistakes;
mod people;
mod silence;
mod stored;
mod transcripts;
mod tribunal;
mod unlock;
mod verbs;
mod without_us;
