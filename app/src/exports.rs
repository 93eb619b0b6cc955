//! What scripts call: the document's, and those that compare or measure the module under Node.

use leptos::prelude::*;
use mesh_scenario::Work;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::app::app;
use crate::browser::{ROOT, editor, glue};
use crate::page::Handover;

/// Takes the server-rendered page over; the document's script calls it once the module is loaded, with the
/// module of `dots.ts` and a function that imports the one of `editor.ts`.
#[wasm_bindgen]
pub fn hydrate(dots: js_sys::Object, load_editor: js_sys::Function) {
    console_error_panic_hook::set_once();
    glue::install(dots.unchecked_into());
    editor::install(load_editor);
    let document = document();
    let handover = document.get_element_by_id(Handover::ELEMENT).and_then(|element| element.text_content());
    let handover: Handover = handover.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    let Some(root) = document.get_element_by_id(ROOT).and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    // The page lives as long as its document.
    std::mem::forget(leptos::mount::hydrate_from(root, move || {
        // The same work as the server had: the first frames are one.
        app(handover, &mut Work::network())
    }));
}

/// The digests of all presets, to be compared with those of the native engine.
#[wasm_bindgen]
pub fn digests() -> String {
    mesh_scenario::digests()
}

/// The digest of the first simulated seconds of a scenario that is one text, to be compared likewise.
#[wasm_bindgen]
pub fn digest(text: &str, seconds: u32) -> String {
    mesh_scenario::digest(text, seconds)
}

/// How many requests proxies carry in the first simulated seconds of a preset, for benches.
#[wasm_bindgen]
pub fn carried(slug: &str, seconds: u32) -> f64 {
    mesh_scenario::carried(slug, seconds) as f64
}
