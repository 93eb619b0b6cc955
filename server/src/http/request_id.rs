//! The id of a request: the client's own where it can stand in a log, else a new one.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// As proxies send it, and as every answer carries it.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longer than any usual id: a UUID has 36 characters, an id of a trace 32.
const LONGEST: usize = 64;

/// Takes away an id that could write its own lines or fill the log.
pub(super) async fn check(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    let mut ids = headers.get_all(REQUEST_ID).iter();
    let usable = matches!((ids.next(), ids.next()), (Some(id), None) if is_usable(id));
    if !usable {
        headers.remove(REQUEST_ID);
    }
    next.run(request).await
}

fn is_usable(id: &HeaderValue) -> bool {
    let id = id.as_bytes();
    (1..=LONGEST).contains(&id.len())
        && id.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        let usable = |id: &str| is_usable(&HeaderValue::from_bytes(id.as_bytes()).unwrap());
        assert!(usable("5f0c1a9e-2b7d-4e0f-8a37-0f1e2d3c4b5a"));
        assert!(usable("Root_1.2"));
        assert!(usable(&"x".repeat(64)));
        for id in ["", "two words", "a=b", "é", "\"", "\u{1b}[31m"] {
            assert!(HeaderValue::from_bytes(id.as_bytes()).map_or(true, |id| !is_usable(&id)), "{id:?}");
        }
        assert!(!usable(&"x".repeat(65)));
    }
}
