//! Keys of a lesson, where no field and nothing else that takes keys has the focus.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::player::Player;
use super::{act, foot, question};

/// Number keys answer, the arrow keys go on and back, Enter does what is next.
pub(super) fn listen(player: Player) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let is_for_others = event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented();
        if is_for_others || !player.view.teaches.get_untracked() || is_elsewhere(&event) {
            return;
        }
        let done = match event.key().as_str() {
            // A step that is not done is left out by a press alone, unless somebody presents it.
            "ArrowRight" if player.presents.get_untracked() || untrack(|| player.is_done()) => {
                foot::next(player);
                true
            }
            "ArrowLeft" if player.presents.get_untracked() || closest(&event, ".lesson > *") => {
                foot::previous(player);
                true
            }
            "Enter" if !on_button(&event) => enter(player),
            key => key.parse::<usize>().is_ok_and(|number| question::choose(player, number)),
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Does what is next: the action, then the next step.
fn enter(player: Player) -> bool {
    let offers = untrack(|| {
        let is_offered = player.with_step(|step| step.action.as_ref().is_some_and(|action| !player.is_written(action)));
        is_offered == Some(true) && player.is_settled() && player.applied.with(Option::is_none) && !player.is_done()
    });
    if offers {
        act::apply(player);
        return true;
    }
    let can = untrack(|| player.is_done() && !player.is_last());
    if can {
        foot::next(player);
    }
    can
}

fn closest(event: &ev::KeyboardEvent, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Whether the key is meant for a field, for the graph, or for what has arrow keys of its own.
fn is_elsewhere(event: &ev::KeyboardEvent) -> bool {
    closest(
        event,
        "input, select, textarea, [contenteditable=true], dialog, .stage, [role=tablist], [role=slider], .grip, pre",
    )
}

fn on_button(event: &ev::KeyboardEvent) -> bool {
    closest(event, "button, a, summary")
}
