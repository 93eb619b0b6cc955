//! `/api/v1`: the commands of the command line over HTTP, with the same answers.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use mesh_config::SourceFile;
use mesh_scenario::{Finding, MOST_FINDINGS, Scenario};
use mesh_words::{Words, say};
use serde::{Deserialize, Serialize};

use super::answer::{Routed, Simulated};
use super::document::find;
use super::json::JsonBody;
use super::object::Object;
use super::problem::Problem;
use super::state::AppState;
use super::whole::Whole;
use crate::cli::{LONGEST, parse_seconds};
use crate::engine::{self, ConnectionFlags, Input, RouteError, RouteQuestion};

/// The files, and the flags by name; `null` is a flag that is not given. A flag that a path does not know is ignored, as
/// on the command line's own common flags; a name that no path knows is an error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Request {
    files: Vec<Object<SourceFile>>,
    strict: Option<bool>,
    seed: Option<Whole>,
    #[serde(rename = "for")]
    duration: Option<Time>,
    n: Option<Whole>,
    from: Option<String>,
    url: Option<String>,
    method: Option<String>,
    headers: Option<Vec<String>>,
    sni: Option<String>,
    alpn: Option<Protocols>,
    client_cert: Option<String>,
    client_ip: Option<String>,
}

/// Characters of a name, which stands in each finding of its file.
const LONGEST_NAME: usize = 1_024;

/// `"1.5s"`, or seconds.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`for` is a text as \"1.5s\", or a number of seconds")]
enum Time {
    Text(String),
    Seconds(f64),
}

impl Time {
    /// At most a year: a client cannot check the sum of `8000h90000m` against a description, so more is no error.
    fn duration(&self) -> Result<Duration, Problem> {
        let wrong = |problem: Words| Problem::bad_request(say!("problem-for", problem));
        let seconds = match self {
            Self::Text(text) => parse_seconds(text).map_err(wrong)?,
            Self::Seconds(seconds) => *seconds,
        };
        Duration::try_from_secs_f64(seconds.min(LONGEST)).map_err(|_| wrong(say!("problem-for-seconds", seconds)))
    }
}

/// `"h2,http/1.1"`, or each by itself.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`alpn` is a text as \"h2,http/1.1\", or a list of texts")]
enum Protocols {
    Text(String),
    List(Vec<String>),
}

impl Protocols {
    /// As the command line takes it; a name that is none in a list stays one.
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            // A lone empty name must not pass for an empty list.
            Self::List(list) if list == [""] => ",".to_owned(),
            Self::List(list) => list.join(","),
        }
    }
}

/// The files, if their names can be repeated.
fn named(files: Vec<Object<SourceFile>>) -> Result<Vec<SourceFile>, Problem> {
    let files: Vec<SourceFile> = files.into_iter().map(|Object(file)| file).collect();
    for (index, file) in files.iter().enumerate() {
        let count = file.name.chars().count();
        if count > LONGEST_NAME {
            return Err(Problem::bad_request(say!("problem-name-too-long", index, count, most = LONGEST_NAME)));
        }
    }
    Ok(files)
}

impl Request {
    fn input(self) -> Result<Input, Problem> {
        let (strict, seed) = (self.strict.unwrap_or_default(), self.seed.map(|Whole(seed)| seed));
        Ok(Input { files: named(self.files)?, strict, seed, most_findings: Some(MOST_FINDINGS) })
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
    let requests = request.n.map(|Whole(requests)| requests);
    let input = request.input()?;
    let work = state.simulations.compute(move |work| engine::simulate(&input, duration, requests, work)).await?;
    Ok(Json(Simulated::new(work.report, work.findings)))
}

/// `POST /api/v1/route`
pub(super) async fn route(
    State(state): State<AppState>,
    JsonBody(mut request): JsonBody<Request>,
) -> Result<Json<Routed>, Problem> {
    let missing = |field: &str| Problem::bad_request(say!("problem-missing", field));
    let question = RouteQuestion {
        from: request.from.take().ok_or_else(|| missing("from"))?,
        url: request.url.take().ok_or_else(|| missing("url"))?,
        method: request.method.take().unwrap_or_else(|| "GET".to_owned()),
        headers: request.headers.take().unwrap_or_default(),
        connection: ConnectionFlags {
            sni: request.sni.take(),
            alpn: request.alpn.take().map(Protocols::text),
            client_cert: request.client_cert.take(),
            client_ip: request.client_ip.take(),
        },
        requests: request.n.map_or(1, |Whole(requests)| requests),
    };
    let input = request.input()?;
    let answer = state.simulations.compute(move |work| engine::route(&input, &question, work)).await?;
    match answer {
        Ok(answered) => Ok(Json(Routed::new(answered.answer, answered.findings))),
        Err(RouteError::Question(wrong)) => Err(Problem::bad_request(wrong)),
        // Nothing is wrong with the question itself: with other files it would be answered.
        Err(RouteError::Client(nobody)) => Err(Problem::new(StatusCode::NOT_FOUND, nobody)),
    }
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
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Stored>), Problem> {
    let store = state.store()?;
    let Input { files, seed, .. } = request.input()?;
    if files.iter().all(|file| file.text.chars().all(is_space)) {
        return Err(Problem::bad_request(say!("problem-empty")));
    }
    let scenario = Scenario { files, seed };
    let content = serde_json::to_string(&scenario).map_err(|error| Problem::unreadable(&error))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let id = store.put(&content, i64::try_from(now).unwrap_or_default()).await.map_err(Problem::store)?;
    let (place, url) = (format!("/api/v1/scenarios/{id}"), format!("/s/{id}"));
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(Stored { id, url })))
}

/// Whether YAML takes it for white space or the end of a line.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// `GET /api/v1/scenarios/<id>`
pub(super) async fn stored(State(state): State<AppState>, Path(id): Path<String>) -> Result<Json<Scenario>, Problem> {
    find(&state, &id).await.map(Json)
}
