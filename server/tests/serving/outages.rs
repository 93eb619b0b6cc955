//! A database that does not work: said within a second, answered with 503, and forgotten once it works again.

use std::net::SocketAddr;
use std::process::Command;

use serde_json::json;
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use crate::client::{Answer, get, post};
use crate::postgres::Postgres;
use crate::process::{PROGRAM, Process, SERVE};
use crate::scratch::Scratch;

fn save(address: SocketAddr, text: &str) -> Answer {
    post(address, "/api/v1/scenarios", &json!({"files": [{"name": "a.yaml", "text": text}]}).to_string())
}

fn id(answer: &Answer) -> String {
    let stored: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    stored["id"].as_str().unwrap().to_owned()
}

/// Whether the store is ready; where only the page is not built, it is.
fn ready(address: SocketAddr) -> Result<(), String> {
    let answer = get(address, "/readyz");
    match answer.status {
        200 => Ok(()),
        _ if answer.body.contains("Nothing can be stored") => Err(answer.body),
        _ => {
            assert!(answer.body.contains("not built"), "{answer:?}");
            Ok(())
        }
    }
}

/// Asks until the answer is the wanted one: an answer of half a second ago may still hold.
fn until(address: SocketAddr, wanted: impl Fn(&Result<(), String>) -> bool) -> Result<(), String> {
    let answers = (0..100).map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        ready(address)
    });
    answers.into_iter().find(|answer| wanted(answer)).expect("the answer stays another")
}

fn refuses(address: SocketAddr, text: &str) {
    let refused = save(address, text);
    assert_eq!(refused.status, 503, "{refused:?}");
    assert!(refused.head.contains("\r\nretry-after: 5"), "{refused:?}");
    assert_eq!(get(address, "/healthz").status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database() {
    let folder = Scratch::new("locked");
    let server = Process::start("locked", &["--database-url", &folder.database()]);
    let address = server.address;
    let kept = id(&save(address, "before"));
    let mut other = SqliteConnection::connect(&folder.database()).await.unwrap();
    other.execute("BEGIN EXCLUSIVE").await.unwrap();
    let why = until(address, Result::is_err).unwrap_err();
    assert!(why.contains("locked"), "{why}");
    refuses(address, "while it is locked");
    assert_eq!(get(address, &format!("/api/v1/scenarios/{kept}")).status, 200, "it can be read all the same");
    other.execute("ROLLBACK").await.unwrap();
    until(address, Result::is_ok).unwrap();
    assert_eq!(save(address, "after").status, 201);
}

#[test]
fn a_file_that_is_gone_or_another() {
    let folder = Scratch::new("gone");
    let server = Process::start("gone", &["--database-url", &folder.database()]);
    let (path, aside) = (folder.join("playground.db"), folder.join("aside.db"));
    assert_eq!(save(server.address, "before").status, 201);
    std::fs::rename(&path, &aside).unwrap();
    let why = until(server.address, Result::is_err).unwrap_err();
    assert!(why.contains("no longer at its path"), "{why}");
    refuses(server.address, "into a file without a name");
    assert!(!path.exists(), "no new file hides that the old one is gone");
    std::fs::write(&path, "").unwrap();
    refuses(server.address, "beside another file");
    std::fs::rename(&aside, &path).unwrap();
    until(server.address, Result::is_ok).unwrap();
    assert_eq!(save(server.address, "after").status, 201);
}

#[test]
fn a_disk_without_room() {
    let folder = Scratch::new("full");
    // Files may have 128 KiB, and a write beyond is an error, as it is on a full disk.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 256; exec \"$@\"", "sh", PROGRAM]).args(SERVE);
    command.args(["--database-url", &folder.database()]);
    let server = Process::run("full", command);
    let mut kept = Vec::new();
    let refused =
        (0..100).map(|number| save(server.address, &format!("# {number} {}", "x".repeat(4000)))).find(|saved| {
            if saved.status == 201 {
                kept.push(id(saved));
            }
            saved.status != 201
        });
    assert_eq!(refused.expect("the disk is not full").status, 503);
    let why = until(server.address, Result::is_err).unwrap_err();
    assert!(why.contains("database"), "{why}");
    assert!(!kept.is_empty());
    for id in kept {
        assert_eq!(get(server.address, &format!("/api/v1/scenarios/{id}")).status, 200);
    }
}

#[test]
fn a_postgres_that_is_gone_and_comes_back() {
    let Some(mut database) = Postgres::start() else { return };
    let server = Process::start("pg-gone", &["--database-url", &database.address()]);
    let kept = id(&save(server.address, "before"));
    until(server.address, Result::is_ok).unwrap();
    database.stop();
    until(server.address, Result::is_err).unwrap_err();
    refuses(server.address, "to nobody");
    assert_eq!(get(server.address, &format!("/s/{kept}.yaml")).status, 503);
    database.restart();
    until(server.address, Result::is_ok).unwrap();
    assert_eq!(get(server.address, &format!("/s/{kept}.yaml")).body, "before");
    assert_eq!(save(server.address, "after").status, 201);
}

#[test]
fn a_postgres_that_must_not_be_written_or_is_locked() {
    let Some(database) = Postgres::start() else { return };
    let server = Process::start("pg-read-only", &["--database-url", &database.address()]);
    let change = |statement: &str| {
        database.query(statement).unwrap();
        // New defaults are for new connections.
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'";
        database.query(end).unwrap();
    };
    change("ALTER DATABASE postgres SET default_transaction_read_only = on");
    let why = until(server.address, Result::is_err).unwrap_err();
    assert!(why.contains("read-only"), "{why}");
    refuses(server.address, "to a database for readers");
    change("BEGIN READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only; COMMIT");
    until(server.address, Result::is_ok).unwrap();

    std::thread::scope(|scope| {
        scope.spawn(|| database.query("BEGIN; LOCK TABLE scenarios; SELECT pg_sleep(4)"));
        let why = until(server.address, Result::is_err).unwrap_err();
        assert!(why.contains("lock timeout") || why.contains("did not answer"), "{why}");
        refuses(server.address, "to a table that another has locked");
    });
    until(server.address, Result::is_ok).unwrap();
    assert_eq!(save(server.address, "after").status, 201);
}
