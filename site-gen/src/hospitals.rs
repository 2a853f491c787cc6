//! Pages drawn once for each hospital of `places.toml` (docs/contract.md, Site), and what that file lacks for them.

use std::path::Path;

use referral::{Hospital, Places};

use crate::Finding;
use crate::front_matter::{EACH, FrontMatter};

/// The folder of the hospitals' pages.
const FOLDER: &str = "at";
/// The mark for the hospital's name in the head of a page.
const NAME: &str = "{hospital}";

/// Whether the page is for hospitals alone, because its folder is drawn once for each.
pub(crate) fn only_theirs(name: &str) -> bool {
    name.split('/').any(|part| part == EACH)
}

/// The file name of one hospital's copy of a page, as in `@/` links: `at/hospital/_index.md` is `at/alderbrook/_index.md`
/// and `poster.md` is `at/alderbrook/poster.md`.
pub(crate) fn name(name: &str, code: &str) -> String {
    if only_theirs(name) {
        let part = |part| if part == EACH { code } else { part };
        return name.split('/').map(part).collect::<Vec<_>>().join("/");
    }
    format!("{FOLDER}/{code}/{name}")
}

/// The head of one hospital's copy of a page. Lists and titles name the hospital, if the page's own words do not.
pub(crate) fn matter(matter: &FrontMatter, hospital: &Hospital) -> FrontMatter {
    let named = |text: &str| text.replace(NAME, &hospital.name);
    let listed = matter.list_title.as_ref().unwrap_or(&matter.title);
    let listed = if listed.contains(NAME) { named(listed) } else { format!("{listed}, {}", hospital.name) };
    FrontMatter {
        title: named(&matter.title),
        description: named(&matter.description),
        list_title: Some(listed),
        ..matter.clone()
    }
}

/// What is missing about who advocates where. `has_picture` tells whether there is such a file among the pictures.
pub(crate) fn missing(file: &Path, places: &Places, has_picture: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut found = Vec::new();
    for hospital in places.hospitals() {
        let of = &hospital.name;
        if hospital.advocates.is_empty() {
            let help = "[[hospital.advocate]] with name and day; until then its page and poster name nobody";
            found.push(Finding::error(file, format!("nobody is named who advocates at {of}"), help).warning());
        }
        for advocate in &hospital.advocates {
            let name = &advocate.name;
            if name.trim().is_empty() {
                found.push(Finding::error(file, format!("an advocate at {of} has no name"), "write the first name"));
            } else if advocate.day.trim().is_empty() {
                let help = "day = \"Tuesdays, 10am to 1pm\"";
                found.push(Finding::error(file, format!("{name} at {of} has no visiting day"), help).warning());
            }
            if !advocate.picture.is_empty() && !has_picture(&advocate.picture) {
                let help = "put the file into pictures/, or leave the line out";
                found.push(Finding::error(file, format!("there is no picture {:?}", advocate.picture), help));
            }
        }
    }
    found
}
