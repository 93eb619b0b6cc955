//! The lesson beside the graph: its steps, what the open one says and asks, and the way on.

use leptos::prelude::*;

use super::player::Player;
use super::steps::{Bars, Steps};
use super::{blocks, checks, foot, hints, open, patch, question};
use crate::browser::share;
use crate::format::fill;
use crate::state::text;

#[component]
pub(super) fn Column(player: Player) -> impl IntoView {
    let text = text();
    let title = move || player.lesson.with(|lesson| lesson.card.title.clone());
    let body = NodeRef::<leptos::html::Div>::new();
    // Another step is read from its beginning.
    Effect::new(move |before: Option<usize>| {
        let at = player.at.get();
        if let Some(body) = body.get().filter(|_| before.is_some_and(|before| before != at)) {
            body.set_scroll_top(0);
        }
        at
    });
    let heading = move || {
        let at = player.at.get();
        player.lesson.with(|lesson| lesson.steps.get(at).map(|step| format!("{} · {}", at + 1, step.title)))
    };
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            let origin = window().location().origin().unwrap_or_default();
            let is_copied = share::copy(&format!("{origin}{}", untrack(|| open::address(player)))).await;
            let said = if is_copied { player.text.of_lesson.link_copied } else { player.text.copy_refused };
            player.playground.say(said, None);
        });
    };
    view! {
        <section class="lesson" class:presents=move || player.presents.get() id="lesson" aria-label=text.of_lesson.mode_lesson data-testid="lesson">
            {(!player.view.embed).then(|| view! {
            <header>
                <div>
                    <p class="which">{move || which(player)}</p>
                    <h2 data-testid="lesson-title">{title}</h2>
                </div>
                <button type="button" class="square" aria-label=text.of_lesson.link title=text.of_lesson.link data-testid="lesson-link" on:click=copy>
                    <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M5.5 4H4a3 3 0 0 0 0 6h1.5V8.6H4a1.6 1.6 0 0 1 0-3.2h1.5zM8.5 4H10a3 3 0 0 1 0 6H8.5V8.6H10a1.6 1.6 0 0 0 0-3.2H8.5zM4.6 6.3h4.8v1.4H4.6z" /></svg>
                </button>
                <button type="button" class="square" aria-label=text.of_lesson.leave title=text.of_lesson.leave data-testid="lesson-leave" on:click=move |_| open::leave(player.view)>"×"</button>
            </header>
            })}
            <Bars player />
            {(!player.view.embed).then(|| view! { <Steps player /> })}
            <div class="body" node_ref=body tabindex="-1" data-testid="lesson-body">
                <h3 class="title" tabindex="-1" data-testid="step-title">{heading}</h3>
                {move || step(player)}
            </div>
            <p class="only-read" role="status" data-testid="lesson-said">{move || player.said.get()}</p>
            <foot::Foot player />
        </section>
    }
    .into_any()
}

fn which(player: Player) -> String {
    player.lesson.with(|lesson| {
        let minutes = fill(player.text.of_lesson.minutes, &[&lesson.card.minutes.to_string()]);
        let parts = [player.text.of_lesson.mode_lesson, lesson.card.group.as_str(), minutes.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    })
}

/// What the open step says and asks. Drawn anew with another step alone: what is read inside is followed where it stands.
fn step(player: Player) -> AnyView {
    let step = player.step();
    untrack(|| {
        let after = step.after.clone();
        let is_done = Memo::new(move |_| player.is_done() && player.has_begun());
        let questions = step.predictions.iter().map(|it| question::question(player, &step, it)).collect_view();
        view! {
            <div class="words">{blocks::blocks(player, &step.text)}</div>
            {questions}
            {patch::action(player, &step)}
            {checks::checks(player, &step)}
            {hints::remarks(player, &step)}
            {hints::hints(player, &step)}
            <Show when=move || is_done.get() && !after.is_empty()>
                {
                    let after = player.with_step(|step| step.after.clone()).unwrap_or_default();
                    view! { <section class="after" data-testid="after">{blocks::blocks(player, &after)}</section> }
                }
            </Show>
        }
        .into_any()
    })
}
