//! The line between editor and graph that can be moved.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::format;
use crate::state::{text, view_state};

const NARROWEST: f64 = 260.0;
const WIDEST: f64 = 900.0;
const STEP: f64 = 24.0;
const FIRST: f64 = 440.0;

#[component]
pub(crate) fn Splitter() -> impl IntoView {
    let text = text();
    let width = view_state().edit_width;
    let dragging = StoredValue::new(false);
    let down = move |event: ev::PointerEvent| {
        event.prevent_default();
        dragging.set_value(true);
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(element) = element {
            element.set_pointer_capture(event.pointer_id()).ok();
        }
    };
    let moved = move |event: ev::PointerEvent| {
        if dragging.get_value() {
            width.set(Some(f64::from(event.client_x()).clamp(NARROWEST, WIDEST)));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -STEP,
            "ArrowRight" => STEP,
            _ => return,
        };
        event.prevent_default();
        width.update(|width| *width = Some((width.unwrap_or(FIRST) + by).clamp(NARROWEST, WIDEST)));
    };
    let now = move || format::fixed(width.get().unwrap_or(FIRST), 0);
    view! {
        <div class="splitter" role="separator" aria-orientation="vertical" tabindex="0" aria-label=text.resize_editor
            aria-valuemin=format::fixed(NARROWEST, 0) aria-valuemax=format::fixed(WIDEST, 0) aria-valuenow=now data-testid="splitter"
            on:pointerdown=down on:pointermove=moved on:pointerup=move |_| dragging.set_value(false) on:keydown=key></div>
    }
    .into_any()
}
