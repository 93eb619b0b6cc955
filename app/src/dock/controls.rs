//! Play, step, speed, restart, clock.

use leptos::prelude::*;
use mesh_view::{Direction, Stride};

use crate::format::{self, fill};
use crate::state::{playground, text};

/// Simulated seconds per second that can be chosen.
const SPEEDS: [f64; 9] = [0.001, 0.01, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0];

/// Slower than this, or paused, the clock shows milliseconds.
const SLOW: f64 = 0.1;

/// The next faster or slower speed.
pub(crate) fn faster(speed: f64, up: bool) -> f64 {
    let found =
        if up { SPEEDS.iter().find(|each| **each > speed) } else { SPEEDS.iter().rev().find(|each| **each < speed) };
    found.copied().unwrap_or(speed)
}

/// The speed that is written so.
fn chosen(written: &str) -> Option<f64> {
    SPEEDS.into_iter().find(|speed| format::figure(*speed) == written)
}

#[component]
pub(crate) fn Controls() -> impl IntoView {
    let text = text();
    let playground = playground();
    let playing = playground.playing;
    let label = move || if playing.get() { text.pause } else { text.play };
    let sign = move || if playing.get() { "M3 2h3v10H3zM8 2h3v10H8z" } else { "M3 1.5v11l9-5.5z" };
    let restart = move |_| playground.restart(playground.shown.with_untracked(|shown| shown.frame.seed));
    let is_fine = Memo::new(move |_| !playing.get() || playground.speed.get() < SLOW);
    let clock = move || {
        let time = playground.shown.with(|shown| shown.frame.time);
        if is_fine.get() { format::fine_clock(time) } else { format::clock(time) }
    };
    let facts = move || {
        let (seed, requests) = playground.shown.with(|shown| (shown.frame.seed, shown.frame.requests));
        fill(text.of_runs.line_facts, &[&seed.to_string(), &format::count(requests)])
    };
    let step = move |stride: Stride, direction: Direction| {
        let (words, id) = match (stride, direction) {
            (Stride::Request, Direction::Backwards) => (text.of_runs.step_request_back, "step-request-back"),
            (Stride::Request, Direction::Forwards) => (text.of_runs.step_request_on, "step-request"),
            (Stride::Event, Direction::Backwards) => (text.of_runs.step_event_back, "step-event-back"),
            (Stride::Event, Direction::Forwards) => (text.of_runs.step_event_on, "step-event"),
        };
        let sign = if direction == Direction::Forwards {
            "M2 1.5v11l7-5.5zM10 2h2v10h-2z"
        } else {
            "M12 1.5v11l-7-5.5zM2 2h2v10h-2z"
        };
        view! {
            <button type="button" class="square" aria-label=words title=words data-testid=id on:click=move |_| playground.step_by(stride, direction)>
                <svg viewBox="0 0 14 14" aria-hidden="true"><path d=sign /></svg>
            </button>
        }
    };
    let pair = move |stride: Stride, words: &'static str| {
        view! {
            <span class="pair">{step(stride, Direction::Backwards)}<span>{words}</span>{step(stride, Direction::Forwards)}</span>
        }
    };
    view! {
        <div class="transport">
            <div class="controls" role="group" aria-label=text.time>
                <button type="button" class="primary square" aria-label=label title=label data-testid="play" on:click=move |_| playing.update(|playing| *playing = !*playing)>
                    <svg viewBox="0 0 14 14" aria-hidden="true"><path d=sign /></svg>
                </button>
                <button type="button" class="square" aria-label=text.step title=text.step data-testid="step-time" on:click=move |_| playground.step()>
                    <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M2 1.5v11l7-5.5zM10 2h2v10h-2z" /></svg>
                </button>
                <select aria-label=text.speed title=text.speed data-testid="speed"
                    on:change=move |event| if let Some(speed) = chosen(&event_target_value(&event)) { playground.speed.set(speed) }>
                    {SPEEDS.map(|speed| {
                        let is_chosen = move || playground.speed.get() == speed;
                        view! { <option value=format::figure(speed) selected=is_chosen prop:selected=is_chosen>{format!("{}×", format::figure(speed))}</option> }
                    }).collect_view()}
                </select>
                <span class="chip clock" data-testid="clock" role="timer" aria-label=text.simulated_time>{clock}</span>
            </div>
            <div class="steps" role="group" aria-label=text.step>
                {pair(Stride::Request, text.of_runs.step_request)}
                {pair(Stride::Event, text.of_runs.step_event)}
            </div>
            <div class="facts">
                <span data-testid="run-facts">{facts}</span>
                <button type="button" data-testid="restart" title=text.restart_help on:click=restart>
                    <svg viewBox="0 0 14 14" aria-hidden="true"><path d="M7 2a5 5 0 1 1-4.6 3l1.4.6A3.5 3.5 0 1 0 7 3.5V6L3.5 2.8 7 0z" /></svg>{text.restart}
                </button>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_have_ends() {
        assert_eq!(
            [faster(1.0, true), faster(1.0, false), faster(10.0, true), faster(0.001, false)],
            [2.0, 0.5, 10.0, 0.001]
        );
    }
}
