//! What only a browser has: the way in, storage, links, the frame loop, the editor. Reached from effects and event
//! handlers only, which the server does not run.

mod bring;
pub(crate) mod editor;
mod frame_loop;
pub(crate) mod glue;
mod keys;
pub(crate) mod share;
pub(crate) mod storage;
mod work;

use leptos::prelude::*;

pub(crate) use bring::bring;
pub(crate) use keys::focus;
pub(crate) use work::{autosave, open_beside_work, push_soon};

/// Starts everything that moves, once the page was taken over.
pub(crate) fn start() {
    let playground = crate::state::playground();
    let view = crate::state::view_state();
    let text = crate::state::text();
    Effect::new(move |started: Option<()>| {
        if started.is_some() {
            return;
        }
        // Once: what is read here must not start everything anew when it changes.
        untrack(|| {
            work::open_at_start(playground, view, text);
            frame_loop::start(playground, view);
            keys::listen(playground, view);
            if let Some(root) = document().document_element() {
                root.set_attribute("data-ready", "").ok();
            }
        });
    });
}

/// The element that the server-rendered page stands in.
pub(crate) const ROOT: &str = "page";

/// Takes the server-rendered page over; the document's script calls it once the module is loaded, with the
/// module of `dots.ts` and a function that imports the one of `editor.ts`.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate(dots: js_sys::Object, load_editor: js_sys::Function) {
    use crate::page::Handover;
    use wasm_bindgen::JsCast;

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
    std::mem::forget(leptos::mount::hydrate_from(root, move || crate::app::app(handover)));
}

/// The digests of all presets, to be compared with those of the native engine.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn digests() -> String {
    mesh_scenario::digests()
}

/// The digest of the first simulated seconds of a scenario that is one text, to be compared likewise.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn digest(text: &str, seconds: u32) -> String {
    mesh_scenario::digest(text, seconds)
}

/// How many requests proxies carry in the first simulated seconds of a preset, for benches.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn carried(slug: &str, seconds: u32) -> f64 {
    mesh_scenario::carried(slug, seconds) as f64
}
