use super::*;

async fn store() -> Store {
    Store::open("sqlite::memory:").await.unwrap()
}

#[tokio::test]
async fn the_same_content_has_the_same_id_and_comes_back() {
    let store = store().await;
    let id = store.put("{\"files\":[]}", 1).await.unwrap();
    assert_eq!(id.len(), 12);
    assert_eq!(store.put("{\"files\":[]}", 2).await.unwrap(), id);
    assert_eq!(store.get(&id).await.unwrap().as_deref(), Some("{\"files\":[]}"));
    assert_eq!(store.get("nothing00000").await.unwrap(), None, "no id: `o` and `i` are no digits");
    assert_eq!(store.get("000000000000").await.unwrap(), None);
}

#[tokio::test]
async fn a_clash_makes_the_id_longer_and_changes_nothing() {
    let store = store().await;
    let taken = candidates("new").next().unwrap();
    sqlx::query("INSERT INTO scenarios VALUES ($1, 'old', 0)").bind(&taken).execute(&store.pool).await.unwrap();
    let id = store.put("new", 1).await.unwrap();
    assert_eq!(id.len(), 13);
    assert!(id.starts_with(&taken));
    assert_eq!(store.get(&taken).await.unwrap().as_deref(), Some("old"));
}

#[tokio::test]
async fn a_file_outlives_its_store() {
    let path = std::env::temp_dir().join(format!("mesh-playground-store-{}.db", std::process::id()));
    let address = format!("sqlite://{}", path.display());
    let first = Store::open(&address).await.unwrap();
    let id = first.put("kept", 1).await.unwrap();
    first.close().await;
    assert_eq!(Store::open(&address).await.unwrap().get(&id).await.unwrap().as_deref(), Some("kept"));
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn another_scheme_is_refused_with_the_cure() {
    let error = Store::open("mysql://somewhere").await.unwrap_err().to_string();
    assert!(error.contains("sqlite://FILE"), "{error}");
}
