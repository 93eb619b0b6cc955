//! Several servers that begin with one empty database at the same moment.

use serde_json::json;

use crate::client::{get, post};
use crate::postgres::Postgres;
use crate::process::Process;
use crate::scratch::Scratch;

fn begin_together(database: &str) {
    let servers: Vec<Process> = std::thread::scope(|scope| {
        let starts: Vec<_> =
            (0..6).map(|_| scope.spawn(|| Process::start("replica", &["--database-url", database]))).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    let body = json!({"files": [{"name": "a.yaml", "text": "kind: Service\n"}]}).to_string();
    let saved = post(servers[0].address, "/api/v1/scenarios", &body);
    assert_eq!(saved.status, 201, "{saved:?}");
    let saved: serde_json::Value = serde_json::from_str(&saved.body).unwrap();
    for server in &servers {
        let path = format!("/s/{}.yaml", saved["id"].as_str().unwrap());
        assert_eq!(get(server.address, &path).body, "kind: Service\n");
    }
}

#[test]
fn on_sqlite() {
    begin_together(&Scratch::new("replicas").database());
}

#[test]
fn on_postgres() {
    if let Some(server) = Postgres::start() {
        begin_together(&server.address());
    }
}
