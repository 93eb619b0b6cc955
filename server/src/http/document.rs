//! The documents: the page, scenarios opened in it, and framed by others.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use mesh_app::{Assets, Page, ShellOptions, Told};
use mesh_scenario::{Localized, Scenario, Work, link, opening};
use mesh_words::{Language, say};

use super::front::Front;
use super::headers::{document_policy, nonce};
use super::lessons;
use super::problem::Problem;
use super::reader::{Reader, say_language};
use super::state::AppState;
use super::unfurl;

/// More of a query is not looked at.
const MOST_PAIRS: usize = 100;

/// `/`: a running canary; `/?lesson=…` begins as that lesson does.
pub(super) async fn index(State(state): State<AppState>, uri: Uri, reader: Reader) -> Result<Response, Problem> {
    let asked = AskedLesson::of(uri.query().unwrap_or_default());
    // What there is not is said in the page.
    let shown = asked.slug.and_then(|slug| lessons::shown(slug, asked.step, reader.0, asked.presents).ok());
    // Where there is no room for that now, the page opens it by itself.
    if let Some(shown) = shown
        && let Ok(answer) = document(&state, Page::Index, reader, shown.scenario, Some(shown.told)).await
    {
        return Ok(answer);
    }
    let assets = assets(&state, reader)?;
    let [english, korean] = &*state.fronts;
    let front = match reader.0 {
        Language::En => english,
        Language::Ko => korean,
    };
    let front = front
        .get_or_try_init(|| Front::render(assets, reader.0, unfurl::unfurled(&state, &Page::Index, reader.0, None)))
        .await?;
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
    document(&state, Page::Shared { id: payload }, reader, scenario, None).await
}

/// `/embed/c/1.<payload>`: its graph, to be framed.
pub(super) async fn embed_inline(
    State(state): State<AppState>,
    Path(payload): Path<String>,
    reader: Reader,
) -> Result<Response, Problem> {
    let scenario = decode(&payload)?;
    document(&state, Page::Embed { id: payload }, reader, scenario, None).await
}

/// `/embed/lesson/<slug>`: a lesson from its first step on, to be framed.
pub(super) async fn embed_lesson(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    uri: Uri,
    reader: Reader,
) -> Result<Response, Problem> {
    framed_lesson(&state, slug, None, &uri, reader).await
}

/// `/embed/lesson/<slug>/<step>`: the same from another step on.
pub(super) async fn embed_step(
    State(state): State<AppState>,
    Path((slug, step)): Path<(String, String)>,
    uri: Uri,
    reader: Reader,
) -> Result<Response, Problem> {
    framed_lesson(&state, slug, Some(step), &uri, reader).await
}

async fn framed_lesson(
    state: &AppState,
    slug: String,
    step: Option<String>,
    uri: &Uri,
    reader: Reader,
) -> Result<Response, Problem> {
    let presents = AskedLesson::of(uri.query().unwrap_or_default()).presents;
    let shown = lessons::shown(&slug, step.as_deref(), reader.0, presents)?;
    document(state, Page::EmbedLesson { slug, step }, reader, shown.scenario, Some(shown.told)).await
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
        "" => document(&state, Page::Shared { id: id.to_owned() }, reader, scenario, None).await,
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
    document(&state, Page::Embed { id }, reader, scenario, None).await
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

/// What the query of `/` says of a lesson. Names of lessons and steps need no percent codes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct AskedLesson<'a> {
    pub(super) slug: Option<&'a str>,
    pub(super) step: Option<&'a str>,
    pub(super) presents: bool,
}

impl<'a> AskedLesson<'a> {
    pub(super) fn of(query: &'a str) -> Self {
        let mut asked = Self::default();
        for pair in query.split('&').take(MOST_PAIRS) {
            match pair.split_once('=') {
                Some(("lesson", slug)) => asked.slug = Some(slug),
                Some(("step", step)) => asked.step = Some(step),
                Some(("present", value)) => asked.presents = value == "1",
                _ => {}
            }
        }
        asked
    }
}

/// The document of a page; of a lesson it has title and summary, and in a frame its words.
async fn document(
    state: &AppState,
    page: Page,
    reader: Reader,
    scenario: Scenario,
    told: Option<Told>,
) -> Result<Response, Problem> {
    let assets = assets(state, reader)?;
    let nonce = nonce().map_err(|error| Problem::internal(&error))?;
    let framed = page.is_embed();
    let unfurled = unfurl::unfurled(state, &page, reader.0, told.as_ref());
    let own = nonce.clone();
    let document = move |work: &mut Work| {
        let mut opening = opening(scenario, work);
        if let Some(told) = &told {
            let words = |words: &str| Localized { en: words.to_owned(), ko: None };
            opening.moment.frame.title = words(&told.lesson.card.title);
            opening.moment.frame.description = words(&told.lesson.card.summary);
        }
        let told = told.filter(|_| framed);
        mesh_app::document(ShellOptions { nonce: own, assets, page, opening, language: reader.0, unfurled, told })
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
