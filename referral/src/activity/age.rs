//! Age bands: a birth date does not survive into a report.

use chrono::NaiveDate;
use strum::{EnumCount, EnumString, IntoStaticStr, VariantArray};

use crate::Value;
use crate::code::coded;

/// Whole years on the day of receipt, in bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, EnumCount, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum AgeBand {
    /// Under 18.
    #[strum(serialize = "under-18")]
    Under18,
    /// 18 to 24.
    #[strum(serialize = "18-24")]
    From18,
    /// 25 to 34.
    #[strum(serialize = "25-34")]
    From25,
    /// 35 to 44.
    #[strum(serialize = "35-44")]
    From35,
    /// 45 to 54.
    #[strum(serialize = "45-54")]
    From45,
    /// 55 to 64.
    #[strum(serialize = "55-64")]
    From55,
    /// 65 to 74.
    #[strum(serialize = "65-74")]
    From65,
    /// 75 and over.
    #[strum(serialize = "75-and-over")]
    From75,
    /// The person asking did not know the date of birth.
    NotKnown,
    /// Left empty.
    NotAsked,
}

coded!(AgeBand);

impl AgeBand {
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
