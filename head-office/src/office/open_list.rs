//! Everything open, in the one order of lists, each with what is true of it now.

use queue::{Case, Listing, QueueError};
use referral::Untaken;
use referral::life::Status;

use super::case_now::CaseNow;
use super::history::{History, histories};
use super::opened::Office;
use super::order::ListOrder;

/// What is open. `now` belongs to `listing.cases`, one by one.
pub(crate) struct OpenList {
    pub(crate) listing: Listing,
    now: Vec<CaseNow>,
}

impl OpenList {
    /// Each opened case with what is true of it now, in order.
    pub(crate) fn cases(&self) -> impl Iterator<Item = (&Case, &CaseNow)> {
        self.listing.cases.iter().zip(&self.now)
    }

    /// What nobody has taken, as the digest counts it.
    pub(crate) fn untaken(&self, office: &Office) -> Vec<Untaken> {
        let now = office.now();
        let opened = self.cases().filter(|(_, now)| now.state.status == Status::Waiting);
        let sealed = self.listing.unopened.iter().map(|sealed| &sealed.clear);
        let sealed = sealed.filter(|clear| clear.state.at(now).status == Status::Waiting);
        opened.map(|(case, _)| case.untaken_line()).chain(sealed.map(queue::Clear::untaken_line)).collect()
    }
}

impl Office {
    /// Everything open, in order.
    pub(crate) async fn open_list(&self) -> Result<OpenList, QueueError> {
        let mut listing = self.tray.list().await?;
        let ordered = self.ordered(std::mem::take(&mut listing.cases)).await?;
        listing.unopened.sort_by_cached_key(|sealed| ListOrder::of_sealed(&sealed.clear, self.now()));
        let now;
        (listing.cases, now) = ordered.into_iter().unzip();
        Ok(OpenList { listing, now })
    }

    /// These cases in the order of lists, each with what is true of it now.
    pub(crate) async fn ordered(&self, cases: Vec<Case>) -> Result<Vec<(Case, CaseNow)>, QueueError> {
        let histories = histories(&self.tray, cases.iter()).await?;
        let (content, now) = (self.content(), self.now());
        let with_now = |case: Case| {
            let case_now = CaseNow::of(&case, History::among(&histories, &case), now, &content.rules);
            (case, case_now)
        };
        let mut ordered: Vec<_> = cases.into_iter().map(with_now).collect();
        ordered.sort_by_cached_key(|(case, now)| ListOrder::of(case, now));
        Ok(ordered)
    }
}
