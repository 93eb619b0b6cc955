//! What the page's first module leaves out (`split` in xtask/bundler): it is fetched once the engine has answered, and at once
//! where it is called before.
//!
//! What is left out is what a reader does not do first (xtask/bundler/rehearsal/page.mjs).

use std::cell::{Cell, RefCell};

use js_sys::Function;
use leptos::prelude::GetUntracked;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::work::autosave;
use crate::state::Playground;

thread_local! {
    static BRING: RefCell<Option<Function>> = const { RefCell::new(None) };
    static PLAYGROUND: Cell<Option<Playground>> = const { Cell::new(None) };
}

/// Remembers whose texts are kept where the page cannot go on.
pub(super) fn remember(playground: Playground) {
    PLAYGROUND.set(Some(playground));
}

/// Hands the module what brings the functions that were left out of it, at once (`app/js/rest.ts`); before anything else is
/// called.
#[wasm_bindgen]
pub fn bring_with(bring: Function) {
    BRING.set(Some(bring));
}

/// Brings them. The build has it called where one of them is needed that is not there.
#[wasm_bindgen]
pub fn bring() {
    let bring = BRING.with_borrow(Clone::clone);
    let brought = bring.map(|bring| bring.call0(&JsValue::NULL));
    if let Some(Err(error)) = brought {
        wasm_bindgen::throw_val(error);
    }
}

/// Keeps the texts where a new start finds them, for a page that cannot go on; whether any of them is the reader's own.
#[wasm_bindgen]
#[must_use]
pub fn keep() -> bool {
    let Some(playground) = PLAYGROUND.get() else { return false };
    autosave(playground);
    playground.changed.get_untracked()
}
