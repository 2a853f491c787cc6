//! The folder of a machine that faces the internet: a table, public keys and the token key, and never a private key.

use std::fs;
use std::path::{Path, PathBuf};

use secrecy::zeroize::Zeroizing;

use super::error::LocalError;
use super::files::{self, make_folder, read_text, refuse_open_to_all, replace, tighten};
use super::{
    KEYS, LOCK, NewTable, PRIVATE, RECIPIENTS, TABLE, TOKEN_KEY, holds_table, make_token_key, recipients,
    refuse_emptied, token_key,
};
use crate::{Engine, Recipients, Table, TokenKey};

/// How a file begins that `age` locked with a passphrase, as `head-office keys new` writes it. One that is sealed to keys,
/// such as an exported referral, begins otherwise.
const LOCKED: &[u8] = b"age-encryption.org/v1\n-> scrypt ";
/// The same in base64, after the line that says so.
const ARMOURED: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
const LOCKED_ARMOURED: &[u8] = b"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlw";
/// No key file is longer; a table is.
const LONGEST: u64 = 64 * 1024;

/// What a public service needs of its folder.
#[derive(Debug, Clone)]
pub struct Public {
    /// The table.
    pub table: Table,
    /// The engine under it, for whoever serves it to desks.
    pub engine: Engine,
    /// The keys that referrals are sealed to.
    pub recipients: Recipients,
    /// The intake's secret.
    pub token_key: TokenKey,
    /// Whether the table was made just now.
    pub first_start: bool,
}

/// Opens the folder for a public service. The recipients come from a file of public keys, the token key from its own
/// file or, without one, from the folder, where the first start makes it. A copy of both stays in the folder, so that a
/// backup of the folder is whole.
///
/// # Errors
/// See [`LocalError`]; a folder that has been used before and has lost its table is refused, as in [`super::open_with`].
pub async fn open_public(
    data: &Path,
    recipients_file: &Path,
    token_key_file: Option<&Path>,
    new_table: NewTable,
) -> Result<Public, LocalError> {
    make_folder(data)?;
    refuse_open_to_all(data)?;
    let _alone = files::lock(&data.join(LOCK))?;
    let first_start = !holds_table(data);
    if first_start && data.join(RECIPIENTS).exists() && new_table == NewTable::Refuse {
        return Err(LocalError::TableMissing(data.to_owned()));
    }
    let sealed_to = recipients(recipients_file)?;
    let kept_key = data.join(TOKEN_KEY);
    match token_key_file {
        Some(file) => {
            token_key(file)?;
            replace(&kept_key, &read_text(file)?)?;
        }
        None if !kept_key.exists() => make_token_key(&kept_key)?,
        None => {}
    }
    replace(&data.join(RECIPIENTS), &read_text(recipients_file)?)?;
    for private in [TABLE, TOKEN_KEY] {
        tighten(&data.join(private))?;
    }
    let engine = Engine::open(&data.join(TABLE))?;
    let public = Public {
        table: Table::with_connector(engine.clone()),
        engine,
        recipients: sealed_to,
        token_key: token_key(&kept_key)?,
        first_start,
    };
    refuse_emptied(data, &public.table, !first_start && new_table == NewTable::Refuse).await?;
    public.table.create().await?;
    Ok(public)
}

/// A private key in the data folder, beside the file of public keys, or in a `keys` folder of either, with or without a
/// passphrase: the first one found.
#[must_use]
pub fn private_key_beside(data: &Path, recipients_file: &Path) -> Option<PathBuf> {
    let beside = recipients_file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folders = [data.join(KEYS), data.to_owned(), beside.join(KEYS), beside.to_owned()];
    let files = folders.into_iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    files.map(|file| file.path()).find(|path| holds_private_key(path))
}

fn holds_private_key(path: &Path) -> bool {
    if !fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= LONGEST) {
        return false;
    }
    let Ok(bytes) = fs::read(path).map(Zeroizing::new) else { return false };
    let armoured = bytes.strip_prefix(ARMOURED).map(<[u8]>::trim_ascii_start).unwrap_or_default();
    bytes.starts_with(LOCKED)
        || armoured.starts_with(LOCKED_ARMOURED)
        || bytes.windows(PRIVATE.len()).any(|part| part == PRIVATE.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_public_folder_holds_no_private_key_and_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (data, etc) = (folder.path().join("data"), folder.path().join("etc"));
        fs::create_dir(&etc).unwrap();
        let list = etc.join("recipients.txt");
        let keys: Vec<_> = (0..3).map(|_| crate::NewIdentity::generate()).collect();
        let roles = ["staff", "staff", "recovery"];
        let lines: Vec<_> =
            keys.iter().zip(roles).map(|(key, role)| format!("# somebody, {role}\n{}\n", key.public())).collect();
        fs::write(&list, lines.concat()).unwrap();

        let public = open_public(&data, &list, None, NewTable::Refuse).await.unwrap();
        assert!(public.first_start);
        assert_eq!(private_key_beside(&data, &list), None);
        let again = open_public(&data, &list, None, NewTable::Refuse).await.unwrap();
        assert!(!again.first_start);

        super::super::backup(&data, None, None, &folder.path().join("copy")).unwrap();
        fs::remove_file(data.join(TABLE)).unwrap();
        let lost = open_public(&data, &list, None, NewTable::Refuse).await;
        assert!(matches!(lost, Err(LocalError::TableMissing(_))), "{lost:?}");
        assert!(open_public(&data, &list, None, NewTable::Begin).await.is_ok());

        fs::create_dir(etc.join(KEYS)).unwrap();
        for (place, text) in [
            (etc.join(KEYS).join("asha.txt"), keys[0].plain().to_string().into_bytes()),
            (etc.join("asha.txt"), keys[0].plain().to_string().into_bytes()),
            (etc.join("asha.age"), keys[0].locked("four words of poetry").unwrap()),
            (data.join("staff.txt"), keys[1].plain().to_string().into_bytes()),
        ] {
            fs::write(&place, text).unwrap();
            assert_eq!(private_key_beside(&data, &list), Some(place.clone()));
            fs::remove_file(place).unwrap();
        }
        let sealed = format!("age-encryption.org/v1\n-> X25519 {}\n", keys[0].public());
        fs::write(etc.join("referral.age"), sealed).unwrap();
        let armoured = [ARMOURED, b"\r\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgy\n"].concat();
        fs::write(etc.join("referral.txt"), armoured).unwrap();
        assert_eq!(private_key_beside(&data, &list), None, "what is sealed to keys is no key");
        fs::write(etc.join("key.txt"), [ARMOURED, b"\r\n", LOCKED_ARMOURED, b"dA=="].concat()).unwrap();
        assert_eq!(private_key_beside(&data, &list), Some(etc.join("key.txt")));
    }
}
