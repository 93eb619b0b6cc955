//! Light or dark: as the system says, until the reader chooses.

use leptos::prelude::*;

use crate::browser::storage;
use crate::graph::forget_colours;
use crate::state::text;

#[component]
pub(crate) fn Theme() -> impl IntoView {
    let text = text();
    Effect::new(move |_| {
        let system = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        if let Some(system) = system {
            // The canvas reads its colours anew when the system changes its mind.
            let changed = wasm_bindgen::prelude::Closure::<dyn Fn()>::new(forget_colours);
            use wasm_bindgen::JsCast;
            system.set_onchange(Some(changed.as_ref().unchecked_ref()));
            // It listens as long as the page lives.
            changed.forget();
        }
    });
    let toggle = move |_| {
        let Some(root) = document().document_element() else { return };
        let theme = if is_dark(&root) { "light" } else { "dark" };
        root.set_attribute("data-theme", theme).ok();
        storage::keep_theme(theme);
        forget_colours();
    };
    view! {
        <button type="button" class="square" aria-label=text.theme title=text.theme data-testid="theme" on:click=toggle>
            <svg viewBox="0 0 14 14" aria-hidden="true"><path fill-rule="evenodd" d="M7 1a6 6 0 1 1 0 12A6 6 0 0 1 7 1zm0 1.5v9a4.5 4.5 0 0 0 0-9z" /></svg>
        </button>
    }
    .into_any()
}

/// Whether the page is dark now.
pub(crate) fn is_dark_now() -> bool {
    document().document_element().is_some_and(|root| is_dark(&root))
}

fn is_dark(root: &web_sys::Element) -> bool {
    match root.get_attribute("data-theme").as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches()),
    }
}
