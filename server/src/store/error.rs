//! Why the store failed.

use std::time::Duration;

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
    fn cure(&self) -> Option<&'static str> {
        Some(match self {
            Self::Late(_) => "is the server there, and is nobody holding a lock?",
            Self::Database(sqlx::Error::Io(_)) => "is the server there?",
            Self::Database(_) if self.is_busy() => "another process holds a lock on it",
            _ => match self.code()?.parse::<u32>().ok()? & 0xff {
                8 => "it must be writable",
                13 => "there must be room on its disk",
                14 => "its folder must exist and be writable",
                26 => "name a file of SQLite, or one that does not exist yet",
                _ => return None,
            },
        })
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => write!(
                formatter,
                "`{address}` is no database address: write sqlite://FILE, postgres://USER@HOST/NAME, or none"
            ),
            Self::Open { address, cause } => {
                write!(formatter, "`{address}` cannot be used: {cause}")?;
                cause.cure().map_or(Ok(()), |cure| write!(formatter, " ({cure})"))
            }
            Self::Database(error) => write!(formatter, "the database: {error}"),
            Self::Late(limit) => write!(formatter, "the database did not answer within {} s", limit.as_secs_f64()),
            Self::Moved => formatter.write_str(
                "the database file is no longer at its path: put it back, or start the server anew to begin another",
            ),
            Self::Clash => formatter.write_str("no id is free for this content"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}
