//! Parts that nobody wrote but that are there, each of which one click writes out.

use leptos::prelude::*;
use mesh_view::Ghost;

use crate::bounds;
use crate::browser::autosave;
use crate::format::fill;
use crate::state::{playground, text};

#[component]
pub(crate) fn Implied() -> impl IntoView {
    let text = text();
    let playground = playground();
    let ghosts = playground.part(|versions| versions.ghosts, |shown| shown.frame.ghosts.clone());
    let count = move || fill(text.implied_parts, &[&ghosts.with(Vec::len).to_string()]);
    let more = move || ghosts.with(Vec::len).saturating_sub(bounds::GHOSTS.now());
    let row = move |ghost: Ghost| {
        let name = format!("{} {}", ghost.kind, ghost.name);
        let label = fill(text.write_out_named, &[&name]);
        let written = ghost.clone();
        let write = move |_| {
            playground.write_out(&written);
            autosave(playground);
        };
        view! {
            <li>
                <details>
                    <summary><em>{name}</em>" "<span>{ghost.reason.to_string()}</span></summary>
                    <pre tabindex="0">{ghost.yaml}</pre>
                </details>
                <button type="button" aria-label=label data-testid="write-out" on:click=write>{text.write_out}</button>
            </li>
        }
    };
    view! {
        <Show when=move || ghosts.with(|ghosts| !ghosts.is_empty())>
            <details class="implied" data-testid="implied">
                <summary>{count}</summary>
                <ul>{move || ghosts.get().into_iter().take(bounds::GHOSTS.now()).map(row).collect_view()}</ul>
                <Show when=move || more() != 0><p class="none">{move || fill(text.more_implied, &[&more().to_string()])}</p></Show>
            </details>
        </Show>
    }
    .into_any()
}
