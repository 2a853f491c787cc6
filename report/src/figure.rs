//! How one count of people may be seen. Which tables are left out whole, because a hidden count would follow from them, is
//! decided in `people.rs`, `needs.rs` and `flows.rs`.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// Counts below this are hidden; nobody at all is not.
const HIDE_BELOW: u32 = 5;
/// Counts from there on are rounded to the nearest multiple of this.
const ROUND_TO: u32 = 5;

/// A count in a table about people, as a report shows it. The government's statisticians read `[c]` as
/// "confidential".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Figure {
    /// From 1 to 4.
    #[serde(rename = "[c]")]
    Hidden,
    /// Rounded; exact in an internal report.
    #[serde(untagged)]
    Number(u32),
}

impl Figure {
    /// The most that a hidden count may be.
    pub(crate) const MOST_HIDDEN: u32 = HIDE_BELOW - 1;

    /// 0 as it is, 1 to 4 hidden, anything else to the nearest 5.
    pub(crate) fn rounded(count: u32) -> Self {
        match count {
            0 => Self::Number(0),
            count if count < HIDE_BELOW => Self::Hidden,
            count => Self::Number((count + ROUND_TO / 2) / ROUND_TO * ROUND_TO),
        }
    }

    /// The counts that a [`Figure::rounded`] may be.
    pub(crate) fn counts(self) -> RangeInclusive<u32> {
        match self {
            Self::Number(0) => 0..=0,
            Self::Number(number) => (number - ROUND_TO / 2).max(HIDE_BELOW)..=number + ROUND_TO / 2,
            Self::Hidden => 1..=Self::MOST_HIDDEN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// docs/domain.md, Small numbers.
    #[test]
    fn small_counts_are_hidden_and_others_rounded_to_the_nearest_five() {
        let table = [
            (0, "0", 0..=0),
            (1, "[c]", 1..=4),
            (4, "[c]", 1..=4),
            (5, "5", 5..=7),
            (7, "5", 5..=7),
            (8, "10", 8..=12),
            (12, "10", 8..=12),
            (13, "15", 13..=17),
            (100, "100", 98..=102),
        ];
        for (count, seen, counts) in table {
            let figure = Figure::rounded(count);
            let written = serde_json::to_string(&figure).unwrap();
            assert_eq!((written.trim_matches('"'), figure.counts()), (seen, counts), "{count}");
            assert_eq!(serde_json::from_str::<Figure>(&written).unwrap(), figure, "{count}");
        }
    }
}
