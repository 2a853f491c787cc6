//! Whether an operation that failed may have been carried out all the same.
//!
//! The SDK retries by itself and reports only the last attempt: a first attempt whose answer was lost and a
//! second that was throttled look like "throttled". So each attempt is watched.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_sdk_dynamodb::config::interceptors::{BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::{BoxError, ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;

use crate::QueueError;

/// Counts the attempts sent and those that were certainly refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attempts(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    sent: AtomicU32,
    refused: AtomicU32,
}

impl Attempts {
    /// At least one attempt may have been carried out. Asked only after the operation failed.
    pub(crate) fn in_doubt(&self) -> bool {
        self.0.sent.load(Ordering::SeqCst) > self.0.refused.load(Ordering::SeqCst)
    }
}

impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.sent.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    // Not called for an attempt that timed out: that one stays in doubt.
    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let answered_no = context.response().is_some_and(|response| response.status().is_client_error());
        let error = context.output_or_error().and_then(Result::err);
        let no_connection = error.and_then(|error| error.as_connector_error()).is_some_and(never_sent);
        if answered_no || no_connection {
            self.0.refused.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }
}

/// A connection that was refused carried nothing. Of any other broken connection one cannot tell.
fn never_sent(error: &ConnectorError) -> bool {
    let mut source: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = source {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
            return matches!(io.kind(), ConnectionRefused | HostUnreachable | NetworkUnreachable);
        }
        source = error.source();
    }
    false
}

/// What the cloud says to an identity that is unknown, out of date or not allowed.
const NO_RIGHTS: [&str; 8] = [
    "AccessDeniedException",
    "AccessDenied",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "ExpiredTokenException",
    "MissingAuthenticationTokenException",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
];

/// The embedded engine's own codes: the disk is full, cannot be written to, or fails.
pub(super) const DISK_FULL: &str = "DiskFull";
pub(super) const DISK_FAILS: &str = "DiskFails";
pub(super) const READ_ONLY: &str = "ReadOnlyDisk";

fn is_skew(message: Option<&str>) -> bool {
    message
        .is_some_and(|message| message.contains("Signature expired") || message.contains("Signature not yet current"))
}

/// The SDK's error in our words. Its own text is left out: it may quote what was sent.
pub(crate) fn explain<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> QueueError {
    match error {
        SdkError::ServiceError(answer) => match answer.err().code() {
            Some("ResourceNotFoundException") => QueueError::NoTable,
            Some("ProvisionedThroughputExceededException" | "ThrottlingException" | "RequestLimitExceeded") => {
                QueueError::Throttled
            }
            Some(DISK_FULL) => QueueError::DiskFull,
            Some(READ_ONLY) => QueueError::ReadOnly,
            Some(DISK_FAILS) => QueueError::DiskFails,
            Some("RequestTimeTooSkewed" | "RequestExpired") => QueueError::Clock,
            // A signature is refused for its time as well as for its key; the message tells, and holds no data of ours.
            Some("InvalidSignatureException" | "SignatureDoesNotMatch") if is_skew(answer.err().message()) => {
                QueueError::Clock
            }
            Some(code) if NO_RIGHTS.contains(&code) => QueueError::NoRights(code.to_owned()),
            code => QueueError::Refused(code.unwrap_or("no code").to_owned()),
        },
        SdkError::DispatchFailure(failure) if failure.as_connector_error().is_some_and(never_sent) => {
            QueueError::Unreachable
        }
        SdkError::ResponseError(_) => QueueError::Unreadable,
        SdkError::ConstructionFailure(_) => QueueError::Refused("the request could not be made".to_owned()),
        _ => QueueError::NoAnswer,
    }
}
