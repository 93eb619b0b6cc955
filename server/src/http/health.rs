//! Whether the server lives, and whether it can do its work.

use axum::extract::State;
use axum::http::StatusCode;

use super::problem::Problem;
use super::state::AppState;

/// `/healthz`: the process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// `/readyz`: the page is built in and the store, if there is one, can be written.
pub(super) async fn ready(State(state): State<AppState>) -> Result<&'static str, Problem> {
    if state.config.site.assets().is_none() {
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "The page is not built."));
    }
    match &state.config.store {
        Some(store) => match store.check().await {
            Ok(()) => Ok("ok\n"),
            Err(why) => Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("Nothing can be stored: {why}."))),
        },
        None => Ok("ok\n"),
    }
}
