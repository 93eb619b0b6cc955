//! The gauges of a circuit breaker: what one client has open to one cluster, against its limits.

use leptos::prelude::*;
use mesh_view::{Breaker, Gauge};

use super::cells::cells;
use crate::format::{self, fill};
use crate::state::{playground, text};

#[component]
pub(crate) fn BreakerCard(breaker: Breaker) -> impl IntoView {
    let text = text();
    let playground = playground();
    let figures = breaker.figures;
    let gauges = [
        (text.connections, figures.connections),
        (text.pending, figures.pending),
        (text.requests_running, figures.requests),
        (text.retries_running, figures.retries),
    ];
    let gauge = |(words, gauge): (&'static str, Gauge)| {
        let limit = gauge.limit?;
        let is_full = gauge.value >= limit;
        Some(view! {
            <div class="gauge" data-testid="gauge"><span>{words}</span>{cells(gauge.value, limit, is_full)}<b class:bad=is_full>{format!("{} / {limit}", gauge.value)}</b></div>
        })
    };
    let refused = breaker.overflows != 0;
    view! {
        <div class="card gauges" data-testid="breaker">
            <h3 title=breaker.client.clone()>{fill(text.breaker_title, &[&format::pod(&breaker.client)])}</h3>
            <p class="muted"><code>{breaker.cluster}</code></p>
            {gauges.into_iter().filter_map(gauge).collect_view()}
            <div class="row"><span>{text.overflows}</span><b class:bad=refused>{format::count(breaker.overflows)}</b></div>
            {breaker.span.map(|span| view! {
                <button type="button" class="plain link" on:click=move |_| playground.show_span(span)>{text.show_in_editor}</button>
            })}
        </div>
    }
    .into_any()
}
