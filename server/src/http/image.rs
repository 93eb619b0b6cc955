//! `/img`: the graph of a scenario at the moment that its view names, as a picture or for other programs.

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use mesh_scenario::{Drawing, Scenario, Work, draw, open_at_view};
use mesh_words::say;
use serde::Deserialize;

use super::document::{decode, find};
use super::problem::Problem;
use super::state::AppState;
use crate::picture;

/// How a picture is wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// `dark`, else light.
    #[serde(default)]
    theme: String,
}

/// `/img/c/1.<payload>.svg`: of a scenario that the address itself holds.
pub(super) async fn inline(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (payload, form) = name.rsplit_once('.').unwrap_or((&name, ""));
    image(&state, decode(payload)?, form, &wanted).await
}

/// `/img/s/<id>.svg`: of a stored scenario.
pub(super) async fn stored(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (id, form) = name.rsplit_once('.').unwrap_or((&name, ""));
    image(&state, find(&state, id).await?, form, &wanted).await
}

async fn image(state: &AppState, scenario: Scenario, form: &str, wanted: &Wanted) -> Result<Response, Problem> {
    let (drawing, kind) = match form {
        "svg" | "png" => (Drawing::Svg(wanted.theme == "dark"), "image/svg+xml"),
        "dot" => (Drawing::Dot, "text/vnd.graphviz; charset=utf-8"),
        "mmd" => (Drawing::Mermaid, "text/vnd.mermaid; charset=utf-8"),
        "json" => (Drawing::Kiali, "application/json"),
        form => return Err(Problem::new(StatusCode::NOT_FOUND, say!("problem-form", form))),
    };
    let is_png = form == "png";
    let drawn = move |work: &mut Work| {
        let (_, moment) = open_at_view(scenario, work);
        let text = draw(&moment.frame, &drawing);
        if is_png { picture::png(&text) } else { Ok(text.into_bytes()) }
    };
    let bytes = state.pages.compute(drawn).await?.map_err(|error| Problem::internal(&error))?;
    let kind = if is_png { "image/png" } else { kind };
    // Others show it in their pages, and styles of the picture are its own attributes.
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    Ok((headers, bytes).into_response())
}
