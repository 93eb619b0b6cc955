//! The loop that runs the simulation: every frame moves time and dots, some frames refresh the figures.

use leptos::prelude::*;

use crate::graph::{draw_dots, relay_dots};
use crate::state::{Playground, ViewState};

/// Milliseconds between two refreshes of figures: signals stay out of the frames in between.
const REFRESH: f64 = 220.0;
/// Seconds that one frame may count for: a page that was hidden does not catch up.
const LONGEST_FRAME: f64 = 0.1;

#[derive(Clone, Copy)]
struct Clock {
    last: Option<f64>,
    refreshed: f64,
}

pub(super) fn start(playground: Playground, view: ViewState) {
    let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    let still = still.is_some_and(|query| query.matches());
    // Edges move without changing when nodes glide to a new place.
    let layout =
        Memo::new(move |_| playground.shown.with(|shown| (shown.frame.layout.width, shown.frame.layout.edges.clone())));
    Effect::new(move |_| {
        layout.track();
        relay_dots(playground);
    });
    next(playground, view, still, Clock { last: None, refreshed: 0.0 });
}

fn next(playground: Playground, view: ViewState, still: bool, clock: Clock) {
    request_animation_frame(move || {
        let clock = frame(playground, view, still, clock);
        next(playground, view, still, clock);
    });
}

fn frame(playground: Playground, view: ViewState, still: bool, clock: Clock) -> Clock {
    let now = window().performance().map(|performance| performance.now()).unwrap_or_default();
    let seconds = clock.last.map_or(0.0, |last| (now - last) / 1000.0).clamp(0.0, LONGEST_FRAME);
    let playing = playground.playing.get_untracked();
    let speed = playground.speed.get_untracked();
    if playing {
        playground.advance(seconds * speed);
    }
    draw_dots(playground, view, if playing { seconds } else { 0.0 }, pace(speed), still);
    let refresh = playing && now - clock.refreshed >= REFRESH;
    if refresh {
        playground.refresh();
    }
    Clock { last: Some(now), refreshed: if refresh { now } else { clock.refreshed } }
}

/// How fast dots move: as slow as time, but never so fast that the eye loses them.
fn pace(speed: f64) -> f64 {
    if speed <= 1.0 { speed } else { speed.sqrt().min(2.5) }
}
