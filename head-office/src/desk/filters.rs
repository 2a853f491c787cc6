//! What of today's work is shown, and in which order within its parts: `/?hospital=alderbrook&owner=OQ&sort=received`.
//! Nothing about a patient is in the address.

use std::cmp::Ordering;

use content_reader::Content;
use queue::Case;
use referral::life::same_staff;
use referral::{Channel, form};
use templates::{FilterChoice, FilterForm};

use crate::office::case_now::CaseNow;
use crate::office::open_list::OpenList;
use crate::office::visible::visible;

/// What somebody chose; empty where everything is shown.
#[derive(Default, Clone)]
pub(super) struct Filters {
    hospital: String,
    council: String,
    owner: String,
    channel: String,
    sort: String,
}

/// Stands for those that nobody has.
const NOBODY: &str = "-";

/// Orders within a part, by code and name; the first is the order of lists.
const SORTS: [(&str, &str); 3] =
    [("", "By the day that comes first"), ("received", "By when they came in"), ("hospital", "By hospital and ward")];

impl Filters {
    pub(super) fn read(query: &str) -> Self {
        let pairs = form::decode(query.as_bytes()).unwrap_or_default();
        let get =
            |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let [hospital, council, owner, channel, sort] = ["hospital", "council", "owner", "channel", "sort"].map(get);
        Self { hospital, council, owner, channel, sort }
    }

    /// Whether something is left out.
    pub(super) fn is_set(&self) -> bool {
        [&self.hospital, &self.council, &self.owner, &self.channel].into_iter().any(|chosen| !chosen.is_empty())
    }

    pub(super) fn takes(&self, case: &Case, now: &CaseNow, content: &Content) -> bool {
        let referral = &case.entry.referral;
        let owner = now.state.owner.as_deref().unwrap_or_default();
        let is = |chosen: &str, value: &str| chosen.is_empty() || chosen == value;
        is(&self.hospital, referral.text("patient.hospital"))
            && is(&self.council, council(case, content))
            && (self.owner.is_empty() || same_staff(&self.owner, owner) || (self.owner == NOBODY && owner.is_empty()))
            && is(&self.channel, case.entry.channel.code())
    }

    /// The order within a part.
    pub(super) fn compare(&self, one: &Case, other: &Case) -> Ordering {
        let place = |case: &Case| {
            let referral = &case.entry.referral;
            (referral.text("patient.hospital").to_owned(), referral.text("patient.ward").to_lowercase())
        };
        match self.sort.as_str() {
            "received" => one.entry.received_at.cmp(&other.entry.received_at),
            "hospital" => place(one).cmp(&place(other)),
            _ => Ordering::Equal,
        }
    }

    /// The form, with what occurs among what is open.
    pub(super) fn form(&self, open: &OpenList, content: &Content, staff: &str) -> FilterForm {
        let mut hospitals: Vec<(String, String)> = Vec::new();
        let (mut councils, mut owners, mut channels) = (Vec::new(), Vec::new(), Vec::new());
        for (case, now) in open.cases() {
            let slug = case.entry.referral.text("patient.hospital");
            if let Some(known) = content.rules.places.hospital(slug) {
                hospitals.push((slug.to_owned(), known.name.clone()));
            }
            let council = council(case, content);
            councils.push((council.to_owned(), council.to_owned()));
            let owner = now.state.owner.clone().unwrap_or_default();
            let label = if same_staff(&owner, staff) { format!("{} (you)", visible(&owner)) } else { visible(&owner) };
            owners.push((owner, label));
            let channel: Channel = case.entry.channel;
            channels.push((channel.code().to_owned(), content.words.label("channel", channel.code()).to_owned()));
        }
        FilterForm {
            hospitals: choices(hospitals, &self.hospital),
            councils: choices(councils, &self.council),
            owners: choices(owners, &self.owner)
                .into_iter()
                .chain([choice((NOBODY.to_owned(), "Nobody".to_owned()), &self.owner)])
                .collect(),
            channels: choices(channels, &self.channel),
            sorts: SORTS.map(|(code, label)| choice((code.to_owned(), label.to_owned()), &self.sort)).into(),
            is_set: self.is_set(),
            query: self.query(),
        }
    }

    /// The same as it stands in an address.
    fn query(&self) -> String {
        let all = [
            ("hospital", &self.hospital),
            ("council", &self.council),
            ("owner", &self.owner),
            ("channel", &self.channel),
            ("sort", &self.sort),
        ];
        let set = all.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = set.map(|(name, value)| format!("{name}={}", crate::view::escaped(value))).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

fn council<'a>(case: &Case, content: &'a Content) -> &'a str {
    let hospital = content.rules.places.hospital(case.entry.referral.text("patient.hospital"));
    hospital.map_or("", |known| known.commissioner.as_str())
}

fn choices(mut all: Vec<(String, String)>, chosen: &str) -> Vec<FilterChoice> {
    all.retain(|(code, _)| !code.is_empty());
    all.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    all.dedup();
    all.into_iter().map(|one| choice(one, chosen)).collect()
}

fn choice((code, label): (String, String), chosen: &str) -> FilterChoice {
    FilterChoice { chosen: code == chosen, code, label }
}
