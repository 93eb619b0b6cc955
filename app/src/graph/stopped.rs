//! Says where and why a run went no further than it did, and that nothing runs any more.

use leptos::prelude::*;
use mesh_view::StopReason;

use crate::format::{self, fill};
use crate::state::{EngineState, playground, text};

/// The notice over the stage; nothing while the run goes as far as it is asked to.
#[component]
pub(super) fn StoppedNotice() -> impl IntoView {
    let text = text();
    let playground = playground();
    let stopped = Memo::new(move |_| playground.shown.with(|shown| shown.frame.stopped));
    let words = move || {
        stopped.get().map(|stopped| {
            let at = format::clock(stopped.at);
            match stopped.why {
                StopReason::Steps(steps) => fill(text.stopped_by_steps, &[&at, &format::count(steps)]),
                StopReason::Bytes(bytes) => fill(text.stopped_by_bytes, &[&at, &format::count(bytes >> 20)]),
                StopReason::Unasked => fill(text.stopped_unasked, &[&at]),
            }
        })
    };
    // With more steps it goes on; with the same memory it would stop again.
    let goes_on =
        move || stopped.with(|stopped| stopped.as_ref().is_some_and(|it| matches!(it.why, StopReason::Steps(_))));
    view! {
        <Show when=move || stopped.with(Option::is_some)>
            <div class="stopped" role="status" data-testid="stopped">
                <p>{words}</p>
                <Show when=goes_on>
                    <button type="button" data-testid="run-on" on:click=move |_| playground.run_on()>{text.run_on}</button>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

/// The notice that the engine has failed, with the way to another one.
#[component]
pub(super) fn FailedNotice() -> impl IntoView {
    let text = text();
    let playground = playground();
    let why = move || match playground.engine.get() {
        EngineState::Failed(why) => Some(why),
        EngineState::Starting | EngineState::Running => None,
    };
    view! {
        <Show when=move || why().is_some()>
            <div class="stopped failed" role="alert" data-testid="engine-failed">
                <p>{text.engine_failed}</p>
                <p class="muted">{why}</p>
                <button type="button" data-testid="start-again" on:click=move |_| playground.start_again()>{text.engine_again}</button>
            </div>
        </Show>
    }
    .into_any()
}
