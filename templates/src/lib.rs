//! The HTML, CSS and small scripts, and the typed page behind each template.
//!
//! [`Theme`] holds the templates; a [`Page`] is one struct beside one `*.html`, drawn with the words of a
//! [`content_reader::Content`]. The generator and the function draw the same [`FormPage`]. The desk, which has one program
//! alone, draws its templates from values that it names beside them.

mod api;
mod article;
mod check;
mod compiled;
mod dates;
mod desk;
mod easy;
mod facts;
mod form;
mod frame;
mod paper;
mod qr;
mod questions;
mod refusal;
mod search;
mod sent;
mod theme;
mod tribunal;
mod values;

pub use api::ApiFields;
pub use article::{Article, Link};
pub use check::{CheckPage, Notice};
pub use desk::*;
pub use easy::{EASY, EasyPage};
pub use facts::Facts;
pub use form::{FormPage, HONEYPOT, ISSUED};
pub use frame::{Dated, Frame, Shared, Translation};
pub use paper::PaperPage;
pub use qr::{Qr, Spare};
pub use questions::Questions;
pub use refusal::RefusalPage;
pub use search::{SearchGroup, SiteSearchPage};
pub use sent::{Sent, SentPage, UNFOUND};
pub use theme::{Asset, Page, Stylesheets, Theme, ThemeError};
pub use tribunal::LastDay;
