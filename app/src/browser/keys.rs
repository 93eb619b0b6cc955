//! Keys that work anywhere but in a field.

use leptos::{ev, prelude::*};
use mesh_view::{Direction, Stride};
use wasm_bindgen::JsCast;

use super::editor;
use crate::dock::faster;
use crate::state::{HelpTopic, Phone, Playground, ViewState};

pub(super) fn listen(playground: Playground, view: ViewState) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || in_field(&event) {
            return;
        }
        let done = match event.key().as_str() {
            " " if !on_button(&event) && playground.bullet.with_untracked(Option::is_some) => {
                playground.leave_bullet(true);
                true
            }
            "Escape" if playground.bullet.with_untracked(Option::is_some) => {
                playground.leave_bullet(false);
                true
            }
            "ArrowRight" | "ArrowLeft" if !on_button(&event) && playground.bullet.with_untracked(Option::is_some) => {
                playground.step_bullet(event.key() == "ArrowRight");
                true
            }
            // Held down it shows the other run of a comparison.
            " " if !on_button(&event) && playground.comparison.with_untracked(Option::is_some) => {
                playground.show_twin(true);
                true
            }
            " " if !on_button(&event) => {
                playground.playing.update(|playing| *playing = !*playing);
                true
            }
            "." => {
                playground.step();
                true
            }
            "n" => by(playground, Stride::Request, Direction::Forwards),
            "p" => by(playground, Stride::Request, Direction::Backwards),
            "N" => by(playground, Stride::Event, Direction::Forwards),
            "P" => by(playground, Stride::Event, Direction::Backwards),
            "]" => {
                playground.speed.update(|speed| *speed = faster(*speed, true));
                true
            }
            "[" => {
                playground.speed.update(|speed| *speed = faster(*speed, false));
                true
            }
            "?" => {
                view.help.set(Some(HelpTopic::Keys));
                true
            }
            "/" => focus("#find"),
            "g" => {
                view.phone.set(Phone::Graph);
                focus(".stage [tabindex='0']")
            }
            "e" => {
                view.phone.set(Phone::Editor);
                view.edit_open.set(true);
                editor::focus();
                true
            }
            "o" => {
                view.phone.set(Phone::Editor);
                view.edit_open.set(true);
                view.outline.set(true);
                true
            }
            "Escape" if view.side_open.get_untracked() => {
                view.close_details(playground);
                true
            }
            "t" => {
                view.table.update(|open| *open = !*open);
                true
            }
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    });
    let released = window_event_listener(ev::keyup, move |event| {
        if event.key() == " " && !on_button(&event) {
            playground.show_twin(false);
        }
    });
    on_cleanup(move || {
        handle.remove();
        released.remove();
    });
}

fn by(playground: Playground, stride: Stride, direction: Direction) -> bool {
    playground.step_by(stride, direction);
    true
}

fn target(event: &ev::KeyboardEvent) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

fn in_field(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|element| {
        element.closest("input, select, textarea, [contenteditable=true], dialog").ok().flatten().is_some()
    })
}

fn on_button(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|element| {
        element.closest("button, a, summary, [role=button], [role=slider]").ok().flatten().is_some()
    })
}

/// The place in a row of tabs that an arrow key leads to from the open one, round and round; the key does nothing else then.
pub(crate) fn next_tab(event: &ev::KeyboardEvent, open: usize, count: usize) -> Option<usize> {
    let step = match event.key().as_str() {
        "ArrowRight" => 1,
        "ArrowLeft" => count.checked_sub(1)?,
        _ => return None,
    };
    let next = (open + step).checked_rem(count)?;
    event.prevent_default();
    Some(next)
}

/// Gives the keyboard to the first element that a selector finds.
pub(crate) fn focus(selector: &str) -> bool {
    let Some(element) = document().query_selector(selector).ok().flatten() else { return false };
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        element.focus().ok();
    } else if let Some(element) = element.dyn_ref::<web_sys::SvgElement>() {
        element.focus().ok();
    }
    true
}
