//! CodeMirror: loaded when the page runs, over the text area that the server rendered.

use std::cell::RefCell;

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::document;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlTextAreaElement;

#[wasm_bindgen]
extern "C" {
    type Module;
    #[wasm_bindgen(method, catch)]
    fn mount(
        this: &Module,
        area: &HtmlTextAreaElement,
        nonce: &str,
        host: &JsValue,
        texts: &JsValue,
    ) -> Result<Editor, JsValue>;

    type Editor;
    #[wasm_bindgen(method)]
    fn open(this: &Editor, file: &str, text: &str);
    #[wasm_bindgen(method)]
    fn flush(this: &Editor);
    #[wasm_bindgen(method)]
    fn forget(this: &Editor);
    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &Editor, json: &str);
    #[wasm_bindgen(method, js_name = setFigures)]
    fn set_figures(this: &Editor, json: &str);
    #[wasm_bindgen(method, js_name = setGhosts)]
    fn set_ghosts(this: &Editor, json: &str);
    #[wasm_bindgen(method, js_name = setLit)]
    fn set_lit(this: &Editor, json: &str);
    #[wasm_bindgen(method)]
    fn reveal(this: &Editor, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn focus(this: &Editor);
}

/// What the editor asks of the page.
pub(crate) struct Host {
    /// Something is typed, and follows when it is wanted.
    pub(crate) typed: Box<dyn Fn()>,
    /// The text of a file, by name.
    pub(crate) changed: Box<dyn Fn(String, String)>,
    /// The part of the open file that is seen, in UTF-16 units.
    pub(crate) seen: Box<dyn Fn(u32, u32)>,
    /// A `Question` of `app/js/host.ts` as JSON; promises the answer as JSON.
    pub(crate) ask: Box<dyn Fn(String) -> Promise>,
}

/// The closures live as long as the editor, which lives as long as the page.
struct Mounted {
    editor: Editor,
    _typed: Closure<dyn Fn()>,
    _changed: Closure<dyn Fn(String, String)>,
    _seen: Closure<dyn Fn(u32, u32)>,
    _ask: Closure<dyn Fn(String) -> Promise>,
}

thread_local! {
    static LOAD: RefCell<Option<Function>> = const { RefCell::new(None) };
    static EDITOR: RefCell<Option<Mounted>> = const { RefCell::new(None) };
}

#[cfg(feature = "csr")]
pub(crate) fn install(load: Function) {
    LOAD.set(Some(load));
}

/// Loads the editor and puts it over the text area; where that fails, the text area stays and works.
pub(crate) async fn mount(area: HtmlTextAreaElement, host: Host, texts: &[(&str, &str)]) -> bool {
    let Some(load) = LOAD.with_borrow(Clone::clone) else { return false };
    let Some(promise) = load.call0(&JsValue::NULL).ok().and_then(|promise| promise.dyn_into::<Promise>().ok()) else {
        return false;
    };
    let Ok(module) = JsFuture::from(promise).await else { return false };
    let module: Module = module.unchecked_into();
    let typed = Closure::wrap(host.typed);
    let changed = Closure::wrap(host.changed);
    let seen = Closure::wrap(host.seen);
    let ask = Closure::wrap(host.ask);
    let callbacks: [(&str, &JsValue); 4] =
        [("typed", typed.as_ref()), ("changed", changed.as_ref()), ("seen", seen.as_ref()), ("ask", ask.as_ref())];
    let callbacks = object(&callbacks);
    let texts: Vec<(&str, JsValue)> = texts.iter().map(|(name, text)| (*name, JsValue::from_str(text))).collect();
    let texts: Vec<(&str, &JsValue)> = texts.iter().map(|(name, text)| (*name, text)).collect();
    let Ok(editor) = module.mount(&area, &nonce(), &callbacks, &object(&texts)) else { return false };
    EDITOR.set(Some(Mounted { editor, _typed: typed, _changed: changed, _seen: seen, _ask: ask }));
    true
}

fn object(fields: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value).ok();
    }
    object.into()
}

/// The nonce of this document, which styles made by the editor carry.
fn nonce() -> String {
    let element = document().query_selector("script[nonce]").ok().flatten();
    let element = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    element
        .and_then(|element| Reflect::get(&element, &"nonce".into()).ok())
        .and_then(|nonce| nonce.as_string())
        .unwrap_or_default()
}

fn with(run: impl FnOnce(&Editor)) {
    // Taken out while it runs: it may call back.
    let mounted = EDITOR.with_borrow_mut(Option::take);
    if let Some(mounted) = mounted {
        run(&mounted.editor);
        EDITOR.set(Some(mounted));
    }
}

/// Shows a file's text.
pub(crate) fn open(file: &str, text: &str) {
    with(|editor| editor.open(file, text));
}

/// Has the editor hand over what was typed: it does not with each key.
pub(crate) fn flush() {
    with(Editor::flush);
}

/// Forgets the undo history of files that are not open.
pub(crate) fn forget() {
    with(Editor::forget);
}

/// Marks what is wrong (`DiagnosticMark[]`).
pub(crate) fn set_diagnostics(json: &str) {
    with(|editor| editor.set_diagnostics(json));
}

/// Writes figures beside lines (`FigureMark[]`).
pub(crate) fn set_figures(json: &str) {
    with(|editor| editor.set_figures(json));
}

/// Shows what is filled in unseen (`GhostMark[]`).
pub(crate) fn set_ghosts(json: &str) {
    with(|editor| editor.set_ghosts(json));
}

/// Lights lines.
pub(crate) fn set_lit(json: &str) {
    with(|editor| editor.set_lit(json));
}

/// Scrolls to a range.
pub(crate) fn reveal(from: u32, to: u32) {
    with(|editor| editor.reveal(from, to));
}

/// Gives the editor the keyboard, or the text area where there is none.
pub(crate) fn focus() {
    let mut found = false;
    with(|editor| {
        editor.focus();
        found = true;
    });
    if !found
        && let Some(area) =
            document().get_element_by_id("text").and_then(|area| area.dyn_into::<web_sys::HtmlElement>().ok())
    {
        area.focus().ok();
    }
}
