//! One machine: what is made, for whose eyes, and what is never made again.

use std::fs;
use std::path::Path;

use queue::local::{LocalError, NewTable, backup, existing, open, open_with, restore};
use queue::{Identity, Inbox, NewIdentity, Recipients, Tray};

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
    assert!(!open(&data).await.unwrap().first_start);
    fs::remove_file(data.join("token-key.txt")).unwrap();
    let local = existing(&data).await.unwrap_or_else(|error| panic!("a desk needs no token key: {error}"));
    assert_eq!((local.recipients.fingerprint(), local.read_only), (first.recipients.fingerprint(), false));
    let tray = Tray::new(local.table, local.recipients, Some(identity(&local.identity_file)));
    assert_eq!(tray.list().await.unwrap().cases[0].entry.reference, receipt.reference);
    fs::remove_file(data.join("recipients.txt")).unwrap();
    assert!(matches!(open(&data).await, Err(LocalError::KeysMissing(_))), "no new keys over old entries");
}

fn identity(file: &Path) -> Identity {
    Identity::parse(&fs::read(file).unwrap(), None).unwrap()
}

/// docs/contract.md, One server: keys without a table. An empty table in its place would say that nobody is waiting.
#[tokio::test]
async fn keys_without_a_table_are_refused_unless_a_new_table_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let first = open(&data).await.unwrap();
    drop(first.table);
    for file in ["table.db", "table.db-wal", "table.db-shm"] {
        fs::remove_file(data.join(file)).ok();
    }
    assert!(matches!(open(&data).await, Err(LocalError::TableMissing(_))));
    assert!(matches!(existing(&data).await, Err(LocalError::TableMissing(_))));
    assert!(!data.join("table.db").exists(), "asking makes nothing");
    let begun = open_with(&data, NewTable::Begin).await.unwrap();
    assert_eq!((begun.first_start, begun.recipients.fingerprint()), (false, first.recipients.fingerprint()));
}

/// The same where the file is there and has nothing in it: emptied, or without the table.
#[tokio::test]
async fn an_emptied_table_is_not_an_empty_queue() {
    for (row, emptied) in [
        ("cut to nothing", (|file: &Path| fs::write(file, b"").unwrap()) as fn(&Path)),
        ("without its table", |file| {
            fs::remove_file(file).unwrap();
            drop(queue::Engine::open(file).unwrap());
            assert!(fs::metadata(file).unwrap().len() > 0);
        }),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let [data, copy] = ["data", "copy"].map(|name| folder.path().join(name));
        let first = open(&data).await.unwrap();
        let inbox = Inbox::new(first.table.clone(), first.recipients.clone(), first.token_key.clone());
        inbox.submit(&form("Ida Moss"), rules(), now()).await.unwrap();
        drop((inbox, first));
        for file in ["table.db-wal", "table.db-shm"] {
            fs::remove_file(data.join(file)).ok();
        }
        emptied(&data.join("table.db"));
        assert!(matches!(open(&data).await, Err(LocalError::TableMissing(_))), "{row}: a start");
        if let Ok(desk) = existing(&data).await {
            let tray = Tray::new(desk.table, desk.recipients, None);
            assert!(tray.open_entries().await.is_err(), "{row}: a desk never says that nothing is open");
        }
        let copied = backup(&data, None, None, &copy);
        assert_eq!(copied.is_err(), row == "cut to nothing", "{row}: {copied:?}");
        open_with(&data, NewTable::Begin).await.unwrap_or_else(|error| panic!("{row}: asked for: {error}"));
    }
}

/// A backup made while the service runs holds every entry stored before it, and opens with the old keys.
#[tokio::test]
async fn a_backup_made_while_it_runs_is_restored_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let [data, copy, again] = ["data", "copy", "again"].map(|name| folder.path().join(name));
    assert!(matches!(backup(&data, None, None, &copy), Err(LocalError::NoQueue(_))));
    let running = open(&data).await.unwrap();
    let inbox = Inbox::new(running.table.clone(), running.recipients.clone(), running.token_key.clone());
    for nth in 0..5 {
        inbox.submit(&form(&format!("Ida Moss {nth}")), rules(), now()).await.unwrap();
    }
    backup(&data, None, None, &copy).unwrap();
    inbox.submit(&form("Jon Reed"), rules(), now()).await.unwrap();
    assert!(!copy.join("keys").exists(), "never a private key");
    assert!(matches!(backup(&data, None, None, &copy), Err(LocalError::NotEmpty(_))), "a copy is not written over");
    assert!(matches!(restore(&again, &folder.path().join("nothing")), Err(LocalError::NoCopy(_))));
    restore(&again, &copy).unwrap();
    assert!(matches!(restore(&again, &copy), Err(LocalError::NotEmpty(_))));
    let restored = open(&again).await.unwrap();
    assert!(!restored.first_start);
    let tray = Tray::new(restored.table, restored.recipients, Some(identity(&running.identity_file)));
    assert_eq!(tray.list().await.unwrap().cases.len(), 5);
    // docs/security.md, What must hold, I4: nor is anybody named in a copy, or in what was made on the way.
    let files = [&data, &copy, &again].map(|folder| fs::read_dir(folder).unwrap());
    for file in files.into_iter().flatten().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(8).any(|part| part == b"Ida Moss"), "{}", file.display());
    }
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

/// docs/security.md, Files: what was left readable for others is closed, and a planted link is not followed.
#[cfg(unix)]
#[tokio::test]
async fn loose_files_are_closed_and_planted_links_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let chmod = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir(&data).unwrap();
    let outside = folder.path().join("outside");
    std::os::unix::fs::symlink(&outside, data.join("token-key.txt")).unwrap();
    assert!(matches!(open(&data).await, Err(LocalError::Io { .. })), "a link where the token key is to be");
    assert!(!outside.exists(), "nothing is written through it");
    fs::remove_file(data.join("token-key.txt")).unwrap();
    open(&data).await.unwrap();
    let private = ["token-key.txt", "keys/staff-1.txt", "keys/recovery.txt"].map(|name| data.join(name));
    private.iter().for_each(|file| chmod(file, 0o666));
    open(&data).await.unwrap();
    for file in private {
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    chmod(&data, 0o777);
    assert!(matches!(open(&data).await, Err(LocalError::OpenToAll(_))));
}

/// docs/reliability.md, The machine, two processes, one file: the first starts wait for each other.
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

/// docs/keys.md: with every other key lost, the sheet of the recovery key opens all of it, typed as fingers do.
#[tokio::test]
async fn the_recovery_key_alone_opens_everything() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let local = open(&data).await.unwrap();
    let inbox = Inbox::new(local.table.clone(), local.recipients.clone(), local.token_key.clone());
    for nth in 0..20 {
        inbox.submit(&form(&format!("Ida Moss {nth}")), rules(), now()).await.unwrap();
    }
    let sheet = fs::read_to_string(data.join("keys/recovery.txt")).unwrap();
    let key = sheet.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap().to_lowercase();
    let typed: Vec<_> = key.as_bytes().chunks(6).map(|part| std::str::from_utf8(part).unwrap()).collect();
    let recovery = Identity::parse(typed.join(" ").as_bytes(), None).unwrap();
    fs::remove_dir_all(data.join("keys")).unwrap();
    let listing = Tray::new(local.table, local.recipients, Some(recovery)).list().await.unwrap();
    assert_eq!((listing.cases.len(), listing.unopened.len()), (20, 0));
}

/// Referrals sealed to one list of keys.
const UNDER_ONE_LIST: usize = 70;

/// A key comes and another goes while referrals wait: each opens with whoever was on the list when it came.
#[tokio::test]
async fn while_keys_change_each_referral_opens_with_those_on_the_list_of_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let local = open(&folder.path().join("data")).await.unwrap();
    let [a, b, other, recovery] = [(); 4].map(|()| NewIdentity::generate());
    let lists = [vec![&a, &other, &recovery], vec![&a, &b, &other, &recovery], vec![&b, &other, &recovery]];
    let lists = lists.map(|keys| {
        let keys: Vec<String> = keys.into_iter().map(NewIdentity::public).collect();
        Recipients::parse(&keys.join(",")).unwrap()
    });
    for (list, recipients) in lists.iter().enumerate() {
        let inbox = Inbox::new(local.table.clone(), recipients.clone(), local.token_key.clone());
        for nth in 0..UNDER_ONE_LIST {
            inbox.submit(&form(&format!("Ida Moss {list} {nth}")), rules(), now()).await.unwrap();
        }
    }
    for (whose, key, opened) in [("A", &a, 2), ("B", &b, 2), ("recovery", &recovery, 3)] {
        let identity = Identity::parse(key.plain().as_bytes(), None).unwrap();
        let listing = Tray::new(local.table.clone(), lists[2].clone(), Some(identity)).list().await.unwrap();
        let counted = (listing.cases.len(), listing.unopened.len());
        assert_eq!(counted, (opened * UNDER_ONE_LIST, (3 - opened) * UNDER_ONE_LIST), "{whose}");
    }
}
