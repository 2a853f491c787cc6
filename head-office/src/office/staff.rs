//! The name of whoever acts.

use referral::life::{StaffName, StaffNameError};

use super::refused::Refused;

/// Who acts: `IMHA_STAFF`, otherwise the user of the machine; `staff` where the machine names nobody.
///
/// # Errors
/// An `IMHA_STAFF` that is set and empty, over 40 characters, or holds characters that cannot be seen.
pub fn staff() -> Result<String, Refused> {
    staff_in(&|name| std::env::var(name).ok())
}

/// The same under these settings.
pub(super) fn staff_in(env: &dyn Fn(&str) -> Option<String>) -> Result<String, Refused> {
    let wrong = |error: StaffNameError| Refused::new(format!("IMHA_STAFF: {error}."));
    match env("IMHA_STAFF") {
        Some(named) => Ok(StaffName::parse(&named).map_err(wrong)?.as_str().to_owned()),
        None => Ok(from_machine(env)),
    }
}

fn from_machine(env: &dyn Fn(&str) -> Option<String>) -> String {
    let mut names = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(env);
    let named = names.find_map(|name| StaffName::parse(&name).ok().map(|name| name.as_str().to_owned()));
    named.or_else(os_user).unwrap_or_else(|| "staff".to_owned())
}

/// A container or a service has a user, but seldom the variables that name it.
#[cfg(unix)]
fn os_user() -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let own = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut rows = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    rows.find(|row| row.get(2) == Some(&own.as_str())).map(|row| row[0].to_owned())
}

/// Windows names the user in `USERNAME`.
#[cfg(not(unix))]
fn os_user() -> Option<String> {
    None
}
