//! Numbers and dates as people give them: with words beside them, any dash or space, and signs that cannot be seen.
//! Form, desk, links and exports read them here. What was typed is kept as typed; only its reading is plain.

mod date;
mod email;
mod nhs_number;
mod phone;
mod plain;

pub(crate) use date::boxes;
pub use date::read_date;
pub(crate) use email::{has_foreign_domain, is_email};
pub use nhs_number::digits;
pub(crate) use nhs_number::is_nhs_number;
pub(crate) use phone::is_phone;
pub use phone::{dial, dialled_digits, phone_cell};
pub(crate) use plain::{is_blank, is_unseen, plain};
