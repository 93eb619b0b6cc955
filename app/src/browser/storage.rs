//! What the browser remembers: the work, its local history, the theme. Absent where storage is refused (a sandboxed
//! frame): then nothing is remembered and nothing fails.

use mesh_view::Scenario;
use serde::{Deserialize, Serialize, Serializer};

use js_sys::JsString;
use leptos::prelude::{set_timeout, window};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

const WORK: &str = "mesh-playground.work";
const HISTORY: &str = "mesh-playground.history";
const THEME: &str = "mesh-playground.theme";
const KNOWN: &str = "mesh-playground.known";
const MOST: usize = 12;
const MOST_KNOWN: usize = 100;

/// A scenario that was worked on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Work {
    /// Its title.
    pub(crate) title: String,
    /// When it was put away, milliseconds since 1970.
    #[serde(serialize_with = "whole")]
    pub(crate) at: f64,
    /// The files.
    pub(crate) scenario: Scenario,
}

/// Writes a number without what is behind its point: what writes any number brings a table of eight kilobytes.
fn whole<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(*number as u64)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What is kept under a key.
pub(crate) fn read<T: for<'a> Deserialize<'a>>(key: &str) -> Option<T> {
    serde_json::from_str(&storage()?.get_item(key).ok()??).ok()
}

/// Keeps a value under a key.
pub(crate) fn write<T: Serialize>(key: &str, value: &T) {
    if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(value)) {
        storage.set_item(key, &json).ok();
    }
}

/// The work that a reload brings back.
pub(crate) fn work() -> Option<Scenario> {
    read(WORK)
}

/// Remembers the work.
pub(crate) fn keep_work(scenario: &Scenario) {
    write(WORK, scenario);
}

#[wasm_bindgen]
extern "C" {
    /// `Storage`, which takes a text of the browser's as it is.
    type Keeper;
    #[wasm_bindgen(method, catch, js_name = setItem)]
    fn keep(this: &Keeper, key: &str, text: &JsString) -> Result<(), JsValue>;
}

/// Remembers the work in two steps with a pause between: of long texts each takes a while.
pub(crate) fn keep_work_in_steps(scenario: &Scenario, then: impl FnOnce() + 'static) {
    let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(scenario)) else { return then() };
    let (keeper, json): (Keeper, _) = (storage.unchecked_into(), JsString::from(json));
    let keep = move || {
        keeper.keep(WORK, &json).ok();
        then();
    };
    set_timeout(keep, std::time::Duration::ZERO);
}

/// Forgets the work: a reload opens the first preset again.
pub(crate) fn drop_work() {
    if let Some(storage) = storage() {
        storage.remove_item(WORK).ok();
    }
}

/// What was put away, the latest first.
pub(crate) fn history() -> Vec<Work> {
    read(HISTORY).unwrap_or_default()
}

/// Puts work away before something else is opened.
pub(crate) fn put_away(title: &str, scenario: &Scenario) {
    let mut history = history();
    history.retain(|work| work.scenario != *scenario);
    history.insert(0, Work { title: title.to_owned(), at: js_sys::Date::now(), scenario: scenario.clone() });
    history.truncate(MOST);
    write(HISTORY, &history);
}

/// Whether the card of a scenario's title was put away.
pub(crate) fn knows(title: &str) -> bool {
    read::<Vec<String>>(KNOWN).unwrap_or_default().iter().any(|known| known == title)
}

/// Remembers that it was.
pub(crate) fn keep_known(title: &str) {
    let mut known = read::<Vec<String>>(KNOWN).unwrap_or_default();
    known.retain(|other| other != title);
    known.insert(0, title.to_owned());
    known.truncate(MOST_KNOWN);
    write(KNOWN, &known);
}

/// Remembers the theme, which the document reads before anything is painted.
pub(crate) fn keep_theme(theme: &str) {
    if let Some(storage) = storage() {
        storage.set_item(THEME, theme).ok();
    }
}
