//! The tabs Events, Access log, Terminal and Checks.

use leptos::prelude::*;
use mesh_view::{EventKind, LogLine, MeshEvent};

use super::checks::Checks;
use super::terminal::Terminal;
use crate::compare::Compare;
use crate::format;
use crate::shown::Shown;
use crate::state::{LogTab, playground, text, view_state};

/// Lines that are shown; the rest is in the run.
const LINES: usize = 60;

#[component]
pub(crate) fn Logs() -> impl IntoView {
    let text = text();
    let view = view_state();
    let tabs = [
        (LogTab::Events, "tab-events", text.events),
        (LogTab::AccessLog, "tab-log", text.access_log),
        (LogTab::Terminal, "tab-terminal", text.terminal),
        (LogTab::Checks, "tab-checks", text.checks),
        (LogTab::Compare, "tab-compare", text.of_runs.compare),
    ];
    let key = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => 1,
            "ArrowUp" | "ArrowLeft" => tabs.len() - 1,
            _ => return,
        };
        event.prevent_default();
        view.log_tab.update(|tab| {
            let now = tabs.iter().position(|(known, ..)| known == tab).unwrap_or_default();
            *tab = tabs[(now + step) % tabs.len()].0;
        });
    };
    view! {
        <div class="logs">
            <div role="tablist" aria-label=text.logs on:keydown=key>
                {tabs.map(|(tab, id, words)| view! {
                    <button type="button" role="tab" id=id aria-controls="log-panel" data-testid=id
                        aria-selected=move || (view.log_tab.get() == tab).to_string() tabindex=move || if view.log_tab.get() == tab { "0" } else { "-1" }
                        on:click=move |_| view.log_tab.set(tab)>{words}</button>
                }).collect_view()}
            </div>
            <div role="tabpanel" id="log-panel" tabindex="0" aria-label=text.logs data-testid="log-panel">
                {move || match view.log_tab.get() {
                    LogTab::Events => view! { <Events /> }.into_any(),
                    LogTab::AccessLog => view! { <AccessLog /> }.into_any(),
                    LogTab::Terminal => view! { <Terminal /> }.into_any(),
                    LogTab::Checks => view! { <Checks /> }.into_any(),
                    LogTab::Compare => view! { <Compare /> }.into_any(),
                }}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Events() -> impl IntoView {
    let text = text();
    let playground = playground();
    let last = |shown: &Shown| shown.frame.events.iter().rev().take(LINES).cloned().collect::<Vec<_>>();
    let events = playground.part(|versions| versions.events, last);
    let row = move |event: MeshEvent| {
        let tone = match event.kind {
            EventKind::Ejection | EventKind::Overflow => "bad",
            EventKind::Unejection => "good",
            EventKind::EjectionRefused | EventKind::KubernetesWarning => "warning",
            EventKind::Push | EventKind::Pod | EventKind::Step | EventKind::Node | EventKind::Kubernetes => "",
        };
        let line = view! { <b>{format!("[{}] ", format::fixed(event.at, 2))}</b><b class=tone>{text.event_kind(event.kind)}</b>{format!("  {}", event.text)} };
        match event.span {
            Some(span) => view! { <li><button type="button" class="plain" data-testid="event" on:click=move |_| playground.show_span(span)>{line}</button></li> }.into_any(),
            None => view! { <li data-testid="event">{line}</li> }.into_any(),
        }
    };
    view! {
        <Show when=move || events.with(Vec::is_empty)><p class="empty">{text.no_events}</p></Show>
        <ul>{move || events.get().into_iter().map(row).collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn AccessLog() -> impl IntoView {
    let text = text();
    let playground = playground();
    let last = |shown: &Shown| shown.frame.log.iter().rev().take(LINES).cloned().collect::<Vec<_>>();
    let lines = playground.part(|versions| versions.log, last);
    let row = move |line: LogLine| {
        let tone = if line.status == 0 || line.status >= 400 { "bad" } else { "good" };
        let request = line.request;
        view! {
            <li>
                <button type="button" class="plain" title=text.why data-testid="log-line" on:click=move |_| playground.explain(request)>
                    <b>{format!("[{}] ", format::fixed(line.at, 2))}</b>
                    {format!("\"{} {}\" ", line.method, line.path)}
                    <b class=tone>{line.status}</b>
                    {format!(" {} {} \"{}\" {} → {} ({})", line.flags, format::milliseconds(line.duration), line.authority, line.cluster, format::pod(&line.host), format::pod(&line.client))}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || lines.with(Vec::is_empty)><p class="empty">{text.no_requests}</p></Show>
        <ul>{move || lines.get().into_iter().map(row).collect_view()}</ul>
    }
    .into_any()
}
