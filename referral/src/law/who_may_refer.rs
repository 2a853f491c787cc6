//! Who may refer: the `[[referrer]]` tables of `law.toml` (section 130B(5) of the Act).

use chrono::NaiveDate;
use serde::Deserialize;

use super::Law;
use crate::ReferrerType;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferrerRule {
    code: ReferrerType,
    #[serde(rename = "source")]
    _source: String,
}

impl Law {
    /// Who may refer on that day, in page order.
    pub fn referrers(&self, on: NaiveDate) -> Vec<ReferrerType> {
        self.in_force(&self.referrer, on).map(|rule| rule.code).collect()
    }
}
