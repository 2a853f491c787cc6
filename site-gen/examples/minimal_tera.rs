//! The least a generator can do with the same parts: front matter, Markdown with heading ids, a table of contents, one
//! Tera template a page, section lists, a sitemap. No link is checked and nothing is swapped. `benches/site/run` runs it
//! beside `site-gen`, to see what the rest costs: `minimal_tera FOLDER OUT`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run has nothing to say")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use rayon::prelude::*;
use serde_json::{Value, json};
use tera::{Context, Tera};
use toml::Table;

struct Page {
    section: String,
    url: String,
    matter: Table,
    html: String,
    toc: Vec<Value>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [from, out] = [1, 2].map(|at| PathBuf::from(&arguments[at]));
    let mut tera = Tera::default();
    let templates = ["base.html", "page.html", "section.html"];
    let read = |name: &str| fs::read_to_string(from.join("templates").join(name)).unwrap();
    tera.add_raw_templates(templates.map(|name| (name, read(name)))).unwrap();
    let config: Table = fs::read_to_string(from.join("config.toml")).unwrap().parse().unwrap();
    let mut base = Context::new();
    base.insert("config", &config);
    let content = from.join("content");
    let mut files = Vec::new();
    walk(&content, &mut files);
    let pages: Vec<Page> = files.par_iter().map(|file| read_page(&content, file)).collect();
    pages.par_iter().filter(|page| !page.url.ends_with("_index/")).for_each(|page| {
        let mut context = base.clone();
        let value = json!({
            "title": page.matter["title"], "description": page.matter["description"], "date": page.matter["date"],
            "extra": page.matter["extra"], "toc": page.toc, "content": page.html,
        });
        context.insert("page", &value);
        write(&out.join(&page.url[1..]), &tera.render("page.html", &context).unwrap());
    });
    lists(&pages, &tera, &base, &out);
    let urls: String =
        pages.iter().map(|page| format!("<url><loc>https://example.org{}</loc></url>", page.url)).collect();
    fs::write(out.join("sitemap.xml"), format!("<?xml version=\"1.0\"?><urlset>{urls}</urlset>")).unwrap();
}

fn lists(pages: &[Page], tera: &Tera, base: &Context, out: &Path) {
    let mut sections: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages.iter().filter(|page| !page.section.is_empty() && !page.url.ends_with("_index/")) {
        sections.entry(&page.section).or_default().push(page);
    }
    sections.par_iter_mut().for_each(|(section, pages)| {
        pages.sort_by_key(|page| page.matter["weight"].as_integer());
        let link = |page: &&Page| {
            let (title, description) = (&page.matter["title"], &page.matter["description"]);
            json!({"path": page.url, "title": title, "description": description})
        };
        let links: Vec<Value> = pages.iter().map(link).collect();
        let mut context = base.clone();
        context.insert("section", &json!({"title": section, "pages": links}));
        write(&out.join(section), &tera.render("section.html", &context).unwrap());
    });
}

fn write(folder: &Path, html: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("index.html"), html).unwrap();
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
}

fn read_page(content: &Path, file: &Path) -> Page {
    let text = fs::read_to_string(file).unwrap();
    let (matter, body) = text.strip_prefix("+++\n").unwrap().split_once("\n+++\n").unwrap();
    let (html, toc) = markdown(body);
    let name = file.strip_prefix(content).unwrap().with_extension("");
    let section = name.parent().unwrap().to_string_lossy().into_owned();
    Page { section, url: format!("/{}/", name.display()), matter: matter.parse().unwrap(), html, toc }
}

fn markdown(body: &str) -> (String, Vec<Value>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut events: Vec<Event> = Parser::new_ext(body, options).collect();
    let (mut toc, mut ids): (Vec<Value>, HashMap<String, usize>) = (Vec::new(), HashMap::new());
    let mut at = 0;
    while at < events.len() {
        if let Event::Start(Tag::Heading { level, .. }) = events[at] {
            let words = events[at + 1..].iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
            let title: String =
                words.filter_map(|event| if let Event::Text(text) = event { Some(&**text) } else { None }).collect();
            let mut name = title.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), "-");
            let count = ids.entry(name.clone()).or_default();
            *count += 1;
            if *count > 1 {
                name = format!("{name}-{}", *count - 1);
            }
            let entry = json!({"id": name, "title": title, "children": []});
            match toc.last_mut().filter(|_| level as usize > 2) {
                Some(above) => above["children"].as_array_mut().unwrap().push(entry),
                None => toc.push(entry),
            }
            if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
                *id = Some(CowStr::from(name));
            }
        }
        at += 1;
    }
    let mut out = String::with_capacity(body.len() * 3 / 2);
    html::push_html(&mut out, events.into_iter());
    (out, toc)
}
