//! The tab Terminal: command lines for the run, and what they print as its time goes by.

use leptos::{html, prelude::*};
use mesh_view::{Printed, PrintedKind};

use crate::state::{playground, text};

/// Lines that the arrow keys bring back.
const REMEMBERED: usize = 100;

#[component]
pub(super) fn Terminal() -> impl IntoView {
    let text = text();
    let playground = playground();
    let printed = Memo::new(move |_| playground.shown.with(|shown| shown.frame.terminal.pieces.clone()));
    let is_busy = Memo::new(move |_| playground.shown.with(|shown| shown.frame.terminal.is_busy));
    let line = RwSignal::new(String::new());
    let recalled = StoredValue::new(0_usize);
    let end = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let is_empty = printed.with(Vec::is_empty);
        if let Some(end) = end.get().filter(|_| !is_empty) {
            end.scroll_into_view();
        }
    });
    let enter = move |typed: String| {
        if !typed.trim().is_empty() {
            playground.typed_lines.update(|lines| {
                lines.push(typed.clone());
                let over = lines.len().saturating_sub(REMEMBERED);
                lines.drain(..over);
            });
            recalled.set_value(0);
            line.set(String::new());
            playground.type_line(typed);
        }
    };
    // The arrow keys go through what was typed before.
    let recall = move |older: bool| {
        playground.typed_lines.with_untracked(|lines| {
            let back = recalled.get_value();
            let back = if older { (back + 1).min(lines.len()) } else { back.saturating_sub(1) };
            recalled.set_value(back);
            let typed = lines.len().checked_sub(back).and_then(|at| lines.get(at)).cloned();
            line.set(typed.unwrap_or_default());
        });
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        // The page's own shortcuts are for elsewhere.
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" => enter(line.get_untracked()),
            "ArrowUp" => recall(true),
            "ArrowDown" => recall(false),
            "c" if event.ctrl_key() && is_busy.get_untracked() => playground.interrupt(),
            _ => return,
        }
        event.prevent_default();
    };
    let piece = move |piece: Printed| match piece.kind {
        PrintedKind::Typed => view! { <b>{format!("$ {}", piece.text)}</b> }.into_any(),
        PrintedKind::Output => view! { <span>{piece.text}</span> }.into_any(),
        PrintedKind::Error => view! { <span class="bad">{piece.text}</span> }.into_any(),
    };
    let hint = move |hint: &'static str| {
        view! { <li><button type="button" class="plain" on:click=move |_| enter(hint.to_owned())>{format!("$ {hint}")}</button></li> }
    };
    view! {
        <div class="terminal">
            <Show when=move || printed.with(Vec::is_empty)>
                <p class="empty">{text.terminal_hint}</p>
                <ul>{text.terminal_hints.map(hint).collect_view()}</ul>
            </Show>
            <pre role="log" aria-live="polite" data-testid="terminal-output">{move || printed.get().into_iter().map(piece).collect_view()}</pre>
            <div class="prompt">
                <span aria-hidden="true">{move || if is_busy.get() { "…" } else { "$" }}</span>
                <input type="text" autocapitalize="off" autocomplete="off" spellcheck="false" aria-label=text.terminal_line
                    data-testid="terminal-line" prop:value=line on:input=move |event| line.set(event_target_value(&event)) on:keydown=key />
            </div>
            <div node_ref=end></div>
        </div>
    }
    .into_any()
}
