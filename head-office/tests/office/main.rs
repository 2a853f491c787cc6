//! Head office from outside: its verbs and its web page, on the embedded engine through the real SDK.

mod browser;
mod desk;
mod desk_faults;
mod desk_moves;
mod desk_work;
mod verbs;
mod world;
