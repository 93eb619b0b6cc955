//! Stored scenarios: one table, content-addressed, never changed.

mod id;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor as _};

use self::id::candidates;

/// The table; `TEXT` and `BIGINT` mean the same to SQLite and PostgreSQL.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS scenarios (
    id TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
)";

/// Why a scenario could not be stored or found.
#[derive(Debug)]
pub enum StoreError {
    /// The address names neither SQLite nor PostgreSQL.
    Address(String),
    /// What the database said.
    Database(sqlx::Error),
    /// Every id that this content may have is taken by another content.
    Clash,
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => write!(
                formatter,
                "`{address}` is no database address: write sqlite://FILE, postgres://USER@HOST/NAME, or none"
            ),
            Self::Database(error) => write!(formatter, "the database: {error}"),
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

/// A table of scenarios in SQLite or PostgreSQL.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
}

impl Store {
    /// Opens the database at `address` and makes the table where there is none. A SQLite file is made too.
    ///
    /// # Errors
    /// When the address has another scheme, or the database cannot be opened.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new().max_connections(8);
        let pool = if address.starts_with("sqlite:") {
            let made = if address.contains('?') { "&mode=rwc" } else { "?mode=rwc" };
            // An in-memory database belongs to its connection.
            let options = if address.contains(":memory:") { options.max_connections(1) } else { options };
            // WAL lets readers go on while one writes; FULL makes a link survive the loss of power.
            let options = options.after_connect(|connection, _| {
                Box::pin(async move {
                    connection
                        .execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000")
                        .await?;
                    Ok(())
                })
            });
            options.connect(&format!("{address}{made}")).await?
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            options.connect(address).await?
        } else {
            return Err(StoreError::Address(address.to_owned()));
        };
        pool.execute(TABLE).await?;
        Ok(Self { pool })
    }

    /// Stores `content` and gives its id: the same for the same content, whoever stores it and how often.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put(&self, content: &str, now: i64) -> Result<String, StoreError> {
        for id in candidates(content) {
            sqlx::query("INSERT INTO scenarios (id, content, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(&id)
                .bind(content)
                .bind(now)
                .execute(&self.pool)
                .await?;
            if self.get(&id).await?.as_deref() == Some(content) {
                return Ok(id);
            }
        }
        Err(StoreError::Clash)
    }

    /// The content of this id, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, id: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query_scalar("SELECT content FROM scenarios WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row)
    }

    /// Whether the database answers.
    pub(crate) async fn is_ready(&self) -> bool {
        self.pool.execute("SELECT 1").await.is_ok()
    }

    /// Ends its connections, so that SQLite writes its log back into the file.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

#[cfg(test)]
mod tests;
