//! Age bands: a birth date does not survive into a report.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Value;

/// Whole years on the day of receipt, in bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgeBand {
    /// Under 18.
    #[serde(rename = "under-18")]
    Under18,
    /// 18 to 24.
    #[serde(rename = "18-24")]
    From18,
    /// 25 to 34.
    #[serde(rename = "25-34")]
    From25,
    /// 35 to 44.
    #[serde(rename = "35-44")]
    From35,
    /// 45 to 54.
    #[serde(rename = "45-54")]
    From45,
    /// 55 to 64.
    #[serde(rename = "55-64")]
    From55,
    /// 65 to 74.
    #[serde(rename = "65-74")]
    From65,
    /// 75 and over.
    #[serde(rename = "75-and-over")]
    From75,
    /// The person asking did not know the date of birth.
    NotKnown,
    /// Left empty.
    NotAsked,
}

impl AgeBand {
    /// Every band, youngest first.
    pub const ALL: [Self; 10] = [
        Self::Under18,
        Self::From18,
        Self::From25,
        Self::From35,
        Self::From45,
        Self::From55,
        Self::From65,
        Self::From75,
        Self::NotKnown,
        Self::NotAsked,
    ];

    /// The code in JSON and CSV.
    pub fn code(self) -> &'static str {
        match self {
            Self::Under18 => "under-18",
            Self::From18 => "18-24",
            Self::From25 => "25-34",
            Self::From35 => "35-44",
            Self::From45 => "45-54",
            Self::From55 => "55-64",
            Self::From65 => "65-74",
            Self::From75 => "75-and-over",
            Self::NotKnown => "not-known",
            Self::NotAsked => super::NOT_ASKED,
        }
    }

    /// The band on `day` of someone whose date of birth was answered so.
    pub(crate) fn of(born: Option<&Value>, day: NaiveDate) -> Self {
        let born = match born {
            Some(Value::Date(born)) => *born,
            Some(_) => return Self::NotKnown,
            None => return Self::NotAsked,
        };
        match day.years_since(born).unwrap_or_default() {
            0..18 => Self::Under18,
            18..25 => Self::From18,
            25..35 => Self::From25,
            35..45 => Self::From35,
            45..55 => Self::From45,
            55..65 => Self::From55,
            65..75 => Self::From65,
            _ => Self::From75,
        }
    }
}
