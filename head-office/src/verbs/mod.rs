//! One file a verb; the acts on one referral share one, since the rules are in `referral::life`.

pub(crate) mod acts;
pub(crate) mod amend;
pub(crate) mod assign;
pub(crate) mod completions;
pub(crate) mod content_check;
pub(crate) mod digest;
pub(crate) mod erase;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod init;
pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod person;
pub(crate) mod print;
pub(crate) mod purge;
pub(crate) mod report;
pub(crate) mod serve;
pub(crate) mod setup;
pub(crate) mod show;
mod values;
pub(crate) mod verify;

pub(crate) use values::Named;
