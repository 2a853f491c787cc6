//! One file a verb; the acts of a referral's life share one, since the rules are in `referral::life`.

mod acts;
mod completions;
mod digest;
mod export;
mod init;
mod keys;
mod list;
mod print;
mod purge;
mod report;
mod serve;
mod show;
mod values;
mod verify;

pub(crate) use acts::act;
pub(crate) use completions::completions;
pub(crate) use digest::digest;
pub(crate) use export::{export, sealed};
pub(crate) use init::init;
pub(crate) use keys::{check as check_keys, list as list_keys, new as new_key, rotate};
pub(crate) use list::list;
pub(crate) use print::print;
pub(crate) use purge::purge;
pub(crate) use report::{drawn, report};
pub(crate) use serve::serve;
pub(crate) use show::show;
pub(crate) use verify::verify;

pub use digest::DigestArgs;
pub use export::{Format, Wanted};
pub use keys::{KeysVerb, NewKey, Role as KeyRole};
pub use purge::PurgeArgs;
pub use report::{ReportAsked, ReportFormat};
pub(crate) use values::{day, how, no_outcome, outcome};
