//! What is chosen stays in view: beside the details, which lie over the stage, and in a drawing that is larger than it.

use leptos::{html, prelude::*};
use mesh_view::{NameSide, Point, text_width};

use super::camera::Camera;
use crate::shown::Shown;
use crate::state::{Phone, playground, view_state};

/// Follows what is chosen, and what lies over the stage.
pub(super) fn follow(stage: NodeRef<html::Div>) {
    let (playground, view) = (playground(), view_state());
    let measure = move || {
        if let Some(stage) = stage.try_get_untracked().flatten() {
            playground.cover(covered(&stage));
        }
    };
    Effect::new(move |_| {
        view.side_open.track();
        view.edit_open.track();
        playground.stage.track();
        // Once it is folded away or laid over.
        request_animation_frame(measure);
    });
    let laid = playground.version(|versions| versions.layout);
    // Where it was pushed from, and to; and whether for what a scenario was opened at.
    let pushed = StoredValue::new(None::<(Camera, Camera, bool)>);
    Effect::new(move |_| {
        // Read, not tracked alone: a memo that nobody reads follows nothing.
        laid.get();
        playground.stage.track();
        let place = playground.selected.with(|id| {
            let id = id.as_deref()?;
            playground.shown.with_untracked(|shown| place_of(shown, id))
        });
        let now = view.camera.get_untracked();
        let Some(place) = place else {
            // What a scenario was opened at has been seen so: it stays where it is.
            if let Some((from, to, false)) = pushed.try_update_value(Option::take).flatten()
                && to == now
            {
                view.camera.set(from);
            }
            return;
        };
        let is_at_first = playground.selected_at_first.with_value(Option::is_some);
        // From where it was before: what had to be pushed aside may have room by now.
        let from = match pushed.get_value() {
            Some((from, to, was_at_first)) if to == now && (is_at_first || !was_at_first) => from,
            _ => now,
        };
        let seen = playground.shown.with_untracked(|shown| {
            let layout = &shown.frame.layout;
            let (place, [left, above, right, below]) = place;
            // A drawing that is pushed about lies below the buttons at the foot of the stage.
            let buttons = if layout.height > layout.stage.height { BUTTONS } else { 0.0 };
            let takes = [left, above, right, below + buttons];
            from.with_in_view(place, takes, &from.sight(layout, playground.stage.get_untracked()), layout.covered)
        });
        if seen != now && view.phone.get_untracked() != Phone::Editor {
            pushed.set_value(Some((from, seen, is_at_first)));
            view.camera.set(seen);
        }
    });
}

/// What is said below a name takes so much.
const SAID: f64 = 84.0;
const LINE: f64 = 15.0;
/// Height of the buttons that zoom.
const BUTTONS: f64 = 36.0;

/// Where a node stands, or the label of an edge, and what it takes to its left, above it, to its right and below it.
fn place_of(shown: &Shown, id: &str) -> Option<(Point, [f64; 4])> {
    let Some(place) = shown.place(id) else {
        let curve = shown.curve(id)?;
        return Some((curve.label, [curve.room / 2.0, LINE, curve.room / 2.0, LINE]));
    };
    let half = place.size / 2.0;
    let name = place.lines.iter().map(|line| text_width(line, 12.0)).fold(SAID, f64::max);
    let takes = match place.side {
        NameSide::Right => [half, half + LINE, half + name, half + LINE],
        NameSide::Below => [half.max(name / 2.0), half + LINE, half.max(name / 2.0), half + 3.0 * LINE],
        NameSide::Nowhere => [half + LINE; 4],
    };
    Some((place.center, takes))
}

/// Pixels at the right of the stage that the details lie over.
fn covered(stage: &web_sys::HtmlElement) -> f64 {
    let Some(side) = document().get_element_by_id("side") else { return 0.0 };
    let (side, stage) = (side.get_bounding_client_rect(), stage.get_bounding_client_rect());
    let beside = stage.right() - side.left();
    let lies_over =
        side.width() > 0.0 && side.top() < stage.bottom() - stage.height() / 2.0 && side.bottom() > stage.top();
    // From one side to the other it is no panel at the right.
    if lies_over && beside > 0.0 && beside < 0.75 * stage.width() { beside.round() } else { 0.0 }
}
