//! What a connection may take, and for how long.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use mesh_server::Limits;

use crate::client::{connect, get, posted, raw, rest};
use crate::server::{Server, limits};

const SHORT: Duration = Duration::from_millis(200);

#[test]
fn half_a_head_ends_the_connection() {
    let server = Server::start(Limits { head: SHORT, ..limits() });
    for begun in ["", "GET /healthz HT", "GET /healthz HTTP/1.1\r\nhost: test\r\nx: "] {
        assert!(raw(server.address, begun.as_bytes()).is_none(), "{begun:?}");
    }
    server.end();
}

#[test]
fn a_head_that_trickles_in_is_not_given_more_time() {
    let server = Server::start(Limits { head: SHORT, ..limits() });
    let mut stream = connect(server.address);
    // Far longer than the limit in all, far shorter between two bytes.
    let fed = (0..400).take_while(|_| {
        std::thread::sleep(Duration::from_millis(10));
        stream.write_all(b"G").is_ok()
    });
    assert!(fed.count() < 400, "the connection is still open");
    server.end();
}

#[test]
fn an_idle_connection_is_ended() {
    let server = Server::start(Limits { idle: SHORT, ..limits() });
    let mut stream = connect(server.address);
    asked(&mut stream);
    assert_eq!(rest(&mut stream), "", "without another word");
    server.end();
}

#[test]
fn a_connection_that_is_used_again_is_kept() {
    let head = Duration::from_secs(1);
    let server = Server::start(Limits { head, ..limits() });
    let mut stream = connect(server.address);
    for _ in 0..2 {
        asked(&mut stream);
        // The time for a head does not count on.
        std::thread::sleep(head * 3 / 2);
    }
    asked(&mut stream);
    server.end();
}

/// Asks and takes the answer; the connection stays.
fn asked(stream: &mut TcpStream) {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: test\r\n\r\n").unwrap();
    let mut answer = [0; 1024];
    let count = stream.read(&mut answer).unwrap();
    assert!(answer[..count].starts_with(b"HTTP/1.1 200"));
}

#[test]
fn a_body_that_does_not_come_is_given_up() {
    let server = Server::start(Limits { request: SHORT, ..limits() });
    let mut stream = connect(server.address);
    let request = posted("/api/v1/lint", "{\"files\":[]}");
    stream.write_all(&request.as_bytes()[..request.len() - 3]).unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("\r\nretry-after: "), "{answer}");
    assert!(answer.contains("took too long"), "{answer}");
    server.end();
}

#[test]
fn an_answer_that_nobody_takes_ends_the_connection() {
    let server = Server::start(Limits { stalled: SHORT, ..limits() });
    let mut stream = connect(server.address);
    let request = b"GET /api/v1/rules HTTP/1.1\r\nhost: test\r\n\r\n";
    // More answers than the buffers of both sides hold.
    stream.write_all(&request.repeat(1000)).unwrap();
    let open = (0..2000).take_while(|_| {
        std::thread::sleep(Duration::from_millis(10));
        stream.write_all(request).is_ok()
    });
    assert!(open.count() < 2000, "the connection is still open");
    server.end();
}

#[test]
fn a_head_without_end_is_refused() {
    let server = Server::start(limits());
    for head in [
        format!("GET /{} HTTP/1.1\r\nhost: test\r\n\r\n", "x".repeat(100_000)),
        format!("GET / HTTP/1.1\r\nhost: test\r\nx: {}\r\n\r\n", "x".repeat(100_000)),
        format!("GET / HTTP/1.1\r\nhost: test\r\n{}\r\n", "x: y\r\n".repeat(200)),
    ] {
        let answer = raw(server.address, head.as_bytes());
        let status = answer.map(|answer| answer.status);
        // Who still sends when the connection ends may lose the answer.
        assert!(matches!(status, None | Some(414 | 431)), "{status:?}");
    }
    assert_eq!(get(server.address, "/healthz").status, 200);
    server.end();
}

#[test]
fn idle_connections_give_way_to_new_ones() {
    let server = Server::start(Limits { connections: 16, ..limits() });
    let mut idle: Vec<_> = (0..200).map(|_| connect(server.address)).collect();
    for _ in 0..20 {
        assert_eq!(get(server.address, "/healthz").status, 200);
    }
    assert_eq!(rest(&mut idle[0]), "", "the oldest was ended");
    server.end();
}

#[test]
fn ending_waits_for_what_is_under_way_and_takes_nothing_new() {
    let server = Server::start(limits());
    let address = server.address;
    let mut idle = connect(address);
    let mut half = connect(address);
    let request = posted("/api/v1/lint", "{\"files\":[]}");
    half.write_all(&request.as_bytes()[..request.len() - 3]).unwrap();
    // The server has begun with it once it answers another.
    assert_eq!(get(address, "/healthz").status, 200);
    let ending = std::thread::spawn(move || server.end());
    assert_eq!(rest(&mut idle), "", "who asks for nothing is not waited for");
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
    half.write_all(&request.as_bytes()[request.len() - 3..]).unwrap();
    let answer = rest(&mut half);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    ending.join().unwrap();
}

#[test]
fn ending_does_not_wait_for_ever() {
    let server = Server::start(Limits { shutdown: SHORT, ..limits() });
    let mut half = connect(server.address);
    let request = posted("/api/v1/lint", "{}");
    half.write_all(&request.as_bytes()[..request.len() - 1]).unwrap();
    server.end();
    assert_eq!(rest(&mut half), "");
}
