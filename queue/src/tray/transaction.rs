//! Writes that are carried out all together or not at all.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::{TransactWriteItemsError, TransactWriteItemsOutput};
use aws_sdk_dynamodb::types::TransactWriteItem;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use referral::Reference;

use crate::items;
use crate::sealing::SealedEvent;
use crate::table::{Attempts, explain};
use crate::{ActError, QueueError, Table};

type Outcome = Result<TransactWriteItemsOutput, SdkError<TransactWriteItemsError, HttpResponse>>;

/// All of these or none.
pub(super) async fn in_transaction(table: &Table, writes: Vec<TransactWriteItem>) -> Outcome {
    table.client().transact_write_items().set_transact_items(Some(writes)).send().await
}

/// All of these or none, and certainty about which: where the answer was lost, the last event tells.
pub(super) async fn in_transaction_once(
    table: &Table,
    reference: &Reference,
    writes: Vec<TransactWriteItem>,
    last: Option<&SealedEvent>,
) -> Result<(), ActError> {
    let attempts = Attempts::default();
    let write = table.client().transact_write_items().set_transact_items(Some(writes));
    let Err(error) = write.customize().interceptor(attempts.clone()).send().await else { return Ok(()) };
    let failure = failure(&error);
    if failure != ActError::Changed && !attempts.in_doubt() {
        return Err(failure);
    }
    // The answer may have been lost and the SDK's second try refused: then our own event is there.
    match last {
        Some(ours) if is_stored(table, reference, ours).await? => Ok(()),
        _ => Err(failure),
    }
}

async fn is_stored(table: &Table, reference: &Reference, event: &SealedEvent) -> Result<bool, QueueError> {
    let got = items::get_event(table, reference, &event.sort_key).send().await;
    let got = got.map_err(|error| explain(&error))?;
    Ok(got.item().and_then(items::ciphertext).is_some_and(|bytes| bytes == event.bytes))
}

/// What a failed transaction means for the one who acted.
pub(super) fn failure(error: &SdkError<TransactWriteItemsError, HttpResponse>) -> ActError {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error() else {
        return ActError::Queue(explain(error));
    };
    let codes: Vec<&str> = cancelled.cancellation_reasons().iter().filter_map(|reason| reason.code()).collect();
    if codes.iter().any(|code| matches!(*code, "ConditionalCheckFailed" | "TransactionConflict")) {
        return ActError::Changed;
    }
    match codes.iter().find(|code| **code != "None") {
        Some(&("ThrottlingError" | "ProvisionedThroughputExceeded")) => QueueError::Throttled.into(),
        code => QueueError::Refused((*code.unwrap_or(&"cancelled")).to_owned()).into(),
    }
}
