//! Every path that is served, on one page.

mod answer;
mod api;
mod assets;
mod deadline;
mod document;
mod error_page;
mod front;
mod headers;
mod health;
mod image;
mod json;
mod labels;
mod lessons;
mod metrics;
mod object;
mod problem;
mod reader;
mod request_id;
mod room;
mod rules;
mod state;
mod unfurl;
mod whole;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, StatusCode, Uri, header};
use axum::middleware;
use axum::routing::{get, post};
use mesh_words::say;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

use self::problem::Problem;
use self::request_id::REQUEST_ID;
use self::state::AppState;
pub use self::state::Config;

/// What the network may send in one request.
const BODY_LIMIT: usize = 256 * 1024;

/// The whole server.
pub fn router(config: Config) -> Router {
    let limit = config.limits.request;
    let state = AppState::new(config);
    Router::new()
        .route("/", get(document::index))
        .route("/c/{payload}", get(document::inline))
        .route("/s/{id}", get(document::stored))
        .route("/embed/c/{payload}", get(document::embed_inline))
        .route("/embed/s/{id}", get(document::embed_stored))
        .route("/embed/lesson/{slug}", get(document::embed_lesson))
        .route("/embed/lesson/{slug}/{step}", get(document::embed_step))
        .route("/img/c/{name}", get(image::inline))
        .route("/img/p/{name}", get(image::preset))
        .route("/img/s/{name}", get(image::stored))
        .route("/og/front.png", get(image::card_front))
        .route("/og/c/{name}", get(image::card_inline))
        .route("/og/s/{name}", get(image::card_stored))
        .route("/og/lesson/{name}", get(image::card_lesson))
        .route("/oembed", get(unfurl::oembed))
        .route("/assets/{name}", get(assets::serve))
        .route("/favicon.ico", get(assets::icon))
        .route("/api/v1/lint", post(api::lint))
        .route("/api/v1/simulate", post(api::simulate))
        .route("/api/v1/route", post(api::route))
        .route("/api/v1/scenarios", post(api::store))
        .route("/api/v1/scenarios/{id}", get(api::stored))
        .route("/api/v1/rules", get(rules::all))
        .route("/api/v1/lessons", get(lessons::all))
        .route("/api/v1/lessons/{slug}", get(lessons::one))
        .route("/api/v1/lessons/{slug}/{step}", get(lessons::step))
        .route("/api/v1/openapi.json", get(openapi))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::expose))
        .fallback(nothing_here)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(limit, deadline::keep))
        .layer(middleware::from_fn_with_state(state.clone(), error_page::readable))
        .layer(middleware::from_fn(headers::secure))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn_with_state(state.metrics.clone(), metrics::record))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        // Every answer is a line of the log already, whatever its status.
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(middleware::from_fn(request_id::check))
        .with_state(state)
}

/// One span per request, with the id that its answer carries too.
fn span(request: &axum::http::Request<axum::body::Body>) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", id, method = labels::method(request.method()), path = labels::route(request))
}

/// The description of the API, for programs that make clients of it.
async fn openapi() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json"))
}

async fn nothing_here(uri: Uri) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, say!("problem-nothing-here", path = uri.path()))
}

async fn method_not_allowed(uri: Uri) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, say!("problem-method", path = uri.path()))
}
