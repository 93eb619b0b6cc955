//! What was worked on before and put away when something else was opened.

use leptos::prelude::*;

use crate::browser::{open_beside_work, storage};
use crate::state::{playground, text};

#[component]
pub(crate) fn History() -> impl IntoView {
    let text = text();
    let playground = playground();
    let works = RwSignal::new(Vec::new());
    let open = RwSignal::new(false);
    // Read in the browser only: the server knows no one's history.
    Effect::new(move |_| {
        playground.replaced.track();
        works.set(storage::history());
    });
    let row = move |work: storage::Work| {
        let title = if work.title.is_empty() { text.your_mesh.to_owned() } else { work.title.clone() };
        let when = js_sys::Date::new(&work.at.into()).to_locale_string(text.tag, &wasm_bindgen::JsValue::UNDEFINED);
        let name = title.clone();
        let restore = move |_| {
            open.set(false);
            open_beside_work(playground, text, work.scenario.clone(), &name);
            playground.changed.set(true);
        };
        view! { <li><button type="button" class="plain link" on:click=restore>{title}</button>" "<span class="muted">{String::from(when)}</span></li> }
    };
    view! {
        <Show when=move || works.with(|works| !works.is_empty())>
            <div class="menu history" on:keydown=move |event| if event.key() == "Escape" { open.set(false) }>
                <button type="button" aria-expanded=move || open.get().to_string() data-testid="history" on:click=move |_| open.update(|open| *open = !*open)>{text.history}</button>
                <Show when=move || open.get()>
                    <div class="sheet">
                        <h2>{text.history}</h2>
                        <p>{text.history_help}</p>
                        <ul>{move || works.get().into_iter().map(row).collect_view()}</ul>
                    </div>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}
