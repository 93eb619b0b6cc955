//! The loop of drawings: each moves time and dots on as far as the engine has run, and has it run ahead.

use leptos::prelude::*;

use crate::graph::draw_dots;
use crate::state::{Playground, ViewState};

/// Seconds that one frame may count for: a page that was hidden does not catch up.
const LONGEST_FRAME: f64 = 0.1;

pub(super) fn start(playground: Playground, view: ViewState) {
    let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    let still = still.is_some_and(|query| query.matches());
    next(playground, view, still, None);
}

fn next(playground: Playground, view: ViewState, still: bool, last: Option<f64>) {
    request_animation_frame(move || {
        let last = frame(playground, view, still, last);
        next(playground, view, still, last);
    });
}

fn frame(playground: Playground, view: ViewState, still: bool, last: Option<f64>) -> Option<f64> {
    let now = window().performance().map(|performance| performance.now()).unwrap_or_default();
    let seconds = last.map_or(0.0, |last| (now - last) / 1000.0).clamp(0.0, LONGEST_FRAME);
    let playing = playground.playing.get_untracked();
    let speed = playground.speed.get_untracked();
    if playing {
        playground.advance(seconds * speed);
        playground.run_ahead();
    }
    playground.follow_bullet();
    draw_dots(playground, view, if playing { seconds } else { 0.0 }, pace(speed), still);
    Some(now)
}

/// How fast dots move: as slow as time, but never so fast that the eye loses them.
fn pace(speed: f64) -> f64 {
    if speed <= 1.0 { speed } else { speed.sqrt().min(2.5) }
}
