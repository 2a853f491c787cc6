//! One machine: what is made, for whose eyes, and what is never made again.

use std::fs;

use queue::local::{LocalError, existing, open};
use queue::{Identity, Inbox, Tray};

use crate::given::{form, now, rules};

#[tokio::test]
async fn the_first_start_makes_everything_and_the_second_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(matches!(existing(&data).await, Err(LocalError::NoQueue(_))));
    assert!(!data.exists(), "asking makes nothing");
    let first = open(&data).await.unwrap();
    assert!(first.first_start);
    let inbox = Inbox::new(first.table.clone(), first.recipients.clone(), first.token_key.clone());
    let receipt = inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap();
    for local in [open(&data).await.unwrap(), existing(&data).await.unwrap()] {
        assert!(!local.first_start);
        assert_eq!(local.recipients.fingerprint(), first.recipients.fingerprint());
        let identity = Identity::parse(&fs::read(&local.identity_file).unwrap(), None).unwrap();
        let tray = Tray::new(local.table, local.recipients, Some(identity));
        assert_eq!(tray.list().await.unwrap().cases[0].entry.reference, receipt.reference);
    }
    fs::remove_file(data.join("recipients.txt")).unwrap();
    assert!(matches!(open(&data).await, Err(LocalError::KeysMissing(_))), "no new keys over old entries");
}

#[cfg(unix)]
#[tokio::test]
async fn everything_made_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let local = open(&data).await.unwrap();
    let inbox = Inbox::new(local.table.clone(), local.recipients.clone(), local.token_key.clone());
    inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&data.join("keys"))), (0o700, 0o700));
    let files = [&data, &data.join("keys")].map(|folder| fs::read_dir(folder).unwrap());
    let files: Vec<_> = files.into_iter().flatten().map(|file| file.unwrap().path()).filter(|p| p.is_file()).collect();
    assert!(files.len() >= 8, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

/// security.md 4.3, two processes, one file: the first starts wait for each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_first_starts_at_once_make_one_queue() {
    for round in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let starts: Vec<_> = (0..4)
            .map(|_| {
                tokio::spawn({
                    let data = data.clone();
                    async move { open(&data).await }
                })
            })
            .collect();
        let mut sets = Vec::new();
        let mut firsts = 0;
        for start in starts {
            let local = start.await.unwrap().unwrap_or_else(|error| panic!("round {round}: {error}"));
            firsts += usize::from(local.first_start);
            sets.push(local.recipients.fingerprint().to_owned());
        }
        sets.dedup();
        assert_eq!((sets.len(), firsts), (1, 1), "round {round}");
    }
}
