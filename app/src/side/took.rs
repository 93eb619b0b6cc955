//! The requests that took a rule of the text, the latest first.

use leptos::prelude::*;
use mesh_view::{LogLine, Took};

use crate::format::{self, fill};
use crate::state::{playground, text, view_state};

#[component]
pub(crate) fn TookList() -> impl IntoView {
    let playground = playground();
    let draw = move || playground.took.get().map(|took| view! { <List took /> });
    view! { <div class="took" data-testid="took">{draw}</div> }.into_any()
}

#[component]
fn List(took: Took) -> impl IntoView {
    let text = text();
    let playground = playground();
    let view = view_state();
    let failures = RwSignal::new(false);
    let Took { resource, path, lines } = took;
    let count = fill(text.of_story.took_count, &[&lines.len().to_string()]);
    let lines = StoredValue::new(lines);
    let row = move |line: LogLine| {
        let failed = line.status == 0 || line.status >= 400;
        let request = line.request;
        let status = if line.status == 0 { "–".to_owned() } else { line.status.to_string() };
        view! {
            <li>
                <button type="button" class="plain" title=text.why data-testid="took-row" on:click=move |_| playground.explain(request)>
                    <b class=if failed { "bad" } else { "good" }>{status}</b>
                    <span>{format!("{} {}", line.method, line.path)}</span>
                    <em>{format!("{} · {}", format::exact(line.at), format::milliseconds(line.duration))}</em>
                </button>
            </li>
        }
    };
    let rows = move || {
        let lines = lines.get_value().into_iter();
        let shown: Vec<_> =
            lines.filter(|line| !failures.get() || line.status == 0 || line.status >= 400).map(row).collect();
        if shown.is_empty() {
            view! { <p class="empty">{text.of_story.took_none}</p> }.into_any()
        } else {
            view! { <ul>{shown}</ul> }.into_any()
        }
    };
    view! {
        <div class="heading">
            <div>
                <h2 data-testid="side-title">{text.of_story.took_title}</h2>
                <p class="sub">{format!("{resource} · {path} · {count}")}</p>
            </div>
            <button type="button" aria-label=text.close_details title=text.close_details data-testid="side-close" on:click=move |_| view.close_details(playground)>"×"</button>
        </div>
        <label class="check"><input type="checkbox" data-testid="took-failures" on:change=move |event| failures.set(event_target_checked(&event)) />{text.of_story.took_failures}</label>
        {rows}
    }
    .into_any()
}
