//! A button with a sheet below it, which Escape or a click elsewhere puts away.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

/// `face` is what the button shows; `label` names it where that says too little.
#[component]
pub(crate) fn Menu(
    class: &'static str,
    #[prop(into)] label: String,
    face: AnyView,
    testid: &'static str,
    open: RwSignal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let children = StoredValue::new(children);
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                button.focus().ok();
            }
        }
    };
    let left = move |event: ev::FocusEvent| {
        // Without a next element the focus went nowhere, as when the pressed button went away.
        let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        let outside = root.get_untracked().zip(next).is_some_and(|(root, next)| !root.contains(Some(&next)));
        if outside {
            open.set(false);
        }
    };
    view! {
        <div class="menu" node_ref=root on:keydown=key on:focusout=left>
            <button type="button" class=class node_ref=button aria-label=label.clone() title=label aria-expanded=move || open.get().to_string()
                data-testid=testid on:click=move |_| open.update(|open| *open = !*open)>{face}</button>
            <Show when=move || open.get()>{move || children.with_value(|children| children())}</Show>
        </div>
    }
    .into_any()
}
