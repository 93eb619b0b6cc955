//! Copy a link, or save under a short address.

use leptos::{prelude::*, task::spawn_local};

use crate::browser::share;
use crate::state::{playground, text};

#[component]
pub(crate) fn Share() -> impl IntoView {
    let text = text();
    let playground = playground();
    let open = RwSignal::new(false);
    let address = RwSignal::new(String::new());
    let saving = RwSignal::new(false);
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            spawn_local(async move { address.set(share::link(playground).await.unwrap_or_default()) });
        }
    };
    let copy = move |_| {
        spawn_local(async move {
            let link = share::link(playground).await.unwrap_or_default();
            address.set(link.clone());
            let said = if share::copy(&link).await { text.link_copied } else { text.copy_by_hand };
            playground.say(said, None);
        });
    };
    let save = move |_| {
        saving.set(true);
        spawn_local(async move {
            match share::save(playground, text).await {
                Ok(url) => {
                    let said = if share::copy(&url).await { text.saved_copied } else { text.saved };
                    address.set(url);
                    playground.say(said, None);
                }
                Err(message) => playground.say(message, None),
            }
            saving.set(false);
        });
    };
    view! {
        <div class="menu" on:keydown=move |event| if event.key() == "Escape" { open.set(false) }>
            <button type="button" class="primary" aria-expanded=move || open.get().to_string() data-testid="share" on:click=toggle>{text.share_it}</button>
            <Show when=move || open.get()>
                <div class="sheet" data-testid="share-sheet">
                    <h2>{text.share_title}</h2>
                    <p>{text.share_help}</p>
                    <div class="link-row">
                        <input type="text" readonly=true aria-label=text.link data-testid="share-link" prop:value=move || address.get() />
                        <button type="button" data-testid="copy-link" on:click=copy>{text.copy_link}</button>
                    </div>
                    <p>{text.save_help}</p>
                    <button type="button" data-testid="save" disabled=move || saving.get() on:click=save>{text.save}</button>
                </div>
            </Show>
        </div>
    }
    .into_any()
}
