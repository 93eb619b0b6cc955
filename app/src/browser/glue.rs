//! The functions of `app/js/dots.ts`.

use std::cell::RefCell;

use js_sys::Float32Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{HtmlCanvasElement, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// The module.
    #[derive(Clone)]
    pub(crate) type Dots;
    #[wasm_bindgen(method, js_name = takePlace)]
    fn take_place(this: &Dots, rendered: &HtmlElement, fresh: &HtmlElement);
    #[wasm_bindgen(method)]
    fn save(this: &Dots, name: &str, text: &str);
    #[wasm_bindgen(method)]
    fn palette(this: &Dots, canvas: &HtmlCanvasElement) -> JsValue;
    #[wasm_bindgen(method)]
    fn resize(this: &Dots, canvas: &HtmlCanvasElement, width: f64, height: f64);
    #[wasm_bindgen(method)]
    fn moved(this: &Dots, canvas: &HtmlCanvasElement) -> f64;
    #[wasm_bindgen(method)]
    fn glided(this: &Dots, canvas: &HtmlCanvasElement) -> Option<f64>;
    #[wasm_bindgen(method)]
    fn draw(this: &Dots, canvas: &HtmlCanvasElement, palette: &JsValue, dots: &Float32Array, radius: f64);
}

thread_local! {
    static DOTS: RefCell<Option<Dots>> = const { RefCell::new(None) };
}

#[cfg(feature = "csr")]
pub(crate) fn install(dots: Dots) {
    DOTS.set(Some(dots));
}

fn with<T: Default>(run: impl FnOnce(&Dots) -> T) -> T {
    DOTS.with_borrow(|dots| dots.as_ref().map(run).unwrap_or_default())
}

/// Puts the running page in the place of the one that the server rendered.
#[cfg(feature = "csr")]
pub(crate) fn take_place(rendered: &HtmlElement, fresh: &HtmlElement) {
    with(|dots| dots.take_place(rendered, fresh));
}

/// Saves a text, or the picture that is made of it, as a file of the reader's.
pub(crate) fn save(name: &str, text: &str) {
    with(|dots| dots.save(name, text));
}

/// The colours of the present theme.
pub(crate) fn palette(canvas: &HtmlCanvasElement) -> JsValue {
    with(|dots| Some(dots.palette(canvas))).unwrap_or(JsValue::UNDEFINED)
}

/// Fits the canvas to its size in CSS pixels.
pub(crate) fn resize(canvas: &HtmlCanvasElement, width: f64, height: f64) {
    with(|dots| dots.resize(canvas, width, height));
}

/// Seconds in which the document has moved requests by itself.
pub(crate) fn moved(canvas: &HtmlCanvasElement) -> f64 {
    with(|dots| dots.moved(canvas))
}

/// How far lines are drawn on their way to where they lie in another layout, if any is on its way.
pub(crate) fn glided(canvas: &HtmlCanvasElement) -> Option<f64> {
    with(|dots| dots.glided(canvas))
}

/// Draws all dots, four values each.
pub(crate) fn draw(canvas: &HtmlCanvasElement, palette: &JsValue, values: &Float32Array, radius: f64) {
    with(|dots| dots.draw(canvas, palette, values, radius));
}
