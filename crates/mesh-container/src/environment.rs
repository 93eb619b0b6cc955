//! The environment of a container (`daemon/container_operations_unix.go`, runc's `libcontainer`).

use crate::files::{Content, Entry, Files};
use crate::image::{Config, DEFAULT_PATH};

/// Who a container runs as, if there is such a user.
fn passwd<'a>(files: &'a Files, user: &str) -> Option<Vec<&'a str>> {
    let Some(Entry::File { content: Content::Text(text), .. }) = files.get("/etc/passwd") else { return None };
    text.lines()
        .map(|line| line.split(':').collect::<Vec<&str>>())
        .find(|fields| fields.first() == Some(&user) || fields.get(2) == Some(&user))
}

/// What the daemon says of a user that the image does not know.
///
/// # Errors
/// Its words.
pub fn check_user(files: &Files, user: &str) -> Result<(), String> {
    let name = user.split(':').next().unwrap_or_default();
    if name.is_empty() || name.parse::<u32>().is_ok() || passwd(files, name).is_some() {
        return Ok(());
    }
    Err(format!("unable to find user {name}: no matching entries in passwd file"))
}

/// The variables of a container: those of the daemon, of the image, of `-e`, and `HOME` at the end.
#[must_use]
pub fn environment(config: &Config, files: &Files, host: &str, extra: &[(String, String)]) -> Vec<(String, String)> {
    let mut out = vec![("PATH".to_owned(), DEFAULT_PATH.to_owned()), ("HOSTNAME".to_owned(), host.to_owned())];
    for (name, value) in config.environment.iter().chain(extra) {
        match out.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.clone_from(value),
            None => out.push((name.clone(), value.clone())),
        }
    }
    if !out.iter().any(|(name, _)| name == "HOME") {
        let user = config.user.split(':').next().unwrap_or_default();
        let fields = passwd(files, if user.is_empty() { "0" } else { user });
        let home = fields.and_then(|fields| fields.get(5).copied()).unwrap_or("/");
        out.push(("HOME".to_owned(), home.to_owned()));
    }
    out
}
