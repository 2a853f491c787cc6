//! The queue opened as one person, and what every way of working on it shares: deadlines, the order of a list, the
//! wording of an act, refusals. The pages of the desk and the verbs of the command line use this; nothing here knows
//! either.

pub(crate) mod act_wording;
mod acting;
pub(crate) mod case_now;
pub(crate) mod confidence;
pub(crate) mod dates;
pub(crate) mod deadlines;
mod environment;
pub(crate) mod finding;
pub(crate) mod handing_over;
pub(crate) mod history;
mod list_row;
pub(crate) mod lock;
pub(crate) mod mail;
pub(crate) mod open_list;
mod opened;
pub(crate) mod order;
pub(crate) mod other_channel;
mod paper;
mod passphrase;
pub(crate) mod private_file;
#[cfg(feature = "profiles")]
mod profile;
pub(crate) mod purge_and_erase;
pub(crate) mod references;
pub(crate) mod refused;
pub(crate) mod reports;
pub(crate) mod settings;
mod settings_file;
mod staff;
pub(crate) mod terminal;
pub(crate) mod tunnel;
pub(crate) mod visible;

pub(crate) use acting::NotTaken;
pub(crate) use opened::{Key, content};
pub(crate) use paper::text;
pub(crate) use passphrase::{ask_passphrase, choose_passphrase};

pub use environment::{Clock, Environment, runtime, system_clock};
pub(crate) use list_row::ListRow;
pub use opened::{CONTENT, Office};
pub use refused::Refused;
pub(crate) use settings_file::SETTINGS;
pub use settings_file::SettingsFile;
pub use staff::staff;
pub use terminal::Terminal;
