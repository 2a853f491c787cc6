//! The templates, compiled once, and the stylesheet under a name that changes with its text.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use crate::Shared;
use crate::compiled::{DESK, INTAKE, PAGES};

/// A template that cannot be read or drawn.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A template's syntax, or a value it asks for that the page does not have.
    #[error("{}", chain(.0))]
    Tera(#[from] tera::Error),
    /// A file of the templates folder that cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

fn chain(error: &tera::Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// A static file and the address it is served under.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Relative to the site's root, with a hash of the text in it.
    pub name: String,
    parts: Vec<Cow<'static, str>>,
}

impl Asset {
    /// A file whose name changes with its text, so that browsers may keep it for ever.
    pub fn named(stem: &str, ending: &str, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        Self::hashed(stem, ending, Sha256::new_with_prefix(text.as_bytes()), vec![text])
    }

    /// A file of several texts, and the hash of them all.
    fn hashed(stem: &str, ending: &str, hash: Sha256, parts: Vec<Cow<'static, str>>) -> Self {
        let short = hex::encode(&hash.finalize()[..5]);
        Self { name: format!("assets/{stem}.{short}.{ending}"), parts }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.parts.concat()
    }
}

/// A stylesheet for each kind of page. All begin with the same rules, and no page fetches two.
#[derive(Debug, Clone)]
pub struct Stylesheets {
    /// Of texts: most pages.
    pub site: Asset,
    /// Of forms and what they are answered with.
    pub form: Asset,
    /// Of forms within a text.
    pub easy: Asset,
    /// Of pages made to be printed.
    pub sheet: Asset,
}

/// One struct beside one template.
pub trait Page: Serialize {
    /// The template's name.
    const TEMPLATE: &'static str;
}

/// Templates, stylesheets and scripts.
#[derive(Clone)]
pub struct Theme {
    tera: Arc<Tera>,
    assets: Arc<Assets>,
}

struct Assets {
    stylesheets: Stylesheets,
    search: Asset,
    comfort: Asset,
}

/// The site's templates.
fn site() -> impl Iterator<Item = (&'static str, &'static str)> {
    INTAKE.iter().chain(PAGES).copied()
}

const CSS: &str = include_str!("../site.css");
/// What texts, forms and pages made to be printed have besides: no page carries the rules of another kind.
const TEXT: &str = include_str!("../text.css");
const FORM: &str = include_str!("../form.css");
const SHEET: &str = include_str!("../sheet.css");
const SEARCH: &str = include_str!("../search.js");
const COMFORT: &str = include_str!("../comfort.js");
const COMPILED: [Cow<'static, str>; 6] = [
    Cow::Borrowed(CSS),
    Cow::Borrowed(TEXT),
    Cow::Borrowed(FORM),
    Cow::Borrowed(SHEET),
    Cow::Borrowed(SEARCH),
    Cow::Borrowed(COMFORT),
];

impl Theme {
    /// The site's templates as they were when this program was built.
    ///
    /// # Errors
    /// A template that does not parse.
    pub fn compiled() -> Result<Self, ThemeError> {
        Self::from_texts(site(), COMPILED)
    }

    /// Of those, what the intake answers with.
    ///
    /// # Errors
    /// A template that does not parse.
    pub fn intake() -> Result<Self, ThemeError> {
        Self::from_texts(INTAKE.iter().copied(), COMPILED)
    }

    /// The desk's templates, for paper.
    ///
    /// # Errors
    /// A template that does not parse.
    pub fn desk() -> Result<Self, ThemeError> {
        Self::desk_below("")
    }

    /// The desk's templates for pages that all lie below `root`, such as `/0f3a`. The templates name addresses as if there
    /// were none: this is the one place that puts it before them.
    ///
    /// # Errors
    /// A template that does not parse.
    pub fn desk_below(root: &str) -> Result<Self, ThemeError> {
        let own = [include_str!("../desk/desk.css"), include_str!("../desk/report.css")];
        let css = [CSS, TEXT, FORM, SHEET, own[0], own[1]].concat();
        let below = |text: &str| {
            let leads = ["href", "action", "data-fresh", "data-record"].map(|attribute| format!("{attribute}=\"/"));
            leads.iter().fold(text.to_owned(), |text, lead| {
                text.replace(lead, &format!("{}{root}/", lead.trim_end_matches('/')))
            })
        };
        let texts = DESK.iter().map(|(name, text)| (*name, below(text)));
        Self::from_texts(
            texts,
            [css, String::new(), String::new(), String::new(), String::new(), String::new()].map(Cow::Owned),
        )
    }

    /// The compiled-in templates, with those of a folder in their place or beside them.
    ///
    /// # Errors
    /// A file that cannot be read, or a template that does not parse.
    pub fn load(dir: &Path) -> Result<Self, ThemeError> {
        let wrong = |path: &Path| {
            let path = path.display().to_string();
            move |source| ThemeError::Read { path, source }
        };
        let mut texts: Vec<(String, String)> = site().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        for file in fs::read_dir(dir).map_err(wrong(dir))?.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.ends_with(".html") {
                let text = fs::read_to_string(file.path()).map_err(wrong(&file.path()))?;
                texts.retain(|(known, _)| *known != name);
                texts.push((name, text));
            }
        }
        let or = |name: &str, compiled: &str| {
            let file = dir.join(name);
            if file.exists() { fs::read_to_string(&file).map_err(wrong(&file)) } else { Ok(compiled.to_owned()) }
        };
        // A stylesheet of one's own is used alone, unless its folder has the others too.
        let ours = |text: &'static str| if dir.join("site.css").exists() { "" } else { text };
        let [text, form] = [or("text.css", ours(TEXT))?, or("form.css", ours(FORM))?];
        let [css, sheet] = [or("site.css", CSS)?, or("sheet.css", ours(SHEET))?];
        let [search, comfort] = [or("search.js", SEARCH)?, or("comfort.js", COMFORT)?];
        Self::from_texts(texts, [css, text, form, sheet, search, comfort].map(Cow::Owned))
    }

    fn from_texts<N: Into<String>, T: AsRef<str>>(
        texts: impl IntoIterator<Item = (N, T)>,
        [css, text, form, print, search, comfort]: [Cow<'static, str>; 6],
    ) -> Result<Self, ThemeError> {
        let texts: Vec<(String, T)> = texts.into_iter().map(|(name, text)| (name.into(), text)).collect();
        let mut tera = Tera::default();
        tera.add_raw_templates(texts.iter().map(|(name, text)| (name.as_str(), text.as_ref())))?;
        // All begin alike: what they share is hashed once.
        let after = |hash: &Sha256, text: &Cow<'_, str>| hash.clone().chain_update(text.as_bytes());
        let of_all = after(&Sha256::new(), &css);
        let of_texts = after(&of_all, &text);
        let sheet = |stem, hash, parts: &[&Cow<'static, str>]| {
            Asset::hashed(stem, "css", hash, parts.iter().map(|part| (*part).clone()).collect())
        };
        let stylesheets = Stylesheets {
            site: sheet("site", of_texts.clone(), &[&css, &text]),
            form: sheet("form", after(&of_all, &form), &[&css, &form]),
            easy: sheet("easy", after(&of_texts, &form), &[&css, &text, &form]),
            sheet: sheet("sheet", after(&of_texts, &print), &[&css, &text, &print]),
        };
        let script = |stem, text| Asset::named(stem, "js", text);
        let assets = Assets { stylesheets, search: script("search", search), comfort: script("comfort", comfort) };
        Ok(Self { tera: Arc::new(tera), assets: Arc::new(assets) })
    }

    /// The stylesheets, of which a page has one.
    pub fn stylesheets(&self) -> &Stylesheets {
        &self.assets.stylesheets
    }

    /// The stylesheet of most pages.
    pub fn stylesheet(&self) -> &Asset {
        &self.assets.stylesheets.site
    }

    /// The script of the search page.
    pub fn search(&self) -> &Asset {
        &self.assets.search
    }

    /// The script that adds a print button, and clears a form on the way out. No page needs it.
    pub fn comfort(&self) -> &Asset {
        &self.assets.comfort
    }

    /// Whether there is a template of this name.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Draws a page.
    ///
    /// # Errors
    /// A value that the template asks for and the page does not have.
    pub fn render<P: Page>(&self, page: &P) -> Result<String, ThemeError> {
        self.render_as(P::TEMPLATE, page)
    }

    /// Draws a page with a template of another name.
    ///
    /// # Errors
    /// No such template, or a value it asks for that the page does not have.
    pub fn render_as<P: Serialize>(&self, template: &str, page: &P) -> Result<String, ThemeError> {
        Ok(self.tera.render(template, &Context::from_serialize(page)?)?)
    }

    /// The same for one page of many: what they share is made into values once, not for each.
    ///
    /// # Errors
    /// As [`Theme::render_as`].
    pub fn render_sharing<P: Serialize>(
        &self,
        template: &str,
        page: &P,
        shared: &Shared,
    ) -> Result<String, ThemeError> {
        let mut context = Context::from_serialize(page)?;
        shared.set_into(&mut context);
        Ok(self.tera.render(template, &context)?)
    }
}
