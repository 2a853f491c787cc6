//! All that one of us has open goes to another: at the desk and by `hand-over`.

use queue::{ActError, Clear, QueueError};
use referral::Reference;
use referral::life::{Act, StaffName, State, Status, same_staff};

use super::opened::Office;
use super::refused::Refused;

/// What one hand-over came to.
pub(crate) struct HandedOver {
    /// Who has them now, in the form in which the name was first used.
    to: StaffName,
    done: usize,
    /// How many they have open now.
    has: usize,
    /// Somebody acted on them in the meantime, so they were left.
    left: usize,
}

/// A name that nobody has used may be a slip: it would take what was given to it out of everybody's sight.
pub(crate) fn is_it_right(name: &StaffName) -> String {
    format!("Nobody called {name} has anything open. If the name is right, tick the box that says so, and press again.")
}

impl HandedOver {
    /// What is so now, for whoever did it.
    pub(crate) fn in_words(&self, from: &StaffName) -> String {
        let Self { to, done, has, left } = self;
        let said = match done {
            0 => format!("{from} has nothing open now. {to} has {has}."),
            done => format!("{done} handed over from {from} to {to}, who has {has} open now."),
        };
        match left {
            0 => said,
            left => format!("{said} {left} changed in the meantime and stayed as before."),
        }
    }
}

impl Office {
    /// What each of us has open now, by name in the form in which it was first used.
    pub(crate) async fn caseloads(&self) -> Result<Vec<(String, usize)>, QueueError> {
        let open = self.tray.open_entries().await?.entries;
        let mut owners: Vec<String> = open.iter().filter_map(|clear| self.owner_of(clear)).collect();
        owners.sort_by_key(|owner| owner.to_lowercase());
        let same = owners.chunk_by(|one, other| same_staff(one, other));
        Ok(same.filter_map(|same| Some((same.first()?.clone(), same.len()))).collect())
    }

    fn owner_of(&self, clear: &Clear) -> Option<String> {
        let state = clear.state.at(self.now());
        state.owner.filter(|_| matches!(state.status, Status::Claimed | Status::Contacted))
    }

    /// Gives all that one of us has open to another, each with a recorded act. `told` hears of each. A name that nobody
    /// has used is taken only if somebody is `sure` of it.
    pub(crate) async fn hand_over(
        &self,
        from: &StaffName,
        to: StaffName,
        sure: bool,
        mut told: impl FnMut(&Reference, &Act, &State) -> Result<(), Refused>,
    ) -> Result<HandedOver, Refused> {
        if *from == to {
            return Err(Refused::new(format!("{from} has them already. Name two people.")));
        }
        let mut open = self.tray.open_entries().await?.entries;
        let owners: Vec<String> = open.iter().filter_map(|clear| clear.state.owner.clone()).collect();
        let (to, known) = self.first_used_among(to, &owners);
        if !known && !sure {
            return Err(Refused::new(is_it_right(&to)));
        }
        let is_with = |clear: &Clear, name: &StaffName| {
            self.owner_of(clear).is_some_and(|owner| same_staff(&owner, name.as_str()))
        };
        let has = open.iter().filter(|clear| is_with(clear, &to)).count();
        open.retain(|clear| is_with(clear, from));
        let mut handed = HandedOver { to: to.clone(), done: 0, has, left: 0 };
        let assign = Act::Assign { to };
        for clear in &open {
            let (reference, seen) = (&clear.reference, Some(clear.state.version));
            match self.act(reference, &assign, seen).await {
                Ok(state) => {
                    (handed.done, handed.has) = (handed.done + 1, handed.has + 1);
                    told(reference, &assign, &state)?;
                }
                Err(ActError::Changed | ActError::NotFound | ActError::Refused(_)) => handed.left += 1,
                Err(error) => {
                    let why = Refused::act(reference, error);
                    let (done, all) = (handed.done, open.len());
                    return Err(Refused::new(format!(
                        "{why} {done} of {all} are handed over; do it again for the rest."
                    )));
                }
            }
        }
        Ok(handed)
    }
}
