//! How long somebody has to ask a tribunal: the `[[tribunal]]` tables of `law.toml` (sections 66, 69 and 70 of the Act). The
//! dates are counted in [`crate::tribunal`].

use serde::Deserialize;

/// When somebody may ask a tribunal for the first time; the day the section began is day 1.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "TribunalTable")]
pub(crate) struct TribunalRule {
    pub(super) code: String,
    pub(crate) within: Within,
    /// Not in the first months.
    pub(crate) after_months: u32,
    /// The section of the Act.
    pub(crate) source: String,
}

/// How long somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// So many days.
    Days(u32),
    /// So many months.
    Months(u32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TribunalTable {
    code: String,
    days: Option<u32>,
    months: Option<u32>,
    #[serde(default)]
    after_months: u32,
    source: String,
}

impl TryFrom<TribunalTable> for TribunalRule {
    type Error = String;

    fn try_from(table: TribunalTable) -> Result<Self, Self::Error> {
        let within = match (table.days, table.months) {
            (Some(days), None) => Within::Days(days),
            (None, Some(months)) if months > table.after_months => Within::Months(months),
            (None, Some(_)) => return Err(format!("{}: months must be more than after_months", table.code)),
            _ => return Err(format!("{}: give either days or months", table.code)),
        };
        Ok(Self { code: table.code, within, after_months: table.after_months, source: table.source })
    }
}
