//! Help in a step: hints, one after the other, and remarks on what usually goes wrong.

use leptos::prelude::*;
use mesh_view::{LessonStep, Mistake};

use super::blocks::blocks;
use super::player::Player;
use super::{act, look};
use crate::format::fill;
use crate::state::{Phone, text};

/// The hints that were asked for, and the button that asks for one more.
pub(super) fn hints(player: Player, step: &LessonStep) -> Option<AnyView> {
    let text = text();
    let all = step.hints.clone();
    let most = all.len();
    if most == 0 {
        return None;
    }
    let is_typed = step.action.as_ref().is_some_and(|action| player.is_written(action) && !action.patches.is_empty());
    let shown = move || {
        let count = player.hints.get();
        let one = |(at, hint): (usize, &Vec<mesh_view::Block>)| {
            let title = fill(text.of_lesson.hint, &[&(at + 1).to_string(), &most.to_string()]);
            view! { <section class="hint" data-testid="hint-text"><h4>{title}</h4>{blocks(player, hint)}</section> }
        };
        all.iter().take(count).enumerate().map(one).collect_view()
    };
    let more = move || {
        let words = if player.hints.get() == 0 { text.of_lesson.hint_first } else { text.of_lesson.hint_next };
        view! { <button type="button" data-testid="hint" on:click=move |_| player.hints.update(|count| *count += 1)>{words}</button> }
    };
    let is_wanted = move || !player.is_done();
    let has_all = move || player.hints.get() >= most;
    let may_be_written = move || is_typed && is_wanted() && has_all() && player.is_settled();
    view! {
        <div class="hints" aria-live="polite">
            {shown}
            <Show when=move || is_wanted() && !has_all()>{more}</Show>
            <Show when=may_be_written>
                <button type="button" data-testid="write-for-me" on:click=move |_| act::apply(player)>{text.of_lesson.write_for_me}</button>
            </Show>
        </div>
    }
    .into_any()
    .into()
}

/// Remarks on mistakes that are seen.
pub(super) fn remarks(player: Player, step: &LessonStep) -> AnyView {
    let text = text();
    let mistakes = step.mistakes.clone();
    let one = move |mistake: &Mistake| {
        let look = mistake.look.clone();
        let has_look = look::leads_anywhere(player, &look);
        let show = move |_| {
            let look = look.clone();
            let to_text = !look.file.is_empty();
            player.view.edit_open.set(player.view.edit_open.get_untracked() || to_text);
            if player.view.phone.get_untracked() == Phone::Lesson && to_text {
                player.view.phone.set(Phone::Editor);
            }
            look::show(player, &look);
        };
        view! {
            <section class="remark" data-testid=format!("remark {}", mistake.name)>
                <h4>{text.of_lesson.remark}</h4>
                {blocks(player, &mistake.text)}
                {has_look.then(|| view! { <button type="button" data-testid="show-me" on:click=show>{text.of_lesson.show_me}</button> })}
            </section>
        }
    };
    let shown = move || {
        let is_over = player.is_done();
        player.remarks.with(|remarks| {
            let seen = mistakes.iter().filter(|mistake| !is_over && remarks.contains(&mistake.name));
            seen.map(one).collect_view()
        })
    };
    view! { <div class="remarks" role="status">{shown}</div> }.into_any()
}
