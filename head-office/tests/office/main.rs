//! Head office from outside: its verbs and its web page, on the embedded engine through the real SDK.

mod desk;
mod verbs;
mod world;
