//! A folder with content and a place for the site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use site_gen::{BuildError, Findings, Inputs, build_to};
use tempfile::TempDir;

pub(crate) struct Fixture {
    pub(crate) dir: TempDir,
}

impl Fixture {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let fixture = Self { dir: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            fixture.put(name, text);
        }
        fixture
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let file = self.content().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn content(&self) -> PathBuf {
        self.dir.path().join("content")
    }

    pub(crate) fn inputs(&self) -> Inputs {
        inputs(self.content())
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.dir.path().join("site")
    }

    pub(crate) fn build(&self) -> Result<Site, BuildError> {
        build_to(&self.inputs(), &self.out()).map(|_| files(&self.out()))
    }

    pub(crate) fn findings(&self) -> Findings {
        match build_to(&self.inputs(), &self.out()) {
            Err(BuildError::Findings(findings)) => findings,
            other => panic!("expected findings, got {other:?}"),
        }
    }
}

/// The files of a site by path.
pub(crate) type Site = BTreeMap<String, Vec<u8>>;

pub(crate) fn inputs(content: PathBuf) -> Inputs {
    let on = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let base_url = Some("https://example.org".to_owned());
    Inputs { content, templates: None, base_url, on, lang: "en", index: false }
}

/// Our own content, as it is in the repository.
pub(crate) fn ours() -> Inputs {
    inputs(Path::new(env!("CARGO_MANIFEST_DIR")).join("../content"))
}

pub(crate) fn files(dir: &Path) -> Site {
    let mut all = BTreeMap::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(at) = dirs.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                all.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    all
}

pub(crate) fn text<'a>(site: &'a Site, path: &str) -> &'a str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}
