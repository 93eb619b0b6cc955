//! What scripts call: the Worker, the page where it can have none, and those that compare or measure the module under Node.

use std::cell::RefCell;

use js_sys::{Function, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes of memory that any question finds free.
const LEAST_ROOM: usize = 8 << 20;
/// Bytes of memory that each byte of a text takes while it is read.
const ROOM_PER_BYTE: usize = 40;

/// A desk of its own.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Engine(crate::Desk);

#[wasm_bindgen]
impl Engine {
    /// A desk with nothing on it.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        console_error_panic_hook::set_once();
        Self::default()
    }

    /// The answer to a question, both as bytes; none where it is no question.
    pub fn answer(&mut self, question: &[u8]) -> Option<Vec<u8>> {
        make_room(question.len());
        self.0.answer_bytes(question)
    }
}

/// Sees to it that what a question is likely to need is there in one piece. Left to itself the allocator asks the browser
/// for 64 KiB at a time, and the browser takes half a millisecond for each: two thirds of what a long text took.
fn make_room(question: usize) {
    let mut room: Vec<u8> = Vec::new();
    // What is given back stays the allocator's. Where there is no such room, there may be enough nevertheless.
    let _ = room.try_reserve_exact(LEAST_ROOM + ROOM_PER_BYTE * question);
    drop(std::hint::black_box(room));
}

/// Hands the module the sentences of the reader's language, and what it says of fields where that is not what the module has
/// itself; before anything else is called.
#[wasm_bindgen]
pub fn speak(sentences: String, fields: Option<String>) {
    mesh_words::install(sentences);
    if let Some(fields) = fields {
        mesh_words::install_field_docs(fields);
    }
}

thread_local! {
    static BRING: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Hands the module what brings the functions that were left out of it, at once; before anything else is called.
#[wasm_bindgen]
pub fn bring_with(bring: Function) {
    BRING.set(Some(bring));
}

/// Brings them. The build has it called where one of them is needed that is not there (`xtask/bundler`'s `split`).
#[wasm_bindgen]
pub fn bring() {
    let bring = BRING.with_borrow(Clone::clone);
    let brought = bring.map(|bring| bring.call0(&JsValue::NULL));
    if let Some(Err(error)) = brought {
        wasm_bindgen::throw_val(error);
    }
}

/// Does what a tab does before anybody needs more, for the build; gives a question that can be asked in the same way.
#[wasm_bindgen]
#[must_use]
pub fn rehearse() -> Vec<u8> {
    crate::rehearsal::rehearse()
}

/// What a page begins with, of each preset, as bytes (`mesh_view::Opening`), for the build, which rehearses the page, too.
#[wasm_bindgen]
#[must_use]
pub fn openings() -> Vec<Uint8Array> {
    crate::rehearsal::openings().iter().map(|bytes| Uint8Array::from(bytes.as_slice())).collect()
}

/// The digests of all presets, to be compared with those of the native engine.
#[wasm_bindgen]
#[must_use]
pub fn digests() -> String {
    mesh_scenario::digests()
}

/// The digest of the first simulated seconds of a scenario that is one text, to be compared likewise.
#[wasm_bindgen]
#[must_use]
pub fn digest(text: &str, seconds: u32) -> String {
    mesh_scenario::digest(text, seconds)
}

/// How many requests proxies carry in the first simulated seconds of a preset, for benches.
#[wasm_bindgen]
#[must_use]
pub fn carried(slug: &str, seconds: u32) -> f64 {
    mesh_scenario::carried(slug, seconds) as f64
}
