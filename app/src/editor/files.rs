//! The tabs of the scenario's files.

use leptos::prelude::*;

use crate::browser::autosave;
use crate::state::{playground, text};

#[component]
pub(crate) fn Files() -> impl IntoView {
    let text = text();
    let playground = playground();
    let names = Memo::new(move |_| {
        playground.files.with(|files| files.iter().map(|file| file.name.clone()).collect::<Vec<_>>())
    });
    let is_open = move |at: usize| playground.open_file.get() == at;
    let tab = move |(at, name): (usize, String)| {
        let title = name.clone();
        view! {
            <button type="button" role="tab" id=format!("file-{at}") aria-controls="text-panel" data-testid=format!("file {name}") title=title
                aria-selected=move || is_open(at).to_string() tabindex=move || if is_open(at) { "0" } else { "-1" }
                on:click=move |_| playground.open_file.set(at)>{name.clone()}</button>
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let count = names.with(Vec::len);
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => count.saturating_sub(1),
            _ => return,
        };
        if let Some(next) = (playground.open_file.get() + step).checked_rem(count) {
            playground.open_file.set(next);
        }
    };
    let remove = move |_| {
        playground.remove_file(playground.open_file.get_untracked());
        autosave(playground);
    };
    let add = move |_| {
        playground.add_file();
        autosave(playground);
    };
    view! {
        <div class="files">
            <div role="tablist" class="file-tabs" aria-label=text.files on:keydown=key>
                {move || names.get().into_iter().enumerate().map(tab).collect_view()}
            </div>
            <button type="button" class="add" aria-label=text.add_file title=text.add_file data-testid="add-file" on:click=add>"+"</button>
            <span class="grow"></span>
            <super::outline::Outline />
            <super::more::More />
            <Show when=move || names.with(|names| names.len() > 1)>
                <button type="button" class="add" aria-label=text.remove_file title=text.remove_file data-testid="remove-file" on:click=remove>"×"</button>
            </Show>
        </div>
    }
    .into_any()
}
