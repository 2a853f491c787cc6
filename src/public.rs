//! Site and intake on a machine that faces the internet: public keys only, and no desk (docs/contract.md, One server).

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use queue::Inbox;
use queue::local::{open_public, private_key_beside};
use referral_fn::{Clock, Intake, OverLimit};
use tokio::sync::watch;
use web::clients::{Clients, client};
use web::limits::{DRAINED_FOR, FORMS_AT_ONCE, ONE_MORE_FORM_EACH, PUBLIC_BODY, SITE};
use web::{Peer, Server, Stop};

use crate::args::{Args, PublicArgs};
use crate::edits::{Live, Source};
use crate::files::Served;
use crate::listening::{bind, new_table, say, tell, told, until, warn_of_plain_http};
use crate::{published, site, table_server, watchdog};

pub(crate) async fn serve(args: Args, clock: Clock) -> Result<()> {
    let recipients = args.public.recipients.as_deref().unwrap_or(Path::new("recipients.txt"));
    refuse_private_keys(&args, recipients)?;
    let source = Source::new(&args.content, false)?;
    let pages = source.pages()?;
    let files = match args.public.published.as_deref() {
        Some(folder) => published::read(folder)?,
        None => site::build(&args.content, &pages, &clock, false)?,
    };
    let token_key = args.public.token_key.as_deref();
    let opened = open_public(&args.data, recipients, token_key, new_table(args.new_table)).await;
    let opened = opened.context("cannot prepare the data folder")?;
    let listener = bind(args.site, "--site").await?;
    let table = table_server::listen(args.table_at, &opened.engine).await?;
    let stop = Stop::caught().context("cannot catch SIGTERM")?;
    warn_of_plain_http(args.site);
    if opened.first_start {
        tell(&format!("First start: made {} with an empty table.\n", args.data.display()));
    }
    let intake = Intake::new(pages, Inbox::new(opened.table, opened.recipients, opened.token_key), clock.clone(), None);
    say(&format!("site http://{}/\n{}", listener.local_addr()?, table.line))?;

    let (ending, stopped) = watch::channel(false);
    let site = Served::new(files);
    let app = limited(site.service(&intake), intake.clone(), &args.public);
    let watching = match args.public.published {
        Some(folder) => published::watch(folder, site, stopped.clone()),
        None => Live::new(source, site, intake.clone(), |_| (), clock).watch(stopped.clone()),
    };
    let server = Server::new(app, SITE, move |_| referral_fn::unreadable_request(&intake));
    let serving = async {
        let ((), (), ()) = tokio::join!(
            server.serve(listener, told(stopped.clone())),
            table.serve(stopped.clone()),
            watchdog::report(stopped)
        );
        Ok(())
    };
    until(stop, &ending, serving).await?;
    drop(watching);
    Ok(())
}

fn refuse_private_keys(args: &Args, recipients: &Path) -> Result<()> {
    if args.public.beside_private_keys {
        return Ok(());
    }
    if let Some(key) = private_key_beside(&args.data, recipients) {
        bail!(
            "{} is a private key, and this machine faces the internet: whoever breaks in could read every referral. Take \
             it away, or say --beside-private-keys",
            key.display()
        );
    }
    Ok(())
}

/// Lets each client send so many forms and no more. Reading has no such limit.
fn limited(app: Router, intake: Intake, args: &PublicArgs) -> Router {
    let clients = Arc::new(Clients::new(FORMS_AT_ONCE, ONE_MORE_FORM_EACH));
    let proxy = args.behind_proxy;
    app.layer(from_fn(move |mut request: Request, next: Next| {
        let (clients, intake) = (Arc::clone(&clients), intake.clone());
        async move {
            let from = request.extensions().get::<Peer>().map(|peer| client(peer.0, proxy, request.headers()));
            let allowed =
                request.method() != Method::POST || from.is_none_or(|from| clients.allow(from, Instant::now()));
            if allowed {
                return next.run(request).await;
            }
            let path = request.uri().path().to_owned();
            if intake.has_address(&path) && !path.starts_with("/api/") {
                request.extensions_mut().insert(OverLimit);
                return next.run(request).await;
            }
            // A browser reads our page once its own words are taken in.
            let taken = to_bytes(request.into_body(), PUBLIC_BODY);
            drop(tokio::time::timeout(DRAINED_FOR, taken).await);
            referral_fn::too_many(&intake, &path)
        }
    }))
}
