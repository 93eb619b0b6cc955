//! A moment as it differs from one that the page has.

mod frame;
mod list;
#[cfg(test)]
mod tests;

pub use frame::{Changed, FrameUpdate};
pub use list::ListUpdate;

use serde::{Deserialize, Serialize};

use crate::{Dots, Frame, Moment, Panel};

/// A moment of the run, told by what differs from one that was told before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// Its number. Moments are counted from 1; an empty frame has 0.
    pub number: u32,
    /// The number of the one that it differs from.
    pub from: u32,
    /// What differs in the frame.
    pub frame: FrameUpdate,
    /// The panel of what is selected.
    pub panel: Option<Panel>,
    /// What happened to requests on the way to it.
    pub dots: Dots,
}

impl Update {
    /// What tells a moment to somebody who knows another frame by its number.
    #[must_use]
    pub fn between((from, known): (u32, &Frame), (number, moment): (u32, &Moment)) -> Self {
        let frame = FrameUpdate::between(known, &moment.frame);
        Self { number, from, frame, panel: moment.panel.clone(), dots: moment.dots.clone() }
    }

    /// Changes a frame that is known by its number; nothing where this tells what differs from another one.
    pub fn apply(self, (number, known): (&mut u32, &mut Frame)) -> Option<Changed> {
        if self.from == 0 {
            *known = Frame::default();
        } else if self.from != *number {
            return None;
        }
        *number = self.number;
        Some(self.frame.apply(known))
    }
}
