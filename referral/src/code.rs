//! Codes of enums: each is written once, in the enum, and is the same word in HTML, JSON, CSV, TOML, the table and on the
//! command line.

/// Gives enums their codes from strum: `ALL` in the order of the enum, `code`, `from_code`, `codes` and serde by code.
/// The enum derives `Clone, Copy, strum::IntoStaticStr, strum::EnumString, strum::EnumCount, strum::VariantArray`.
macro_rules! coded {
    ($($name:ident),+ $(,)?) => {$(
        impl $name {
            /// Every one, in the order shown.
            pub const ALL: [Self; <Self as strum::EnumCount>::COUNT] = {
                let listed = <Self as strum::VariantArray>::VARIANTS;
                let mut all = [listed[0]; <Self as strum::EnumCount>::COUNT];
                let mut at = 1;
                while at < all.len() {
                    all[at] = listed[at];
                    at += 1;
                }
                all
            };

            /// The code in HTML, JSON, CSV and on the command line.
            pub fn code(self) -> &'static str {
                self.into()
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                code.parse().ok()
            }

            /// Every code in one line, for somebody who named none of them.
            pub fn list() -> String {
                Self::ALL.map(Self::code).join(", ")
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                Self::from_code(&code)
                    .ok_or_else(|| serde::de::Error::custom(format_args!("not one of: {}", Self::list())))
            }
        }
    )+};
}

pub(crate) use coded;

#[cfg(test)]
mod tests {
    use crate::life::{How, LogKind, Outcome, Status, Verb};
    use crate::{AgeBand, Channel, Eligibility, Late, Mark, ReferrerType, Route};

    macro_rules! there_and_back {
        ($($name:ident),+) => {$(
            for each in $name::ALL {
                let json = serde_json::to_value(each).unwrap();
                assert_eq!(json, each.code(), "JSON has the code");
                assert_eq!(serde_json::from_value::<$name>(json).unwrap(), each);
                assert_eq!($name::from_code(each.code()), Some(each));
                assert!(each.code().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            }
            assert_eq!($name::from_code("Nonsense"), None);
        )+};
    }

    #[test]
    fn every_code_reads_back() {
        there_and_back!(Status, Outcome, How, LogKind, Verb, AgeBand, Channel, Eligibility, Late, Mark);
        there_and_back!(ReferrerType, Route);
    }

    /// docs/contract.md, API: the codes outside checks rely on.
    #[test]
    fn the_codes_are_those_of_the_contract() {
        let table = [
            (Status::list(), "waiting, claimed, contacted, closed"),
            (Outcome::list(), "supported, declined, not-eligible, passed-on, could-not-reach, duplicate, spam"),
            (How::list(), "visit, phone, video, letter, through-ward"),
            (LogKind::list(), "visit, phone, video, letter, meeting, ward-round, tribunal, other"),
            (Eligibility::list(), "eligible, not-covered, to-check"),
            (Channel::list(), "form, api, phone, paper, email, in-person, canary"),
            (
                Route::list(),
                "section-2, section-3, part-3, cto, guardianship, conditional-discharge, section-57, section-58a, \
                 short-term, informal, other, not-sure",
            ),
            (
                Verb::list(),
                "claim, release, take-over, assign, contacted, attempt, note, close, reopen, lapsed, opened, purge, \
                 undone, corrected, amended, decide, log, hold, release-hold, erase, informed",
            ),
        ];
        for (listed, expected) in table {
            assert_eq!(listed, expected);
        }
    }
}
