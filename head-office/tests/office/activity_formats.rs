//! A report in every format: kept files that a person read, nobody named, and what must not leave the office.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::json;

use crate::fixture::Fixture;
use crate::invented_year::{body, year};
use crate::kept::{compare, nothing_else};

/// docs/contract.md, Report: the keys, the hidden count, and nothing by ward; no reference and no name in any format.
#[tokio::test]
async fn every_format_names_nobody() {
    let office = Fixture::new().await;
    let reference = office.referred("Marek Nowicki", &json!({})).await;
    for at in 0..12 {
        office.referred(&format!("Person {at}"), &body(at)).await;
    }
    let report = office.reads(&["report", "--quarter", "2026-Q3", "--format", "json"]).await;
    for key in ["period", "definitions", "counts", "service"] {
        assert!(report[key].is_object(), "{key}");
    }
    assert_eq!(report["service"]["received"], 13);
    assert_eq!(report["counts"]["patient.ethnic_group"]["asian-indian"], "[c]");
    assert_eq!(report["counts"]["patient.hospital"], "[too few]", "each council has one hospital");
    assert_eq!(report["service"]["by_outcome"]["supported"], 0);
    for format in ["html", "csv", "json", "xlsx"] {
        let file = office.data.join(format!("report.{format}"));
        let named = file.to_str().expect("a path");
        office.does("OQ", &["report", "--quarter", "2026-Q3", "--format", format, "--out", named]).await;
        let bytes = std::fs::read(&file).expect("the file");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for typed in ["Marek", "Person 3", "Fern", "Ada Moss", "1984", "01632", "Ring the ward", reference.as_str()] {
            assert!(!text.contains(typed), "{format}: {typed}");
        }
        assert!(!text.to_lowercase().contains("\"ward"), "{format}: no figure by ward");
        match format {
            "html" => {
                assert!(text.contains("<svg") && !text.contains("style=") && !text.contains("<script"), "{format}");
                assert!(!text.contains("src=") && !text.contains("<link"), "it needs no other file");
            }
            "csv" => {
                assert!(text.starts_with("\u{feff}\"table\",\"code\",\"label\",\"value\"\r\n"), "{format}");
                assert!(text.lines().all(|line| line.trim_start_matches('\u{feff}').starts_with('"')), "all quoted");
            }
            "xlsx" => assert!(bytes.starts_with(b"PK"), "a workbook"),
            _ => {}
        }
    }
}

/// Each format of one quarter, kept as a file and read by a person. The stylesheet is not part of it.
#[tokio::test]
async fn a_quarter_in_every_format() {
    let office = Fixture::new().await;
    year(&office, 360).await;
    office.set("2027-01-12T09:00:00Z");
    let quarter = ["report", "--quarter", "2026-Q3", "--format"];
    let page = office.does("OQ", &[&quarter[..], &["html"]].concat()).await;
    let (before, rest) = page.split_once("<style>").expect("a stylesheet");
    let (_, after) = rest.split_once("</style>").expect("its end");
    compare("reports/quarter.html", &format!("{before}{after}"));
    compare("reports/quarter.csv", &office.does("OQ", &[&quarter[..], &["csv"]].concat()).await);
    compare("reports/quarter.json", &office.does("OQ", &[&quarter[..], &["json"]].concat()).await);
    let file = office.data.join("quarter.xlsx");
    office.does("OQ", &[&quarter[..], &["xlsx", "--out", file.to_str().expect("a path")]].concat()).await;
    compare("reports/quarter.xlsx.txt", &cells(&file));
    nothing_else("reports", &["quarter.csv", "quarter.html", "quarter.json", "quarter.xlsx.txt"]);
}

/// The cells of a workbook as another program reads them, a row a line; numbers stand bare, text is quoted.
fn cells(file: &Path) -> String {
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    let mut text = String::new();
    for (name, sheet) in book.worksheets() {
        text += &format!("# {name}\n");
        for row in sheet.rows() {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Data::String(said) => format!("{said:?}"),
                    other => other.to_string(),
                })
                .collect();
            text += &format!("{}\n", cells.join(" | "));
        }
    }
    text
}

/// Every count exact, said on every page and file.
#[tokio::test]
async fn an_internal_report_says_everywhere_that_it_must_not_leave_the_office() {
    let office = Fixture::new().await;
    for at in 0..3 {
        office.referred(&format!("Person {at}"), &json!({})).await;
    }
    let month = ["report", "--month", "2026-11", "--internal", "--format"];
    let said = "This must not leave the office.";
    let report = office.reads(&[&month[..], &["json"]].concat()).await;
    assert_eq!(report["counts"]["legal.route"]["section-3"], 3);
    assert!(report["internal"].as_str().is_some_and(|text| text.contains(said)), "{}", report["internal"]);
    for format in ["html", "csv"] {
        assert!(office.does("OQ", &[&month[..], &[format]].concat()).await.contains(said), "{format}");
    }
    let file = office.data.join("internal.xlsx");
    let wrote = office.does("OQ", &[&month[..], &["xlsx", "--out", file.to_str().expect("a path")]].concat()).await;
    assert!(wrote.contains("It must not leave the office."), "{wrote}");
    let sheets = cells(&file);
    assert!(sheets.trim_start_matches("# ").split("\n# ").all(|sheet| sheet.contains(said)), "{sheets}");
}
