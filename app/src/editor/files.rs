//! The tabs of the scenario's files.

use leptos::prelude::*;

use crate::bounds;
use crate::browser::{autosave, next_tab};
use crate::format::{fill, short};
use crate::state::{playground, text};

#[component]
pub(crate) fn Files() -> impl IntoView {
    let text = text();
    let playground = playground();
    let names = Memo::new(move |_| {
        playground.files.with(|files| files.iter().map(|file| short(&file.name)).collect::<Vec<_>>())
    });
    // Of very many files those around the open one.
    let begin = Memo::new(move |_| {
        let most = bounds::FILES.now();
        let last = names.with(Vec::len).saturating_sub(most);
        playground.open_file.get().saturating_sub(most / 2).min(last)
    });
    let more = move || names.with(Vec::len).saturating_sub(bounds::FILES.now());
    let is_open = move |at: usize| playground.open_file.get() == at;
    let tab = move |(at, name): (usize, String)| {
        let title = name.clone();
        view! {
            <button type="button" role="tab" id=format!("file-{at}") aria-controls="text-panel" data-testid=format!("file {name}") title=title
                aria-selected=move || is_open(at).to_string() tabindex=move || if is_open(at) { "0" } else { "-1" }
                on:click=move |_| playground.open_file.set(at)>{name.clone()}</button>
        }
    };
    let tabs = move || {
        let tabs = names.get().into_iter().enumerate().skip(begin.get()).take(bounds::FILES.now());
        tabs.map(tab).collect_view()
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        if let Some(next) = next_tab(&event, playground.open_file.get_untracked(), names.with_untracked(Vec::len)) {
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
                {tabs}
            </div>
            <Show when=move || more() != 0><span class="muted" data-testid="more-files">{move || fill(text.more_files, &[&more().to_string()])}</span></Show>
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
