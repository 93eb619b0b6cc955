//! Below a story: its neighbours, a link to it, and seeing it happen.

use leptos::prelude::*;
use mesh_view::DecisionRecord;

use crate::format::fill;
use crate::state::{playground, text};

/// How the names of requests begin that were sent by hand.
const BY_HAND: &str = "send/";

#[component]
pub(super) fn Foot(record: DecisionRecord) -> impl IntoView {
    let text = text();
    let playground = playground();
    let DecisionRecord { request, name, .. } = record.clone();
    let number = name.rsplit_once('/').and_then(|(_, number)| number.parse::<u64>().ok()).unwrap_or(1);
    let before = (number > 1).then(|| {
        let label = fill(text.of_story.story_other, &[&(number - 1).to_string()]);
        view! { <button type="button" aria-label=label data-testid="story-before" on:click=move |_| playground.explain(request - 1)>{format!("‹ {}", number - 1)}</button> }
    });
    let label = fill(text.of_story.story_other, &[&(number + 1).to_string()]);
    let see = move |_| playground.see_happen(&record);
    // What was sent by hand is no part of the scenario that a link holds.
    let link = (!name.starts_with(BY_HAND)).then(|| {
        let copy = move |_| playground.copy_link_to(&name);
        view! { <button type="button" title=text.of_story.story_link_help data-testid="story-link" on:click=copy>{text.of_story.story_link}</button> }
    });
    view! {
        <div class="foot">
            {before}
            <button type="button" aria-label=label data-testid="story-after" on:click=move |_| playground.explain(request + 1)>{format!("{} ›", number + 1)}</button>
            <span class="grow"></span>
            {link}
            <button type="button" class="primary" title=text.of_story.story_see_help data-testid="story-see" on:click=see>{text.of_story.story_see}</button>
        </div>
    }
    .into_any()
}
