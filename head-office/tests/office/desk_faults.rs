//! The web page: when what is behind it fails, or changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use axum::http::StatusCode;
use content_reader::{Content, Texts};
use head_office::{Desk, Office};
use queue::{Engine, Identity, Table, Tray, local};
use serde_json::json;

use crate::browser::Browser;
use crate::fixture::Fixture;

/// The engine, until somebody pulls the plug.
#[derive(Debug, Clone)]
struct Plug {
    engine: Engine,
    pulled: Arc<AtomicBool>,
}

impl HttpConnector for Plug {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        if self.pulled.load(Ordering::SeqCst) {
            let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
            return HttpConnectorFuture::ready(Err(ConnectorError::io(refused.into())));
        }
        self.engine.call(request)
    }
}

/// Every page is a sentence with what to do, and what was typed comes back.
#[tokio::test]
async fn without_the_table_every_page_says_what_to_do() {
    let office = Fixture::new().await;
    let case = format!("/referral/{}", office.referred("Marek Nowicki", &json!({})).await);
    let known = local::existing(&office.data).await.expect("a queue");
    let key = Identity::parse(&std::fs::read(&known.identity_file).expect("a key"), None).expect("a key");
    let pulled = Arc::new(AtomicBool::new(false));
    let engine = Engine::open(&office.data.join("table.db")).expect("the table's file");
    let table = Table::with_connector(Plug { engine, pulled: pulled.clone() });
    let content = Content::parse(&Texts::compiled()).expect("content");
    let desk =
        Desk::new(Office::new(Tray::new(table, known.recipients, Some(key)), content, "OQ".to_owned(), office.clock()));
    let desk = Browser::enter(desk.expect("a desk")).await;
    assert_eq!(desk.post(&format!("{case}/claim"), "version=0").await.status, StatusCode::SEE_OTHER);

    pulled.store(true, Ordering::SeqCst);
    for path in ["/", "/fresh", &case, "/print/unread", &case.replace("/referral", "/print")] {
        let page = desk.get(path).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.body.contains("Try again in a minute") && !page.body.contains("Marek"), "{path}: {}", page.body);
    }
    let close = format!("{case}/close");
    let lost = desk.post(&close, "version=1&outcome=declined&note=Met+on+the+ward").await;
    assert_eq!(lost.status, StatusCode::SERVICE_UNAVAILABLE);
    let says =
        lost.body.contains("Not done") && lost.body.contains("The table cannot be reached. Try again in a minute.");
    assert!(says && lost.body.contains("Met on the ward"), "{}", lost.body);
    let refused = desk.post(&close, "version=1&outcome=&note=Met+on+the+ward").await;
    assert!(
        refused.body.contains("Choose how it ended") && refused.body.contains("Met on the ward"),
        "{}",
        refused.body
    );

    pulled.store(false, Ordering::SeqCst);
    assert_eq!(desk.post(&close, "version=1&outcome=declined&note=Met").await.status, StatusCode::SEE_OTHER);
}

/// An edit of `content/` is at the desk with the next page.
#[tokio::test]
async fn the_desk_follows_an_edit_of_its_words() {
    let office = Fixture::new().await;
    office.referred("Marek Nowicki", &json!({})).await;
    let desk = Browser::open(&office, "OQ").await;
    assert!(desk.get("/").await.body.contains("Waiting<br>"));
    let texts = Texts::compiled();
    let words = texts.words.replace("waiting = \"Waiting\"", "waiting = \"Still to be claimed\"");
    let site = texts.site.replace("lock_after_minutes = 15", "lock_after_minutes = 5");
    let newer = Content::parse(&Texts { words: &words, site: &site, ..texts }).expect("content");
    desk.desk.renewer()(Arc::new(newer));
    assert!(desk.get("/").await.body.contains("Still to be claimed<br>"));
    office.set("2026-11-23T10:20:00Z");
    assert_eq!(desk.get("/").await.status, StatusCode::FORBIDDEN, "the lock follows its setting too");
}
