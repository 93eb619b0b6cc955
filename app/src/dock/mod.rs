//! Below: time, events, access log, terminal, checks.

mod checks;
mod controls;
mod line;
mod log;
mod runs;
mod terminal;

use leptos::prelude::*;

use crate::state::text;

pub(crate) use controls::faster;

#[component]
pub(crate) fn Dock() -> impl IntoView {
    let text = text();
    view! {
        <section class="dock" aria-label=text.time_and_log data-testid="dock">
            <runs::Runs />
            <div class="time">
                <controls::Controls />
                <line::TimeLine />
            </div>
            <log::Logs />
        </section>
    }
    .into_any()
}
