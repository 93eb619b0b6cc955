//! How a link unfolds where people share it: a card with a picture, or a running frame (oembed.com).
//!
//! Both name the server's own address in full, so there is neither where the operator has not said it.

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use form_urlencoded::byte_serialize;
use html_escape::encode_double_quoted_attribute;
use mesh_app::{Page, Unfurled};
use mesh_scenario::{Work, open_at_view};
use mesh_words::say;
use serde::Deserialize;
use serde_json::json;

use super::document::{decode, find};
use super::problem::Problem;
use super::state::AppState;

const PRODUCT: &str = "Mesh Playground";

/// Size of a frame where the consumer sets no limit, in pixels.
const FRAME: (u32, u32) = (960, 480);

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

/// How others reach a page.
pub(super) fn unfurled(state: &AppState, page: &Page) -> Option<Unfurled> {
    let own = state.config.public_url.as_deref()?;
    match page {
        Page::Index => {
            Some(Unfurled { address: format!("{own}/"), picture: format!("{own}/og/front.png"), oembed: None })
        }
        Page::Shared { id } => {
            // A payload begins with the number of its form and a point; an id has none.
            let place = if id.contains('.') { "c" } else { "s" };
            let address = format!("{own}/{place}/{id}");
            let asked: String = byte_serialize(address.as_bytes()).collect();
            let oembed = Some(format!("{own}/oembed?url={asked}"));
            Some(Unfurled { picture: format!("{own}/og/{place}/{id}.png"), oembed, address })
        }
        Page::Embed { .. } => None,
    }
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
    let path = asked.url.strip_prefix(own).ok_or_else(unknown)?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_prefix('/').ok_or_else(unknown)?;
    let (scenario, embed, picture) = match path.split_once('/') {
        Some(("c", id)) => (decode(id)?, format!("embed/{path}"), path),
        Some(("s", id)) => (find(&state, id).await?, format!("embed/{path}"), path),
        _ => return Err(unknown()),
    };
    let title = move |work: &mut Work| open_at_view(scenario, work).1.frame.title.en;
    let title = state.pages.compute(title).await?;
    let title = if title.is_empty() { PRODUCT.to_owned() } else { title };
    let size = |limit: Option<u32>, usual: u32, least: u32| limit.unwrap_or(usual).clamp(least, usual);
    let width = size(asked.maxwidth, FRAME.0, SMALLEST.0);
    let height = size(asked.maxheight, FRAME.1, SMALLEST.1);
    // An id and a payload are letters, digits and points: what is found under them needs no escape.
    let frame = format!(
        "<iframe src=\"{own}/{embed}\" width=\"{width}\" height=\"{height}\" title=\"{}\" loading=\"lazy\" \
         style=\"border:0\" referrerpolicy=\"no-referrer\" sandbox=\"allow-scripts allow-popups\"></iframe>",
        encode_double_quoted_attribute(&title)
    );
    let answer = json!({
        "version": "1.0", "type": "rich", "title": title, "provider_name": PRODUCT, "provider_url": own,
        "cache_age": 86_400, "thumbnail_url": format!("{own}/og/{picture}.png"),
        "thumbnail_width": Unfurled::WIDTH, "thumbnail_height": Unfurled::HEIGHT,
        "width": width, "height": height, "html": frame,
    });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok((headers, answer.to_string()).into_response())
}
