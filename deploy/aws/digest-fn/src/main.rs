//! The digest on Lambda: each morning it reads the clear fields of what waits, mails references and dates on working
//! days, and logs the counts that the alarms of `deploy/aws/` watch. It holds no key: it cannot say who or how urgent.

mod mail;
mod morning;
mod settings;

use std::process::ExitCode;

use chrono::Utc;
use lambda_http::LambdaEvent;
use lambda_http::lambda_runtime::{self, service_fn};
use queue::{Lookout, Table};
use referral::{Calendar, london};
use serde_json::Value;

use crate::mail::Post;
use crate::morning::Morning;
use crate::settings::Settings;

/// The same calendar as the function's, compiled in.
const CALENDAR: &str = include_str!("../../../../content/calendar.toml");

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    queue::forbid_core_dumps();
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
    let lookout = Lookout::new(Table::aws(&settings.aws)?);
    let post = Post::new(&settings)?;
    let calendar = Calendar::parse(CALENDAR)?;
    let (lookout, post, calendar) = (&lookout, &post, &calendar);
    lambda_runtime::run(service_fn(async move |_: LambdaEvent<Value>| run(lookout, post, calendar).await)).await
}

/// One morning. The line in the log comes last: its absence is what tells that no digest ran.
async fn run(lookout: &Lookout, post: &Post, calendar: &Calendar) -> Result<(), lambda_http::Error> {
    #[expect(clippy::disallowed_methods, reason = "the edge of the function")]
    let now = Utc::now();
    let (open, canaries) = (lookout.open_entries().await?, lookout.canaries().await?);
    let morning = Morning::new(&open, &canaries, now, calendar);
    let mail = if calendar.is_working_day(london(now).date_naive()) { morning.mail(calendar) } else { None };
    if let Some(mail) = &mail {
        post.send(mail).await?;
    }
    tracing::info!(
        outcome = "digest",
        waiting = morning.waiting(),
        late = morning.late(),
        unreadable = morning.unreadable(),
        canary_missing = u8::from(morning.canary_missing()),
        canary_unopened = u8::from(morning.canary_unopened()),
        mailed = mail.is_some(),
    );
    Ok(())
}
