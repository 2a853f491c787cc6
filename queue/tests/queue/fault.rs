//! A connector that fails as told, in front of the engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use queue::Engine;

/// What happens to one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Written, and the connection breaks before the answer.
    LostResponse,
    /// Written, and the answer is an error.
    WrittenThen500,
    /// Written, and the answer is cut.
    CutBody,
    /// Not written, an error.
    Error500,
    /// Not written: too busy.
    Throttled,
    /// Not written: nobody listens.
    Refused,
    /// Not written, but the client cannot know.
    Broken,
    /// Never answers.
    Hangs,
    /// Begins so many milliseconds late, unless it was given up by then.
    Slow(u64),
    /// Is written so many milliseconds late, whether or not it was given up by then.
    Late(u64),
}

/// Each fault in turn to the writes that come; then none, or the last for ever.
#[derive(Debug, Clone)]
pub(crate) struct Faulty {
    engine: Engine,
    faults: Arc<Vec<Fault>>,
    for_ever: bool,
    pub(crate) writes: Arc<AtomicUsize>,
}

impl Faulty {
    pub(crate) fn new(engine: &Engine, faults: &[Fault], for_ever: bool) -> Self {
        Self { engine: engine.clone(), faults: Arc::new(faults.to_vec()), for_ever, writes: Arc::default() }
    }

    fn next(&self, request: &HttpRequest) -> Option<Fault> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        if !target.ends_with("PutItem") && !target.ends_with("TransactWriteItems") {
            return None;
        }
        let nth = self.writes.fetch_add(1, Ordering::SeqCst);
        self.faults.get(nth).or(self.faults.last().filter(|_| self.for_ever)).copied()
    }
}

fn answer(status: u16, body: &str) -> HttpResponse {
    let mut answer = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
    answer.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    answer
}

fn error(status: u16, code: &str) -> HttpResponse {
    answer(status, &format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"injected"}}"#))
}

impl HttpConnector for Faulty {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let fault = self.next(&request);
        let engine = self.engine.clone();
        HttpConnectorFuture::new(async move { carry_out(fault, &engine, request).await })
    }
}

/// Carries out one call, with what happens to it.
pub(crate) async fn carry_out(
    fault: Option<Fault>,
    engine: &Engine,
    request: HttpRequest,
) -> Result<HttpResponse, ConnectorError> {
    let Some(fault) = fault else { return engine.call(request).await };
    match fault {
        Fault::LostResponse => {
            engine.call(request).await?;
            Err(ConnectorError::io("connection reset".into()))
        }
        Fault::WrittenThen500 => {
            engine.call(request).await?;
            Ok(error(500, "InternalServerError"))
        }
        Fault::CutBody => {
            engine.call(request).await?;
            Ok(answer(200, "{\"Attr"))
        }
        Fault::Error500 => Ok(error(500, "InternalServerError")),
        Fault::Throttled => Ok(error(400, "ProvisionedThroughputExceededException")),
        Fault::Refused => {
            let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
            Err(ConnectorError::io(refused.into()))
        }
        Fault::Broken => Err(ConnectorError::io("broken pipe".into())),
        Fault::Hangs => std::future::pending().await,
        Fault::Slow(milliseconds) => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            engine.call(request).await
        }
        Fault::Late(milliseconds) => {
            let (engine, (sender, answered)) = (engine.clone(), tokio::sync::oneshot::channel());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                drop(sender.send(engine.call(request).await));
            });
            answered.await.map_err(|gone| ConnectorError::other(gone.into(), None))?
        }
    }
}

/// A table that refuses everything, with this code and this sentence.
#[derive(Debug, Clone)]
pub(crate) struct Refuses(pub(crate) &'static str, pub(crate) &'static str);

impl HttpConnector for Refuses {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{}","message":"{}"}}"#, self.0, self.1);
        HttpConnectorFuture::ready(Ok(answer(400, &body)))
    }
}

/// The engine, as a server that says what time it is.
#[derive(Debug, Clone)]
pub(crate) struct Dated(pub(crate) Engine, pub(crate) &'static str);

impl HttpConnector for Dated {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (engine, date) = (self.0.clone(), self.1);
        HttpConnectorFuture::new(async move {
            let mut answer = engine.call(request).await?;
            answer.headers_mut().insert("date", date);
            Ok(answer)
        })
    }
}

/// Puts an item just before the first transaction: what another writer did between a reading and an act.
#[derive(Debug, Clone)]
pub(crate) struct Meanwhile(pub(crate) Engine, pub(crate) Arc<std::sync::Mutex<Option<String>>>);

impl HttpConnector for Meanwhile {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let engine = self.0.clone();
        let acts = request.headers().get("x-amz-target").is_some_and(|target| target.ends_with("TransactWriteItems"));
        let put = self.1.lock().unwrap().take_if(|_| acts);
        HttpConnectorFuture::new(async move {
            if let Some(put) = put {
                let mut other = HttpRequest::new(SdkBody::from(put));
                other.headers_mut().insert("x-amz-target", "DynamoDB_20120810.PutItem");
                assert!(engine.call(other).await?.status().is_success());
            }
            engine.call(request).await
        })
    }
}
