//! What nobody sends by accident.

use std::io::Write as _;
use std::net::Shutdown;

use crate::client::{ask, connect, get, posted, raw, rest};
use crate::process::Process;

#[test]
fn strange_methods_are_answered_and_counted_under_one_name() {
    let server = Process::start("methods", &["--database-url", "none"]);
    assert_eq!(ask(server.address, "HEAD", "/healthz").body, "");
    for method in ["OPTIONS", "TRACE", "PUT", "PROPFIND", "X-1", "X-2", "get"] {
        assert_eq!(ask(server.address, method, "/healthz").status, 405, "{method}");
    }
    assert_ne!(ask(server.address, "CONNECT", "test:80").status, 200);
    let metrics = get(server.address, "/metrics").body;
    assert!(metrics.contains(r#"{method="other",path="/healthz",status="405"} 4"#), "{metrics}");
    assert!(!metrics.contains("PROPFIND") && !metrics.contains("X-1"), "{metrics}");
}

#[test]
fn strange_addresses_find_nothing() {
    let server = Process::start("addresses", &[]);
    for path in [
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/%00",
        "/s/%00",
        "/s/%ff%fe",
        "/s/%F0%9F%98%80.yaml",
        "/s/'%20or%201=1--",
        "/api/v1/scenarios/%00%0d%0ax-header:%201",
        "/c/%00",
        "/c/1.",
        "/embed/c/1.%25",
        "//etc/passwd",
        "/%",
        "/\u{7f}",
    ] {
        let answer =
            raw(server.address, format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").as_bytes());
        let answer = answer.unwrap_or_else(|| panic!("{path:?}: no answer"));
        assert!((400..500).contains(&answer.status), "{path:?}: {answer:?}");
        assert!(!answer.head.contains("x-header") && !answer.body.contains("root:"), "{path:?}: {answer:?}");
    }
    assert_eq!(get(server.address, "/healthz").status, 200);
}

#[test]
fn whatever_is_refused_is_refused_in_a_problem_document() {
    let server = Process::start("refused", &[]);
    let json = "content-type: application/json\r\n";
    let body = "content-length: 12\r\n\r\n{\"files\":[]}";
    for (line, rest, status) in [
        ("GET /api/v1/scenarios/%ff", "\r\n".to_owned(), 400),
        ("GET /s/%ff", "\r\n".to_owned(), 400),
        ("GET /api/v1/lint", "\r\n".to_owned(), 405),
        ("TRACE /api/v1/rules", "\r\n".to_owned(), 405),
        ("PROPFIND /", "\r\n".to_owned(), 405),
        ("POST /s/0123456789ab", body.to_owned(), 405),
        ("POST /api/v1/lint", body.to_owned(), 415),
        ("POST /api/v1/lint", format!("content-type: application/jsonp\r\n{body}"), 415),
        ("POST /api/v1/lint", format!("{json}content-type: text/plain\r\n{body}"), 415),
        ("POST /api/v1/lint", format!("{json}content-encoding: gzip\r\n{body}"), 415),
        ("POST /api/v1/lint", format!("{json}transfer-encoding: chunked\r\n\r\nzz\r\n"), 400),
        // Answered at once: the rest is not waited for.
        ("POST /api/v1/lint", format!("{json}content-length: 99999999\r\n\r\n{{"), 413),
    ] {
        let request = format!("{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{rest}");
        let answer = raw(server.address, request.as_bytes()).unwrap_or_else(|| panic!("{line}: no answer"));
        assert_eq!(answer.status, status, "{request}: {answer:?}");
        assert!(answer.head.contains("\r\ncontent-type: application/problem+json"), "{request}: {answer:?}");
        assert_eq!(answer.head.contains("\r\nallow: "), status == 405, "{request}: {answer:?}");
    }
}

#[test]
fn what_is_no_http_ends_the_connection() {
    let server = Process::start("garbage", &["--database-url", "none"]);
    let tls = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello, is this TLS?\r\n\r\n";
    let http2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
    let smuggled = b"POST /api/v1/lint HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\n{}";
    for bytes in [&tls[..], &http2[..], &smuggled[..], b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n"] {
        let status = raw(server.address, bytes).map(|answer| answer.status);
        assert!(matches!(status, None | Some(400 | 505)), "{status:?}");
    }
    // Behind an answered request.
    let answer = raw(server.address, b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n\x01\x02\x03garbage\r\n\r\n").unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("HTTP/1.1 400"), "{answer:?}");
}

#[test]
fn who_expects_a_word_before_the_body_gets_it() {
    let server = Process::start("expect", &["--database-url", "none"]);
    let request = posted("/api/v1/lint", r#"{"files":[]}"#).replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    let mut stream = connect(server.address);
    stream.write_all(request.as_bytes()).unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 100") && answer.contains("HTTP/1.1 200"), "{answer}");
}

#[test]
fn requests_that_are_dropped_half_way_leave_nothing_behind() {
    let server = Process::start("dropped", &["--max-connections", "32"]);
    let body = r#"{"files":[{"name":"a.yaml","text":"kind: Service"}]}"#;
    for end in (1..300).step_by(3) {
        let request = posted("/api/v1/scenarios", body);
        let mut stream = connect(server.address);
        stream.write_all(&request.as_bytes()[..end.min(request.len())]).ok();
        if end % 2 == 0 {
            stream.shutdown(Shutdown::Both).ok();
        }
    }
    assert_eq!(get(server.address, "/healthz").status, 200);
}

#[test]
fn an_id_of_a_request_is_taken_only_if_it_is_plain() {
    let server = Process::start("ids", &["--database-url", "none"]);
    let id_of = |sent: &str| {
        let request = format!("GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{sent}\r\n");
        let head = raw(server.address, request.as_bytes()).unwrap().head;
        head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().to_owned()
    };
    assert_eq!(id_of("x-request-id: a-1_b.2\r\n"), "a-1_b.2");
    for sent in [
        "x-request-id: two words\r\n".to_owned(),
        "x-request-id: \r\n".to_owned(),
        "x-request-id: a\r\nx-request-id: b\r\n".to_owned(),
        format!("x-request-id: {}\r\n", "x".repeat(65)),
        String::new(),
    ] {
        assert_eq!(id_of(&sent).len(), 36, "{sent:?}");
    }
}
