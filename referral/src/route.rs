//! The part of the Act under which the patient is held or treated.

use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray, VariantNames};

use crate::ReferrerType;
use crate::code::coded;

/// Under which part of the Act the person is held or treated; the codes of docs/domain.md, Who qualifies.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray, VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Route {
    /// Section 2: assessment, up to 28 days.
    #[strum(serialize = "section-2")]
    Section2,
    /// Section 3: treatment.
    #[strum(serialize = "section-3")]
    Section3,
    /// Part 3: sent by a court or from prison.
    #[strum(serialize = "part-3")]
    Part3,
    /// A community treatment order (s17A).
    Cto,
    /// Guardianship (s7 or s37).
    Guardianship,
    /// Conditionally discharged restricted patient (ss42(2), 73, 74).
    ConditionalDischarge,
    /// A section 57 treatment was discussed.
    #[strum(serialize = "section-57")]
    Section57,
    /// Under 18, and electro-convulsive therapy was discussed (s58A).
    #[strum(serialize = "section-58a")]
    Section58a,
    /// Sections 4, 5(2), 5(4), 135 and 136.
    ShortTerm,
    /// In hospital by agreement.
    Informal,
    /// None of the listed routes.
    Other,
    /// The person asking does not know.
    NotSure,
}

impl Route {
    /// The code of every route, in the order of the form.
    pub const CODES: &'static [&'static str] = <Self as VariantNames>::VARIANTS;

    /// The order in which patients and relatives are asked: what most of them need first; last the two treatments that
    /// few are ever offered, and that frighten whoever meets them halfway down a list.
    const PLAIN_ORDER: [Self; 12] = [
        Self::Section2,
        Self::Section3,
        Self::NotSure,
        Self::Informal,
        Self::ShortTerm,
        Self::Cto,
        Self::Guardianship,
        Self::ConditionalDischarge,
        Self::Part3,
        Self::Other,
        Self::Section57,
        Self::Section58a,
    ];

    /// Every route in the order in which this person is asked; professionals keep that of the Act.
    pub fn order(asked: ReferrerType) -> [Self; 12] {
        if asked.is_professional() { Self::ALL } else { Self::PLAIN_ORDER }
    }
}

coded!(Route);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_ask_the_same_routes() {
        let mut plain = Route::PLAIN_ORDER;
        plain.sort();
        assert_eq!(plain, Route::ALL);
        assert_eq!(Route::ALL.map(Route::code), Route::CODES);
    }
}
