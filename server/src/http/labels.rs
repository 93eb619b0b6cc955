//! What a request may be called in the log and in metrics: names of ours alone, never the client's words.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;

/// The pattern of the route. An address may hold a whole scenario.
pub(super) fn route(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned()
}

/// The method, if it is one of HTTP's own: a client may make up any number of others.
pub(super) fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::TRACE => "TRACE",
        Method::CONNECT => "CONNECT",
        _ => "other",
    }
}
