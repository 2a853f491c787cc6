//! The shared table: sealed entries over the DynamoDB API.
//!
//! In the order a referral passes through: [`Inbox::submit`] seals it to the [`Recipients`] and stores it with one
//! conditional put; [`Tray`] lists, opens (with a staff [`Identity`]) and moves it. Three types mirror three
//! cloud identities: the function may only put, the digest's [`Lookout`] sees what is in clear, head office may read.
//! One engine interface: everything goes through the SDK, also on one machine, where the connector calls the
//! embedded engine in process ([`local`]).

mod acting;
mod archive;
mod attributes;
mod canary;
mod clock;
mod counting;
mod error;
mod events;
mod folding;
mod histories;
mod identity;
mod inbox;
mod issued;
mod listing;
mod lookout;
mod opening;
mod proof;
mod recipients;
mod rotate;
mod seal;
mod search;
mod table;
mod token_key;
mod transport;
mod tray;
mod verify;
mod walk;
mod watch;

#[cfg(feature = "embedded")]
mod engine;
#[cfg(feature = "embedded")]
pub mod local;
#[cfg(feature = "seeding")]
pub mod seeding;

pub use canary::Canary;
pub use counting::{Counted, Uncounted};
#[cfg(feature = "embedded")]
pub use engine::Engine;
pub use error::{ActError, QueueError, SubmitError};
pub use events::is_export;
pub use histories::Histories;
pub use identity::{Identity, IdentityError, NewIdentity};
pub use inbox::{Inbox, Once, Receipt, Submission};
pub use listing::{Case, Clear, Listing, Unopened, Why};
pub use lookout::Lookout;
pub use proof::Proof;
pub use recipients::{Holder, Recipients, RecipientsError, Role};
pub use rotate::Rotated;
pub use search::Sought;
pub use table::{AwsSettings, Table};
pub use token_key::{TokenKey, TokenKeyError};
pub use transport::https;
pub use tray::{Shown, Tray};
pub use verify::{Flaw, Verified};
pub use walk::Found;
