//! The tab Terminal: command lines for the run, and what they print as its time goes by.

use leptos::{html, prelude::*, task::spawn_local};
use mesh_view::{Ask, LineCompletions, Printed, PrintedKind, Tell};

use crate::offsets::Offsets;
use crate::state::{playground, text};

/// Lines that the arrow keys bring back.
const REMEMBERED: usize = 100;

/// Rows of the field in which a line is typed; longer ones scroll.
const MOST_ROWS: usize = 8;

/// Candidates that are named.
const NAMED: usize = 40;

#[component]
pub(super) fn Terminal() -> impl IntoView {
    let text = text();
    let playground = playground();
    let printed = Memo::new(move |_| playground.shown.with(|shown| shown.frame.terminal.pieces.clone()));
    let is_busy = Memo::new(move |_| playground.shown.with(|shown| shown.frame.terminal.is_busy));
    let line = RwSignal::new(String::new());
    let recalled = StoredValue::new(0_usize);
    let field = NodeRef::<html::Textarea>::new();
    // What Tab found last, and whether the next Tab leaves the line instead.
    let found = RwSignal::new(Vec::<String>::new());
    let leaves = StoredValue::new(false);
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
    let complete = move || {
        let typed = line.get_untracked();
        let cursor = field.get_untracked().and_then(|field| field.selection_start().ok().flatten()).unwrap_or(u32::MAX);
        let cursor = Offsets::new(&typed).byte(cursor) as usize;
        spawn_local(async move {
            let asked = Ask::CompleteLine(typed.clone(), cursor);
            let Some(Tell::LineCompletions(told)) = playground.ask(asked).await else { return };
            // What was typed meanwhile is not taken back.
            if line.get_untracked() == typed {
                line.set(completed(&typed, cursor, &told));
                found.set(if told.candidates.len() > 1 { told.candidates } else { Vec::new() });
            }
        });
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        // The page's own shortcuts are for elsewhere.
        event.stop_propagation();
        let is_leaving = leaves.get_value();
        leaves.set_value(event.key() == "Escape");
        if event.key() == "Tab"
            && (event.shift_key() || is_leaving || line.with_untracked(|line| line.trim().is_empty()))
        {
            return;
        }
        found.set(Vec::new());
        match event.key().as_str() {
            "Tab" => complete(),
            "Enter" if event.shift_key() => return,
            "Enter" => enter(line.get_untracked()),
            "ArrowUp" if !line.with_untracked(|line| line.contains('\n')) => recall(true),
            "ArrowDown" if !line.with_untracked(|line| line.contains('\n')) => recall(false),
            "c" if event.ctrl_key() && is_busy.get_untracked() => playground.interrupt(),
            _ => return,
        }
        event.prevent_default();
    };
    let rows = move || line.with(|line| line.lines().count().clamp(1, MOST_ROWS).to_string());
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
                // A text area, so that a loop that is pasted keeps its lines.
                <textarea node_ref=field rows=rows autocapitalize="off" autocomplete="off" spellcheck="false" aria-label=text.terminal_line
                    data-testid="terminal-line" prop:value=line on:input=move |event| line.set(event_target_value(&event)) on:keydown=key></textarea>
            </div>
            <p class="found" role="status" data-testid="terminal-found">{move || found.with(|found| shown_of(found))}</p>
            <div node_ref=end></div>
        </div>
    }
    .into_any()
}

/// A line with what all candidates begin with where they can stand; the only one ends its word, unless more belongs to it.
fn completed(typed: &str, cursor: usize, found: &LineCompletions) -> String {
    let parts = typed.get(..found.from).zip(typed.get(found.from..cursor)).zip(typed.get(cursor..));
    let (Some(((before, word), after)), Some((first, rest))) = (parts, found.candidates.split_first()) else {
        return typed.to_owned();
    };
    let common = rest.iter().fold(first.as_str(), |common, candidate| {
        let length = common.char_indices().zip(candidate.chars()).take_while(|((_, one), other)| one == other);
        let end = length.last().map_or(0, |((at, character), _)| at + character.len_utf8());
        common.get(..end).unwrap_or_default()
    });
    if common.len() < word.len() {
        return typed.to_owned();
    }
    let blank = if rest.is_empty() && !common.ends_with(['=', '/', ',']) && after.is_empty() { " " } else { "" };
    format!("{before}{common}{blank}{after}")
}

/// Candidates in a row, those that are too many counted.
fn shown_of(found: &[String]) -> String {
    let mut named = found.iter().take(NAMED).cloned().collect::<Vec<_>>().join("  ");
    if found.len() > NAMED {
        named.push_str(&format!("  … {}", found.len() - NAMED));
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_as_all_candidates_do() {
        for (typed, cursor, from, candidates, line) in [
            ("kubectl get no", 14, 12, vec!["nodes"], "kubectl get nodes "),
            ("kubectl drain n", 15, 14, vec!["node01", "node02"], "kubectl drain node0"),
            ("kubectl drain node0", 19, 14, vec!["node01", "node02"], "kubectl drain node0"),
            ("kubectl x", 9, 8, vec![], "kubectl x"),
            ("kubectl get no -o wide", 14, 12, vec!["nodes"], "kubectl get nodes -o wide"),
            ("kubectl get -l é", 17, 15, vec!["é=", "éa="], "kubectl get -l é"),
            ("a", 1, 7, vec!["b"], "a"),
        ] {
            let candidates = candidates.into_iter().map(str::to_owned).collect();
            assert_eq!(completed(typed, cursor, &LineCompletions { from, candidates }), line, "{typed}");
        }
    }

    #[test]
    fn many_candidates_are_counted() {
        let many: Vec<String> = (0..50).map(|at| format!("pod-{at}")).collect();
        assert!(shown_of(&many).ends_with("pod-39  … 10"));
        assert_eq!(shown_of(&[]), "");
    }
}
