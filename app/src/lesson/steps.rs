//! The steps of a lesson, and where one is in it.

use leptos::prelude::*;

use super::open;
use super::player::Player;
use crate::format::fill;
use crate::state::text;

/// The steps, numbered: a press opens one as the lesson has it.
#[component]
pub(super) fn Steps(player: Player) -> impl IntoView {
    let text = text();
    let titles = move || {
        player.lesson.with(|lesson| {
            lesson.steps.iter().map(|step| (step.id.clone(), step.title.clone())).enumerate().collect::<Vec<_>>()
        })
    };
    let row = move |(at, (id, title)): (usize, (String, String))| {
        let is_done = Memo::new(move |_| player.progress.with(|progress| progress.is_done(&id)));
        let is_open = Memo::new(move |_| player.at.get() == at);
        let class = move || match (is_open.get(), is_done.get()) {
            (true, _) => "current",
            (_, true) => "done",
            _ => "",
        };
        let sign = move || if is_done.get() { "✓".to_owned() } else { (at + 1).to_string() };
        let words = move || if is_done.get() { text.of_lesson.step_is_done } else { text.of_lesson.step_is_open };
        let ticks = move || {
            let (holding, all) = player
                .with_step(|step| (player.ticked.with(Vec::len), step.checks.len()))
                .filter(|(_, all)| is_open.get() && *all > 0)?;
            Some(fill(text.of_lesson.checks_of, &[&holding.to_string(), &all.to_string()]))
        };
        let open = move |_| {
            if player.at.get_untracked() != at {
                open::jump(player, at);
            }
        };
        view! {
            <li class=class>
                <button type="button" class="plain" aria-current=move || is_open.get().then_some("step") data-testid=format!("lesson-step {}", at + 1) on:click=open>
                    <i aria-hidden="true">{sign}</i><span>{title}</span><span class="only-read">{words}</span><em>{ticks}</em>
                </button>
            </li>
        }
    };
    view! {
        <nav class:listed=player.lists_steps aria-label=text.of_lesson.steps><ol class="steps">{move || titles().into_iter().map(row).collect_view()}</ol></nav>
    }
    .into_any()
}

/// On a phone: a bar a step, and which one is open; a press lists them.
#[component]
pub(super) fn Bars(player: Player) -> impl IntoView {
    let text = text();
    let count = move || player.lesson.with(|lesson| lesson.steps.len());
    let words = move || fill(text.of_lesson.step_number, &[&(player.at.get() + 1).to_string(), &count().to_string()]);
    let class = move |at: usize| {
        let id = player.lesson.with(|lesson| lesson.steps.get(at).map(|step| step.id.clone())).unwrap_or_default();
        match (player.at.get() == at, player.progress.with(|progress| progress.is_done(&id))) {
            (true, _) => "current",
            (_, true) => "done",
            _ => "",
        }
    };
    let bars = move || (0..count()).map(|at| view! { <i class=move || class(at)></i> }).collect_view();
    view! {
        <p class="bars">
            <span aria-hidden="true">{bars}</span>
            <button type="button" class="plain" aria-expanded=move || player.lists_steps.get().to_string() data-testid="lesson-steps"
                on:click=move |_| player.lists_steps.update(|lists| *lists = !*lists)>{words}</button>
        </p>
    }
    .into_any()
}
