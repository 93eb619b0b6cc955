//! Messages that pass, with a way back.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser::autosave;
use crate::state::{Toast, Undo, playground, text};

/// So long stays what can be taken back; what is only said can be read in half of that.
const STAYS: Duration = Duration::from_secs(8);

#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let text = text();
    let playground = playground();
    let toast = playground.toast;
    Effect::new(move |pending: Option<Option<TimeoutHandle>>| {
        if let Some(pending) = pending.flatten() {
            pending.clear();
        }
        toast.get().and_then(|Toast { undo, .. }| {
            let stays = if undo.is_some() { STAYS } else { STAYS / 2 };
            set_timeout_with_handle(move || toast.set(None), stays).ok()
        })
    });
    let take_back = move |undo: Undo| {
        let Undo::Open(scenario) = undo;
        playground.open(scenario);
        playground.changed.set(true);
        autosave(playground);
        toast.set(None);
    };
    let draw = move |Toast { message, undo }: Toast| {
        view! {
            <div class="toast" data-testid="toast">
                <span>{message}</span>
                {undo.map(|undo| view! { <button type="button" data-testid="undo" on:click=move |_| take_back(undo.clone())>{text.undo}</button> })}
            </div>
        }
    };
    view! { <div role="status" aria-live="polite">{move || toast.get().map(draw)}</div> }.into_any()
}
