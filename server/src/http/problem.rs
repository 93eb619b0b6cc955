//! Errors as problem documents (RFC 9457).

use std::any::Any;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use mesh_words::{Language, Words, say, speaking};
use serde::Serialize;

use crate::StoreError;

/// When to try the store again: a database that is started anew is back within seconds.
const STORE_RETRY_AFTER: Duration = Duration::from_secs(5);

/// Why a request was not answered.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(serialize_with = "in_english")]
    title: Words,
    #[serde(serialize_with = "number")]
    status: StatusCode,
    #[serde(serialize_with = "in_english")]
    detail: Words,
    #[serde(skip)]
    retry_after: Option<Duration>,
}

fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

fn in_english<S: serde::Serializer>(words: &Words, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&shortened(speaking(Language::En, || words.to_string())))
}

impl Problem {
    /// `detail` says what is wrong with this request and how to mend it.
    pub(crate) fn new(status: StatusCode, detail: Words) -> Self {
        let title = status.canonical_reason().map_or_else(|| say!("problem-title"), Words::theirs);
        Self { kind: "about:blank", title, status, detail, retry_after: None }
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong, and how to mend it.
    pub(crate) fn detail(&self) -> String {
        shortened(self.detail.to_string())
    }

    /// 400: the request cannot be understood.
    pub(crate) fn bad_request(detail: Words) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 404: there is no such scenario.
    pub(crate) fn no_scenario(id: &str) -> Self {
        let id: String = id.chars().take(40).collect();
        Self::new(StatusCode::NOT_FOUND, say!("problem-no-scenario", id))
    }

    /// 503: it would work at another time.
    pub(crate) fn unavailable(detail: Words, retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// The store failed: 503 where it may work again, as it does with a full disk and a database that has gone.
    pub(crate) fn store(error: StoreError) -> Self {
        if !error.is_outage() {
            return Self::internal(&error);
        }
        tracing::error!(cause = %error, "the store failed");
        Self::unavailable(say!("problem-store"), STORE_RETRY_AFTER)
    }

    /// 500: what is stored, or is to be, is no scenario. Of the cause only the place is logged: its words are of the
    /// content.
    pub(crate) fn unreadable(cause: &serde_json::Error) -> Self {
        let kind = cause.classify();
        Self::internal(&format_args!("{kind:?} error at {}:{} of a scenario", cause.line(), cause.column()))
    }

    /// 500: logged with its cause, which must hold nothing of a request's content, and answered without it.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(cause = %cause, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, say!("problem-failed"))
    }
}

/// What is wrong is often quoted, and may be as long as the request.
fn shortened(detail: String) -> String {
    const LONGEST: usize = 1000;
    match detail.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", detail.get(..end).unwrap_or_default()),
        None => detail,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let mut response = (self.status, axum::Json(&self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(after) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
        }
        // A page is made of it where somebody reads it (`error_page`).
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer to a request whose handler panicked. The words of a panic may be of the content: the place, which is
/// logged where it happens, says enough.
pub(crate) fn panicked(_cause: Box<dyn Any + Send>) -> Response<Body> {
    Problem::internal(&"its handler panicked").into_response()
}
