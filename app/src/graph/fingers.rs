//! Two fingers on the stage: they spread the drawing and push it along.

use leptos::{ev, prelude::*};

/// The fingers that lie on the stage.
#[derive(Clone, Copy)]
pub(super) struct Fingers(StoredValue<Vec<Finger>>);

#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    id: i32,
    x: f64,
    y: f64,
}

/// What two fingers did since they were last looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pinch {
    /// How many times as far they lie apart.
    pub(super) factor: f64,
    /// The middle between them, in pixels of the window.
    pub(super) middle: (f64, f64),
    /// How far that has come, to the right and down.
    pub(super) by: (f64, f64),
}

/// Nearer to each other than this in pixels they tell no distance.
const APART: f64 = 8.0;

impl Fingers {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    pub(super) fn press(self, event: &ev::PointerEvent) {
        self.lift(event);
        if event.pointer_type() == "touch" {
            self.0.update_value(|fingers| fingers.push(Finger::of(event)));
        }
    }

    pub(super) fn lift(self, event: &ev::PointerEvent) {
        self.0.update_value(|fingers| fingers.retain(|finger| finger.id != event.pointer_id()));
    }

    /// Whether others lie there.
    pub(super) fn are_there(self) -> bool {
        self.0.with_value(|fingers| !fingers.is_empty())
    }

    /// What two of them did by this movement; nothing of one alone.
    pub(super) fn pinch(self, event: &ev::PointerEvent) -> Option<Pinch> {
        self.0.try_update_value(|fingers| pinched(fingers, Finger::of(event))).flatten()
    }
}

impl Finger {
    fn of(event: &ev::PointerEvent) -> Self {
        Self { id: event.pointer_id(), x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
    }
}

/// Moves one of the fingers.
fn pinched(fingers: &mut [Finger], to: Finger) -> Option<Pinch> {
    let [first, second] = fingers else { return None };
    let before = (*first, *second);
    *[first, second].into_iter().find(|finger| finger.id == to.id)? = to;
    let now = (fingers[0], fingers[1]);
    let apart = |(one, other): (Finger, Finger)| (one.x - other.x).hypot(one.y - other.y).max(APART);
    let middle = |(one, other): (Finger, Finger)| (f64::midpoint(one.x, other.x), f64::midpoint(one.y, other.y));
    let (was, is) = (middle(before), middle(now));
    Some(Pinch { factor: apart(now) / apart(before), middle: is, by: (is.0 - was.0, is.1 - was.1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_fingers_spread_and_push() {
        let finger = |id, x, y| Finger { id, x, y };
        let mut fingers = vec![finger(1, 100.0, 100.0), finger(2, 200.0, 100.0)];
        let spread = pinched(&mut fingers, finger(2, 300.0, 100.0)).unwrap();
        assert_eq!(spread, Pinch { factor: 2.0, middle: (200.0, 100.0), by: (50.0, 0.0) });
        assert_eq!(fingers[1], finger(2, 300.0, 100.0));
        // One over the other tells no distance.
        let folded = pinched(&mut fingers, finger(2, 100.0, 100.0)).unwrap();
        assert_eq!(folded.factor, APART / 200.0);
        assert_eq!(pinched(&mut fingers, finger(7, 0.0, 0.0)), None);
        fingers.pop();
        assert_eq!(pinched(&mut fingers, finger(1, 0.0, 0.0)), None);
    }
}
