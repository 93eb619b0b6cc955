//! The runs that there are, as tabs: an edit after going back goes on in a run of its own.

use leptos::prelude::*;

use crate::format::{self, fill};
use crate::state::{playground, text};

#[component]
pub(super) fn Runs() -> impl IntoView {
    let text = text();
    let playground = playground();
    // Of the one that is shown the clock says how far it is.
    let tabs = Memo::new(move |_| {
        playground.shown.with(|shown| {
            let runs = shown.frame.runs.iter();
            let tab = |run: &mesh_view::RunTab| {
                let until = if run.is_shown {
                    String::new()
                } else {
                    fill(text.of_runs.run_until, &[&format::clock(run.until)])
                };
                (
                    run.id,
                    if run.label.is_empty() {
                        fill(text.of_runs.run_unnamed, &[&run.id.to_string()])
                    } else {
                        run.label.clone()
                    },
                    until,
                    run.is_shown,
                )
            };
            runs.map(tab).collect::<Vec<_>>()
        })
    });
    let tab = move |(id, label, until, is_shown): (u32, String, String, bool)| {
        let close = fill(text.of_runs.run_close, &[&label]);
        view! {
            <span class="run-tab" class:chosen=is_shown>
                <button type="button" role="tab" aria-selected=is_shown.to_string() data-testid="run-tab" disabled=is_shown
                    on:click=move |_| playground.show_run(id)><code>{label}</code>{until}</button>
                {(!is_shown).then(|| view! {
                    <button type="button" class="close" aria-label=close.clone() title=close data-testid="run-close" on:click=move |_| playground.close_run(id)>"×"</button>
                })}
            </span>
        }
    };
    view! {
        <div class="runs">
            <Show when=move || tabs.with(|tabs| !tabs.is_empty())>
                <div class="strip" role="tablist" aria-label=text.of_runs.runs title=text.of_runs.runs_help data-testid="runs">
                    <span class="what">{text.of_runs.runs}</span>
                    {move || tabs.get().into_iter().map(tab).collect_view()}
                    <span class="what most">{text.of_runs.runs_most}</span>
                </div>
            </Show>
        </div>
    }
    .into_any()
}
