//! Watches `content/` for edits: one, or midnight in London, rebuilds the site, and the intake and the desk follow.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use content_reader::Content;
use notify::{RecursiveMode, Watcher as _};
use referral::london;
use referral_fn::{Clock, Intake, Pages};
use templates::Theme;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::demo::Demo;
use crate::files::Served;
use crate::reload::Reload;
use crate::site;

/// Editors save in several steps; wait for the last.
const SETTLE: Duration = Duration::from_millis(10);
/// How often to look whether the date has changed.
const DATE_CHECK: Duration = Duration::from_secs(20);

/// Where words and rules are read again after an edit. Templates are part of the program, so an edit leaves them as they are.
#[derive(Clone)]
pub(crate) struct Source {
    content: PathBuf,
    theme: Theme,
    demo: bool,
}

impl Source {
    /// A content folder; a demonstration shows a number that nobody can ring.
    pub(crate) fn new(content: &Path, demo: bool) -> Result<Self> {
        Ok(Self { content: content.to_owned(), theme: Theme::compiled()?, demo })
    }

    /// Its words and rules as they are now, with the templates.
    pub(crate) fn pages(&self) -> Result<Pages> {
        let content = Content::load(&self.content, "en").context("the content cannot be used")?;
        let others = content.other_languages(&self.content);
        let others = others.context("the content of another language cannot be used")?;
        let pages = Pages { content, others, theme: self.theme.clone() };
        Ok(if self.demo { Demo::unreachable(pages) } else { pages })
    }
}

/// The site and the intake, and where they come from.
#[derive(Clone)]
pub(crate) struct Live {
    source: Source,
    site: Served,
    intake: Intake,
    renew_desk: Arc<dyn Fn(Arc<Content>) + Send + Sync>,
    clock: Clock,
    reload: Option<Reload>,
}

impl Live {
    pub(crate) fn new(
        source: Source,
        site: Served,
        intake: Intake,
        renew_desk: impl Fn(Arc<Content>) + Send + Sync + 'static,
        clock: Clock,
    ) -> Self {
        Self { source, site, intake, renew_desk: Arc::new(renew_desk), clock, reload: None }
    }

    /// Whether browsers load a page again after an edit.
    #[must_use]
    pub(crate) fn reloading(self, wanted: bool) -> Self {
        Self { reload: wanted.then(Reload::new), ..self }
    }

    /// Pages by GET from the site; everything under `/referral/` and `/api/`, and all else, from the intake.
    pub(crate) fn service(&self) -> Router {
        let app = self.site.service(&self.intake);
        let Some(reload) = self.reload.clone() else { return app };
        app.layer(from_fn(move |request: Request, next: Next| {
            let reload = reload.clone();
            async move {
                let address = request.uri();
                match reload.answer(address.path(), address.query().unwrap_or_default()).await {
                    Some(answer) => answer,
                    None => next.run(request).await,
                }
            }
        }))
    }

    /// Rebuilds for as long as the handle lives. A failed build is said and leaves the last good site.
    pub(crate) fn watch(&self, stopped: watch::Receiver<bool>) -> JoinHandle<()> {
        let live = self.clone();
        tokio::spawn(async move {
            let (changed, mut changes) = mpsc::channel(1);
            // What was saved between the first build and the start of the watch is built too.
            let missed = changed.clone();
            let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                if event.is_ok_and(|event| !event.kind.is_access()) {
                    // A full channel already has a rebuild coming.
                    let _ = changed.try_send(());
                }
            });
            let watcher = watcher.and_then(|mut watcher| {
                watcher.watch(&live.source.content, RecursiveMode::Recursive)?;
                let _ = missed.try_send(());
                Ok(watcher)
            });
            if let Err(error) = &watcher {
                tracing::warn!("edits will not show until the next start: {error}");
            }
            live.follow(&mut changes, stopped).await;
        })
    }

    async fn follow(&self, changes: &mut mpsc::Receiver<()>, stopped: watch::Receiver<bool>) {
        let ended = crate::listening::told(stopped);
        tokio::pin!(ended);
        let mut date = london((self.clock)()).date_naive();
        loop {
            tokio::select! {
                () = &mut ended => return,
                changed = changes.recv() => match changed {
                    Some(()) => {
                        tokio::time::sleep(SETTLE).await;
                        // What was told until now is in the build that follows; only what comes later needs another.
                        let _ = changes.try_recv();
                    }
                    None => tokio::time::sleep(DATE_CHECK).await,
                },
                () = tokio::time::sleep(DATE_CHECK) => {
                    let today = london((self.clock)()).date_naive();
                    if today == date {
                        continue;
                    }
                    date = today;
                }
            }
            let live = self.clone();
            if let Ok(Err(error)) = tokio::task::spawn_blocking(move || live.rebuild()).await {
                tracing::warn!("the site was not rebuilt, the last good one is served: {error:#}");
            }
        }
    }

    fn rebuild(&self) -> Result<()> {
        let pages = self.source.pages()?;
        self.site.replace(site::build(&self.source.content, &pages, &self.clock, self.reload.is_some())?);
        (self.renew_desk)(Arc::new(pages.content.clone()));
        self.intake.replace(pages);
        self.reload.iter().for_each(Reload::built);
        Ok(())
    }
}
