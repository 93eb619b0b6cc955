//! Database addresses, and showing them without their passwords.

use super::StoreError;

/// What stands for a password.
const MASK: &str = "***";

/// Which database an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

/// Reads the scheme.
pub(super) fn kind(address: &str) -> Result<Kind, StoreError> {
    match address.split_once(':') {
        Some(("sqlite", _)) => Ok(Kind::Sqlite),
        Some(("postgres" | "postgresql", _)) => Ok(Kind::Postgres),
        _ => Err(StoreError::Address(masked(address))),
    }
}

/// The address as it may be shown. What only might be a password is masked too: an address that cannot be read is the
/// one that is shown.
pub(super) fn masked(address: &str) -> String {
    if address.starts_with("sqlite:") {
        return address.to_owned();
    }
    let (head, query) = match address.split_once('?') {
        Some((head, query)) if !query.contains('@') => (head, Some(query)),
        _ => (address, None),
    };
    let start = head.find("://").map_or(0, |scheme| scheme + 3);
    let (scheme, rest) = head.split_at(start);
    let rest = match rest.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((user, _)) => format!("{user}:{MASK}@{host}"),
            None => rest.to_owned(),
        },
        None => without_user(rest),
    };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    words_masked(&format!("{scheme}{rest}{query}"))
}

/// `host:port/name`; where no number stands in the port's place, somebody has forgotten the host.
fn without_user(rest: &str) -> String {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.split_once(':') {
        Some((host, port)) if !host.is_empty() && !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{host}:{MASK}{path}")
        }
        _ => rest.to_owned(),
    }
}

/// `password=…`, in a query or as libpq's key words.
fn words_masked(text: &str) -> String {
    const KEY: &str = "password=";
    let mut masked = String::new();
    let mut rest = text;
    while let Some(at) = rest.to_ascii_lowercase().find(KEY) {
        let (before, after) = rest.split_at(at + KEY.len());
        masked.push_str(before);
        masked.push_str(MASK);
        rest = after.trim_start_matches(|letter: char| letter != '&' && !letter.is_whitespace());
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_says_which_database() {
        assert_eq!(kind("sqlite://playground.db").unwrap(), Kind::Sqlite);
        assert_eq!(kind("sqlite::memory:").unwrap(), Kind::Sqlite);
        assert_eq!(kind("postgresql://host/name").unwrap(), Kind::Postgres);
        let error = kind("mysql://me:s3cret@host/name").unwrap_err().to_string();
        assert!(error.contains("mysql://me:***@host/name") && error.contains("sqlite://FILE"), "{error}");
    }

    #[test]
    fn no_password_is_shown() {
        for (address, shown) in [
            ("postgres://me:s3cret@host/name", "postgres://me:***@host/name"),
            ("postgres://me:s3cr@et@host:5432/name", "postgres://me:***@host:5432/name"),
            ("postgres://me:s3/cr?et@host/name", "postgres://me:***@host/name"),
            ("postgres://me:s3cret", "postgres://me:***"),
            (
                "postgres://me@host/name?password=s3cret&sslmode=disable",
                "postgres://me@host/name?password=***&sslmode=disable",
            ),
            ("host=host user=me PASSWORD=s3cret dbname=name", "host=host user=me PASSWORD=*** dbname=name"),
            ("me:s3cret@host", "me:***@host"),
            ("postgres:me:s3cret@host", "postgres:***@host"),
            ("postgres://host:5432/name", "postgres://host:5432/name"),
            ("sqlite://a/b.db?mode=rw", "sqlite://a/b.db?mode=rw"),
            ("sqlite::memory:", "sqlite::memory:"),
        ] {
            assert_eq!(masked(address), shown);
        }
    }
}
