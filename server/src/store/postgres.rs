//! Opening PostgreSQL.

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _};

use super::{PATIENCE, StoreError, TABLE};

/// What a statement may take: a lock that somebody holds, or a server that is overloaded, must not hold requests.
const CONNECTION: &str = "SET statement_timeout = 3000; SET lock_timeout = 700";

/// Whether it could be written: that the table is there, is ours to write and no replica of another server, and a
/// transaction that reaches the disk. No row is left behind, not even a dead one.
pub(super) const PROBE: &str = "INSERT INTO scenarios SELECT '', '', 0 WHERE FALSE; SELECT txid_current()";

/// Replicas that start together make the table one after the other: `IF NOT EXISTS` alone is a race in PostgreSQL. Any
/// number does that nobody else uses; this one is `mesh` in ASCII.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1835365224)";

/// Opens the database, and makes the table where there is none.
pub(super) async fn open(address: &str) -> Result<AnyPool, StoreError> {
    // A pool would try again until its time is over, and then say no more than that.
    let prepared = tokio::time::timeout(PATIENCE, prepare(address)).await;
    prepared.map_err(|_late| StoreError::Late(PATIENCE))??;
    let pool = AnyPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(CONNECTION).await?;
                Ok(())
            })
        })
        .connect(address)
        .await?;
    Ok(pool)
}

async fn prepare(address: &str) -> Result<(), StoreError> {
    let mut connection = AnyConnection::connect(address).await?;
    // Asked first: making a table that is there already still needs the right to make tables.
    let exists: bool =
        sqlx::query_scalar("SELECT to_regclass('scenarios') IS NOT NULL").fetch_one(&mut connection).await?;
    if !exists {
        // Statements that are sent as one text are one transaction, for whose end the lock is held.
        connection.execute(format!("{LOCK}; {TABLE}").as_str()).await?;
    }
    connection.execute(PROBE).await?;
    connection.close().await?;
    Ok(())
}
