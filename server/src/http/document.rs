//! The documents: the page, scenarios opened in it, and framed by others.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mesh_app::{Assets, Page, ShellOptions};
use mesh_scenario::{Scenario, Work, link, opening};
use mesh_words::{Language, say};

use super::front::Front;
use super::headers::{document_policy, nonce};
use super::problem::Problem;
use super::reader::{Reader, say_language};
use super::state::AppState;
use super::unfurl;

/// `/`: a running canary.
pub(super) async fn index(State(state): State<AppState>, reader: Reader) -> Result<Response, Problem> {
    let assets = assets(&state, reader)?;
    let [english, korean] = &*state.fronts;
    let front = match reader.0 {
        Language::En => english,
        Language::Ko => korean,
    };
    let front =
        front.get_or_try_init(|| Front::render(assets, reader.0, unfurl::unfurled(&state, &Page::Index))).await?;
    let nonce = nonce().map_err(|error| Problem::internal(&error))?;
    answer(&state, &nonce, reader, false, front.with(&nonce))
}

/// `/c/1.<payload>`: a scenario that the address itself holds.
pub(super) async fn inline(
    State(state): State<AppState>,
    Path(payload): Path<String>,
    reader: Reader,
) -> Result<Response, Problem> {
    let scenario = decode(&payload)?;
    document(&state, Page::Shared { id: payload }, reader, scenario).await
}

/// `/embed/c/1.<payload>`: its graph, to be framed.
pub(super) async fn embed_inline(
    State(state): State<AppState>,
    Path(payload): Path<String>,
    reader: Reader,
) -> Result<Response, Problem> {
    let scenario = decode(&payload)?;
    document(&state, Page::Embed { id: payload }, reader, scenario).await
}

/// `/s/<id>`, and `/s/<id>.yaml` and `/s/<id>.json`: a stored scenario.
pub(super) async fn stored(
    State(state): State<AppState>,
    Path(name): Path<String>,
    reader: Reader,
) -> Result<Response, Problem> {
    let (id, form) = name.split_once('.').unwrap_or((&name, ""));
    let scenario = find(&state, id).await?;
    match form {
        "" => document(&state, Page::Shared { id: id.to_owned() }, reader, scenario).await,
        "yaml" => Ok(text(HeaderValue::from_static("application/yaml"), crate::cli::joined(&scenario.files))),
        "json" => Ok(text(
            HeaderValue::from_static("application/json"),
            serde_json::to_string(&scenario).map_err(|error| Problem::unreadable(&error))?,
        )),
        form => Err(Problem::new(StatusCode::NOT_FOUND, say!("problem-form", form))),
    }
}

/// `/embed/s/<id>`: the graph of a stored scenario, to be framed.
pub(super) async fn embed_stored(
    State(state): State<AppState>,
    Path(id): Path<String>,
    reader: Reader,
) -> Result<Response, Problem> {
    let scenario = find(&state, &id).await?;
    document(&state, Page::Embed { id }, reader, scenario).await
}

/// The stored scenario of this id.
pub(super) async fn find(state: &AppState, id: &str) -> Result<Scenario, Problem> {
    let content = state.store()?.get(id).await.map_err(Problem::store)?;
    let content = content.ok_or_else(|| Problem::no_scenario(id))?;
    serde_json::from_str(&content).map_err(|error| Problem::unreadable(&error))
}

pub(super) fn decode(payload: &str) -> Result<Scenario, Problem> {
    let envelope = link::decode(payload).map_err(|error| Problem::bad_request(error.words()))?;
    Ok(envelope.scenario)
}

/// What the document names, or the answer that there is nothing to name.
pub(super) fn assets(state: &AppState, reader: Reader) -> Result<Assets, Problem> {
    let assets = state.config.site.assets(reader.0);
    assets.ok_or_else(|| Problem::new(StatusCode::SERVICE_UNAVAILABLE, say!("problem-not-built-start")))
}

async fn document(state: &AppState, page: Page, reader: Reader, scenario: Scenario) -> Result<Response, Problem> {
    let assets = assets(state, reader)?;
    let nonce = nonce().map_err(|error| Problem::internal(&error))?;
    let framed = page.is_embed();
    let unfurled = unfurl::unfurled(state, &page);
    let own = nonce.clone();
    let document = move |work: &mut Work| {
        let opening = opening(scenario, work);
        mesh_app::document(ShellOptions { nonce: own, assets, page, opening, language: reader.0, unfurled })
    };
    let html = state.pages.compute(document).await?;
    answer(state, &nonce, reader, framed, html)
}

/// A document with its headers; `framed` for one that other pages show.
pub(super) fn answer(
    state: &AppState,
    nonce: &str,
    reader: Reader,
    framed: bool,
    html: String,
) -> Result<Response, Problem> {
    let frame_ancestors = if framed { state.config.frame_ancestors.as_str() } else { "'self'" };
    let policy = HeaderValue::try_from(document_policy(nonce, frame_ancestors))
        .map_err(|error| Problem::internal(&format_args!("frame-ancestors: {error}")))?;
    let mut response = text(HeaderValue::from_static("text/html; charset=utf-8"), html);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    say_language(headers, reader);
    framing(headers, framed);
    Ok(response)
}

/// What lets a document be framed anywhere, also by a page that asks its frames to opt in; or keeps it in a group
/// of its own.
pub(super) fn framing(headers: &mut HeaderMap, framed: bool) {
    let values: &[(&'static str, &'static str)] = if framed {
        &[
            ("cross-origin-resource-policy", "cross-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("x-robots-tag", "noindex"),
        ]
    } else {
        &[("cross-origin-opener-policy", "same-origin-allow-popups"), ("x-frame-options", "SAMEORIGIN")]
    };
    for (name, value) in values {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

fn text(kind: HeaderValue, body: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}
