//! The embedded engine behind the SDK: a connector that calls it in process. No port, no socket.

use std::fmt;
use std::path::Path;

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};

use crate::QueueError;

/// A DynamoDB-compatible engine over one file.
#[derive(Clone)]
pub struct Engine(Database);

impl Engine {
    /// Opens the file, making it (0600) if it is not there.
    ///
    /// # Errors
    /// When it cannot be made or is not an engine's file.
    pub fn open(file: &Path) -> Result<Self, QueueError> {
        let refused = |error: &dyn fmt::Display| QueueError::Engine(format!("{}: {error}", file.display()));
        make_private(file).map_err(|error| refused(&error))?;
        let path = file.to_str().ok_or_else(|| refused(&"its path is not UTF-8"))?;
        Database::new(path).map(Self).map_err(|error| refused(&error))
    }
}

impl Engine {
    /// Writes the file anew, without what was deleted from it.
    pub(crate) fn compact(&self) -> Result<(), QueueError> {
        self.0.vacuum().map_err(|error| QueueError::Engine(error.to_string()))
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Engine")
    }
}

/// Makes the file before SQLite does, so that nobody else can read it for a moment; SQLite gives `-wal` and
/// `-shm` the mode of the file itself.
fn make_private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let made = options.open(file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        made.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

impl HttpConnector for Engine {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let engine = self.0.clone();
        HttpConnectorFuture::new(async move {
            // SQLite waits for the disk: that belongs on a thread that may wait.
            let called = tokio::task::spawn_blocking(move || answer(&engine, &operation, &body)).await;
            let (status, text) = called.map_err(|error| ConnectorError::other(error.into(), None))?;
            let status = status.try_into().map_err(|_| ConnectorError::other("no such status".into(), None))?;
            let mut response = HttpResponse::new(status, SdkBody::from(text));
            response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
            Ok(response)
        })
    }
}

fn answer(engine: &Database, operation: &str, body: &[u8]) -> (u16, String) {
    match operation {
        "PutItem" => run(body, |request| engine.put_item(request)),
        "GetItem" => run(body, |request| engine.get_item(request)),
        "UpdateItem" => run(body, |request| engine.update_item(request)),
        "DeleteItem" => run(body, |request| engine.delete_item(request)),
        "Query" => run(body, |request| engine.query(request)),
        "Scan" => run(body, |request| engine.scan(request)),
        "TransactWriteItems" => run(body, |request| engine.transact_write_items(request)),
        "BatchWriteItem" => run(body, |request| engine.batch_write_item(request)),
        "CreateTable" => run(body, |request| engine.create_table(request)),
        "DescribeTable" => run(body, |request| engine.describe_table(request)),
        "UpdateTimeToLive" => run(body, |request| engine.update_time_to_live(request)),
        _ => (400, r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#.to_owned()),
    }
}

fn run<I, O>(body: &[u8], call: impl FnOnce(I) -> Result<O, DynoxideError>) -> (u16, String)
where
    I: serde::de::DeserializeOwned,
    O: serde::Serialize,
{
    let done = match serde_json::from_slice(body) {
        Ok(request) => call(request),
        Err(error) => Err(DynoxideError::SerializationException(error.to_string())),
    };
    match done {
        Ok(output) => match serde_json::to_string(&output) {
            Ok(text) => (200, text),
            Err(_) => (500, String::from("{}")),
        },
        Err(error) => (error.status_code(), error.to_json()),
    }
}
