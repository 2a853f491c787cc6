//! Referrals that fit what somebody looks for, open and closed.

use queue::{Case, QueueError, Search};

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
    /// Looks through everything, histories too. `told` hears how many were looked at.
    pub(crate) async fn find(
        &self,
        search: &Search,
        told: &mut (dyn FnMut(usize) + Send),
    ) -> Result<FoundCases, QueueError> {
        let found = self.tray.find(search, self.now(), told).await?;
        let with_history = |record: queue::Record| {
            let (state, history) = (record.clear.state, History::of(&record.events));
            Some((Case { entry: record.entry.ok()?, state }, history))
        };
        let mut closed: Vec<(Case, History)> = found.closed.into_iter().filter_map(with_history).collect();
        closed.sort_by_key(|(case, history)| {
            std::cmp::Reverse((history.closed.map(|(on, _)| on), case.entry.received_at))
        });
        Ok(FoundCases { open: self.ordered(found.open).await?, closed, more: found.more, unopened: found.unopened })
    }
}
