//! What the engine has run ahead of what is shown.

use std::collections::VecDeque;

use mesh_view::{CallEvent, Update};

/// Simulated seconds that the engine may be ahead, at 1x.
const MOST_AHEAD: f64 = 0.6;
/// Simulated seconds between two moments, at 1x: signals stay out of the drawings in between.
const STRETCH: f64 = 0.22;

/// Moments that are not shown yet, and what happens to requests until then.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    /// Simulated seconds that are shown.
    now: f64,
    moments: VecDeque<Update>,
    events: VecDeque<CallEvent>,
    /// Whether the engine is asked for the next one.
    is_asked: bool,
    /// Whether there is no next one, since the run came to its end.
    has_ended: bool,
    revision: u32,
    /// Whether what the document moves by itself is not shown yet by this.
    is_behind: bool,
}

impl Ahead {
    pub(crate) fn at(now: f64) -> Self {
        Self { now, is_behind: true, ..Self::default() }
    }

    /// Whether what is shown is where the document began, which has moved its requests on by itself since.
    pub(crate) fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// Goes on from where the document has come to in so many seconds, once the engine has run as far; nothing until then.
    pub(crate) fn catch_up(&mut self, seconds: f64) -> Option<f64> {
        let is_there = self.now + seconds <= self.end() || self.has_ended;
        self.is_behind &= !is_there;
        is_there.then_some(seconds)
    }

    /// What is shown is something else than the document's.
    pub(crate) fn leave(&mut self) {
        self.is_behind = false;
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
        let mut events = std::mem::take(&mut self.events);
        events.truncate(self.due(&events));
        let (revision, is_behind) = (self.revision + 1, self.is_behind);
        *self = Self { now: self.now, revision, events, is_behind, ..Self::default() };
        self.revision
    }

    /// Goes to another simulated time.
    pub(crate) fn go(&mut self, now: f64) {
        self.now = now;
    }

    /// How much to ask the engine to run on, if it should; it then counts as asked.
    pub(crate) fn wanted(&mut self, speed: f64) -> Option<f64> {
        // What the document has moved is run through at once.
        let speed = if self.is_behind { mesh_view::Opening::AHEAD / MOST_AHEAD } else { speed };
        let ahead = self.end() - self.now;
        if self.is_asked || self.has_ended || ahead >= MOST_AHEAD * speed {
            return None;
        }
        self.is_asked = true;
        Some(STRETCH * speed)
    }

    /// Takes over what the engine has run.
    pub(crate) fn push(&mut self, moment: Update) {
        self.is_asked = false;
        self.has_ended = moment.frame.time() <= self.end() || moment.frame.has_stopped();
        self.tell(&moment);
        self.moments.push_back(moment);
    }

    /// Moves what is shown on, no farther than the engine has run; gives the moments that are reached, each of which is told by
    /// the one before.
    pub(crate) fn advance(&mut self, seconds: f64) -> Vec<Update> {
        self.now = (self.now + seconds).min(self.end()).max(self.now);
        let reached = self.moments.partition_point(|moment| moment.frame.time() <= self.now);
        self.moments.drain(..reached).collect()
    }

    /// Takes what has happened to requests on the way to a moment.
    pub(crate) fn tell(&mut self, moment: &Update) {
        self.events.extend(moment.dots.events());
    }

    /// What happened to requests up to what is shown, each step once.
    pub(crate) fn take_events(&mut self) -> impl Iterator<Item = CallEvent> + use<> {
        let later = self.events.split_off(self.due(&self.events));
        std::mem::replace(&mut self.events, later).into_iter()
    }

    /// How much of what happens has happened when the time that is shown begins.
    fn due(&self, events: &VecDeque<CallEvent>) -> usize {
        events.partition_point(|event| event.at as f64 <= self.now * 1e9)
    }

    /// Simulated seconds that the engine has run.
    fn end(&self) -> f64 {
        self.moments.back().map_or(self.now, |moment| moment.frame.time())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mesh_view::{CallStep, Frame, Moment};

    fn moment(time: f64, dots: &[f64]) -> Update {
        let event = |at: &f64| CallEvent { at: (at * 1e9) as u64, call: 1, step: CallStep::Back(200) };
        let frame = Frame { time, ..Frame::default() };
        let moment = Moment { frame, panel: None, dots: dots.iter().map(event).collect() };
        Update::between((0, &Frame::default()), (1, &moment))
    }

    #[test]
    fn what_is_shown_waits_for_the_engine_and_passes_each_moment_once() {
        let mut ahead = Ahead::at(1.0);
        ahead.leave();
        assert_eq!(ahead.advance(0.1), []);
        assert_eq!((ahead.now(), ahead.wanted(1.0), ahead.wanted(1.0)), (1.0, Some(0.22), None));
        ahead.push(moment(1.22, &[1.05, 1.2]));
        assert_eq!(ahead.advance(0.1), []);
        assert_eq!(ahead.take_events().count(), 1);
        ahead.push(moment(1.44, &[]));
        let reached = ahead.advance(0.9);
        assert_eq!(reached.iter().map(|moment| moment.frame.time()).collect::<Vec<_>>(), [1.22, 1.44]);
        assert_eq!((ahead.now(), ahead.take_events().count(), ahead.take_events().count()), (1.44, 1, 0));
    }

    #[test]
    fn a_run_that_ended_is_not_asked_again_until_something_changes() {
        let mut ahead = Ahead::at(5.0);
        ahead.leave();
        assert!(ahead.wanted(1.0).is_some());
        ahead.push(moment(5.0, &[]));
        assert_eq!(ahead.wanted(1.0), None);
        let before = ahead.revision();
        assert_eq!(ahead.change(), before + 1);
        assert!(ahead.wanted(1.0).is_some() && ahead.now() == 5.0);
    }

    #[test]
    fn a_page_goes_on_where_its_document_has_come_to() {
        let mut ahead = Ahead::at(60.0);
        assert_eq!(ahead.catch_up(0.8), None);
        assert!(ahead.wanted(1.0).is_some_and(|seconds| seconds > 0.8));
        ahead.push(moment(61.5, &[60.5]));
        assert!(ahead.is_behind());
        assert_eq!((ahead.catch_up(1.1), ahead.is_behind()), (Some(1.1), false));
        ahead.advance(1.1);
        assert_eq!((ahead.now(), ahead.take_events().count()), (61.1, 1));
    }
}
