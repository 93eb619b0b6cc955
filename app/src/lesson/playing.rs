//! What keeps a lesson going: it is there as long as a lesson is open, shown or not.

use leptos::prelude::*;
use mesh_view::{MistakeSign, NodeKind, Printed, PrintedKind};

use super::column::Column;
use super::player::Player;
use super::{act, judge, keys, look, open, question};
use crate::format::fill;
use crate::state::view_state;

#[component]
pub(crate) fn Playing() -> impl IntoView {
    let view = view_state();
    if let Some(player) = view.lesson.get_untracked() {
        arrives(player);
        ends_with_another_scenario(player);
        notes_what_is_done(player);
        offers(player);
        types(player);
        judges(player);
        picks(player);
        finishes(player);
        keys::listen(player);
    }
    let column = move || view.lesson.get().map(|player| view! { <Column player /> });
    view! { <Show when=move || view.teaches.get()>{column}</Show> }.into_any()
}

/// A step begins once the engine has opened what it begins with.
fn arrives(player: Player) {
    let playground = player.playground;
    Effect::new(move |_| {
        let is_there = player.arrives.get().is_some_and(|needed| playground.pushed.get() >= needed);
        if is_there {
            untrack(|| {
                player.arrives.set(None);
                player.since.set(playground.now());
                let look = player.with_step(|step| step.look.clone()).unwrap_or_default();
                look::show(player, &look);
            });
        }
    });
}

/// Whoever opens another scenario leaves the lesson.
fn ends_with_another_scenario(player: Player) {
    Effect::new(move |_| {
        if player.playground.opened.get() != player.opened.get_value() {
            open::leave(player.view);
        }
    });
}

/// What the learner types, into files or into the terminal, is what the checks are held against from then on.
fn notes_what_is_done(player: Player) {
    let playground = player.playground;
    let acted = move || {
        player.has_acted.set(true);
        player.since.set(playground.now());
        player.judged_at.set_value(None);
    };
    Effect::new(move |before: Option<u32>| {
        let pushed = playground.pushed.get();
        untrack(|| {
            let is_new = before.is_some_and(|before| before != pushed) && player.arrives.get().is_none();
            if is_new && playground.texts_sent() != player.own_texts.get_value() {
                acted();
            }
        });
        pushed
    });
    let lines = Memo::new(move |_| {
        playground.shown.with(|shown| {
            let is_line = |piece: &&Printed| piece.kind == PrintedKind::Typed;
            let mut lines = shown.frame.terminal.pieces.iter().filter(is_line);
            (lines.clone().count(), lines.next_back().map(|piece| piece.text.clone()).unwrap_or_default())
        })
    });
    Effect::new(move |before: Option<usize>| {
        let (count, last) = lines.get();
        untrack(|| {
            let is_new = before.is_some_and(|before| count > before) && player.arrives.get().is_none();
            let own = player.typed.with_value(|typed| typed.iter().position(|line| *line == last.trim_end()));
            match own {
                Some(own) => player.typed.update_value(|typed| drop(typed.remove(own))),
                None if is_new => acted(),
                None => {}
            }
        });
        count
    });
}

/// What the step's patches change is asked for as soon as it may be seen, and again when the texts are others.
fn offers(player: Player) {
    Effect::new(move |_| {
        player.playground.pushed.track();
        let patches = player.with_step(|step| {
            let action = step.action.as_ref().filter(|action| !player.is_written(action))?;
            (!action.patches.is_empty()).then(|| action.patches.clone())
        });
        let is_open = player.is_settled() && player.applied.with(Option::is_none) && player.arrives.get().is_none();
        if let Some(patches) = patches.flatten().filter(|_| is_open) {
            untrack(|| act::ask_amended(player, patches));
        }
    });
}

/// The action's command lines are typed one after the other.
fn types(player: Player) {
    let is_busy = Memo::new(move |_| player.playground.shown.with(|shown| shown.frame.terminal.is_busy));
    Effect::new(move |_| {
        if player.commands.with(|commands| !commands.is_empty()) && !is_busy.get() {
            untrack(|| act::type_next(player));
        }
    });
}

/// Checks are asked for with each half second of the run, and mistakes that findings tell are seen with them.
fn judges(player: Player) {
    let playground = player.playground;
    let moment = Memo::new(move |_| playground.shown.with(|shown| (shown.frame.time * 2.0) as u64));
    Effect::new(move |_| {
        moment.get();
        playground.pushed.track();
        playground.jumped.track();
        player.since.track();
        player.progress.track();
        judge::ask(player);
    });
    Effect::new(move |_| {
        let has_acted = player.has_acted.get();
        let codes: Vec<String> =
            playground.findings.with(|found| found.diagnostics.iter().map(|found| found.code.to_string()).collect());
        let step = player.step();
        untrack(|| {
            for mistake in &step.mistakes {
                if let MistakeSign::Finding(code) = &mistake.when {
                    judge::remark(player, &mistake.name, has_acted && codes.contains(code));
                }
            }
        });
    });
}

/// A node that is clicked answers the question that waits for one.
fn picks(player: Player) {
    let playground = player.playground;
    let waits = Memo::new(move |_| question::picks(player) && player.arrives.get().is_none());
    // What is selected already could not be clicked.
    Effect::new(move |_| {
        if waits.get() && playground.selected.with_untracked(Option::is_some) {
            playground.select(None);
        }
    });
    Effect::new(move |before: Option<Option<String>>| {
        let selected = playground.selected.get();
        let is_new = before.is_some_and(|before| before != selected);
        if let Some(id) = selected.clone().filter(|_| is_new) {
            untrack(|| {
                if !waits.get() {
                    return;
                }
                let node = playground.shown.with(|shown| {
                    let node = shown.node(&id)?;
                    // A triangle on the edge of an app, or of the box of its versions, means that app.
                    let on = node.sits_on.as_ref().filter(|_| node.kind == NodeKind::Service);
                    let Some(on) = on else { return Some((node.app.clone(), node.version.clone())) };
                    let inside = || shown.frame.graph.nodes.iter().find(|other| other.parent.as_ref() == Some(on));
                    match shown.node(on) {
                        Some(app) => Some((app.app.clone(), app.version.clone())),
                        None => inside().map(|version| (version.app.clone(), String::new())),
                    }
                });
                if let Some((app, version)) = node
                    && question::pick(player, &app, &version)
                {
                    look::quietly(player);
                    // The same one may be clicked again.
                    if player.pick_wrong.get() {
                        playground.select(None);
                    }
                }
            });
        }
        selected
    });
}

/// A step that is done is remembered, and said.
fn finishes(player: Player) {
    let offered = Memo::new(move |_| {
        (player.at.get(), player.is_settled(), player.amended.with(Vec::len), player.applied.with(Option::is_none))
    });
    Effect::new(move |before: Option<(usize, bool, usize, bool)>| {
        let now = offered.get();
        // What is to be done comes below the question that was answered, and a patch comes a moment later.
        if before.is_some_and(|before| before.0 == now.0 && before != now) && now.1 && now.3 {
            look::reveal("[data-testid=action]");
        }
        now
    });
    let is_done = Memo::new(move |_| player.is_done() && player.arrives.get().is_none());
    let at = player.at;
    Effect::new(move |_| {
        let at = at.get();
        if is_done.get() {
            player.change_progress(|progress, step| progress.finish(step));
            let words = fill(player.text.of_lesson.said_done, &[&(at + 1).to_string()]);
            untrack(|| player.said.set(words));
            // What is said afterwards stands at the end, which may be out of sight.
            look::reveal("[data-testid=after]");
        }
    });
}
