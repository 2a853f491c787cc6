//! The name of whoever acts.

use super::environment::Environment;
use super::refused::Refused;

/// Who acts: `IMHA_STAFF`, otherwise the user of the machine; `staff` where the machine names nobody.
pub fn staff() -> String {
    from_machine(&|name| std::env::var(name).ok())
}

/// The same under these settings.
///
/// # Errors
/// An `IMHA_STAFF` that is empty, too long, or holds signs that are not letters people write.
pub(crate) fn staff_in(environment: &Environment<'_>) -> Result<String, Refused> {
    Ok(from_machine(environment.env))
}

fn from_machine(env: &dyn Fn(&str) -> Option<String>) -> String {
    let mut names = ["IMHA_STAFF", "USER", "LOGNAME", "USERNAME"].into_iter().filter_map(env);
    let named = names.find_map(|name| Some(name.trim().to_owned()).filter(|name| !name.is_empty()));
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
