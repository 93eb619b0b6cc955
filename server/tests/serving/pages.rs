//! Pages whose first frame would take for ever.

use std::net::TcpStream;

use mesh_server::Limits;

use crate::client::{get, rest};
use crate::endless::{hold, page};
use crate::server::{Server, limits};

#[test]
fn a_frame_that_lies_years_ahead_is_shown_as_far_as_it_comes() {
    let server = Server::start(limits());
    for path in ["/c/", "/embed/c/"] {
        let answer = get(server.address, &page(path));
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.contains("class=\"node "), "{}", answer.body);
    }
    server.end();
}

#[test]
fn the_front_page_waits_for_none_of_them() {
    let server = Server::start(Limits { pages: 1, queue: 2, ..limits() });
    let held: Vec<TcpStream> = (0..8).map(|_| hold(server.address, &page("/c/"))).collect();
    let mut nonces = Vec::new();
    for _ in 0..3 {
        let index = get(server.address, "/");
        assert_eq!(index.status, 200);
        let nonce = index.head.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        assert!(index.body.contains(&format!("nonce=\"{nonce}\"")), "{}", index.head);
        nonces.push(nonce);
        assert_eq!(get(server.address, "/healthz").status, 200);
        assert_eq!(get(server.address, "/metrics").status, 200);
    }
    nonces.dedup();
    assert_eq!(nonces.len(), 3, "each answer has its own");
    let answers: Vec<String> = held.into_iter().map(|mut stream| rest(&mut stream)).collect();
    let refused: Vec<&String> = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 503")).collect();
    assert!(refused.len() >= 5, "one is computed and two wait: {answers:?}");
    assert!(refused.iter().all(|answer| answer.contains("\r\nretry-after: ")), "{refused:?}");
    server.end();
}
