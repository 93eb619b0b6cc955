//! What the log must not say.

use crate::client::{ask, get, post, raw};
use crate::process::Process;

#[test]
fn nothing_of_a_request_s_content_is_logged() {
    let server = Process::start("log", &[]);
    let body = r#"{"files":[{"name":"s3cret-name.yaml","text":"kind: s3cret-text"}]}"#;
    let saved = post(server.address, "/api/v1/scenarios", body);
    assert_eq!(saved.status, 201);
    let saved: serde_json::Value = serde_json::from_str(&saved.body).unwrap();
    let id = saved["id"].as_str().unwrap();
    for path in [
        &format!("/s/{id}"),
        &format!("/s/{id}.yaml"),
        &format!("/api/v1/scenarios/{id}"),
        &format!("/embed/s/{id}?s3cret-query=1"),
        "/c/1.s3cret-payload",
        "/embed/c/1.s3cret-payload",
        "/s3cret-path",
        "/assets/s3cret-asset",
    ] {
        get(server.address, path);
    }
    ask(server.address, "S3CRET-METHOD", "/healthz");
    for path in ["lint", "simulate", "route", "scenarios"] {
        post(server.address, &format!("/api/v1/{path}"), body);
        post(server.address, &format!("/api/v1/{path}"), r#"{"s3cret-field":1}"#);
        post(server.address, &format!("/api/v1/{path}"), r#"{"files":"s3cret-value"}"#);
    }
    raw(
        server.address,
        b"GET /healthz HTTP/1.1\r\nhost: s3cret-host\r\nx-request-id: s3cret id\r\nreferer: s3cret-referrer\r\n\
          user-agent: s3cret-agent\r\nconnection: close\r\n\r\n",
    );
    raw(server.address, b"s3cret garbage\r\n\r\n");
    let id = id.to_owned();
    let log = server.log();
    assert!(log.contains(r#""path":"/s/{id}""#) && log.contains(r#""path":"(none)""#), "{log}");
    for word in ["s3cret", "S3CRET", id.as_str()] {
        assert!(!log.contains(word), "{word}: {log}");
    }
}
