//! Links, the clipboard, saving on the server.

use leptos::prelude::window;
use mesh_view::{Ask, SourceFile, Tell};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::state::Playground;
use crate::text::Text;

/// The link that holds the scenario itself; nothing where the engine has failed.
pub(crate) async fn link(playground: Playground) -> Option<String> {
    let origin = window().location().origin().unwrap_or_default();
    match playground.ask(Ask::Link(playground.scenario(), playground.choices())).await {
        Some(Tell::Text(Some(fragment))) => Some(format!("{origin}/#{fragment}")),
        _ => None,
    }
}

/// The link that opens at a moment: of a stored scenario its own address, else the one that holds the scenario.
pub(crate) async fn link_with(playground: Playground, query: &str, is_changed: bool) -> Option<String> {
    let location = window().location();
    let origin = location.origin().unwrap_or_default();
    match location.pathname() {
        Ok(path) if path.starts_with("/s/") && !is_changed => Some(format!("{origin}{path}{query}")),
        _ => {
            let link = link(playground).await?;
            Some(link.replacen("/#", &format!("/{query}#"), 1))
        }
    }
}

/// Puts a text on the clipboard; false where the browser refuses.
pub(crate) async fn copy(text: &str) -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// An address that holds a text itself, to be downloaded.
pub(crate) fn data_url(text: &str) -> String {
    format!("data:application/yaml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
}

/// What the server answers at a path; nothing where it cannot be reached or refuses.
pub(crate) async fn get(path: &str) -> Option<String> {
    let response = JsFuture::from(window().fetch_with_str(path)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

#[derive(Serialize)]
struct Save<'a> {
    files: &'a [SourceFile],
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

#[derive(Deserialize)]
struct Saved {
    url: String,
}

#[derive(Deserialize)]
struct Problem {
    #[serde(default)]
    title: String,
    #[serde(default)]
    detail: String,
}

/// Stores the scenario on the server and gives its address, or says why not.
pub(crate) async fn save(playground: Playground, text: &'static Text) -> Result<String, String> {
    let scenario = playground.recorded().await;
    let body = serde_json::to_string(&Save { files: &scenario.files, seed: scenario.seed }).unwrap_or_default();
    let (ok, answer) = post("/api/v1/scenarios", &body).await.ok_or(text.save_unreachable)?;
    if !ok {
        let problem: Option<Problem> = serde_json::from_str(&answer).ok();
        let said = problem.map(|problem| if problem.detail.is_empty() { problem.title } else { problem.detail });
        return Err(said.unwrap_or_else(|| text.save_refused.to_owned()));
    }
    let saved: Saved = serde_json::from_str(&answer).map_err(|_| text.save_refused)?;
    let origin = window().location().origin().unwrap_or_default();
    Ok(if saved.url.starts_with('/') { format!("{origin}{}", saved.url) } else { saved.url })
}

async fn post(path: &str, body: &str) -> Option<(bool, String)> {
    let options = web_sys::RequestInit::new();
    options.set_method("POST");
    options.set_body(&JsValue::from_str(body));
    let request = web_sys::Request::new_with_str_and_init(path, &options).ok()?;
    request.headers().set("content-type", "application/json").ok()?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    let answer = JsFuture::from(response.text().ok()?).await.ok()?;
    Some((response.ok(), answer.as_string()?))
}
