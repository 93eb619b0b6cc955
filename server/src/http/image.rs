//! `/img`: the graph of a scenario at the moment that its view names, as a picture or for other programs; `/og`: on a card.

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use mesh_app::Unfurled;
use mesh_scenario::{Drawing, Preset, Scenario, Work, draw, open_at_view, presets};
use mesh_words::{Language, say};
use serde::Deserialize;

use super::document::{decode, find};
use super::lessons;
use super::problem::Problem;
use super::reader::named;
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

/// `/og/c/1.<payload>.png`: for the card that a link to the scenario unfolds into, in the language that the address names.
pub(super) async fn card_inline(
    State(state): State<AppState>,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    card(&state, decode(png(&name)?)?, &uri, None).await
}

/// `/og/s/<id>.png`: the same of a stored scenario.
pub(super) async fn card_stored(
    State(state): State<AppState>,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    card(&state, find(&state, png(&name)?).await?, &uri, None).await
}

/// `/og/front.png`: the card of `/`, which opens the first scenario.
pub(super) async fn card_front(State(state): State<AppState>, uri: Uri) -> Result<Response, Problem> {
    card(&state, presets().first().map(Preset::scenario).unwrap_or_default(), &uri, None).await
}

/// `/og/lesson/<slug>.png`: the card of a lesson: its title over the finished example.
pub(super) async fn card_lesson(
    State(state): State<AppState>,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let (folder, lesson) = lessons::known(png(&name)?, language(&uri))?;
    card(&state, Scenario::new(folder.scenario.clone()), &uri, Some(lesson.card.title.clone())).await
}

/// The language of a card: what fetches it for a page of others says nothing of a reader.
fn language(uri: &Uri) -> Language {
    named(uri.query().unwrap_or_default()).unwrap_or_default()
}

/// The name of a picture without its ending.
fn png(name: &str) -> Result<&str, Problem> {
    let form = name.rsplit_once('.').map_or("", |(_, form)| form);
    let cut = name.strip_suffix(".png");
    cut.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, say!("problem-form", form)))
}

/// The card of a scenario, under its own title or another one.
async fn card(state: &AppState, scenario: Scenario, uri: &Uri, title: Option<String>) -> Result<Response, Problem> {
    let language = language(uri);
    let drawn = move |work: &mut Work| {
        let (_, moment) = open_at_view(scenario, work);
        let graph = draw(&moment.frame, &Drawing::Svg(false));
        let title = title.as_deref().unwrap_or_else(|| moment.frame.title.get(language.tag()));
        picture::card(&graph, title, (Unfurled::WIDTH, Unfurled::HEIGHT))
    };
    let bytes = state.pages.compute(drawn).await?.map_err(|error| Problem::internal(&error))?;
    Ok(shown_elsewhere("image/png", bytes))
}

/// `/img/p/<name>.svg`: of a scenario that comes with the playground.
pub(super) async fn preset(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (slug, form) = name.rsplit_once('.').unwrap_or((&name, ""));
    let preset = presets().iter().find(|preset| preset.slug == slug);
    let preset = preset.ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, say!("problem-nothing-here", path = format!("/img/p/{name}")))
    })?;
    image(&state, preset.scenario(), form, &wanted).await
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
    Ok(shown_elsewhere(kind, bytes))
}

/// An answer that others show in their pages; the styles of a picture are its own attributes.
fn shown_elsewhere(kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    (headers, bytes).into_response()
}
