//! What was acknowledged is kept, however the server ends.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::client::{connect, get, posted, rest};
use crate::postgres::Postgres;
use crate::process::Process;
use crate::scratch::Scratch;

/// Saves from eight clients until so many are acknowledged, ends the server in the middle of it, and looks for all of
/// them.
fn loses_nothing(database: &str) {
    let mut acknowledged: Vec<(String, String)> = Vec::new();
    for round in 0..3 {
        let server = Process::start("kill", &["--database-url", database]);
        let address = server.address;
        let saved = Mutex::new(Vec::new());
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for client in 0..8 {
                let (saved, ended) = (&saved, &ended);
                scope.spawn(move || {
                    for number in 0.. {
                        let text = format!("# {round} {client} {number}\n");
                        let body = json!({"files": [{"name": "a.yaml", "text": &text}]}).to_string();
                        let answer = std::panic::catch_unwind(|| save(address, &body)).ok().flatten();
                        match answer {
                            Some(id) => saved.lock().unwrap().push((id, text)),
                            None if ended.load(Ordering::Acquire) => return,
                            None => {}
                        }
                    }
                });
            }
            while saved.lock().unwrap().len() < 100 {
                std::thread::yield_now();
            }
            ended.store(true, Ordering::Release);
            server.kill();
        });
        acknowledged.extend(saved.into_inner().unwrap());
    }
    let server = Process::start("kill", &["--database-url", database]);
    assert!(acknowledged.len() >= 300);
    for (id, text) in acknowledged {
        assert_eq!(get(server.address, &format!("/s/{id}.yaml")).body, text);
    }
}

/// The id, if the answer came.
fn save(address: std::net::SocketAddr, body: &str) -> Option<String> {
    use std::io::Write as _;
    std::net::TcpStream::connect(address).ok()?;
    let mut stream = connect(address);
    stream.write_all(posted("/api/v1/scenarios", body).as_bytes()).ok()?;
    let answer = rest(&mut stream);
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let stored: serde_json::Value = serde_json::from_str(body).ok()?;
    head.starts_with("HTTP/1.1 201").then(|| stored["id"].as_str().map(str::to_owned))?
}

#[test]
fn sqlite_loses_nothing() {
    loses_nothing(&Scratch::new("kill").database());
}

#[test]
fn postgres_loses_nothing() {
    if let Some(server) = Postgres::start() {
        loses_nothing(&server.address());
    }
}
