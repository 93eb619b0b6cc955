//! What the document's script calls.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::app::app;
use crate::browser::{ROOT, editor, engine, glue};
use crate::page::Handover;

/// Puts the running page in the place of the one that the server rendered; the document's script calls it once the module is
/// loaded, with the module of `dots.ts`, a function that imports the one of `editor.ts`, and one that starts an engine
/// (`engine.ts`) and is given what to call when that fails, and what was handed over, unpacked, with the sentences of its
/// language.
#[wasm_bindgen]
pub fn take_over(
    dots: js_sys::Object,
    load_editor: js_sys::Function,
    start_engine: js_sys::Function,
    handover: &[u8],
    sentences: String,
) {
    console_error_panic_hook::set_once();
    mesh_view::speak(crate::text::install(sentences));
    glue::install(dots.unchecked_into());
    editor::install(load_editor);
    engine::install(start_engine);
    let handover = Handover::of_bytes(handover);
    let element = |found: Option<web_sys::Element>| found?.dyn_into::<web_sys::HtmlElement>().ok();
    let document = document();
    let (Some(rendered), Some(fresh)) =
        (element(document.get_element_by_id(ROOT)), element(document.create_element("div").ok()))
    else {
        return;
    };
    // The page lives as long as its document.
    std::mem::forget(leptos::mount::mount_to(fresh.clone(), move || app(handover)));
    glue::take_place(&rendered, &fresh);
}
