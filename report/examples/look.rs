//! Reports to look at: `cargo run -p report --example look -- DIR` writes those of a month and a quarter of services with
//! 12, 60 and 500 invented referrals a month, and one for the office, as the pages that `report` writes.

#[path = "../tests/second_count/invented.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "it is a part of the tests, which read more of it")]
mod invented;

use std::error::Error;
use std::path::PathBuf;

use content_reader::{Content, Texts};
use report::{Maker, Period, ReportPage, Subject};
use templates::{DeskFrame, Theme};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder to write to")?;
    std::fs::create_dir_all(&folder)?;
    let (content, theme) = (Content::parse(&Texts::compiled())?, Theme::desk()?);
    for a_month in [12, 60, 500] {
        // The invented months are fifteen and a half.
        let told = invented::year(7, a_month * 31 / 2, &content.rules);
        let rows: Vec<_> = told.into_iter().map(|(_, row)| row).collect();
        let maker = Maker { content: &content, now: "2027-02-02T09:15:00Z".parse()?, rows: &rows, not_opened: 0 };
        let month = Period::month("2027-01")?;
        let quarter = Period::quarter("2026-Q3")?;
        for (name, period, is_internal) in
            [("month", month, false), ("quarter", quarter, false), ("office", quarter, true)]
        {
            let subject = Subject { period, council: None };
            let people = maker.people(period, &[]);
            let report = if is_internal { maker.internal(&subject) } else { maker.draft(&subject, &people) };
            let frame = DeskFrame::new(&theme, &content.site.name, "", "");
            let css = theme.stylesheet().text();
            let page = ReportPage::new(&report, &content, frame, &css);
            std::fs::write(folder.join(format!("{a_month}-{name}.html")), theme.render(&page)?)?;
        }
    }
    Ok(())
}
