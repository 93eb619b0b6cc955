//! What the engine has run ahead of what is shown.

use std::collections::VecDeque;

use mesh_view::{Dot, Update};

/// Simulated seconds that the engine may be ahead, at 1x.
const MOST_AHEAD: f64 = 0.6;
/// Simulated seconds between two moments, at 1x: signals stay out of the drawings in between.
const STRETCH: f64 = 0.22;

/// Moments that are not shown yet, and the requests that become visible until then.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    /// Simulated seconds that are shown.
    now: f64,
    moments: VecDeque<Update>,
    dots: Vec<Dot>,
    /// Whether the engine is asked for the next one.
    is_asked: bool,
    /// Whether there is no next one, since the run came to its end.
    has_ended: bool,
    revision: u32,
}

impl Ahead {
    pub(crate) fn at(now: f64) -> Self {
        Self { now, ..Self::default() }
    }

    pub(crate) fn now(&self) -> f64 {
        self.now
    }

    /// Counts up with everything that changes the run.
    pub(crate) fn revision(&self) -> u32 {
        self.revision
    }

    /// Forgets what was run ahead, since something changes the run; the new revision.
    pub(crate) fn change(&mut self) -> u32 {
        *self = Self { now: self.now, revision: self.revision + 1, ..Self::default() };
        self.revision
    }

    /// Goes to another simulated time.
    pub(crate) fn go(&mut self, now: f64) {
        self.now = now;
    }

    /// How much to ask the engine to run on, if it should; it then counts as asked.
    pub(crate) fn wanted(&mut self, speed: f64) -> Option<f64> {
        let ahead = self.end() - self.now;
        if self.is_asked || self.has_ended || ahead >= MOST_AHEAD * speed {
            return None;
        }
        self.is_asked = true;
        Some(STRETCH * speed)
    }

    /// Takes over what the engine has run.
    pub(crate) fn push(&mut self, mut moment: Update) {
        self.is_asked = false;
        self.has_ended = moment.frame.time() <= self.end() || moment.frame.has_stopped();
        self.dots.append(&mut moment.dots);
        self.moments.push_back(moment);
    }

    /// Moves what is shown on, no farther than the engine has run; gives the moments that are reached, each of which is told by
    /// the one before.
    pub(crate) fn advance(&mut self, seconds: f64) -> Vec<Update> {
        self.now = (self.now + seconds).min(self.end()).max(self.now);
        let reached = self.moments.partition_point(|moment| moment.frame.time() <= self.now);
        self.moments.drain(..reached).collect()
    }

    /// The requests that became visible up to what is shown, each once.
    pub(crate) fn take_dots(&mut self) -> Vec<Dot> {
        let now = self.now;
        let (due, later) = std::mem::take(&mut self.dots).into_iter().partition(|dot| dot.start <= now);
        self.dots = later;
        due
    }

    /// Simulated seconds that the engine has run.
    fn end(&self) -> f64 {
        self.moments.back().map_or(self.now, |moment| moment.frame.time())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{Frame, Moment};

    fn moment(time: f64, dots: &[f64]) -> Update {
        let dot = |start: &f64| Dot {
            request: 1,
            edge: 0,
            start: *start,
            end: start + 0.1,
            status: mesh_view::DotStatus::Ok,
            retry: false,
            mirror: false,
        };
        let frame = Frame { time, ..Frame::default() };
        let moment = Moment { frame, panel: None, dots: dots.iter().map(dot).collect() };
        Update::between((0, &Frame::default()), (1, &moment))
    }

    #[test]
    fn what_is_shown_waits_for_the_engine_and_passes_each_moment_once() {
        let mut ahead = Ahead::at(1.0);
        assert_eq!(ahead.advance(0.1), []);
        assert_eq!((ahead.now(), ahead.wanted(1.0), ahead.wanted(1.0)), (1.0, Some(0.22), None));
        ahead.push(moment(1.22, &[1.05, 1.2]));
        assert_eq!(ahead.advance(0.1), []);
        assert_eq!(ahead.take_dots().len(), 1);
        ahead.push(moment(1.44, &[]));
        let reached = ahead.advance(0.9);
        assert_eq!(reached.iter().map(|moment| moment.frame.time()).collect::<Vec<_>>(), [1.22, 1.44]);
        assert_eq!((ahead.now(), ahead.take_dots().len(), ahead.take_dots().len()), (1.44, 1, 0));
    }

    #[test]
    fn a_run_that_ended_is_not_asked_again_until_something_changes() {
        let mut ahead = Ahead::at(5.0);
        assert!(ahead.wanted(1.0).is_some());
        ahead.push(moment(5.0, &[]));
        assert_eq!(ahead.wanted(1.0), None);
        let before = ahead.revision();
        assert_eq!(ahead.change(), before + 1);
        assert!(ahead.wanted(1.0).is_some() && ahead.now() == 5.0);
    }
}
