//! Who may refer: a `[[referrer]]` table of `law.toml` (section 130B(5) of the Act). From when is in `dated.rs`;
//! `parse.rs` refuses everybody else.

use serde::Deserialize;

use crate::ReferrerType;

/// One type of referrer; `law.toml` says from when and until when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferrerRule {
    code: ReferrerType,
    #[serde(rename = "source")]
    _source: String,
}

/// Who may refer under the rules in force, in page order.
pub(super) fn who_may_refer<'a>(in_force: impl Iterator<Item = &'a ReferrerRule>) -> Vec<ReferrerType> {
    in_force.map(|rule| rule.code).collect()
}
