//! The way on: back, skip, next; after the last step what comes then.

use leptos::prelude::*;

use super::open;
use super::player::Player;
use crate::browser::focus;
use crate::format::fill;
use crate::state::text;

/// Goes to the next step, in the run as it is.
pub(super) fn next(player: Player) {
    let at = player.at.get_untracked() + 1;
    if at < player.lesson.with_untracked(|lesson| lesson.steps.len()) {
        if untrack(|| player.is_done()) {
            open::go_on(player, at);
        } else {
            open::jump(player, at);
        }
        focus("[data-testid=step-title]");
    }
}

/// Goes to the step before, as the lesson has it.
pub(super) fn previous(player: Player) {
    if let Some(at) = player.at.get_untracked().checked_sub(1) {
        open::jump(player, at);
        focus("[data-testid=step-title]");
    }
}

#[component]
pub(super) fn Foot(player: Player) -> impl IntoView {
    let text = text();
    let is_last = Memo::new(move |_| player.is_last());
    let is_done = Memo::new(move |_| player.is_done());
    let back = move || {
        player.at.get().checked_sub(1).map(|_| {
            let words = fill(text.of_lesson.previous, &[&player.at.get().to_string()]);
            view! { <button type="button" data-testid="lesson-previous" on:click=move |_| previous(player)>{words}</button> }
        })
    };
    let on = move || {
        let at = player.at.get() + 1;
        let title =
            player.lesson.with(|lesson| lesson.steps.get(at).map(|step| step.title.clone())).unwrap_or_default();
        let number = (at + 1).to_string();
        if is_done.get() {
            let words = fill(text.of_lesson.next, &[&number, &title]);
            view! { <button type="button" class="primary" data-testid="lesson-next" on:click=move |_| next(player)>{words}</button> }.into_any()
        } else {
            let words = fill(text.of_lesson.known, &[&number]);
            view! { <button type="button" class="plain link" data-testid="lesson-skip" on:click=move |_| next(player)>{words}</button> }.into_any()
        }
    };
    let end = move || {
        if player.view.embed {
            let there = move || open::address(player);
            return view! { <a class="button primary" target="_blank" rel="noopener" data-testid="lesson-there" href=there>{text.of_share.embed_open}</a> }.into_any();
        }
        view! {
            <button type="button" data-testid="lesson-gallery" on:click=move |_| player.view.gallery.set(true)>{text.of_lesson.all_lessons}</button>
            <button type="button" data-testid="lesson-free" on:click=move |_| open::show(player.view, false)>{text.of_lesson.free_play}</button>
            <button type="button" class="primary" data-testid="lesson-share" on:click=move |_| player.view.share.set(true)>{text.of_lesson.share}</button>
        }
        .into_any()
    };
    view! {
        <footer>
            {back}
            <span class="grow"></span>
            <Show when=move || is_last.get() fallback=move || on()>{end()}</Show>
        </footer>
    }
    .into_any()
}
