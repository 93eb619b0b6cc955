//! What the document's script calls.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::app::app;
use crate::browser::{ROOT, editor, engine, glue};
use crate::page::Handover;

/// Takes the server-rendered page over; the document's script calls it once the module is loaded, with the
/// module of `dots.ts`, a function that imports the one of `editor.ts`, and one that starts an engine (`engine.ts`) and is given
/// what to call when that fails, and what was handed over, unpacked.
#[wasm_bindgen]
pub fn hydrate(dots: js_sys::Object, load_editor: js_sys::Function, start_engine: js_sys::Function, handover: &[u8]) {
    console_error_panic_hook::set_once();
    glue::install(dots.unchecked_into());
    editor::install(load_editor);
    engine::install(start_engine);
    let document = document();
    let handover = Handover::of_bytes(handover);
    let Some(root) = document.get_element_by_id(ROOT).and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    // The page lives as long as its document.
    std::mem::forget(leptos::mount::hydrate_from(root, move || app(handover)));
}
