//! `imha --demo`: invented referrals, marked as such on every page, gone at the end.

use std::process::Command;

use crate::client::Client;
use crate::service::Service;

const NOTICE: &str = "Everybody here is invented";
/// Kept by Ofcom for films: whoever rings it reaches nobody, and it has no charge to name.
const NUMBER: &str = "01632 960 456";

#[test]
fn a_demonstration_is_marked_on_every_page_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start_demo(dir.path());
    let site = Client::new(&service.site);
    let form = [("patient.known_as".to_owned(), "Ida".to_owned())];
    for answer in [
        site.get("/"),
        site.get("/refer/patient/"),
        site.get("/leaflet/"),
        site.get("/poster/"),
        site.get("/easy-read/"),
        site.get("/no-such-page/"),
        site.post_form("/referral/patient", &form),
        site.get("/referral/sent/7K3Q9A41ZZ?due=x"),
    ] {
        assert!(answer.body.contains(NOTICE) && answer.body.contains(NUMBER), "{}", answer.body);
        let lies = ["0844", "tel:+44844", "7p", "call costs", "This call is not"]
            .iter()
            .find(|text| answer.body.contains(**text));
        assert_eq!(lies, None, "{}", answer.body);
    }
    assert!(!site.get("/robots.txt").body.contains(NOTICE));
    let desk = Client::new(&service.desk);
    let token = service.desk.splitn(4, '/').nth(3).unwrap_or_default();
    let opened = desk.get(&format!("/{token}"));
    let cookie = opened.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let at_the_desk = |path: &str| desk.send("GET", path, &[("cookie", &cookie)], "");
    let today = at_the_desk(opened.header("location"));
    assert!(today.body.contains(NOTICE) && today.body.contains("Overdue"), "{}", today.body);
    let mut case = today.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let case = case.find(|path| path.contains("/referral/")).expect("a case").to_owned();
    assert!(at_the_desk(&case).body.contains(NOTICE));
    let folders = || std::fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(folders(), 1, "a folder of its own");
    assert!(service.end().status.success());
    assert_eq!(folders(), 0, "and it is gone");
}

/// A real folder is never filled with invented people.
#[test]
fn a_demonstration_takes_no_folder_of_ones_own() {
    let dir = tempfile::tempdir().unwrap();
    let imha = Command::new(env!("CARGO_BIN_EXE_imha")).args(["--demo", "--data"]).arg(dir.path()).output().unwrap();
    assert!(!imha.status.success());
    assert!(String::from_utf8_lossy(&imha.stderr).contains("--data"));
}
