//! The rules of referral, pure: no IO, no async, and no clock (`now` is an argument).
//!
//! In the order a referral passes through: [`form`] decodes what was sent, [`Answers`] holds what was typed,
//! [`Referral::parse`] makes them a typed [`Referral`], or gives every [`Problem`] at once,
//! [`Law::decide`] says whether the person is covered, [`Calendar::due_on`] by when they must hear from us,
//! [`Entry`] is what head office receives, [`life`] is what may happen to it there, and [`Activity`] is what
//! remains for counting when the person is taken out.

mod activity;
mod amend;
mod answers;
mod calendar;
mod code;
mod digest;
mod entry;
mod field;
mod json;
mod law;
mod parse;
mod places;
mod problem;
mod reference;
mod referrer;
mod route;
mod rule_files;
mod settings;
mod strict_json;
mod text_file;
mod tribunal;
mod typed;
mod value;

pub mod form;
pub mod life;

pub use activity::{Activity, AgeBand, LANGUAGES, Late, NOT_ASKED, NOT_IN_HOSPITAL, Promise};
pub use answers::Answers;
pub use calendar::{Calendar, Policy, from_london, london, long_date};
pub use digest::{Untaken, WhyNow, digest, digest_mail, left_in_words, waiting_in_words};
pub use entry::{AsReceived, Channel, Entry, Mark, PersonDecision};
pub use field::{About, Ask, FIELDS, Field, Group, Kind, field};
pub use law::{Decision, Eligibility, Law, RouteRule};
pub use parse::{Referral, Urgency};
pub use places::{Advocate, Hospital, Places};
pub use problem::Problem;
pub use reference::Reference;
pub use referrer::ReferrerType;
pub use route::Route;
pub use rule_files::Rules;
pub use settings::SettingsError;
pub use strict_json::read_json;
pub use text_file::text_of;
pub use tribunal::{NoTribunalDate, TribunalAnswer, TribunalDates, TribunalNote};
pub use typed::{dial, dialled_digits, digits, phone_cell, read_date};
pub use value::Value;
