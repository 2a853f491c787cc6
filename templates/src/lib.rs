//! The HTML, CSS and small scripts, and the typed page behind each template.
//!
//! [`Content`] holds the words, settings and rules; [`Theme`] holds the templates; a [`Page`] is one
//! struct beside one `*.html`. The generator and the function draw the same [`FormPage`].

mod article;
mod check;
mod content;
mod desk;
mod facts;
mod form;
mod frame;
mod gaps;
mod paper;
mod qr;
mod recovery;
mod refusal;
mod search;
mod sent;
mod theme;
mod words;

pub use article::{Article, Link};
pub use check::{CheckPage, Notice};
pub use content::{Content, ContentError, DeskSettings, Hours, Phone, Site, Texts, Urgent};
pub use desk::*;

pub use facts::Facts;
pub use form::{FormPage, HONEYPOT, ISSUED};
pub use frame::{Dated, Frame, Translation};
pub use paper::PaperPage;
pub use qr::{Qr, Spare};
pub use recovery::RecoverySheet;
pub use refusal::RefusalPage;
pub use search::{SearchGroup, SiteSearchPage};
pub use sent::SentPage;
pub use theme::{Asset, Page, Theme, ThemeError};
pub use words::{FieldWords, Language, Words};
