//! JSON bodies, with errors that name the place and the cure.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use http_body::Body as _;
use mesh_words::{Words, say};
use serde::de::DeserializeOwned;

use super::object::Object;
use super::problem::Problem;
use super::{BODY_LIMIT, state::AppState};

/// A body of `application/json`: an object.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let unsupported = |detail: Words| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail);
        // A page of another origin can send text without asking, but not this type.
        if !is_json(request.headers()) {
            return Err(unsupported(say!("problem-body-type")));
        }
        if is_encoded(request.headers()) {
            return Err(unsupported(say!("problem-body-encoded")));
        }
        let too_large =
            || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, say!("problem-body-too-large", most = BODY_LIMIT));
        // Who says so before is answered before: all of it need not be sent.
        if request.body().size_hint().lower() > BODY_LIMIT as u64 {
            return Err(too_large());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large(),
            status => Problem::new(status, Words::theirs(rejection.body_text())),
        })?;
        serde_json::from_slice::<Object<T>>(&bytes)
            .map(|Object(body)| JsonBody(body))
            .map_err(|error| Problem::bad_request(say!("problem-body", error = error.to_string())))
    }
}

/// Whether one media type is named, and it is JSON; parameters say nothing of it.
fn is_json(headers: &HeaderMap) -> bool {
    let mut kinds = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(kind), None) = (kinds.next(), kinds.next()) else { return false };
    let kind = kind.to_str().unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default();
    essence.trim_matches([' ', '\t']).eq_ignore_ascii_case("application/json")
}

/// Whether the bytes stand for others.
fn is_encoded(headers: &HeaderMap) -> bool {
    const NAME: HeaderName = header::CONTENT_ENCODING;
    headers.get_all(NAME).iter().any(|coding| !coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(name: HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn json_is_named_once_and_by_its_name() {
        let json = |values: &[&str]| is_json(&headers(header::CONTENT_TYPE, values));
        assert!(json(&["application/json"]) && json(&["Application/JSON ; charset=utf-8"]));
        for other in
            ["", "application/jsonp", "application/json-patch+json", "text/json", "text/plain;application/json"]
        {
            assert!(!json(&[other]), "{other}");
        }
        assert!(!json(&[]) && !json(&["application/json", "text/plain"]));
    }

    #[test]
    fn bytes_that_stand_for_others_are_known() {
        let encoded = |values: &[&str]| is_encoded(&headers(header::CONTENT_ENCODING, values));
        assert!(!encoded(&[]) && !encoded(&["Identity"]));
        assert!(encoded(&["gzip"]) && encoded(&["identity", "br"]) && encoded(&[""]));
    }
}
