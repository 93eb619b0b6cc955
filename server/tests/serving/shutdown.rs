//! Ending, whatever is under way; and staying awake under work without end.

use std::io::Write as _;
use std::net::TcpStream;

use serde_json::json;

use crate::client::{connect, get, post, posted, rest};
use crate::endless::{ask_for_everything, endless};
use crate::process::Process;

#[test]
fn work_without_end_keeps_nobody_else_waiting() {
    let mut server =
        Process::start("endless", &["--max-pages", "2", "--max-simulations", "2", "--shutdown-timeout", "1s"]);
    let held = ask_for_everything(server.address);
    for _ in 0..5 {
        // Where the page is not built, `/` says so.
        let index = get(server.address, "/");
        assert!(index.status == 200 || index.body.contains("not built"), "{index:?}");
        assert_eq!(get(server.address, "/healthz").status, 200);
        assert_eq!(get(server.address, "/metrics").status, 200);
    }
    let saved = post(server.address, "/api/v1/scenarios", &json!({"files": endless()}).to_string());
    assert_eq!(saved.status, 201, "{saved:?}");
    server.signal("TERM");
    assert_eq!(server.ended(600).code(), Some(0));
    drop(held);
}

#[test]
fn what_does_not_fit_is_refused_with_a_time_to_come_again() {
    let server = Process::start("full", &["--max-pages", "1", "--max-simulations", "1"]);
    let body = json!({"files": endless(), "for": "8000h"}).to_string();
    // One is computed, eight wait, and at least one of the others is refused at once.
    let held: Vec<TcpStream> = (0..12)
        .map(|_| {
            let mut stream = connect(server.address);
            stream.write_all(posted("/api/v1/simulate", &body).as_bytes()).unwrap();
            stream
        })
        .collect();
    let answers: Vec<String> = held.into_iter().map(|mut stream| rest(&mut stream)).collect();
    let refused: Vec<&String> = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 503")).collect();
    assert!(!refused.is_empty(), "{answers:?}");
    for answer in refused {
        assert!(answer.contains("\r\nretry-after: 2\r\n"), "{answer}");
        assert!(answer.contains("application/problem+json") && answer.contains(r#""status":503"#), "{answer}");
    }
}

#[test]
fn work_whose_asker_is_gone_gives_its_place_away() {
    let server = Process::start("gone", &["--max-simulations", "1"]);
    let endless = json!({"files": endless(), "for": "8000h"}).to_string();
    let small = json!({"files": [{"name": "a.yaml", "text": "kind: Service"}]}).to_string();
    for _ in 0..20 {
        let mut stream = connect(server.address);
        stream.write_all(posted("/api/v1/simulate", &endless).as_bytes()).unwrap();
        drop(stream);
    }
    // Some of them may not have been seen to be gone at once, but none is computed to its end.
    let lint = || post(server.address, "/api/v1/lint", &small).status;
    assert!((0..3).any(|_| lint() == 200));
}

#[test]
fn a_second_signal_does_not_wait() {
    for signals in [&["TERM", "TERM"][..], &["INT", "INT"], &["TERM", "INT", "TERM", "TERM"]] {
        let mut server = Process::start("twice", &["--shutdown-timeout", "1h"]);
        let mut half = connect(server.address);
        half.write_all(&posted("/api/v1/lint", "{}").as_bytes()[..60]).unwrap();
        assert_eq!(get(server.address, "/healthz").status, 200);
        for signal in signals {
            server.signal(signal);
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert_eq!(server.ended(600).code(), Some(0));
    }
}
