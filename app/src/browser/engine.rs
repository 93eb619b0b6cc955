//! The engine behind `app/js/engine.ts`: questions and answers.

use std::cell::RefCell;

use js_sys::{Function, Promise, Uint8Array};
use mesh_view::{Answer, Question};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type Engine;
    #[wasm_bindgen(method)]
    fn ask(this: &Engine, question: &Uint8Array) -> Promise;
    #[wasm_bindgen(method)]
    fn end(this: &Engine);
    #[wasm_bindgen(method, getter)]
    fn place(this: &Engine) -> String;
}

/// An engine, and what it calls when it fails.
struct Started {
    engine: Engine,
    _failed: Closure<dyn Fn(String)>,
}

thread_local! {
    static START: RefCell<Option<Function>> = const { RefCell::new(None) };
    static ENGINE: RefCell<Option<Started>> = const { RefCell::new(None) };
}

#[cfg(feature = "csr")]
pub(crate) fn install(start: Function) {
    START.set(Some(start));
}

/// Starts an engine with nothing open, in the place of one that there may be; where it runs.
pub(crate) fn start(failed: impl Fn(String) + 'static) -> Option<String> {
    if let Some(before) = ENGINE.take() {
        before.engine.end();
    }
    let failed = Closure::wrap(Box::new(failed) as Box<dyn Fn(String)>);
    let start = START.with_borrow(Clone::clone)?;
    let engine: Engine = start.call1(&JsValue::NULL, failed.as_ref()).ok()?.unchecked_into();
    let place = engine.place();
    ENGINE.set(Some(Started { engine, _failed: failed }));
    Some(place)
}

/// Asks the engine; nothing where it has failed.
///
/// It is asked at once, not when somebody waits for the answer: questions go in the order in which they are put.
pub(crate) fn ask(question: Question) -> impl Future<Output = Option<Answer>> {
    let bytes = postcard::to_allocvec(&question).ok();
    let ask = |bytes: Vec<u8>| {
        ENGINE.with_borrow(|started| Some(started.as_ref()?.engine.ask(&Uint8Array::from(bytes.as_slice()))))
    };
    let asked = bytes.and_then(ask);
    async move {
        let answer: Uint8Array = JsFuture::from(asked?).await.ok()?.dyn_into().ok()?;
        postcard::from_bytes(&answer.to_vec()).ok()
    }
}
