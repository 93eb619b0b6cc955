//! What only a browser has: the way in, storage, the frame loop.

use js_sys::{Function, Object};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes the server-rendered page over; the document's script calls it once the module is loaded, with the
/// module of `dots.ts` and a function that imports the one of `editor.ts`.
#[wasm_bindgen]
pub fn hydrate(dots: Object, load_editor: Function) {
    let _ = (dots, load_editor);
    console_error_panic_hook::set_once();
}
