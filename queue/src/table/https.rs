//! HTTPS to AWS, and asking a site of ours for a page.
//!
//! Only the roots of Amazon Trust Services are trusted: nobody else vouches for AWS, and reading all roots of the
//! machine takes longer than everything else the function does before its first poll (performance.md 5).

use std::time::Duration;

use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::HttpConnector as _;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;

use crate::QueueError;

/// Kept current by `deploy/aws/roots`.
const ROOTS: &[u8] = include_bytes!("../roots.pem");
const OK: u16 = 200;
/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client for AWS; for an `https` endpoint of somebody's own, one that trusts what the machine trusts.
///
/// # Errors
/// When the roots cannot be used.
pub fn https(endpoint: Option<&str>) -> Result<SharedHttpClient, QueueError> {
    let own = endpoint.is_some_and(|endpoint| endpoint.starts_with("https:"));
    let trusted = if own { TrustStore::default() } else { TrustStore::empty().with_pem_certificate(ROOTS) };
    let tls = TlsContext::builder().with_trust_store(trusted).build();
    let tls = tls.map_err(|_| QueueError::Refused("the trusted roots cannot be used".to_owned()))?;
    Ok(Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).tls_context(tls).build_https())
}

/// The text of a page or file, or of a header of the answer to it; trusts whom this machine trusts.
///
/// # Errors
/// Why there is none, in a few words.
pub async fn get(url: &str, header: Option<&str>) -> Result<String, String> {
    let asking = HttpRequest::get(url).map_err(|_| "that is no address".to_owned())?;
    let tls = TlsContext::builder().with_trust_store(TrustStore::default()).build();
    let tls = tls.map_err(|_| "the roots this machine trusts cannot be used".to_owned())?;
    let connector = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring)).tls_context(tls).build();
    let asked = async {
        let answer = connector.call(asking).await.map_err(|_| "it cannot be reached".to_owned())?;
        let (status, named) = (answer.status().as_u16(), header.map(|name| answer.headers().get(name)));
        match named {
            _ if status != OK => Err(format!("it answered {status}")),
            Some(value) => value.map(str::to_owned).ok_or_else(|| "it does not say".to_owned()),
            None => {
                let body = ByteStream::new(answer.into_body()).collect().await;
                let body = body.map_err(|_| "its answer broke off".to_owned())?.to_vec();
                String::from_utf8(body).map_err(|_| "its answer is no text".to_owned())
            }
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.unwrap_or_else(|_| Err("it did not answer in time".to_owned()))
}
