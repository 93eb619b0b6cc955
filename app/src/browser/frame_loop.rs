//! The loop of drawings: each moves what is shown on as far as the engine has run, and has it run ahead.

use leptos::prelude::*;

use crate::graph::{draw_dots, moved_by_document};
use crate::state::{Playground, ViewState};

/// Seconds that one frame may count for: a page that was hidden does not catch up.
const LONGEST_FRAME: f64 = 0.1;

pub(super) fn start(playground: Playground, view: ViewState) {
    let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    next(playground, view, still, None);
}

fn next(playground: Playground, view: ViewState, still: Option<web_sys::MediaQueryList>, last: Option<f64>) {
    request_animation_frame(move || {
        // Asked each time: it may be switched while the page is open.
        let last = frame(playground, view, still.as_ref().is_some_and(|query| query.matches()), last);
        next(playground, view, still, last);
    });
}

fn frame(playground: Playground, view: ViewState, still: bool, last: Option<f64>) -> Option<f64> {
    let now = window().performance().map(|performance| performance.now()).unwrap_or_default();
    let seconds = last.map_or(0.0, |last| (now - last) / 1000.0).clamp(0.0, LONGEST_FRAME);
    if !playground.playing.get_untracked() {
        playground.leave_document();
    } else if playground.is_behind() {
        playground.run_ahead();
        playground.catch_up(moved_by_document());
    } else {
        playground.advance(seconds * playground.speed.get_untracked());
        playground.run_ahead();
    }
    playground.follow_bullet();
    draw_dots(playground, view, still || !playground.display.get_untracked().animation);
    Some(now)
}
