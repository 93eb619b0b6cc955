//! What the page is for at the moment: play, a lesson, a comparison.

use leptos::prelude::*;

use super::open;
use crate::state::{LogTab, Phone, ViewState, text, view_state};

/// Shows the lesson that is open, or the lessons to choose from.
pub(crate) fn show(view: ViewState) {
    if view.lesson.with_untracked(Option::is_some) {
        open::show(view, true);
    } else {
        view.gallery.set(true);
    }
}

#[component]
pub(crate) fn Switch() -> impl IntoView {
    let text = text();
    let view = view_state();
    let compares = move || view.log_tab.get() == LogTab::Compare;
    let plays = move || !view.teaches.get() && !compares();
    let play = move |_| {
        if view.log_tab.get_untracked() == LogTab::Compare {
            view.log_tab.set(LogTab::default());
        }
        view.teaches.set(false);
        if view.phone.get_untracked() == Phone::Lesson {
            view.phone.set(Phone::Graph);
        }
    };
    let compare = move |_| {
        view.log_tab.set(LogTab::Compare);
        view.phone.set(Phone::Log);
    };
    view! {
        <div class="modes" role="group" aria-label=text.of_lesson.modes>
            <button type="button" aria-pressed=move || plays().to_string() data-testid="mode-play" on:click=play>{text.of_lesson.mode_play}</button>
            <button type="button" aria-pressed=move || view.teaches.get().to_string() data-testid="mode-lesson" on:click=move |_| show(view)>{text.of_lesson.mode_lesson}</button>
            <button type="button" aria-pressed=move || compares().to_string() data-testid="mode-compare" on:click=compare>{text.of_lesson.mode_compare}</button>
        </div>
    }
    .into_any()
}
