//! Where requests are seen: one rule for all.
//!
//! Crossing an edge takes [`CROSSING`] seconds of the viewer's time, there and back, at every speed. Every stay (an app at work,
//! a delay, a queue, a wait for a time-out) takes its simulated time divided by the speed, at the place where the request
//! stays. A request starts when it starts, a call of an app when the app makes it; what an app does after its calls it does
//! after they are seen to be back.

mod clock;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use mesh_ordered::OrderedMap;

use crate::{CallEvent, CallOrigin, CallStep, EdgeIndex, Frame};
use clock::Clock;

/// Seconds of the viewer's time for an edge and a direction.
pub const CROSSING: f64 = 0.3;
/// Seconds of the viewer's time in which an end fades or bursts.
const ENDING: f64 = 0.3;
/// Calls that are followed at once: further requests are not seen.
const MOST_CALLS: usize = 8_000;
/// Events are let go of once so many more are kept than were needed last.
const SPARE_EVENTS: usize = 4_096;

/// What a request looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    /// On its way, or waiting.
    Request,
    /// The same, another try.
    Retry,
    /// A mirrored copy.
    Mirror,
    /// On its way back with an error.
    Failed,
    /// It has just failed here, with this status; the share of the burst that is over.
    Burst(u16, f64),
    /// It was answered; the share of the fading that is over.
    Fade(f64),
}

/// A request as it is seen at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Which one.
    pub request: u64,
    /// An edge of the graph.
    pub edge: EdgeIndex,
    /// How much of the edge lies behind it, 0 to 1.
    pub share: f64,
    /// As what.
    pub look: Look,
}

/// A request on one edge, there or back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// An edge of the graph.
    pub edge: EdgeIndex,
    /// The viewer's second at which it enters it.
    pub start: f64,
    /// Whether it goes against the edge's direction.
    pub is_back: bool,
    /// As what.
    pub look: Look,
}

/// Edges that are drawn of a way, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Way([Option<EdgeIndex>; 2]);

impl Way {
    fn edges(self) -> impl DoubleEndedIterator<Item = EdgeIndex> {
        self.0.into_iter().flatten()
    }

    fn seconds(self) -> f64 {
        CROSSING * self.edges().count() as f64
    }

    /// The edge and the share of it where so many seconds of crossing have passed.
    fn at(self, seconds: f64) -> Option<(EdgeIndex, f64)> {
        let crossed = (seconds / CROSSING).max(0.0);
        let last = self.edges().count().checked_sub(1)?;
        let number = (crossed as usize).min(last);
        Some((self.edges().nth(number)?, (crossed - number as f64).min(1.0)))
    }

    fn start(self) -> Option<(EdgeIndex, f64)> {
        self.at(0.0)
    }

    fn end(self) -> Option<(EdgeIndex, f64)> {
        self.at(self.seconds())
    }
}

/// A try: there, a stay, and back. In the viewer's seconds, without end as long as it is under way.
#[derive(Clone, Copy, Debug)]
struct Try {
    way: Way,
    is_retry: bool,
    sent: f64,
    arrives: f64,
    leaves: f64,
    back: f64,
    status: u16,
    /// The simulated nanosecond at which its answer came.
    answered: u64,
}

/// A request at a client.
#[derive(Clone, Debug)]
struct Call {
    request: u64,
    is_mirror: bool,
    /// The call that an app makes it for, and the number of that call's try, which waits for it as long as it is under way.
    parent: Option<(u64, usize)>,
    /// Where its client stands.
    home: Option<(EdgeIndex, f64)>,
    begins: f64,
    tries: Vec<Try>,
    /// The viewer's second at which what had happened until a simulated nanosecond has been seen, at the place where the request
    /// is then.
    seen: (f64, u64),
    ends: f64,
    status: u16,
    has_failed: bool,
    /// Whether a try did, whatever became of the call.
    has_failed_tries: bool,
}

impl Call {
    fn open(&mut self) -> Option<&mut Try> {
        self.tries.last_mut().filter(|last| last.leaves.is_infinite())
    }

    fn now(&self, clock: &Clock, at: u64) -> f64 {
        clock.after(self.seen.0, at.saturating_sub(self.seen.1) as f64 / 1e9)
    }

    /// Where it is at a viewer's second, and as what.
    fn place(&self, now: f64) -> Option<((EdgeIndex, f64), Look)> {
        let look = |is_retry| match (self.is_mirror, is_retry) {
            (true, _) => Look::Mirror,
            (_, true) => Look::Retry,
            _ => Look::Request,
        };
        let Some(at) = self.tries.iter().rev().find(|at| at.sent <= now) else {
            return Some((self.home?, look(false))).filter(|_| self.begins <= now && now < self.ends);
        };
        let (way, there) = (at.way, look(at.is_retry));
        if now < at.arrives {
            Some((way.at(now - at.sent)?, there))
        } else if now < at.leaves {
            Some((way.end()?, there))
        } else if now < at.back {
            let back = if is_error(at.status) { Look::Failed } else { there };
            Some((way.at(at.back - now)?, back))
        } else if now < self.ends {
            Some((way.start()?, there))
        } else {
            let is_seen = !self.has_failed && now < self.ends + ENDING;
            Some((way.start()?, Look::Fade((now - self.ends) / ENDING))).filter(|_| is_seen)
        }
    }

    /// Where it has just failed.
    fn bursts(&self, now: f64) -> impl Iterator<Item = ((EdgeIndex, f64), Look)> + '_ {
        let burst = move |place: Option<(EdgeIndex, f64)>, since: f64, status| {
            let share = (now - since) / ENDING;
            Some((place?, Look::Burst(status, share))).filter(|_| (0.0..1.0).contains(&share))
        };
        let of_try =
            move |at: &Try| [burst(at.way.end(), at.leaves, at.status), burst(at.way.start(), at.back, at.status)];
        let failed = self.tries.iter().filter(|at| is_error(at.status) && at.back.is_finite());
        // Where the last try has failed, that is how the call ends.
        let is_own = self.has_failed && self.tries.last().is_none_or(|last| last.back < self.ends);
        let home = self.tries.last().map_or(self.home, |last| last.way.start());
        let own = is_own.then(|| burst(home, self.ends, self.status)).flatten();
        failed.flat_map(of_try).flatten().chain(own)
    }
}

/// Requests on their way.
#[derive(Clone, Debug, Default)]
pub struct Flights {
    clock: Clock,
    ways: Vec<Way>,
    /// What has happened to the calls that are followed, to see it anew where edges or the speed are others.
    events: VecDeque<CallEvent>,
    needed: usize,
    calls: OrderedMap<u64, Call>,
}

impl Flights {
    /// Goes over the edges of a frame. Where a triangle sits on what it stands for there is none to cross.
    pub fn lay(&mut self, frame: &Frame) {
        let is_drawn = |edge: &EdgeIndex| frame.layout.edges.get(edge.index()).is_none_or(|curve| !curve.inside);
        let edge = |plus_one: &u32| plus_one.checked_sub(1).map(EdgeIndex).filter(is_drawn);
        let way = |way: &[u32]| Way([way.first().and_then(edge), way.get(1).and_then(edge)]);
        let ways: Vec<Way> = frame.ways.chunks_exact(2).map(way).collect();
        if ways != self.ways {
            self.ways = ways;
            self.see_anew();
        }
    }

    /// Forgets all requests, since the run jumped to another simulated second.
    pub fn jump(&mut self, shown: f64, speed: f64) {
        self.clock = Clock::at(shown, speed);
        self.events.clear();
        self.calls.clear();
    }

    /// Takes what has happened up to what is shown.
    pub fn tell(&mut self, events: impl Iterator<Item = CallEvent>) {
        for event in events {
            self.events.push_back(event);
            self.see(event);
        }
    }

    /// Shows another simulated second, at a speed.
    pub fn advance(&mut self, shown: f64, speed: f64) {
        if self.clock.turn(shown, speed) {
            self.see_anew();
        }
        let now = self.clock.viewed(shown);
        self.calls.retain(|_, call| now < call.ends + ENDING);
        if self.events.len() > 2 * self.needed + SPARE_EVENTS {
            let calls = &self.calls;
            self.events.retain(|event| calls.contains_key(&event.call));
            self.needed = self.events.len();
        }
    }

    /// How many requests are under way, or have just ended, while a simulated second is shown.
    #[must_use]
    pub fn count(&self, shown: f64) -> usize {
        let now = self.clock.viewed(shown);
        self.calls.values().filter(|call| call.begins <= now && now < call.ends + ENDING).count()
    }

    /// The requests that are seen while a simulated second is shown, what is on its way first.
    pub fn spots(&self, shown: f64) -> impl Iterator<Item = Spot> + '_ {
        self.spots_of(shown, 1)
    }

    /// The same of one of so many requests, and of all that fail: where the others are is not looked for.
    pub fn spots_of(&self, shown: f64, one_in: u64) -> impl Iterator<Item = Spot> + '_ {
        let now = self.clock.viewed(shown);
        let is_drawn = move |call: &&Call| call.has_failed || call.request.is_multiple_of(one_in);
        let spot = |call: &Call, ((edge, share), look)| Spot { request: call.request, edge, share, look };
        let all = move || self.calls.values().filter(is_drawn);
        let places = all().filter_map(move |call| Some(spot(call, call.place(now)?)));
        let failed = all().filter(|call| call.has_failed || call.has_failed_tries);
        places.chain(failed.flat_map(move |call| call.bursts(now).map(move |burst| spot(call, burst))))
    }

    /// The failures whose dots are not back yet while a simulated second is shown: by edge, from that to the app first, and the
    /// simulated second at which the answer came. What such a failure causes is not seen before its dot.
    pub fn failures_on_their_way(&self, shown: f64) -> impl Iterator<Item = (EdgeIndex, f64)> + '_ {
        let now = self.clock.viewed(shown);
        let tries = self.calls.values().flat_map(|call| &call.tries);
        let is_on_its_way = move |at: &&Try| is_error(at.status) && at.back.is_finite() && now < at.back;
        tries.filter(is_on_its_way).flat_map(|at| at.way.edges().map(|edge| (edge, at.answered as f64 / 1e9)))
    }

    /// Those failures of them that their callers were told, with the status: no other try was made.
    pub fn told_failures_on_their_way(&self, shown: f64) -> impl Iterator<Item = (EdgeIndex, f64, u16)> + '_ {
        let now = self.clock.viewed(shown);
        let has_been_told = |call: &&Call| call.has_failed && call.ends.is_finite();
        let last = self.calls.values().filter(has_been_told).filter_map(|call| Some((call.tries.last()?, call.status)));
        let on_its_way = last.filter(move |(at, _)| now < at.back);
        on_its_way.flat_map(|(at, status)| at.way.edges().map(move |edge| (edge, at.answered as f64 / 1e9, status)))
    }

    /// Each edge that a request crosses, as far as it is known.
    pub fn crossings(&self) -> impl Iterator<Item = Crossing> + '_ {
        let of_try = |call: &Call, at: &Try| {
            let look = match (call.is_mirror, at.is_retry) {
                (true, _) => Look::Mirror,
                (_, true) => Look::Retry,
                _ => Look::Request,
            };
            let back = if is_error(at.status) { Look::Failed } else { look };
            let (sent, leaves) = (at.sent, at.leaves);
            let there = at.way.edges().enumerate().map(move |(number, edge)| (edge, sent, number, false, look));
            let back = at.way.edges().rev().enumerate().map(move |(number, edge)| (edge, leaves, number, true, back));
            there.chain(back).filter(|(_, from, ..)| from.is_finite()).map(|(edge, from, number, is_back, look)| {
                Crossing { edge, start: from + CROSSING * number as f64, is_back, look }
            })
        };
        self.calls.values().flat_map(move |call| call.tries.iter().flat_map(move |at| of_try(call, at)))
    }

    fn see_anew(&mut self) {
        self.calls.clear();
        for event in std::mem::take(&mut self.events) {
            self.events.push_back(event);
            self.see(event);
        }
    }

    fn see(&mut self, CallEvent { at, call: id, step }: CallEvent) {
        match step {
            CallStep::Begun(origin) => self.begin(at, id, origin),
            CallStep::Sent(way, is_retry) => self.send(at, id, way, is_retry),
            CallStep::Back(status) => self.come_back(at, id, status),
            CallStep::Ended(status, way) => self.end(at, id, status, way),
        }
    }

    fn way(&self, way: u32) -> Way {
        self.ways.get(way as usize).copied().unwrap_or_default()
    }

    fn begin(&mut self, at: u64, id: u64, origin: CallOrigin) {
        let known = |call: u64| self.calls.get(&call);
        let call = match origin {
            CallOrigin::Outside(request, way) if self.calls.len() < MOST_CALLS => {
                let begins = self.clock.viewed(at as f64 / 1e9);
                Call::new(request, begins, at, None, way.and_then(|way| self.way(way).start()))
            }
            CallOrigin::Outside(..) => return,
            CallOrigin::Call(parent) => {
                let Some(caller) = known(parent) else { return };
                let home = caller.tries.last().and_then(|last| last.way.end());
                let waits = Some((parent, caller.tries.len()));
                Call::new(caller.request, caller.now(&self.clock, at), at, waits, home)
            }
            CallOrigin::Mirror(copied) => {
                let Some(copied) = known(copied) else { return };
                let begins = copied.tries.last().map_or_else(|| copied.now(&self.clock, at), |last| last.sent);
                Call { is_mirror: true, ..Call::new(copied.request, begins, at, None, copied.home) }
            }
        };
        self.calls.insert(id, call);
    }

    fn send(&mut self, at: u64, id: u64, way: u32, is_retry: bool) {
        let way = self.way(way);
        let Some(call) = self.calls.get_mut(&id) else { return };
        let sent = call.now(&self.clock, at);
        let arrives = sent + way.seconds();
        call.seen = (arrives, at);
        let (leaves, back) = (f64::INFINITY, f64::INFINITY);
        call.tries.push(Try { way, is_retry, sent, arrives, leaves, back, status: 200, answered: u64::MAX });
    }

    fn come_back(&mut self, at: u64, id: u64, status: u16) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let leaves = call.now(&self.clock, at);
        let Some(last) = call.open() else { return };
        (last.leaves, last.back, last.status) = (leaves, leaves + last.way.seconds(), status);
        last.answered = at;
        let back = last.back;
        call.seen = (back, at);
        call.has_failed |= is_error(status);
        call.has_failed_tries |= is_error(status);
    }

    fn end(&mut self, at: u64, id: u64, status: u16, way: Option<u32>) {
        if let Some(way) = way.filter(|_| self.calls.get(&id).is_some_and(|call| call.tries.is_empty())) {
            self.send(at, id, way, false);
            self.come_back(at, id, status);
        }
        let Some(call) = self.calls.get_mut(&id) else { return };
        let ends = call.now(&self.clock, at);
        (call.ends, call.status, call.has_failed) = (ends, status, is_error(status));
        if let Some(last) = call.tries.last_mut().filter(|last| is_error(status) && is_error(last.status)) {
            // What the caller is told: a try that was given up has no status of its own.
            last.status = status;
        }
        let Some((parent, number)) = call.parent else { return };
        let Some(caller) = self.calls.get_mut(&parent) else { return };
        if caller.tries.len() == number && caller.open().is_some() {
            caller.seen = (caller.now(&self.clock, at).max(ends), at);
        }
    }
}

impl Call {
    fn new(request: u64, begins: f64, at: u64, parent: Option<(u64, usize)>, home: Option<(EdgeIndex, f64)>) -> Self {
        let (tries, ends, status) = (Vec::new(), f64::INFINITY, 200);
        let (is_mirror, has_failed, has_failed_tries) = (false, false, false);
        let seen = (begins, at);
        Self { request, is_mirror, parent, home, begins, tries, seen, ends, status, has_failed, has_failed_tries }
    }
}

/// Answered with an error, or not at all.
fn is_error(status: u16) -> bool {
    !(100..400).contains(&status)
}
