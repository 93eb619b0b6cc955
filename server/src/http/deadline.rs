//! The time for a whole request.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use mesh_words::say;

use super::problem::Problem;

/// Long enough that a client which only tries again does not keep the server busy.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// Gives up a request that takes too long: its body did not come, or something that it waits for. Work is bounded by
/// counted steps and takes no such time.
pub(super) async fn keep(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_late) => Problem::unavailable(say!("problem-late"), RETRY_AFTER).into_response(),
    }
}
