//! The moments that were told: the next one is told by what differs from the last.

use std::collections::VecDeque;

use mesh_view::{Frame, Moment, Update};

/// Frames that the page shows or may still come to show, with their numbers, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Told {
    frames: VecDeque<(u32, Frame)>,
    last: u32,
    revision: u32,
}

impl Told {
    /// Takes note of a question's revision, and of the number of the moment that the page shows.
    pub(crate) fn heed(&mut self, revision: u32, known: u32) {
        if self.revision != revision {
            // The page has let go of what was told after the moment that it shows.
            self.revision = revision;
            self.frames.retain(|(number, _)| *number <= known);
        }
        // It never goes back to a moment that was told before that.
        self.frames.retain(|(number, _)| *number >= known);
    }

    /// Tells a moment by what differs from the last one that the page has.
    pub(crate) fn tell(&mut self, moment: Moment) -> Update {
        self.last += 1;
        let nothing = Frame::default();
        let from = self.frames.back().map_or((0, &nothing), |(number, frame)| (*number, frame));
        let update = Update::between(from, (self.last, &moment));
        self.frames.push_back((self.last, moment.frame));
        update
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(time: f64) -> Moment {
        Moment { frame: Frame { time, clients: vec!["client".into()], ..Frame::default() }, ..Moment::default() }
    }

    #[test]
    fn each_moment_is_told_by_the_last_one_that_the_page_has() {
        let mut told = Told::default();
        let mut from = |revision, known| {
            told.heed(revision, known);
            let update = told.tell(moment(1.0));
            (update.from, update.number)
        };
        assert_eq!(from(1, 0), (0, 1));
        assert_eq!(from(1, 0), (1, 2));
        assert_eq!(from(1, 1), (2, 3));
        // What was run ahead of the first is void.
        assert_eq!(from(2, 1), (1, 4));
        assert_eq!(from(2, 1), (4, 5));
        assert_eq!(from(3, 5), (5, 6));
        // A page that has lost what it had is told all.
        assert_eq!(from(4, 0), (0, 7));
    }

    #[test]
    fn frames_that_were_shown_are_let_go_of() {
        let mut told = Told::default();
        for number in 0..100 {
            told.heed(1, number);
            told.tell(moment(f64::from(number)));
        }
        assert!(told.frames.len() <= 2, "{}", told.frames.len());
    }
}
