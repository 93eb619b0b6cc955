//! Stored scenarios: one table, content-addressed, never changed.

mod address;
mod error;
mod id;
mod postgres;
mod probe;
mod sqlite;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use mesh_words::Words;
use sqlx::{AnyPool, Executor as _};
use tokio::sync::Mutex;

use self::address::{Kind, kind, masked};
pub use self::error::StoreError;
use self::id::candidates;
use self::probe::Probe;
use self::sqlite::DatabaseFile;

/// The table; `TEXT` and `BIGINT` mean the same to SQLite and PostgreSQL.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS scenarios (
    id TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
)";

/// What is waited for a connection, and for a database at the start.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a question may take, its connection included. Longer than each wait inside it, which says more when it ends.
const LIMIT: Duration = Duration::from_secs(5);

/// A table of scenarios in SQLite or PostgreSQL.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    kind: Kind,
    /// SQLite's, unless it is in memory.
    file: Option<DatabaseFile>,
    /// SQLite has one writer at a time; here they wait in order, where SQLite would let them try again by chance.
    writer: Arc<Mutex<()>>,
    probe: Arc<Probe>,
}

impl Store {
    /// Opens the database at `address` and makes the table where there is none. A SQLite file is made too.
    ///
    /// # Errors
    /// When the address has another scheme, or the database cannot be opened or written.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let kind = kind(address)?;
        let opened = match kind {
            Kind::Sqlite => sqlite::open(address).await,
            Kind::Postgres => postgres::open(address).await.map(|pool| (pool, None)),
        };
        let (pool, file) =
            opened.map_err(|cause| StoreError::Open { address: masked(address), cause: Box::new(cause) })?;
        Ok(Self { pool, kind, file, writer: Arc::default(), probe: Arc::default() })
    }

    /// Stores `content` and gives its id: the same for the same content, whoever stores it and how often.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put(&self, content: &str, now: i64) -> Result<String, StoreError> {
        let stored = within(LIMIT, async {
            for id in candidates(content) {
                self.insert(&id, content, now).await?;
                if self.read(&id).await?.as_deref() == Some(content) {
                    return Ok(id);
                }
            }
            Err(StoreError::Clash)
        });
        let id = stored.await?;
        self.check_place()?;
        Ok(id)
    }

    /// The content of this id, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, id: &str) -> Result<Option<String>, StoreError> {
        if !id::is_possible(id) {
            return Ok(None);
        }
        within(LIMIT, self.read(id)).await
    }

    /// Whether a scenario could be stored; an error says what is wrong. Answers within a second.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn check(&self) -> Result<(), Words> {
        let store = self.clone();
        self.probe.answer(|| async move { store.try_write().await }).await
    }

    /// Ends its connections, so that SQLite writes its log back into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    async fn insert(&self, id: &str, content: &str, now: i64) -> Result<(), StoreError> {
        let insert =
            sqlx::query("INSERT INTO scenarios (id, content, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(id)
                .bind(content)
                .bind(now);
        let _turn = match self.kind {
            Kind::Sqlite => Some(self.writer.lock().await),
            Kind::Postgres => None,
        };
        insert.execute(&self.pool).await?;
        Ok(())
    }

    async fn read(&self, id: &str) -> Result<Option<String>, StoreError> {
        let select = sqlx::query_scalar("SELECT content FROM scenarios WHERE id = $1").bind(id);
        Ok(select.fetch_optional(&self.pool).await?)
    }

    async fn try_write(&self) -> Result<(), StoreError> {
        self.check_place()?;
        let probe = match self.kind {
            Kind::Sqlite => sqlite::PROBE,
            Kind::Postgres => postgres::PROBE,
        };
        self.pool.execute(probe).await?;
        Ok(())
    }

    fn check_place(&self) -> Result<(), StoreError> {
        match &self.file {
            Some(file) if !file.is_in_place() => Err(StoreError::Moved),
            _ => Ok(()),
        }
    }
}

/// Gives up what takes longer. A statement that was sent is done or not done as a whole.
async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    tokio::time::timeout(limit, work).await.unwrap_or(Err(StoreError::Late(limit)))
}

#[cfg(test)]
mod tests;
