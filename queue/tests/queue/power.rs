//! docs/reliability.md, The machine, power loss: the last write reached the disk in part, or as rubbish.

use std::fs;
use std::path::Path;

use queue::{Engine, Table};

use crate::given::{Fixture, everything, form, now, rules};

/// Where the last write is cut.
const CUTS: usize = 40;

fn log(folder: &Path) -> std::path::PathBuf {
    folder.join("table.db-wal")
}

/// What lies after the cut.
fn torn(whole: &[u8], cut: usize, kind: &str) -> Vec<u8> {
    let (kept, lost) = whole.split_at(cut);
    let rest = match kind {
        "nothing" => Vec::new(),
        "zeros" => vec![0; lost.len()],
        _ => lost.iter().map(|byte| !byte).collect(),
    };
    [kept, &rest].concat()
}

#[tokio::test]
async fn a_last_write_cut_anywhere_loses_nothing_before_it() {
    let fixture = Fixture::new().await;
    let (mut references, mut lengths) = (Vec::new(), Vec::new());
    for nth in 0..4 {
        let receipt = fixture.inbox().submit(&form(&format!("Ida Moss {nth}")), rules(), now()).await.unwrap();
        references.push(receipt.reference);
        lengths.push(usize::try_from(fs::metadata(log(fixture.folder.path())).unwrap().len()).unwrap());
    }
    references[..3].sort();
    let whole = fs::read(log(fixture.folder.path())).unwrap();
    let (before, end) = (lengths[2], lengths[3]);
    assert!(before + CUTS < end && whole.len() == end, "each write is in the log when it is acknowledged: {lengths:?}");
    let mut lost = 0;
    for nth in 0..CUTS {
        let cut = before + nth * (end - 1 - before) / (CUTS - 1);
        for kind in ["nothing", "zeros", "rubbish"] {
            let row = format!("cut after {} of {} bytes, then {kind}", cut - before, end - before);
            let folder = tempfile::tempdir().unwrap();
            fs::copy(fixture.folder.path().join("table.db"), folder.path().join("table.db")).unwrap();
            fs::write(log(folder.path()), torn(&whole, cut, kind)).unwrap();
            let table = Table::with_connector(Engine::open(&folder.path().join("table.db")).unwrap());
            let tray = fixture.tray_over(table.clone());
            let found = everything(&tray).await;
            let mut found: Vec<_> = found.into_iter().map(|record| record.clear.reference).collect();
            found.sort();
            found.retain(|reference| *reference != references[3]);
            assert_eq!(found, references[..3], "{row}");
            assert_eq!(tray.verify(now(), |_| {}).await.unwrap().flaws, [], "{row}");
            // Whoever sent the last one sends it again; then it is there once.
            let again = fixture.inbox_over(table).submit(&form("Ida Moss 3"), rules(), now()).await.unwrap();
            assert_eq!(again.reference, references[3], "{row}");
            lost += usize::from(!again.repeat);
            assert_eq!(everything(&tray).await.len(), 4, "{row}");
        }
    }
    assert!(lost > CUTS, "a write that was cut is not there");
}
