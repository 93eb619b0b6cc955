//! The gauges of a circuit breaker.

use leptos::prelude::*;
use mesh_view::{Breaker, Gauge};

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
        let share = 100.0 * f64::from(gauge.value) / f64::from(limit.max(1));
        let class = if share >= 100.0 { "server" } else { "" };
        Some(view! {
            <div class="row"><span>{words}</span><b>{format!("{} / {limit}", gauge.value)}</b></div>
            <div class="meter" aria-hidden="true"><span class=class style=format!("width:{:.1}%", share.min(100.0))></span></div>
        })
    };
    view! {
        <div class="card" data-testid="breaker">
            <h3 title=breaker.client.clone()>{fill(text.breaker_title, &[&format::pod(&breaker.client)])}</h3>
            <p class="muted"><code>{breaker.cluster}</code></p>
            {gauges.into_iter().filter_map(gauge).collect_view()}
            <div class="row"><span>{text.overflows}</span><b class:bad=breaker.overflows != 0>{format::count(breaker.overflows)}</b></div>
            {breaker.span.map(|span| view! {
                <button type="button" class="plain link" on:click=move |_| playground.show_span(span)>{text.show_in_editor}</button>
            })}
        </div>
    }
    .into_any()
}
