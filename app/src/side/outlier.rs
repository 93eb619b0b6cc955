//! What one client's outlier detection knows of one pod.

use leptos::prelude::*;
use mesh_view::OutlierState;

use super::cells::cells;
use crate::format::{self, fill};
use crate::state::{playground, text};

#[component]
pub(crate) fn OutlierCard(state: OutlierState, pod: String) -> impl IntoView {
    let text = text();
    let playground = playground();
    let title = fill(text.outlier_title, &[&format::pod(&pod), &format::pod(&state.client)]);
    let whole_names = format!("{pod} \u{b7} {}", state.client);
    let head = match state.ejected_until {
        Some(_) => {
            let left = 100.0 * state.stay_left().unwrap_or_default();
            view! {
                <div class="row"><span class="big bad">{text.ejected}</span><span class="big">{format::countdown(state.seconds_left)}</span></div>
                <div class="meter" aria-hidden="true"><span class="server" style=format!("width:{}%", format::fixed(left, 1))></span></div>
            }
            .into_any()
        }
        None => {
            view! { <div class="row"><span>{text.outlier_state}</span><b class="good">{text.in_rotation}</b></div> }
                .into_any()
        }
    };
    let is_out = state.ejected_until.is_some();
    let counters = [
        (text.consecutive_5xx, state.consecutive_5xx, state.threshold_5xx),
        (text.consecutive_gateway, state.consecutive_gateway, state.threshold_gateway),
    ];
    let counters = counters.into_iter().filter(|(.., threshold)| *threshold > 0);
    let arithmetic = state.arithmetic;
    let sum = fill(
        text.ejection_arithmetic,
        &[&arithmetic.ejected.to_string(), &arithmetic.hosts.to_string(), &arithmetic.max_percent.to_string()],
    );
    let (verdict, tone) = if arithmetic.allowed { (text.allowed, "good") } else { (text.refused, "bad") };
    view! {
        <div class="card gauges" data-testid="outlier">
            <h3 title=whole_names>{title}</h3>
            {head}
            {counters.map(|(words, value, threshold)| {
                // Envoy counts on while a host is out; what is shown is what led there.
                let value = if is_out { threshold } else { value.min(threshold) };
                let is_full = value >= threshold;
                view! { <div class="gauge" data-testid="errors-in-a-row"><span>{words}</span>{cells(value, threshold, is_full)}<b class:bad=is_full>{format!("{value} / {threshold}")}</b></div> }
            }).collect_view()}
            <div class="row"><span>{text.times_ejected}</span><b>{format!("{} · {}", state.times_ejected, format::countdown(state.next_ejection))}</b></div>
            <div class="row"><span>{text.next_tick}</span><b>{format::clock(state.next_tick)}</b></div>
            <div class="row"><span>{sum}</span><b class=tone>{verdict}</b></div>
            {state.span.map(|span| view! {
                <button type="button" class="plain link" on:click=move |_| playground.show_span(span)>{text.show_in_editor}</button>
            })}
        </div>
    }
    .into_any()
}
