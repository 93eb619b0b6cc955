//! Says that the texts are those of an earlier time.

use leptos::prelude::*;

use crate::format::{self, fill};
use crate::state::{playground, text};

/// The notice above the text; nothing while the newest texts are shown.
#[component]
pub(crate) fn Past() -> impl IntoView {
    let text = text();
    let playground = playground();
    let is_past = move || playground.newest.with(Option::is_some);
    let words = move || fill(text.past_words, &[&format::clock(playground.shown.with(|shown| shown.frame.time))]);
    let back = move |_| {
        if let Some((_, shown)) = playground.newest.get_untracked() {
            playground.seek(shown);
        }
    };
    view! {
        <Show when=is_past>
            <div class="past" role="status" data-testid="past">
                <p>{words}</p>
                <button type="button" data-testid="past-return" on:click=back>{text.past_return}</button>
            </div>
        </Show>
    }
    .into_any()
}
