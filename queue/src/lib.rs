//! The shared table: sealed entries over the DynamoDB API.
//!
//! In the order a referral passes through: [`Inbox::submit`] seals it to the [`Recipients`] and stores it with one
//! conditional put; [`Tray`] lists, opens (with a staff [`Identity`]) and moves it. Three types mirror three
//! cloud identities: the function may only put, the digest's [`Lookout`] sees what is in clear, head office may read.
//! One engine interface: everything goes through the SDK, also on one machine, where the connector calls the
//! embedded engine in process ([`local`]).

mod accept;
mod canary;
mod core_dumps;
mod error;
mod inbox;
mod items;
mod parallel;
mod sealing;
mod table;
mod tray;
mod without_key;

#[cfg(feature = "fuzzing")]
pub mod fuzzing;
#[cfg(feature = "embedded")]
pub mod local;
#[cfg(feature = "seeding")]
pub mod seeding;

pub use accept::Receipt;
pub use canary::Canary;
pub use core_dumps::forbid_core_dumps;
pub use error::{ActError, AmendError, QueueError, SubmitError};
pub use inbox::{Inbox, Once, Submission};
pub use sealing::{
    Holder, Identity, IdentityError, NewIdentity, Recipients, RecipientsError, Role, TokenKey, TokenKeyError, Why,
    is_unread_mark, read_text_file,
};
#[cfg(feature = "embedded")]
pub use table::Engine;
pub use table::{AwsSettings, Table, get, https};
pub use tray::{
    By, Case, Clear, Counted, Due, Flaw, Found, Histories, LastRun, Listing, NewReferral, Other, Others, Proof, Record,
    Retention, RetentionError, Rotated, Search, Shown, Tray, Uncounted, Unopened, Verified,
};
pub use without_key::{Lookout, OpenEntries};
