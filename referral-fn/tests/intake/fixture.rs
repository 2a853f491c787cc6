//! An intake over a table of its own, with a clock the test sets and the key that opens what was stored.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::HttpConnector;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use chrono::{DateTime, Utc};
use content_reader::{Content, Texts};
use queue::{Case, Engine, Identity, Inbox, NewIdentity, Recipients, Record, Table, TokenKey, Tray};
use referral_fn::{Intake, Pages, app};
use templates::Theme;
use tower::ServiceExt as _;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const JSON: &str = "application/json";

pub(crate) struct Fixture {
    pub(crate) engine: Engine,
    pub(crate) tray: Tray,
    pub(crate) intake: Intake,
    recipients: Recipients,
    identity: Identity,
    clock: Arc<Mutex<DateTime<Utc>>>,
    pub(crate) folder: tempfile::TempDir,
}

/// What time it is.
pub(crate) type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// An answer, read to its end.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Fixture {
    /// The compiled-in pages, on a Monday in November.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(&folder.path().join("table.db")).unwrap();
        let table = Table::with_connector(engine.clone());
        table.create().await.unwrap();
        let [a, b, c] = [(); 3].map(|()| NewIdentity::generate());
        let recipients = Recipients::parse(&[a.public(), b.public(), c.public()].join(",")).unwrap();
        let identity = Identity::parse(a.plain().as_bytes(), None).unwrap();
        let tray = Tray::new(table.clone(), recipients.clone(), Some(identity.clone()));
        let clock = Arc::new(Mutex::new("2026-11-23T10:15:42Z".parse().unwrap()));
        let intake = intake(table, &recipients, ticking(&clock));
        Self { engine, tray, intake, recipients, identity, clock, folder }
    }

    /// The same table by another way, such as one with faults.
    pub(crate) fn over(&mut self, connector: impl HttpConnector + 'static) {
        self.intake = self.intake_over(Table::with_connector(connector), ticking(&self.clock));
    }

    /// An intake of its own over the same table, by another way and clock.
    pub(crate) fn intake_over(&self, table: Table, clock: Clock) -> Intake {
        intake(table, &self.recipients, clock)
    }

    /// A desk of its own over the same table, by another way.
    pub(crate) fn tray_over(&self, table: Table) -> Tray {
        Tray::new(table, self.recipients.clone(), Some(self.identity.clone()))
    }

    /// The same service under another law file.
    pub(crate) fn under(&self, law: &str) {
        let content = Content::parse(&Texts { law, ..Texts::compiled() }).unwrap();
        self.intake.replace(Pages { content, others: Vec::new(), theme: Theme::compiled().unwrap() });
    }

    pub(crate) fn at(&self, instant: &str) {
        *self.clock.lock().unwrap() = instant.parse().unwrap();
    }

    /// Sends one request as it is.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        answer(&self.intake, request).await
    }

    /// A post from our own page.
    pub(crate) async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        self.send(posted(path, kind, body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Everything stored, opened.
    pub(crate) async fn stored(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        let take = async |page: Vec<Record>| {
            cases.extend(
                page.into_iter().map(|record| Case { entry: record.entry.unwrap(), state: record.clear.state }),
            );
            Ok(())
        };
        self.tray.each(DateTime::<Utc>::MIN_UTC, |_| true, take).await.unwrap();
        cases.sort_by_key(|case| (case.entry.received_at, case.entry.reference.clone()));
        cases
    }
}

/// A post from our own page.
pub(crate) fn posted(path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(path).header("content-type", kind).header("sec-fetch-site", "same-origin");
    request.body(body.into()).unwrap()
}

/// What an intake answers.
pub(crate) async fn answer(intake: &Intake, request: Request<Body>) -> Answer {
    let answer = app(intake.clone()).oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let text = String::from_utf8(to_bytes(body, 4 << 20).await.unwrap().to_vec()).unwrap();
    Answer { status: parts.status.as_u16(), headers: parts.headers, text }
}

fn ticking(clock: &Arc<Mutex<DateTime<Utc>>>) -> Clock {
    let clock = Arc::clone(clock);
    Arc::new(move || *clock.lock().unwrap())
}

fn intake(table: Table, recipients: &Recipients, clock: Clock) -> Intake {
    let inbox = Inbox::new(table, recipients.clone(), TokenKey::parse(&"0a1b".repeat(16)).unwrap());
    Intake::new(Pages::compiled().unwrap(), inbox, clock, None)
}
