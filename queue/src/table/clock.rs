//! Whether this machine's clock can be trusted: leases and due dates are counted by it.

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::config::interceptors::FinalizerInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use chrono::{DateTime, TimeDelta, Utc};

use crate::ActError;

/// How far a clock may be off before nothing is claimed by it (docs/reliability.md, The machine).
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Reads the table's own time from its answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServerDate(Arc<Mutex<Option<DateTime<Utc>>>>);

impl ServerDate {
    /// Refuses a clock that is off by more than five minutes from the table's `Date`. On one machine there is none, and
    /// nothing tells whether the clock is off now or was when a referral came in: both are let pass.
    pub(crate) fn agrees(&self, now: DateTime<Utc>) -> Result<(), ActError> {
        let server = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let off = server.map_or(TimeDelta::zero(), |server| (server - now).abs());
        if off > TOLERANCE { Err(ActError::Clock { minutes: off.num_minutes() }) } else { Ok(()) }
    }
}

impl Intercept for ServerDate {
    fn name(&self) -> &'static str {
        "ServerDate"
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context.response().and_then(|response| response.headers().get("date"));
        let read = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok());
        if let Some(date) = read {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(date.to_utc());
        }
        Ok(())
    }
}
