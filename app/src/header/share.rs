//! The way to the dialog that shares.

use leptos::prelude::*;

use crate::state::{text, view_state};

#[component]
pub(crate) fn Share() -> impl IntoView {
    let text = text();
    let open = view_state().share;
    view! {
        <button type="button" class="primary" aria-haspopup="dialog" aria-expanded=move || open.get().to_string() data-testid="share"
            on:click=move |_| open.set(true)>{text.share_it}</button>
    }
    .into_any()
}
