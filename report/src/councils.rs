//! Whose referrals: the council responsible where the hospital stands, never where the person lives.

use referral::{Activity, Places};

/// Those whose council cannot be told from a hospital.
pub const NO_COUNCIL: &str = "Council not known";

/// The councils of the places, each once in the order of the file, and last [`NO_COUNCIL`].
pub fn councils(places: &Places) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for hospital in places.hospitals() {
        if !names.contains(&hospital.commissioner) {
            names.push(hospital.commissioner.clone());
        }
    }
    names.push(NO_COUNCIL.to_owned());
    names
}

/// The council that pays for a referral.
pub(crate) fn council_of<'a>(row: &Activity, places: &'a Places) -> &'a str {
    of_hospital(&row.hospital, places)
}

/// The council of a hospital by its slug.
pub(crate) fn of_hospital<'a>(slug: &str, places: &'a Places) -> &'a str {
    places.hospital(slug).map_or(NO_COUNCIL, |hospital| &hospital.commissioner)
}
