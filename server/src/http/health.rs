//! Whether the server lives, and whether it can do its work.

use axum::extract::State;
use axum::http::StatusCode;
use mesh_words::{Language, say};

use super::problem::Problem;
use super::state::AppState;

/// `/healthz`: the process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `/readyz`: the page is built in and the store, if there is one, can be written.
pub(super) async fn ready(State(state): State<AppState>) -> Result<&'static str, Problem> {
    if let Some(store) = &state.config.store
        && let Err(problem) = store.check().await
    {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, say!("problem-not-ready", problem)));
    }
    match state.config.site.assets(Language::default()) {
        Some(_) => Ok("ok\n"),
        None => Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, say!("problem-not-built"))),
    }
}
