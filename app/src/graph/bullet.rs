//! The strip that says that bullet time is on, how slow time goes, and how to leave it.

use leptos::prelude::*;

use crate::format::{self, fill};
use crate::state::{playground, text};

#[component]
pub(crate) fn BulletBar() -> impl IntoView {
    let text = text();
    let playground = playground();
    let draw = move || {
        let bullet = playground.bullet.get()?;
        let sent = playground.decision.with(|record| record.as_ref().map(|record| record.sent)).unwrap_or_default();
        let passed = move || {
            let passed = bullet.passed(playground.shown_second.get(), sent);
            fill(text.of_story.bullet_passed, &[&format::fixed(passed, 1), &format::milliseconds(bullet.takes)])
        };
        let label = move || if playground.playing.get() { text.pause } else { text.play };
        let sign = move || if playground.playing.get() { "❚❚" } else { "▶" };
        let pace = if bullet.pace >= 1000.0 {
            text.of_story.bullet_real.to_owned()
        } else {
            fill(text.of_story.bullet_pace, &[&format::figure(bullet.pace)])
        };
        Some(view! {
            <div class="bullet" role="group" aria-label=text.of_story.bullet data-testid="bullet">
                <button type="button" class="square" aria-label=label title=label data-testid="bullet-play" on:click=move |_| playground.playing.update(|playing| *playing = !*playing)>{sign}</button>
                <span><b>{text.of_story.bullet}</b>" · "<span data-testid="bullet-passed">{passed}</span><small>{pace}</small></span>
                <button type="button" data-testid="bullet-back" on:click=move |_| playground.step_bullet(false)>{text.of_story.bullet_back}</button>
                <button type="button" data-testid="bullet-next" on:click=move |_| playground.step_bullet(true)>{text.of_story.bullet_next}</button>
                <button type="button" data-testid="bullet-on" title=text.of_story.bullet_on_help on:click=move |_| playground.leave_bullet(true)>{text.of_story.bullet_on}</button>
                <button type="button" class="square" aria-label=text.of_story.bullet_leave title=text.of_story.bullet_leave data-testid="bullet-leave" on:click=move |_| playground.leave_bullet(false)>"×"</button>
            </div>
        })
    };
    view! { {draw} }.into_any()
}
