//! The codes of a row where none was chosen.

/// An optional question that was left empty, or that this referrer is not asked.
pub const NOT_ASKED: &str = "not-asked";
/// The patient is not in a hospital: an address was given.
pub const NOT_IN_HOSPITAL: &str = "not-in-hospital";
/// A code that has left its list since.
pub(super) const OTHER: &str = "other";
