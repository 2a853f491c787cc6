//! HTTPS to AWS.
//!
//! Only the roots of Amazon Trust Services are trusted: nobody else vouches for AWS, and reading all roots of the
//! machine takes longer than everything else the function does before its first poll (performance.md 5).

use aws_sdk_dynamodb::config::SharedHttpClient;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};

use crate::QueueError;

/// Kept current by `deploy/aws/roots`.
const ROOTS: &[u8] = include_bytes!("../roots.pem");

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
