//! `/api/v1`: the commands of the command line over HTTP, with the same answers.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use mesh_config::SourceFile;
use mesh_scenario::{Finding, MOST_FINDINGS, Scenario};
use serde::{Deserialize, Serialize};

use super::answer::{Routed, Simulated};
use super::document::find;
use super::json::JsonBody;
use super::problem::Problem;
use super::state::AppState;
use crate::cli::parse_duration;
use crate::engine::{self, Input, RouteQuestion};

/// The files, and the flags by name. A flag that a path does not know is ignored, as on the command line's own
/// common flags; a name that no path knows is an error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    files: Vec<SourceFile>,
    #[serde(default)]
    strict: bool,
    seed: Option<u64>,
    #[serde(rename = "for")]
    duration: Option<Time>,
    n: Option<u64>,
    from: Option<String>,
    url: Option<String>,
    method: Option<String>,
    #[serde(default)]
    headers: Vec<String>,
}

/// A name stands in each finding of its file.
const LONGEST_NAME: usize = 1_024;

/// `"1.5s"`, or seconds.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`for` is a text as \"1.5s\", or a number of seconds")]
enum Time {
    Text(String),
    Seconds(f64),
}

impl Time {
    fn duration(&self) -> Result<Duration, Problem> {
        match self {
            Self::Text(text) => parse_duration(text),
            Self::Seconds(seconds) => parse_duration(&format!("{seconds}s")),
        }
        .map_err(|wrong| Problem::bad_request(format!("`for`: {wrong}.")))
    }
}

impl Request {
    fn input(self) -> Result<Input, Problem> {
        for (at, file) in self.files.iter().enumerate() {
            let length = file.name.len();
            if length > LONGEST_NAME {
                return Err(Problem::bad_request(format!(
                    "`files[{at}].name` has {length} bytes; {LONGEST_NAME} at most are taken."
                )));
            }
        }
        Ok(Input { files: self.files, strict: self.strict, seed: self.seed, most_findings: Some(MOST_FINDINGS) })
    }
}

/// `POST /api/v1/lint`
pub(super) async fn lint(
    State(state): State<AppState>,
    JsonBody(request): JsonBody<Request>,
) -> Result<Json<Vec<Finding>>, Problem> {
    let input = request.input()?;
    Ok(Json(state.simulations.compute(move |_work| engine::lint(&input)).await?))
}

/// `POST /api/v1/simulate`
pub(super) async fn simulate(
    State(state): State<AppState>,
    JsonBody(request): JsonBody<Request>,
) -> Result<Json<Simulated>, Problem> {
    let duration = request.duration.as_ref().map(Time::duration).transpose()?;
    let requests = request.n;
    let input = request.input()?;
    let work = state.simulations.compute(move |work| engine::simulate(&input, duration, requests, work)).await?;
    Ok(Json(Simulated::new(work.report, work.findings)))
}

/// `POST /api/v1/route`
pub(super) async fn route(
    State(state): State<AppState>,
    JsonBody(mut request): JsonBody<Request>,
) -> Result<Json<Routed>, Problem> {
    let missing = |name: &str| Problem::bad_request(format!("`{name}` is missing."));
    let question = RouteQuestion {
        from: request.from.take().ok_or_else(|| missing("from"))?,
        url: request.url.take().ok_or_else(|| missing("url"))?,
        method: request.method.take().unwrap_or_else(|| "GET".to_owned()),
        headers: std::mem::take(&mut request.headers),
        requests: request.n.unwrap_or(1),
    };
    let input = request.input()?;
    let answer = state.simulations.compute(move |work| engine::route(&input, &question, work)).await?;
    answer.map(|answered| Json(Routed::new(answered.answer, answered.findings))).map_err(Problem::bad_request)
}

/// Where a stored scenario is.
#[derive(Debug, Serialize)]
pub(super) struct Stored {
    id: String,
    url: String,
}

/// `POST /api/v1/scenarios`
pub(super) async fn store(
    State(state): State<AppState>,
    JsonBody(request): JsonBody<Request>,
) -> Result<(StatusCode, Json<Stored>), Problem> {
    let store = state.store()?;
    if request.files.iter().all(|file| file.text.trim().is_empty()) {
        return Err(Problem::bad_request("The scenario is empty: there is nothing to store."));
    }
    let scenario = Scenario { files: request.files, seed: request.seed };
    let content = serde_json::to_string(&scenario).map_err(|error| Problem::unreadable(&error))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let id = store.put(&content, i64::try_from(now).unwrap_or_default()).await.map_err(Problem::store)?;
    let url = format!("/s/{id}");
    Ok((StatusCode::CREATED, Json(Stored { id, url })))
}

/// `GET /api/v1/scenarios/<id>`
pub(super) async fn stored(State(state): State<AppState>, Path(id): Path<String>) -> Result<Json<Scenario>, Problem> {
    find(&state, &id).await.map(Json)
}
