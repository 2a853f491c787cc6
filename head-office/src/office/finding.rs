//! Referrals that fit what somebody looks for, open and closed.

use queue::{Case, QueueError, Search};
use referral::life::Status;

use super::case_now::CaseNow;
use super::history::History;
use super::opened::Office;

/// What fits. No `Debug`: it is about people.
pub(crate) struct FoundCases {
    /// What is open, in the order of lists.
    pub(crate) open: Vec<(Case, CaseNow)>,
    /// What is closed, the last closed first.
    pub(crate) closed: Vec<(Case, History)>,
    /// Whether more fit than these.
    pub(crate) more: bool,
    /// How many cannot be opened with this key, so that nobody knows.
    pub(crate) unopened: usize,
}

impl Office {
    /// Looks through everything that is open, closed or both, histories too. `told` hears how many were looked at.
    pub(crate) async fn find(
        &self,
        search: &Search,
        open_too: bool,
        told: &mut (dyn FnMut(usize) + Send),
    ) -> Result<FoundCases, QueueError> {
        let wanted = |clear: &queue::Clear| open_too || clear.state.status == Status::Closed;
        let found = self.tray.find(search, wanted, self.now(), told).await?;
        let (mut open, mut closed) = (Vec::new(), Vec::new());
        for record in found.records {
            let Ok(entry) = record.entry else { continue };
            let case = Case { entry, state: record.clear.state };
            match case.state.status {
                Status::Closed => closed.push((case, History::of(&record.events))),
                _ => open.push(case),
            }
        }
        closed.sort_by_key(|(case, history)| {
            std::cmp::Reverse((history.closed.map(|(on, _)| on), case.entry.received_at))
        });
        Ok(FoundCases { open: self.ordered(open).await?, closed, more: found.more, unopened: found.unopened })
    }
}
