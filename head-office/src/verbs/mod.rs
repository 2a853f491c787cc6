//! One file a verb; the acts on one referral share one, since the rules are in `referral::life`.

mod acts;
mod assign;
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

pub(crate) use acts::{Typed, typed};
pub(crate) use assign::{assign, hand_over};
pub(crate) use completions::completions;
pub(crate) use digest::digest;
pub(crate) use export::export;
pub(crate) use init::init;
pub(crate) use keys::keys;
pub(crate) use list::list;
pub(crate) use print::print;
pub(crate) use purge::purge;
pub(crate) use report::{drawn, report};
pub(crate) use serve::serve;
pub(crate) use show::show;
pub use verify::VerifyArgs;
pub(crate) use verify::verify;

pub use acts::{CloseArgs, ContactArgs, HoldArgs, LogArgs, NoteArgs, UndoArgs};
pub use assign::{AssignArgs, HandOverArgs};
pub use digest::DigestArgs;
pub use export::{ExportArgs, Format, Wanted};
pub use keys::{KeysVerb, NewKey, Role as KeyRole};
pub use list::ListArgs;
pub use purge::PurgeArgs;
pub use report::{ReportAsked, ReportFormat};
pub use values::{AboutOthers, Named};
