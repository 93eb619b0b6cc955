//! Opening SQLite.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _};

use super::{PATIENCE, StoreError, TABLE};

/// WAL lets readers go on while one writes.
const JOURNAL: &str = "PRAGMA busy_timeout = 100; PRAGMA journal_mode = WAL";

/// FULL makes a link survive the loss of power. Waiting for other processes is short: an answer that says so is better
/// than a late one.
const CONNECTION: &str = "PRAGMA busy_timeout = 700; PRAGMA synchronous = FULL";

/// Whether it could be written: that the table is there and can be locked, and a write of one page that reaches the disk.
pub(super) const PROBE: &str = "INSERT INTO scenarios SELECT '', '', 0 WHERE FALSE; PRAGMA user_version = 1";

/// Between two tries to lock a database.
const PAUSE: Duration = Duration::from_millis(50);

/// Opens the database, and makes it and the table where there is none.
pub(super) async fn open(address: &str) -> Result<(AnyPool, Option<DatabaseFile>), StoreError> {
    let pool = AnyPoolOptions::new().acquire_timeout(PATIENCE);
    if address.contains(":memory:") {
        // An in-memory database belongs to its connection, and ends with it.
        let pool = pool.max_connections(1).idle_timeout(None).max_lifetime(None).connect(address).await?;
        pool.execute(TABLE).await?;
        return Ok((pool, None));
    }
    prepare(&with_mode(address, "rwc")).await?;
    // From here on no file is made: one that is made in place of another would hide that the other is gone.
    let pool = pool
        .max_connections(8)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(CONNECTION).await?;
                Ok(())
            })
        })
        .connect(&with_mode(address, "rw"))
        .await?;
    let file = DatabaseFile::at(SqliteConnectOptions::from_str(address)?.get_filename().to_owned());
    Ok((pool, file))
}

/// Several processes may do so at once: who finds the file locked tries again. SQLite itself does not wait for the lock
/// that changes the journal.
async fn prepare(address: &str) -> Result<(), StoreError> {
    let mut busy = None;
    let prepared = async {
        loop {
            match try_prepare(address).await {
                Err(error) if error.is_busy() => busy = Some(error),
                done => return done,
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    match tokio::time::timeout(PATIENCE, prepared).await {
        Ok(done) => done,
        Err(_late) => Err(busy.unwrap_or(StoreError::Late(PATIENCE))),
    }
}

async fn try_prepare(address: &str) -> Result<(), StoreError> {
    let mut connection = AnyConnection::connect(address).await?;
    connection.execute(JOURNAL).await?;
    connection.execute(TABLE).await?;
    connection.execute(PROBE).await?;
    connection.close().await?;
    Ok(())
}

/// The address with a mode, unless it has one.
fn with_mode(address: &str, mode: &str) -> String {
    match address.split_once('?') {
        Some((_, query)) if query.contains("mode=") => address.to_owned(),
        Some(_) => format!("{address}&mode={mode}"),
        None => format!("{address}?mode={mode}"),
    }
}

/// The file behind the connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    identity: Identity,
}

/// Device and number of the file; elsewhere than on Unix an open file cannot be taken away.
type Identity = (u64, u64);

impl DatabaseFile {
    fn at(path: PathBuf) -> Option<Self> {
        identity(&path).map(|identity| Self { path, identity })
    }

    /// Whether it is still at its path: not removed, nor replaced by another.
    pub(super) fn is_in_place(&self) -> bool {
        identity(&self.path) == Some(self.identity)
    }
}

#[cfg(unix)]
fn identity(path: &std::path::Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity(path: &std::path::Path) -> Option<Identity> {
    path.exists().then_some((0, 0))
}

#[cfg(test)]
mod tests {
    use super::with_mode;

    #[test]
    fn a_mode_of_the_operator_stays() {
        assert_eq!(with_mode("sqlite://a.db", "rw"), "sqlite://a.db?mode=rw");
        assert_eq!(with_mode("sqlite://a.db?cache=shared", "rw"), "sqlite://a.db?cache=shared&mode=rw");
        assert_eq!(with_mode("sqlite://a.db?mode=ro", "rw"), "sqlite://a.db?mode=ro");
    }
}
