//! Why the store failed.

use std::time::Duration;

use mesh_words::{Words, say};

/// Why a scenario could not be stored or found.
#[derive(Debug)]
pub enum StoreError {
    /// The address names neither SQLite nor PostgreSQL.
    Address(String),
    /// The database cannot be used from the start.
    Open {
        /// Without its password.
        address: String,
        /// What went wrong.
        cause: Box<StoreError>,
    },
    /// What the database said.
    Database(sqlx::Error),
    /// The database said nothing for so long.
    Late(Duration),
    /// The file that was opened is no longer at its path: what is written to it would be lost.
    Moved,
    /// Every id that this content may have is taken by another content.
    Clash,
}

impl StoreError {
    /// Whether the same would work at another time.
    pub(crate) fn is_outage(&self) -> bool {
        match self {
            Self::Database(error) => !matches!(
                error,
                sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnNotFound(_)
            ),
            Self::Late(_) | Self::Moved => true,
            Self::Open { cause, .. } => cause.is_outage(),
            Self::Address(_) | Self::Clash => false,
        }
    }

    /// Whether another connection has the database locked.
    pub(super) fn is_busy(&self) -> bool {
        // SQLITE_BUSY and SQLITE_LOCKED in the low byte of SQLite's extended codes.
        self.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| matches!(code & 0xff, 5 | 6))
    }

    fn code(&self) -> Option<String> {
        match self {
            Self::Database(error) => Some(error.as_database_error()?.code()?.into_owned()),
            _ => None,
        }
    }

    /// What is to be done about it, where that is known.
    fn cure(&self) -> Option<Words> {
        Some(match self {
            Self::Late(_) => say!("store-cure-late"),
            Self::Database(sqlx::Error::Io(_)) => say!("store-cure-server"),
            Self::Database(_) if self.is_busy() => say!("store-cure-locked"),
            _ => match self.code()?.parse::<u32>().ok()? & 0xff {
                8 => say!("store-cure-read-only"),
                13 => say!("store-cure-room"),
                14 => say!("store-cure-folder"),
                26 => say!("store-cure-not-sqlite"),
                _ => return None,
            },
        })
    }

    /// What went wrong, and what is to be done about it.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Address(address) => say!("store-address", address),
            Self::Open { address, cause } => match cause.cure() {
                Some(cure) => say!("store-open-cure", address, cause = cause.words(), cure),
                None => say!("store-open", address, cause = cause.words()),
            },
            Self::Database(error) => say!("store-database", error = error.to_string()),
            Self::Late(limit) => say!("store-late", seconds = limit.as_secs_f64()),
            Self::Moved => say!("store-moved"),
            Self::Clash => say!("store-clash"),
        }
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words().fmt(formatter)
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_at_the_start_is_told_with_its_cure_where_there_is_one() {
        let open = |cause| StoreError::Open { address: "sqlite://a.db".to_owned(), cause: Box::new(cause) };
        for (error, expected) in [
            (
                open(StoreError::Late(Duration::from_millis(2_500))),
                "`sqlite://a.db` cannot be used: the database did not answer within 2.5 s (is the server there, and is \
                 nobody holding a lock?)",
            ),
            (open(StoreError::Clash), "`sqlite://a.db` cannot be used: no id is free for this content"),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }
}
