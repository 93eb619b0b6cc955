//! What a store does, whichever database is behind it.

use mesh_server::Store;

use crate::postgres::Postgres;
use crate::scratch::Scratch;

async fn holds(address: &str) {
    let store = Store::open(address).await.unwrap();
    store.check().await.unwrap();
    let id = store.put("{\"files\":[]}", 1).await.unwrap();
    assert_eq!(id.len(), 12);
    assert_eq!(store.put("{\"files\":[]}", 2).await.unwrap(), id, "the same content has the same id");
    assert_eq!(store.get(&id).await.unwrap().as_deref(), Some("{\"files\":[]}"));
    assert_eq!(store.get("000000000000").await.unwrap(), None);
    for strange in ["", "\0", "'; DROP TABLE scenarios; --", "é", &"0".repeat(100_000)] {
        assert_eq!(store.get(strange).await.unwrap(), None, "{strange:?}");
    }
    let content = format!("{{\"text\":\"é 가 \u{1f600} {}\"}}", "x".repeat(300_000));
    let large = store.put(&content, 3).await.unwrap();
    assert_ne!(large, id);
    assert_eq!(store.get(&large).await.unwrap(), Some(content));

    let same: Vec<_> = (0..50)
        .map(|now| {
            let store = store.clone();
            tokio::spawn(async move { store.put("by fifty at once", now).await.unwrap() })
        })
        .collect();
    let mut ids = Vec::new();
    for put in same {
        ids.push(put.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    store.close().await;

    let again = Store::open(address).await.unwrap();
    assert_eq!(again.get(&id).await.unwrap().as_deref(), Some("{\"files\":[]}"));
    again.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_what_is_stored() {
    holds(&Scratch::new("store").database()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_holds_what_is_stored() {
    if let Some(server) = Postgres::start() {
        holds(&server.address()).await;
        let rows = server.query("SELECT count(*) FROM scenarios").unwrap();
        assert_eq!(rows, "3", "asking whether it is ready leaves nothing behind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_there_needs_no_right_to_make_one() {
    let Some(server) = Postgres::start() else { return };
    drop(Store::open(&server.address()).await.unwrap());
    server.query("CREATE ROLE writer LOGIN; GRANT SELECT, INSERT ON scenarios TO writer").unwrap();
    server.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC").unwrap();
    let store = Store::open(&server.address().replace("postgres@", "writer@")).await.unwrap();
    store.check().await.unwrap();
    store.put("by the writer", 1).await.unwrap();
}
