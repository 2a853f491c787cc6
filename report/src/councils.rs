//! Whose referrals: the council responsible where the hospital is, never where the person lives.

use referral::Places;

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

/// The council that pays for referrals from a hospital, by its slug.
pub(crate) fn council_of<'a>(slug: &str, places: &'a Places) -> &'a str {
    places.hospital(slug).map_or(NO_COUNCIL, |hospital| &hospital.commissioner)
}
