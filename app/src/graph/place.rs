//! Nodes that are put elsewhere: with the pointer, or with Shift and the arrow keys. The drawing follows at once, the engine then
//! tells where everything stands.

use leptos::{ev, prelude::*};
use mesh_view::{Layout, Point};

use super::camera::Spread;
use crate::state::{Playground, playground, text};

/// The pointer moves something once it is so far from where it was pressed.
const MEANT: i32 = 5;
/// Pixels of one press of an arrow key.
const STEP: f64 = 8.0;

/// What the pointer holds.
#[derive(Clone, Copy)]
pub(super) struct Held {
    held: StoredValue<Option<Hold>>,
    /// Whether something is on its way.
    moving: RwSignal<bool>,
}

struct Hold {
    id: String,
    /// Where it was pressed.
    from: (i32, i32),
    by: Point,
    /// Where everything stood, and the version of the drawing since.
    before: Layout,
    version: u32,
}

impl Held {
    pub(super) fn new() -> Self {
        Self { held: StoredValue::new(None), moving: RwSignal::new(false) }
    }

    /// Takes hold of a node; of what else is there one does not take hold. Fingers push the whole drawing.
    pub(super) fn press(self, id: Option<String>, event: &ev::PointerEvent) {
        let from = (event.client_x(), event.client_y());
        let hold = |id: String| {
            playground().shown.with_untracked(|shown| {
                shown.node(&id)?;
                let (before, version) = (shown.frame.layout.clone(), shown.versions.layout);
                Some(Hold { id, from, by: Point::default(), before, version })
            })
        };
        self.held.set_value(id.filter(|_| event.pointer_type() != "touch").and_then(hold));
    }

    /// Whether something is on its way.
    pub(super) fn is_moving(self) -> bool {
        self.moving.get()
    }

    /// Goes on to where the pointer is; false where it holds nothing.
    pub(super) fn drag(self, event: &ev::PointerEvent, spread: Spread) -> bool {
        let done = self.held.try_update_value(|held| {
            let hold = held.as_mut()?;
            let (x, y) = (event.client_x() - hold.from.0, event.client_y() - hold.from.1);
            if !self.moving.get_untracked() && x.abs() + y.abs() < MEANT {
                return Some(());
            }
            self.moving.set(true);
            hold.by = Point { x: f64::from(x) / spread.x, y: f64::from(y) / spread.y };
            playground().shown.update(|shown| {
                if shown.versions.layout == hold.version {
                    shown.frame.layout.clone_from(&hold.before);
                } else {
                    // Something else stands otherwise meanwhile: what is held goes on from there.
                    hold.before.clone_from(&shown.frame.layout);
                    (hold.from, hold.by) = ((event.client_x(), event.client_y()), Point::default());
                }
                shown.carry(&hold.id, hold.by);
                hold.version = shown.versions.layout;
            });
            Some(())
        });
        done.flatten().is_some()
    }

    /// Lets go of it where it is.
    pub(super) fn release(self) {
        let held = self.held.try_update_value(Option::take).flatten();
        if let Some(Hold { id, by, .. }) = held.filter(|_| self.moving.get_untracked()) {
            self.moving.set(false);
            playground().move_node(Some((id, by)));
        }
    }
}

/// Moves a node by an arrow key; false where there is none to be moved.
pub(super) fn nudge(id: &str, key: &str, spread: Spread) -> bool {
    let (x, y) = match key {
        "ArrowRight" => (STEP, 0.0),
        "ArrowLeft" => (-STEP, 0.0),
        "ArrowDown" => (0.0, STEP),
        "ArrowUp" => (0.0, -STEP),
        _ => return false,
    };
    let playground = playground();
    if playground.shown.with_untracked(|shown| shown.node(id).is_none()) {
        return false;
    }
    let by = Point { x: x / spread.x, y: y / spread.y };
    playground.shown.update(|shown| shown.carry(id, by));
    playground.move_node(Some((id.to_owned(), by)));
    true
}

/// Whether something stands where somebody has put it.
pub(super) fn is_moved(playground: Playground) -> Memo<bool> {
    Memo::new(move |_| playground.shown.with(|shown| shown.frame.layout.is_moved))
}

/// Puts all back, where something was moved.
#[component]
pub(super) fn PutBack() -> impl IntoView {
    let text = text();
    let playground = playground();
    let is_moved = is_moved(playground);
    view! {
        <Show when=move || is_moved.get()>
            <button class="wide" type="button" data-testid="put-back" title=text.of_stage.put_back_help on:click=move |_| playground.move_node(None)>{text.of_stage.put_back}</button>
        </Show>
    }
    .into_any()
}
