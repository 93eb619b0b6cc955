//! The step's action: a patch shown as a difference, command lines, and the button that does it.

use leptos::prelude::*;
use mesh_view::{Amended, AmendedKind, AmendedLine, LessonAction, LessonStep, Printed, PrintedKind};

use super::player::Player;
use super::{act, open};
use crate::browser::editor;
use crate::format::{self, fill};
use crate::state::{Phone, text, view_state};

/// The action in the column: what it is, and the button; a difference where there is no editor to show it beside.
pub(super) fn action(player: Player, step: &LessonStep) -> Option<AnyView> {
    let text = text();
    let action = step.action.clone()?;
    let is_typed = player.is_written(&action);
    let (of_written, of_offered) = (action.clone(), action);
    let is_applied = Memo::new(move |_| player.applied.with(Option::is_some));
    let is_settled = Memo::new(move |_| player.is_settled());
    let is_done = Memo::new(move |_| player.is_done());
    let drawn = move || match (is_settled.get(), is_applied.get(), is_typed) {
        (false, ..) => {
            view! { <p class="muted" data-testid="answer-first">{text.of_lesson.answer_first}</p> }.into_any()
        }
        (_, true, _) => applied(player),
        (_, _, true) if is_done.get() => ().into_any(),
        (_, _, true) => written(player, &of_written),
        // Whoever has done it by hand need not do it again.
        _ if is_done.get() => ().into_any(),
        _ => offered(player, &of_offered),
    };
    Some(view! { <section class="action" data-testid="action">{drawn}</section> }.into_any())
}

fn offered(player: Player, action: &LessonAction) -> AnyView {
    let text = text();
    let words = match (action.patches.is_empty(), action.commands.is_empty()) {
        (_, true) => text.of_lesson.apply,
        (true, false) => text.of_lesson.run,
        (false, false) => text.of_lesson.apply_and_run,
    };
    let line = |line: &String| view! { <code class="command">{format!("$ {line}")}</code> };
    view! {
        {(!action.patches.is_empty()).then(|| view! { <div class="patch inline"><Bar player /><Difference player /></div> })}
        {action.commands.iter().map(line).collect_view()}
        // A change of a run that the step's own is still to replace would be lost with it.
        <button type="button" class="primary" data-testid="apply" disabled=move || player.arrives.get().is_some()
            on:click=move |_| act::apply(player)>{words}</button>
        // Where there is no editor, it can be written elsewhere.
        {action.is_typed.then(|| view! { <a class="link" target="_blank" rel="noopener" data-testid="write-there" href=move || open::address(player)>{text.of_lesson.write_there}</a> })}
    }
    .into_any()
}

fn written(player: Player, action: &LessonAction) -> AnyView {
    let text = text();
    let files: Vec<&str> = action.patches.iter().map(|patch| patch.file.as_str()).collect();
    let place = fill(text.of_lesson.write_it_where, &[&files.join(", ")]);
    let to_editor = move |_| {
        player.view.edit_open.set(true);
        if player.view.phone.get_untracked() == Phone::Lesson {
            player.view.phone.set(Phone::Editor);
        }
        editor::focus();
    };
    view! {
        <p data-testid="write-it"><b>{text.of_lesson.write_it}</b>" "{place}</p>
        <button type="button" data-testid="to-editor" on:click=to_editor>{text.of_lesson.to_editor}</button>
    }
    .into_any()
}

fn applied(player: Player) -> AnyView {
    let commands = move || player.with_step(|step| step.action.clone()).flatten().map(|action| action.commands);
    let line = |line: String| view! { <code class="command">{format!("$ {line}")}</code> };
    view! {
        {move || commands().map(|commands| commands.into_iter().map(line).collect_view())}
        {player.view.embed.then(|| view! { <Answers player /> })}
        <p class="done-at" data-testid="applied"><DoneAt player /></p>
    }
    .into_any()
}

/// Characters of what the commands printed that are shown.
const MOST_PRINTED: usize = 2_000;

/// What the commands of the action have printed, where there is no terminal.
#[component]
fn Answers(player: Player) -> impl IntoView {
    let count = player.with_step(|step| step.action.as_ref().map(|action| action.commands.len())).flatten();
    let printed = Memo::new(move |_| {
        // Those that wait have printed nothing.
        let typed = count.unwrap_or_default().saturating_sub(player.commands.with(Vec::len));
        player.playground.shown.with(|shown| printed(&shown.frame.terminal.pieces, typed))
    });
    view! {
        <Show when=move || printed.with(|printed| !printed.is_empty())>
            <pre class="answers" tabindex="0" role="log" data-testid="answers">{move || printed.get()}</pre>
        </Show>
    }
    .into_any()
}

/// What the last lines of a terminal, so many that were typed, have printed: its end, where it is long.
fn printed(pieces: &[Printed], typed: usize) -> String {
    let mut left = typed;
    let mut text = Vec::new();
    for piece in pieces.iter().rev() {
        match piece.kind {
            _ if left == 0 => break,
            PrintedKind::Typed => left -= 1,
            PrintedKind::Output | PrintedKind::Error => text.push(piece.text.as_str()),
        }
    }
    text.reverse();
    let text = text.concat();
    let start = text.char_indices().rev().nth(MOST_PRINTED).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default().trim_end().to_owned()
}

/// When it was done, and the way back where there is one.
#[component]
fn DoneAt(player: Player) -> impl IntoView {
    let text = text();
    let at = move || {
        let at = player.applied.with(|applied| applied.as_ref().map(|applied| applied.at))?;
        Some(fill(text.of_lesson.applied, &[&format::clock(at)]))
    };
    let can = move || player.applied.with(|applied| applied.as_ref().is_some_and(|applied| applied.before.is_some()));
    view! {
        <span>{at}</span>
        <Show when=can>" "<button type="button" class="plain link" data-testid="take-back" on:click=move |_| act::take_back(player)>{text.of_lesson.take_back}</button></Show>
    }
    .into_any()
}

/// Between the files and the text: what the step's patch changes, until it is applied; then that it is.
#[component]
pub(crate) fn PatchPanel() -> impl IntoView {
    let view = view_state();
    let player = move || view.lesson.get().filter(|_| view.teaches.get());
    let drawn = move || {
        let player = player()?;
        let has_patch = Memo::new(move |_| player.amended.with(|amended| !amended.is_empty()));
        let is_open =
            Memo::new(move |_| player.applied.with(Option::is_none) && player.is_settled() && !player.is_done());
        let is_applied = Memo::new(move |_| player.applied.with(Option::is_some));
        Some(view! {
            <Show when=move || has_patch.get() && (is_open.get() || is_applied.get())>
                <div class="patch beside" data-testid="patch">
                    <Bar player />
                    <Show when=move || is_open.get()><Difference player /></Show>
                </div>
            </Show>
        })
    };
    view! { {drawn} }.into_any()
}

/// Whose patch it is, how much it changes, and what became of it.
#[component]
fn Bar(player: Player) -> impl IntoView {
    let text = text();
    let title = move || fill(text.of_lesson.patch_of, &[&(player.at.get() + 1).to_string()]);
    let lines = move |kind: AmendedKind| {
        let count = |amended: &Amended| amended.lines.iter().filter(|line| line.kind == kind).count();
        player.amended.with(|amended| amended.iter().map(count).sum::<usize>()).to_string()
    };
    let files = move || {
        player.amended.with(|amended| amended.iter().map(|amended| amended.file.clone()).collect::<Vec<_>>().join(", "))
    };
    let counted = move || fill(text.of_lesson.patch_lines, &[&lines(AmendedKind::Added), &lines(AmendedKind::Removed)]);
    let is_applied = move || player.applied.with(Option::is_some);
    view! {
        <div class="patch-bar">
            <b>{title}</b><code>{files}</code><span class="good">{counted}</span><span class="grow"></span>
            <Show when=is_applied><DoneAt player /></Show>
        </div>
    }
    .into_any()
}

/// The lines that come and go, with those around them.
#[component]
fn Difference(player: Player) -> impl IntoView {
    let text = text();
    let line = move |line: &AmendedLine| {
        let (class, sign, words) = match line.kind {
            AmendedKind::Same => ("same", " ", ""),
            AmendedKind::Added => ("added", "+", text.of_lesson.line_added),
            AmendedKind::Removed => ("removed", "−", text.of_lesson.line_removed),
        };
        view! {
            <div class=class>
                <i aria-hidden="true">{line.number}</i><b aria-hidden="true">{sign}</b><span class="only-read">{words}</span><span>{line.text.clone()}</span>
            </div>
        }
    };
    let files = move || {
        player.amended.with(|amended| {
            let is_several = amended.len() > 1;
            let file = |amended: &Amended| {
                // The bar names the only one.
                let name = is_several.then(|| view! { <h4>{amended.file.clone()}</h4> });
                view! { {name}<pre tabindex="0">{amended.lines.iter().map(line).collect_view()}</pre> }
            };
            amended.iter().map(file).collect_view()
        })
    };
    view! { <div class="difference" data-testid="difference">{files}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_last_commands_printed_is_told() {
        let piece = |kind, text: &str| Printed { kind, text: text.into() };
        let pieces = [
            piece(PrintedKind::Typed, "kubectl get pods"),
            piece(PrintedKind::Output, "NAME\n"),
            piece(PrintedKind::Typed, "kubectl drain a"),
            piece(PrintedKind::Output, "node/a cordoned\n"),
            piece(PrintedKind::Error, "error: refused\n"),
        ];
        assert_eq!(printed(&pieces, 1), "node/a cordoned\nerror: refused");
        assert_eq!(printed(&pieces, 2), "NAME\nnode/a cordoned\nerror: refused");
        assert_eq!(printed(&pieces, 0), "");
        let long = [piece(PrintedKind::Typed, "a"), piece(PrintedKind::Output, &"가".repeat(5_000))];
        assert_eq!(printed(&long, 1).chars().count(), MOST_PRINTED + 1);
    }
}
