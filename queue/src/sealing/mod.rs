//! What is sealed: whom to, by what key it opens, and what is inside.

mod events;
mod identity;
mod open;
mod recipients;
pub(crate) mod seal;
mod shared;
mod token_key;
mod typed;
mod why;

pub use events::is_unread_mark;
pub(crate) use events::{SealedEvent, export_event, open_event};
pub use identity::{Identity, IdentityError, NewIdentity};
pub(crate) use open::open_stored;
pub use recipients::{Holder, Recipients, RecipientsError, Role};
pub(crate) use shared::SharedKey;
pub(crate) use token_key::mac;
pub use token_key::{TokenKey, TokenKeyError};
pub use typed::read_text_file;
pub use why::Why;
