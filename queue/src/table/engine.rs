//! The embedded engine behind the SDK: a connector that calls it in process. No port, no socket.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use rusqlite::Connection;

use super::attempts::{DISK_FAILS, DISK_FULL, READ_ONLY};
use crate::QueueError;
use crate::items::{get_around, read_around};

/// Others may be writing when the file is to be written anew.
const WAIT: Duration = Duration::from_secs(10);

/// A DynamoDB-compatible engine over one file.
#[derive(Clone)]
pub struct Engine {
    database: Database,
    /// Nothing can be written, and nothing is pretended to be.
    read_only: bool,
    /// The copy that is read where the file's own folder cannot be written to; deleted with the engine.
    _copy: Option<Arc<tempfile::TempDir>>,
}

impl Engine {
    /// Opens the file, making it (0600) if it is not there.
    ///
    /// # Errors
    /// When it cannot be made or is not an engine's file.
    pub fn open(file: &Path) -> Result<Self, QueueError> {
        make_private(file).map_err(|error| refused(file, &error))?;
        Ok(Self { database: open(file)?, read_only: false, _copy: None })
    }

    /// Opens a file that is there, for somebody who may only read it: where its folder cannot be written to, a private
    /// copy of it is opened, and every write is refused. Says whether that is so.
    ///
    /// # Errors
    /// When it is not an engine's file, or there is no room for the copy.
    pub fn open_for_reading(file: &Path) -> Result<(Self, bool), QueueError> {
        match open(file) {
            Ok(database) => return Ok((Self { database, read_only: false, _copy: None }, false)),
            Err(error) if can_write(file) => return Err(error),
            Err(_) => {}
        }
        Ok((copy_for_reading(file)?, true))
    }

    /// Writes the file anew, without what was deleted from it.
    pub(crate) fn compact(&self) -> Result<(), QueueError> {
        let Some(file) = self.file() else { return Ok(()) };
        let compact = || {
            let connection = Connection::open(&file)?;
            connection.busy_timeout(WAIT)?;
            // The log of what was written before holds deleted bytes too.
            connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
        };
        compact().map_err(|error| refused(&file, &error))
    }

    /// Copies the whole table, as of one moment, into a file (0600) that is not there yet.
    pub(crate) fn copy_to(&self, file: &Path) -> Result<(), QueueError> {
        // SQLite takes an empty file for the copy, and keeps its mode.
        make_private(file).map_err(|error| refused(file, &error))?;
        let path = file.to_str().ok_or_else(|| refused(file, &"its path is not UTF-8"))?;
        self.database.vacuum_into(path).map_err(|error| refused(file, &error))
    }
}

fn refused(file: &Path, error: &dyn fmt::Display) -> QueueError {
    QueueError::Engine(format!("{}: {error}", file.display()))
}

fn open(file: &Path) -> Result<Database, QueueError> {
    let path = file.to_str().ok_or_else(|| refused(file, &"its path is not UTF-8"))?;
    Database::new(path).map_err(|error| refused(file, &error))
}

fn copy_for_reading(file: &Path) -> Result<Engine, QueueError> {
    let folder = tempfile::tempdir().map_err(|error| refused(file, &error))?;
    let copied = copy_with_log(file, folder.path()).map_err(|error| refused(file, &error))?;
    Ok(Engine { database: open(&copied)?, read_only: true, _copy: Some(Arc::new(folder)) })
}

fn can_write(file: &Path) -> bool {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::OpenOptions::new().append(true).open(file).is_ok() && tempfile::tempfile_in(folder).is_ok()
}

/// Copies the file and its write-ahead log: what was written last may still be in the log alone.
fn copy_with_log(file: &Path, folder: &Path) -> std::io::Result<PathBuf> {
    let copy = folder.join("table.db");
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    std::fs::copy(file, &copy)?;
    if log(file).exists() {
        std::fs::copy(log(file), log(&copy))?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(copy)
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
    #[cfg(not(unix))]
    drop(made);
    Ok(())
}

impl HttpConnector for Engine {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let engine = self.clone();
        HttpConnectorFuture::new(async move {
            // SQLite waits for the disk: that belongs on a thread that may wait.
            let called = tokio::task::spawn_blocking(move || engine.answer(&operation, &body)).await;
            let (status, text) = called.map_err(|error| ConnectorError::other(error.into(), None))?;
            let status = status.try_into().map_err(|_| ConnectorError::other("no such status".into(), None))?;
            let mut response = HttpResponse::new(status, SdkBody::from(text));
            response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
            Ok(response)
        })
    }
}

impl Engine {
    /// Carries out one operation of the DynamoDB API, named as in `X-Amz-Target` after the dot: an HTTP status and JSON.
    pub fn answer(&self, operation: &str, body: &[u8]) -> (u16, String) {
        let engine = &self.database;
        match operation {
            "GetItem" => self.item(body),
            "Query" => self.page(body, |body| run(body, |request| engine.query(request))),
            "Scan" => self.page(body, |body| run(body, |request| engine.scan(request))),
            "BatchGetItem" => run(body, |request| engine.batch_get_item(request)),
            "TransactGetItems" => run(body, |request| engine.transact_get_items(request)),
            "ListTables" => run(body, |request| engine.list_tables(request)),
            "DescribeTable" => run(body, |request| engine.describe_table(request)),
            _ if self.read_only => refusal(READ_ONLY),
            "PutItem" => run(body, |request| engine.put_item(request)),
            "UpdateItem" => run(body, |request| engine.update_item(request)),
            "DeleteItem" => run(body, |request| engine.delete_item(request)),
            "TransactWriteItems" => run(body, |request| engine.transact_write_items(request)),
            "BatchWriteItem" => run(body, |request| engine.batch_write_item(request)),
            "CreateTable" => run(body, |request| engine.create_table(request)),
            "UpdateTimeToLive" => run(body, |request| engine.update_time_to_live(request)),
            _ => refusal("UnknownOperationException"),
        }
    }
}

impl Engine {
    /// One page; where the engine refuses it for a damaged row, that row by its keys and the others whole.
    fn page(&self, body: &[u8], read: impl Fn(&[u8]) -> (u16, String)) -> (u16, String) {
        let (status, text) = read(body);
        if status < 500 {
            return (status, text);
        }
        let around = self.file().and_then(|file| read_around(&file, body, read, A_PAGE));
        around.map_or((status, text), |page| (200, page))
    }

    /// One item; of a damaged one its keys. The engine says of those that they are not there.
    fn item(&self, body: &[u8]) -> (u16, String) {
        let (status, text) = run(body, |request| self.database.get_item(request));
        if status == 200 && text.contains("\"Item\"") {
            return (status, text);
        }
        self.file().and_then(|file| get_around(&file, body)).map_or((status, text), |keys| (200, keys))
    }

    fn file(&self) -> Option<PathBuf> {
        self.database.db_path().ok().flatten().map(PathBuf::from)
    }
}

/// The error of a code of ours.
fn coded(status: u16, code: &str) -> (u16, String) {
    (status, format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}"}}"#))
}

/// Refused with a code of ours. Not a fault of the server's, so that the SDK does not try again.
fn refusal(code: &str) -> (u16, String) {
    coded(400, code)
}

/// The rows of a page that is read row by row.
const A_PAGE: usize = 200;

/// What SQLite says of a disk, and our answer. Of a full one and one that cannot be written to it is certain that nothing
/// was written; after a fault of the disk nobody can tell, as with any 500.
const DISK: [(&str, u16, &str); 3] =
    [("disk is full", 400, DISK_FULL), ("readonly database", 400, READ_ONLY), ("disk I/O error", 500, DISK_FAILS)];

fn run<I, O>(body: &[u8], call: impl FnOnce(I) -> Result<O, DynoxideError>) -> (u16, String)
where
    I: serde::de::DeserializeOwned,
    O: serde::Serialize,
{
    let done = match serde_json::from_slice(body) {
        Ok(request) => call(request),
        Err(error) => Err(DynoxideError::SerializationException(error.to_string())),
    };
    let error = match done {
        Ok(output) => return serde_json::to_string(&output).map_or((500, String::from("{}")), |text| (200, text)),
        Err(error) => error,
    };
    let said = error.to_string();
    let of_disk = DISK.iter().find(|(said_by_sqlite, ..)| error.status_code() == 500 && said.contains(said_by_sqlite));
    of_disk.map_or_else(|| (error.status_code(), error.to_json()), |(_, status, code)| coded(*status, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUT: &[u8] = br#"{"TableName":"table","Item":{"pk":{"S":"a"}}}"#;

    #[test]
    fn a_copy_for_reading_holds_what_was_written_last_and_refuses_writes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("table.db");
        let engine = Engine::open(&file).unwrap();
        let create = br#"{"TableName":"table","BillingMode":"PAY_PER_REQUEST",
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]}"#;
        assert_eq!(engine.answer("CreateTable", create).0, 200);
        assert_eq!(engine.answer("PutItem", PUT).0, 200);
        let copy = copy_for_reading(&file).unwrap();
        let (status, items) = copy.answer("Scan", br#"{"TableName":"table"}"#);
        assert!(status == 200 && items.contains(r#""S":"a""#), "{items}");
        let (status, told) = copy.answer("PutItem", PUT);
        assert!(status == 400 && told.contains(READ_ONLY), "{told}");
    }
}
