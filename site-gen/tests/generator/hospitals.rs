//! docs/contract.md, Site: `/at/` and the pages of each hospital.

use std::collections::BTreeMap;

use site_gen::{build_to, check};

use crate::fixture::{Fixture, Site, files, ours, text};

fn our_site() -> Site {
    let dir = tempfile::tempdir().unwrap();
    build_to(&ours(), &dir.path().join("site")).unwrap();
    files(&dir.path().join("site"))
}

#[test]
fn each_hospital_has_its_page_forms_poster_and_leaflet() {
    let site = our_site();
    let list = text(&site, "at/index.html");
    for (slug, name) in
        [("alderbrook", "Alderbrook Hospital"), ("hazel-house", "Hazel House"), ("st-clement", "St Clement")]
    {
        assert!(list.contains(&format!("href=\"/at/{slug}/\"")), "{slug} is not in the list");
        let page = text(&site, &format!("at/{slug}/index.html"));
        for below in [
            "refer/patient",
            "refer/nearest-relative",
            "refer/responsible-clinician",
            "refer/amhp",
            "poster",
            "leaflet",
        ] {
            let address = format!("/at/{slug}/{below}/");
            assert!(page.contains(&format!("href=\"{address}\"")), "{slug} does not lead to {below}");
            let below = text(&site, &format!("{}index.html", &address[1..]));
            assert!(below.contains(name), "{address} does not name the hospital");
            assert!(text(&site, "sitemap.xml").contains(&address), "{address} is not in the sitemap");
        }
        let form = text(&site, &format!("at/{slug}/refer/patient/index.html"));
        assert!(form.contains(&format!("<input type=\"hidden\" name=\"patient.hospital\" value=\"{slug}\">")));
        assert!(!form.contains("<select id=\"patient.hospital\""), "the hospital is asked again");
        assert!(form.contains("name=\"patient.ward\""), "the ward is asked");
    }
    assert!(!site.contains_key("at/hospital/index.html"), "the folder that is drawn for each is no page");
}

#[test]
fn poster_and_leaflet_of_a_hospital_have_a_code_of_their_own_and_who_comes() {
    let site = our_site();
    let code = |path: &str| {
        let page = text(&site, path);
        page.split_once("class=\"qr\"").unwrap().1.split_once(" d=\"").unwrap().1.split('"').next().unwrap().to_owned()
    };
    for sheet in ["poster", "leaflet"] {
        let at = format!("at/alderbrook/{sheet}/index.html");
        assert_ne!(code(&at), code(&format!("{sheet}/index.html")), "{sheet}");
        let page = text(&site, &at);
        assert!(page.contains("at/<wbr>alderbrook/<wbr>") && page.contains("Amara, Tuesdays"), "{sheet}: {page}");
        let nobody = text(&site, &format!("at/st-clement/{sheet}/index.html")).to_owned();
        assert!(nobody.contains("<dt>Your advocate:</dt><dd></dd>"), "{sheet} has a line to write on");
    }
    assert!(
        !text(&site, "at/st-clement/index.html").contains("Who comes here"),
        "nothing is shown where nobody is named"
    );
}

/// Two pages of one title cannot be told apart in a list of open pages or in a search engine.
#[test]
fn every_page_has_a_title_of_its_own() {
    let site = our_site();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for path in site.keys().filter(|path| path.ends_with("/index.html") || *path == "index.html") {
        let title = text(&site, path).split_once("<title>").unwrap().1.split("</title>").next().unwrap();
        if let Some(other) = seen.insert(title, path) {
            panic!("{path} has the title of {other}: {title}");
        }
    }
}

#[test]
fn a_check_says_what_places_lack() {
    let head =
        "[[hospital]]\nslug = \"a\"\nname = \"Ash House\"\ntown = \"T\"\nnation = \"england\"\ncommissioner = \"C\"\n";
    for (row, advocate, said) in [
        ("nobody", "", "nobody is named who advocates at Ash House"),
        ("no day", "[[hospital.advocate]]\nname = \"Ines\"\n", "Ines at Ash House has no visiting day"),
        ("no name", "[[hospital.advocate]]\nname = \" \"\n", "an advocate at Ash House has no name"),
        (
            "no such file",
            "[[hospital.advocate]]\nname = \"Ines\"\npicture = \"i.jpg\"\n",
            "there is no picture \"i.jpg\"",
        ),
    ] {
        let fixture = Fixture::new(&[("en/_index.md", "+++\ntitle = \"Start\"\n+++\n"), ("site.toml", SITE)]);
        fixture.put("places.toml", &format!("{head}{advocate}"));
        let found = check(&fixture.inputs()).to_string();
        assert!(found.contains(said), "{row}: {found}");
    }
}

const SITE: &str = include_str!("../../../content/site.toml");

/// A page at the address of a hospital's page is found, as any two pages at one address are.
#[test]
fn the_address_of_a_hospital_is_taken() {
    let fixture = Fixture::new(&[
        ("_index.md", "+++\ntitle = \"Start\"\n+++\n"),
        ("poster.md", "+++\ntitle = \"Poster\"\neach = \"hospital\"\n+++\nFor {{ hospital }}.\n"),
        ("at/alderbrook/poster.md", "+++\ntitle = \"Another\"\n+++\n"),
    ]);
    assert!(fixture.findings().to_string().contains("two pages at /at/alderbrook/poster/"));
}
