//! How a link unfolds where people share it: a card with a picture, or a running frame (oembed.com).
//!
//! Both name the server's own address in full, so there is neither where the operator has not said it.

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use form_urlencoded::byte_serialize;
use html_escape::encode_double_quoted_attribute;
use mesh_app::{Page, Told, Unfurled};
use mesh_scenario::{Work, open_at_view};
use mesh_words::{Language, say};
use serde::Deserialize;
use serde_json::json;

use super::document::{AskedLesson, decode, find};
use super::lessons;
use super::problem::Problem;
use super::reader::{in_language, named};
use super::state::AppState;

const PRODUCT: &str = "Mesh Playground";

/// Size of a frame where the consumer sets no limit, in pixels.
const FRAME: (u32, u32) = (960, 480);

/// The same of a lesson, which has its words beside the graph.
const LESSON_FRAME: (u32, u32) = (960, 600);

/// A frame is never smaller: below it nothing can be read.
const SMALLEST: (u32, u32) = (320, 240);

/// What a consumer asks.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// A link of ours.
    #[serde(default)]
    url: String,
    #[serde(default)]
    maxwidth: Option<u32>,
    #[serde(default)]
    maxheight: Option<u32>,
    /// `json`; no other form is built.
    #[serde(default)]
    format: Option<String>,
}

/// How others reach a page in a language; `told` is the lesson that it plays.
pub(super) fn unfurled(state: &AppState, page: &Page, language: Language, told: Option<&Told>) -> Option<Unfurled> {
    let own = state.config.public_url.as_deref()?;
    let lang = in_language(language);
    let oembed = |address: &str| {
        let asked: String = byte_serialize(address.as_bytes()).collect();
        Some(format!("{own}/oembed?url={asked}"))
    };
    match (page, told.map(|told| (&told.lesson, told.lesson.steps.get(told.at)))) {
        (Page::Index, Some((lesson, step))) => {
            let slug = &lesson.card.slug;
            let step = step.map(|step| format!("&step={}", step.id)).unwrap_or_default();
            let address = with(&format!("{own}/?lesson={slug}{step}"), &lang);
            let picture = with(&format!("{own}/og/lesson/{slug}.png"), &lang);
            Some(Unfurled { picture, oembed: oembed(&address), address })
        }
        (Page::Index, None) => {
            let (address, picture) = (with(&format!("{own}/"), &lang), with(&format!("{own}/og/front.png"), &lang));
            Some(Unfurled { address, picture, oembed: None })
        }
        (Page::Shared { id }, _) => {
            // A payload begins with the number of its form and a point; an id has none.
            let place = if id.contains('.') { "c" } else { "s" };
            let address = with(&format!("{own}/{place}/{id}"), &lang);
            let picture = with(&format!("{own}/og/{place}/{id}.png"), &lang);
            Some(Unfurled { picture, oembed: oembed(&address), address })
        }
        (Page::Embed { .. } | Page::EmbedLesson { .. }, _) => None,
    }
}

/// An address with one more parameter, if that is not empty.
fn with(address: &str, parameter: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    if parameter.is_empty() { address.to_owned() } else { format!("{address}{mark}{parameter}") }
}

/// What stands in a frame.
struct Framed {
    /// The path of the frame, behind the server's address.
    path: String,
    /// The path of its picture.
    picture: String,
    title: String,
    /// Its size where the consumer sets no limit, in pixels.
    size: (u32, u32),
}

/// What a link of ours leads to, given as it stands behind the server's address.
async fn framed(state: &AppState, link: &str) -> Result<Framed, Problem> {
    let unknown = || Problem::new(StatusCode::NOT_FOUND, say!("problem-oembed-url"));
    let link = link.split('#').next().unwrap_or_default();
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let path = path.strip_prefix('/').ok_or_else(unknown)?;
    let language = named(query).unwrap_or_default();
    let scenario = match path.split_once('/') {
        Some(("c", id)) => decode(id)?,
        Some(("s", id)) => find(state, id).await?,
        None if path.is_empty() => {
            let asked = AskedLesson::of(query);
            let slug = asked.slug.ok_or_else(unknown)?;
            let shown = lessons::shown(slug, asked.step, language, asked.presents)?;
            let title = shown.told.lesson.card.title.clone();
            let step = asked.step.map(|step| format!("/{step}")).unwrap_or_default();
            let path = format!("embed/lesson/{slug}{step}{}", shown.told.query);
            let picture = with(&format!("og/lesson/{slug}.png"), &in_language(language));
            return Ok(Framed { path, picture, title, size: LESSON_FRAME });
        }
        _ => return Err(unknown()),
    };
    let title = move |work: &mut Work| open_at_view(scenario, work).1.frame.title.get(language.tag()).to_owned();
    let title = state.pages.compute(title).await?;
    let lang = in_language(language);
    let path = path.to_owned();
    let picture = with(&format!("og/{path}.png"), &lang);
    Ok(Framed { picture, path: with(&format!("embed/{path}"), &lang), title, size: FRAME })
}

/// `/oembed`: a frame with a scenario of ours, for pages that show links as what they lead to.
pub(super) async fn oembed(State(state): State<AppState>, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let Some(own) = state.config.public_url.as_deref() else {
        return Err(Problem::new(StatusCode::NOT_FOUND, say!("problem-no-public-url")));
    };
    if asked.format.as_deref().is_some_and(|format| format != "json") {
        return Err(Problem::new(StatusCode::NOT_IMPLEMENTED, say!("problem-oembed-format")));
    }
    let unknown = || Problem::new(StatusCode::NOT_FOUND, say!("problem-oembed-url"));
    let link = asked.url.strip_prefix(own).ok_or_else(unknown)?;
    let Framed { path, picture, title, size: usual } = framed(&state, link).await?;
    let title = if title.is_empty() { PRODUCT.to_owned() } else { title };
    let size = |limit: Option<u32>, usual: u32, least: u32| limit.unwrap_or(usual).clamp(least, usual);
    let width = size(asked.maxwidth, usual.0, SMALLEST.0);
    let height = size(asked.maxheight, usual.1, SMALLEST.1);
    // An id and a payload are letters, digits and points, names of lessons too: what is found under them needs no escape but `&`.
    let source = encode_double_quoted_attribute(&path);
    let frame = format!(
        "<iframe src=\"{own}/{source}\" width=\"{width}\" height=\"{height}\" title=\"{}\" loading=\"lazy\" \
         style=\"border:0\" referrerpolicy=\"no-referrer\" sandbox=\"allow-scripts allow-popups\"></iframe>",
        encode_double_quoted_attribute(&title)
    );
    let answer = json!({
        "version": "1.0", "type": "rich", "title": title, "provider_name": PRODUCT, "provider_url": own,
        "cache_age": 86_400, "thumbnail_url": format!("{own}/{picture}"),
        "thumbnail_width": Unfurled::WIDTH, "thumbnail_height": Unfurled::HEIGHT,
        "width": width, "height": height, "html": frame,
    });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok((headers, answer.to_string()).into_response())
}
