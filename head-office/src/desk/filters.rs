//! What of today's work is shown, and in which order within its parts: `/?hospital=alderbrook&owner=OQ&sort=received`.
//! Nothing about a patient is in the address.

use std::cmp::Ordering;

use content_reader::Content;
use queue::Case;
use referral::life::same_staff;
use templates::{DeskChoice, FilterForm};

use crate::office::case_now::CaseNow;
use crate::office::open_list::OpenList;
use crate::office::visible::visible;
use crate::view::{Typed, escaped};

/// What somebody chose, by the names of [`NAMES`]; empty where everything is shown.
pub(super) struct Filters([String; 4], String);

/// By what can be chosen, in the order of the form.
const NAMES: [&str; 4] = ["hospital", "council", "owner", "channel"];
const OWNER: usize = 2;

/// The code of those that nobody has.
const NOBODY: &str = "-";

/// Orders within a part, by code and name; the first is the order of lists.
const SORTS: [(&str, &str); 3] =
    [("", "By the day that comes first"), ("received", "By when they came in"), ("hospital", "By hospital and ward")];

impl Filters {
    pub(super) fn read(query: &str) -> Self {
        let typed = Typed::read(query.as_bytes()).unwrap_or_default();
        Self(NAMES.map(|name| typed.get(name).to_owned()), typed.get("sort").to_owned())
    }

    pub(super) fn takes(&self, case: &Case, now: &CaseNow, content: &Content) -> bool {
        let is = |(at, (chosen, (value, _))): (usize, (&String, (String, String)))| match at {
            _ if chosen.is_empty() => true,
            OWNER => same_staff(chosen, &value) || (chosen == NOBODY && value.is_empty()),
            _ => *chosen == value,
        };
        self.0.iter().zip(values(case, now, content)).enumerate().all(is)
    }

    /// The order within a part.
    pub(super) fn compare(&self, one: &Case, other: &Case) -> Ordering {
        let place = |case: &Case| {
            let referral = &case.entry.referral;
            (referral.text("patient.hospital").to_owned(), referral.text("patient.ward").to_lowercase())
        };
        match self.1.as_str() {
            "received" => one.entry.received_at.cmp(&other.entry.received_at),
            "hospital" => place(one).cmp(&place(other)),
            _ => Ordering::Equal,
        }
    }

    /// The form, with what occurs among what is open.
    pub(super) fn form(&self, open: &OpenList, content: &Content, staff: &str) -> FilterForm {
        let mut found: [Vec<(String, String)>; 4] = Default::default();
        for (case, now) in open.cases() {
            for (all, (code, label)) in found.iter_mut().zip(values(case, now, content)) {
                let label = if same_staff(&code, staff) { format!("{label} (you)") } else { label };
                all.extend((!code.is_empty() && !label.is_empty()).then_some((label, code)));
            }
        }
        let mut chosen = self.0.iter();
        let [hospitals, councils, mut owners, channels] = found.map(|mut all| {
            all.sort();
            all.dedup();
            let chosen = chosen.next().map_or("", String::as_str);
            all.iter().map(|(label, code)| DeskChoice::new(code, label, chosen)).collect::<Vec<_>>()
        });
        owners.push(DeskChoice::new(NOBODY, "Nobody", &self.0[OWNER]));
        FilterForm {
            hospitals,
            councils,
            owners,
            channels,
            sorts: SORTS.map(|(code, label)| DeskChoice::new(code, label, &self.1)).into(),
            is_set: self.0.iter().any(|chosen| !chosen.is_empty()),
            query: self.query(),
        }
    }

    /// The same as a query.
    fn query(&self) -> String {
        let all = NAMES.into_iter().zip(&self.0).chain([("sort", &self.1)]);
        let set = all.filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = set.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

/// What a referral has of each of [`NAMES`]: as it is sent, and as it is read; a hospital that is not listed has no name.
fn values(case: &Case, now: &CaseNow, content: &Content) -> [(String, String); 4] {
    let slug = case.entry.referral.text("patient.hospital");
    let hospital = content.rules.places.hospital(slug);
    let council = hospital.map_or("", |known| known.commissioner.as_str()).to_owned();
    let (owner, channel) = (now.state.owner.clone().unwrap_or_default(), case.entry.channel.code());
    [
        (slug.to_owned(), hospital.map(|known| known.name.clone()).unwrap_or_default()),
        (council.clone(), council),
        (owner.clone(), visible(&owner)),
        (channel.to_owned(), content.words.label("channel", channel).to_owned()),
    ]
}
