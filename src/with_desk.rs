//! Site, intake and desk on one machine, with a local key set: for trying it out, and for one person alone.

use anyhow::{Context as _, Result};
use head_office::{Desk, Office};
use queue::local::Local;
use queue::{Identity, Inbox, Retention, Tray};
use referral_fn::{Clock, Intake};
use tokio::sync::watch;
use web::limits::SITE;
use web::{Server, Stop, with_notice};

use crate::args::Args;
use crate::demo::Demo;
use crate::edits::{Live, Source};
use crate::files::Served;
use crate::listening::{bind, new_table, say, tell, told, until, warn_of_plain_http};
use crate::{site, table_server};

pub(crate) async fn serve(mut args: Args, clock: Clock) -> Result<()> {
    let demo = Demo::wanted(&mut args)?;
    let notice = Demo::notice(demo.as_ref());
    let source = Source::new(&args.content, demo.is_some())?;
    let pages = source.pages()?;
    let desk_content = pages.content.clone();
    let site = site::build(&args.content, &pages, &clock, args.reload)?;
    let local = queue::local::open_with(&args.data, new_table(args.new_table)).await;
    let local = local.context("cannot prepare the data folder")?;
    let site_listener = bind(args.site, "--site").await?;
    let desk_listener = bind(args.desk, "--desk").await?;
    let table = table_server::listen(args.table_at, &local.engine).await?;
    let stop = Stop::caught().context("cannot catch Ctrl-C")?;
    warn_of_plain_http(args.site);
    match &demo {
        Some(demo) => say(&demo.fill(&local, &desk_content, clock()).await?)?,
        None if local.first_start => tell(&first_start(&args)),
        None => {}
    }
    let tray = tray(&local, &desk_content.site)?;
    let intake = Intake::new(pages, Inbox::new(local.table, local.recipients, local.token_key), clock.clone(), None);
    let desk = Desk::new(Office::new(tray, desk_content, head_office::staff()?, clock.clone()))?
        .with_notice(notice)
        .on_lock(|address| say(&format!("desk {address}\n")).unwrap_or_default());
    say(&format!(
        "site http://{}/\ndesk {}\n{}",
        site_listener.local_addr()?,
        desk.address(desk_listener.local_addr()?),
        table.line
    ))?;

    let (ending, stopped) = watch::channel(false);
    let live = Live::new(source, Served::new(site), intake.clone(), desk.renewer(), clock).reloading(args.reload);
    let watching = live.watch(stopped.clone());
    let server =
        Server::new(with_notice(live.service(), notice), SITE, move |_| referral_fn::unreadable_request(&intake));
    let public = server.serve(site_listener, told(stopped.clone()));
    let private = desk.serve(desk_listener, told(stopped.clone()));
    let serving = async {
        let ((), private, ()) = tokio::join!(public, private, table.serve(stopped));
        Ok(private?)
    };
    until(stop, &ending, serving).await?;
    drop(watching);
    Ok(())
}

fn tray(local: &Local, site: &content_reader::Site) -> Result<Tray> {
    let file = &local.identity_file;
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let identity = Identity::parse(&bytes, None).with_context(|| format!("{} cannot be used", file.display()))?;
    let tray = Tray::new(local.table.clone(), local.recipients.clone(), Some(identity));
    let read = |months| Retention::parse(months, site.retention_by_outcome());
    let retention = site.retention_months().map(read).transpose()?;
    Ok(match retention {
        Some(retention) => tray.keeping(retention),
        None => tray,
    })
}

fn first_start(args: &Args) -> String {
    let data = args.data.display();
    format!(
        "First start: made {data}/ with an empty queue and a local key set (two staff keys and a recovery key, no \
         passphrase). Good for trying it out; a real service makes its keys with `head-office keys new`.\n"
    )
}
