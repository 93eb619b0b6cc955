//! Bundles, styles and static files.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use mesh_words::{Language, say};

use super::problem::Problem;
use super::state::AppState;
use crate::Site;

/// The Content-Security-Policy of a script, for where it is a Worker's.
const SCRIPT_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

/// `/assets/<name>`: the name holds a hash of the content, so browsers may keep it for good.
pub(super) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asset =
        Site::asset(&name, accepted).ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, say!("problem-asset")))?;
    let is_script = name.ends_with(".js");
    let mut response = asset.content.into_owned().into_response();
    let answer = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media_type(&name)),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
        // A sandboxed frame has an origin of its own, and its modules are asked for across origins.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        answer.insert(name, HeaderValue::from_static(value));
    }
    if is_script {
        // A Worker lives by the policy of its own script: it imports the engine's module and nothing else.
        answer.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SCRIPT_POLICY));
        // A document that asks its parts to opt in (`document.rs`) starts no Worker that does not ask the same.
        answer
            .insert(HeaderName::from_static("cross-origin-embedder-policy"), HeaderValue::from_static("require-corp"));
    }
    if let Some(encoding) = asset.encoding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Ok(response)
}

/// Where browsers look for an icon when the answer is no document.
pub(super) async fn icon(State(state): State<AppState>) -> Result<Redirect, Problem> {
    let assets = state.config.site.assets(Language::default());
    let icon = assets.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, say!("problem-not-built")))?.icon;
    Ok(Redirect::temporary(&icon))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
