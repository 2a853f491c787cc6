//! Small numbers (domain.md 3.1): what a count may be seen as. A [`Figure`] is the only form in which a count leaves,
//! and this module the only one that makes one.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What stands for a hidden count. The government's statisticians read it as "confidential".
pub const HIDDEN: &str = "[c]";

/// Below which a count is hidden, and to what the others are rounded; settings of `content/site.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Counts below this are hidden.
    #[serde(default = "five")]
    pub hide_below: u32,
    /// Counts from there on are rounded to the nearest multiple of this.
    #[serde(default = "five")]
    pub round_to: u32,
    /// Whether nobody at all may be seen as 0.
    #[serde(default = "yes")]
    pub show_zero: bool,
}

fn five() -> u32 {
    5
}

fn yes() -> bool {
    true
}

impl Disclosure {
    /// Hides 1 to 4, shows 0, rounds the rest to the nearest 5.
    pub const ONE_TO_FOUR: Self = Self { hide_below: 5, round_to: 5, show_zero: true };
    /// The style of NHS England's mental health dashboard: hides 0 to 4, rounds the rest to the nearest 5.
    pub const ZERO_TO_FOUR: Self = Self { hide_below: 5, round_to: 5, show_zero: false };

    /// Reads `[report]` of `content/site.toml`: a preset in `style`, or the three settings; no table is the default.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(table: Option<&toml::Value>) -> Result<Self, String> {
        let Some(table) = table else { return Ok(Self::ONE_TO_FOUR) };
        if let Some(style) = table.get("style") {
            return match style.as_str() {
                _ if table.as_table().is_some_and(|table| table.len() > 1) => {
                    Err("[report]: give a `style` or the three settings, not both".to_owned())
                }
                Some("hide-1-to-4") => Ok(Self::ONE_TO_FOUR),
                Some("hide-0-to-4") => Ok(Self::ZERO_TO_FOUR),
                _ => Err("[report] style: write \"hide-1-to-4\" or \"hide-0-to-4\"".to_owned()),
            };
        }
        let rule: Self = table.clone().try_into().map_err(|error| format!("[report]: {error}"))?;
        // Less than three is no protection: two people know each other.
        match (rule.hide_below, rule.round_to) {
            (0..3, _) => Err("[report] hide_below: 3 or more".to_owned()),
            (_, 0..3) => Err("[report] round_to: 3 or more".to_owned()),
            _ => Ok(rule),
        }
    }

    /// How a count stands for itself, before anything is hidden for another's sake.
    pub(super) fn figure(self, count: u32) -> Figure {
        match count {
            0 if self.show_zero => Figure(Some(0)),
            count if count < self.hide_below => Figure(None),
            count => Figure(Some(count.saturating_add(self.round_to / 2) / self.round_to * self.round_to)),
        }
    }

    /// The least and the most that a figure may stand for; none if it is hidden.
    pub(super) fn window(self, figure: Figure) -> Option<(u32, u32)> {
        let number = figure.number()?;
        let low = number.saturating_sub(self.round_to / 2).max(self.hide_below);
        Some(if number == 0 { (0, 0) } else { (low, number + (self.round_to - 1) / 2) })
    }

    /// Between what a count lies that is seen like this; a hidden one is taken to be hidden for its own sake.
    fn bounds(self, figure: Figure) -> (u32, u32) {
        self.window(figure).unwrap_or((u32::from(self.show_zero), self.hide_below - 1))
    }

    /// Whether a figure is so far from one of an earlier version, made by the rule `then_by`, that no correction about
    /// fewer people than are hidden can lie between them.
    pub(super) fn is_far(self, now: Figure, then: Figure, then_by: Self) -> bool {
        let (now, then) = (self.bounds(now), then_by.bounds(then));
        let gap = now.0.saturating_sub(then.1).max(then.0.saturating_sub(now.1));
        gap >= self.hide_below
    }

    /// Whether a count is too small to be seen.
    pub(super) fn hides(self, count: u32) -> bool {
        self.figure(count).is_hidden()
    }

    /// Whether as many cases are enough for a median or a longest time. None at all is told apart elsewhere.
    pub(super) fn few(self, cases: usize) -> bool {
        cases < self.hide_below as usize
    }
}

/// A count as it may be seen: rounded, or hidden. The count itself is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure(Option<u32>);

impl Figure {
    /// Hidden for another's sake.
    pub(super) const CONFIDENTIAL: Self = Self(None);

    /// No part of a picture.
    pub(super) const NOBODY: Self = Self(Some(0));

    /// Whether it is hidden.
    pub fn is_hidden(self) -> bool {
        self.0.is_none()
    }

    /// The rounded number, unless hidden.
    pub fn number(self) -> Option<u32> {
        self.0
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(number) => write!(f, "{number}"),
            None => f.write_str(HIDDEN),
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(number) => to.serialize_u32(number),
            None => to.serialize_str(HIDDEN),
        }
    }
}

/// Reads back what was issued.
impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u32),
            Text(String),
        }
        match Written::deserialize(from)? {
            Written::Number(number) => Ok(Self(Some(number))),
            Written::Text(text) if text == HIDDEN => Ok(Self(None)),
            Written::Text(_) => Err(serde::de::Error::custom("neither a number nor [c]")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// domain.md 3.1: hide 1 to 4, show 0, round the rest to the nearest 5; MHSDS style as a preset.
    #[test]
    fn small_counts_are_hidden_and_others_rounded() {
        let table = [
            (0, "0", "[c]"),
            (1, "[c]", "[c]"),
            (4, "[c]", "[c]"),
            (5, "5", "5"),
            (7, "5", "5"),
            (8, "10", "10"),
            (12, "10", "10"),
            (13, "15", "15"),
            (50_000, "50000", "50000"),
        ];
        for (count, one_to_four, zero_to_four) in table {
            assert_eq!(Disclosure::ONE_TO_FOUR.figure(count).to_string(), one_to_four, "{count}");
            assert_eq!(Disclosure::ZERO_TO_FOUR.figure(count).to_string(), zero_to_four, "{count}");
        }
    }

    /// Whatever is counted lies in the window of its figure, and the window's ends are figures of the same number.
    #[test]
    fn a_figure_says_between_what_its_count_lies() {
        let own = Disclosure { hide_below: 8, round_to: 10, show_zero: true };
        for rule in [Disclosure::ONE_TO_FOUR, Disclosure::ZERO_TO_FOUR, own] {
            for count in 0..200 {
                let figure = rule.figure(count);
                let Some((low, high)) = rule.window(figure) else { continue };
                assert!(low <= count && count <= high, "{count} in {low} to {high}");
                assert_eq!((rule.figure(low), rule.figure(high)), (figure, figure), "{count}");
            }
        }
        assert_eq!(own.window(Figure::CONFIDENTIAL), None);
    }

    /// No correction about four people or fewer is seen, wherever it falls; one far enough is.
    #[test]
    fn a_figure_is_far_from_those_that_a_few_people_could_have_made() {
        let rule = Disclosure::ONE_TO_FOUR;
        for count in 0..60_u32 {
            for other in count..count + 5 {
                let (then, now) = (rule.figure(count), rule.figure(other));
                assert!(!rule.is_far(now, then, rule) && !rule.is_far(then, now, rule), "{count} and {other}");
            }
            assert!(rule.is_far(rule.figure(count + 14), rule.figure(count), rule), "{count}");
        }
    }

    #[test]
    fn the_settings_are_read_or_refused() {
        let read = |text: &str| {
            let site: toml::Table = toml::from_str(text).unwrap();
            Disclosure::read(site.get("report"))
        };
        assert_eq!(read(""), Ok(Disclosure::ONE_TO_FOUR));
        assert_eq!(read("[report]\nstyle = \"hide-0-to-4\""), Ok(Disclosure::ZERO_TO_FOUR));
        let own = Disclosure { hide_below: 8, round_to: 10, show_zero: true };
        assert_eq!(read("[report]\nhide_below = 8\nround_to = 10"), Ok(own));
        for wrong in
            ["style = \"none\"", "style = \"hide-0-to-4\"\nround_to = 5", "hide_below = 1", "round_to = 0", "hide = 5"]
        {
            assert!(read(&format!("[report]\n{wrong}")).is_err(), "{wrong}");
        }
    }
}
