//! The Lambda binary: settings, the inbox, the service under lambda_http.

use std::process::ExitCode;
use std::sync::Arc;

use queue::{Inbox, Table};
use referral_fn::{Intake, Pages, Settings, app, hush_panics, with_canary};

/// What Lambda tells the program it runs.
const LAMBDA: [&str; 4] = [
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    queue::forbid_core_dumps();
    hush_panics();
    tracing_subscriber::fmt().json().with_target(false).with_max_level(tracing::Level::INFO).init();
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), lambda_http::Error> {
    let settings = Settings::read(|name| std::env::var(name).ok())?;
    let table = Table::aws(&settings.aws)?;
    // The runtime's own client panics without these.
    let unset: Vec<&str> =
        LAMBDA.into_iter().filter(|name| std::env::var(name).map_or(true, |is| is.is_empty())).collect();
    if !unset.is_empty() {
        let unset = unset.join(", ");
        let why = format!(
            "referral-fn cannot start. AWS Lambda sets {unset}, so this is not Lambda; on one machine run imha"
        );
        return Err(why.into());
    }
    let inbox = Inbox::new(table, settings.recipients, settings.token_key);
    #[expect(clippy::disallowed_methods, reason = "the edge of the function")]
    let clock = Arc::new(chrono::Utc::now);
    let intake = Intake::new(Pages::compiled()?, inbox, clock, settings.origin);
    lambda_http::run(with_canary(app(intake.clone()), intake)).await
}
