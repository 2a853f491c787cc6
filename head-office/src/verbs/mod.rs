//! One file a verb; the moves of a referral's life share one, since the rules are in `referral::life`.

mod act;
mod digest;
mod export;
mod init;
mod list;
mod print;
mod serve;
mod show;

pub(crate) use act::act;
pub(crate) use digest::digest;
pub(crate) use export::export;
pub(crate) use init::init;
pub(crate) use list::list;
pub(crate) use print::print;
pub(crate) use serve::serve;
pub(crate) use show::show;
