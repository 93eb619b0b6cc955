//! Traffic: sending and pacing.

use mesh_proxy::{Duration, Time};

use super::course::{Course, Due};
use super::requests::{RequestIndex, Requests};
use crate::ids::{ClientId, TrafficId};
use crate::keys::{RequestId, Sender};
use crate::traffic::Loop;

/// The least time between two requests of one connection.
const ROUND_TRIP: Duration = Duration::from_millis(1);

/// A Traffic under way.
#[derive(Clone, Copy, Debug, Default)]
struct TrafficState {
    /// The number of the next request.
    next: u64,
    /// What its rate had made by the last one.
    sent: f64,
    /// Whether it has been started.
    started: bool,
    /// The number of what it sends.
    request: Option<RequestIndex>,
}

/// A request that a Traffic sends.
pub(super) struct Sent {
    /// Its name.
    pub(super) root: RequestId,
    /// The subject of its draws.
    pub(super) key: u64,
    /// From where.
    pub(super) client: ClientId,
    /// What it says.
    pub(super) request: RequestIndex,
}

/// The Traffics of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traffics {
    states: Vec<TrafficState>,
    /// Requests that were answered.
    pub(crate) answered: u64,
}

impl Traffics {
    /// How many requests they have sent.
    pub(crate) fn sent(&self) -> u64 {
        self.states.iter().map(|traffic| traffic.next).sum()
    }

    /// Whether one of them has sent its request of a number.
    pub(crate) fn has_sent(&self, traffic: TrafficId, number: u64) -> bool {
        self.states.get(traffic.index()).is_some_and(|it| it.next > number)
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.states.capacity() * size_of::<TrafficState>()
    }

    /// Takes the Traffics of a new world, which may say something else now.
    pub(super) fn fit(&mut self, count: usize) {
        self.states.resize_with(count, TrafficState::default);
        for traffic in &mut self.states {
            traffic.request = None;
        }
    }

    /// Plans the first requests of senders that have not started.
    pub(super) fn start(&mut self, course: &mut Course) {
        let world = course.world.clone();
        for (traffic, plan) in (0..).map(TrafficId).zip(world.plan.traffics.iter()) {
            let Some(state) = self.states.get_mut(traffic.index()) else { continue };
            if state.started || plan.gone {
                continue;
            }
            state.started = true;
            match plan.pace.flow {
                Loop::Open { .. } => self.plan_next(course, traffic),
                Loop::Closed { .. } => {
                    let at = plan.pace.start.max(course.now);
                    for _ in 0..plan.pace.first() {
                        course.at(at, Due::Send(traffic));
                    }
                }
            }
        }
    }

    /// Plans the next request of an open loop. Requests that an edit put into the past are left out.
    fn plan_next(&mut self, course: &mut Course, traffic: TrafficId) {
        let Some(plan) = course.world.plan.traffic(traffic) else { return };
        let Some(state) = self.states.get_mut(traffic.index()) else { return };
        loop {
            let key = RequestId { sender: Sender::Traffic(traffic), number: state.next }.key(plan.key);
            match plan.pace.open(state.next, &mut state.sent, key, &mut course.trace) {
                Some(Time::NEVER) | None => return,
                Some(at) if at < course.now => state.next += 1,
                Some(at) => {
                    course.at(at, Due::Send(traffic));
                    return;
                }
            }
        }
    }

    /// A Traffic's next request, which is to begin now.
    pub(super) fn send_next(
        &mut self,
        course: &mut Course,
        requests: &mut Requests,
        traffic: TrafficId,
    ) -> Option<Sent> {
        let plan = course.world.plan.traffic(traffic).filter(|plan| !plan.gone)?;
        let state = self.states.get_mut(traffic.index())?;
        if state.next >= plan.pace.count || course.now >= plan.pace.stop {
            return None;
        }
        let number = state.next;
        state.next += 1;
        let root = RequestId { sender: Sender::Traffic(traffic), number };
        let request = *state.request.get_or_insert_with(|| requests.intern(&plan.request));
        let open = matches!(plan.pace.flow, Loop::Open { .. });
        let turn = (number % plan.clients.len().max(1) as u64) as usize;
        let (key, client) = (root.key(plan.key), plan.clients.get(turn).copied());
        if open {
            self.plan_next(course, traffic);
        }
        Some(Sent { root, key, client: client?, request })
    }

    /// Plans what a connection of a closed loop sends after an answer to a request that was sent at `start`.
    pub(super) fn answered(&mut self, course: &mut Course, traffic: TrafficId, start: Time) {
        self.answered += 1;
        let Some(plan) = course.world.plan.traffic(traffic).filter(|plan| !plan.gone) else { return };
        let Some(state) = self.states.get(traffic.index()) else { return };
        // Even a refusal takes a round trip: without it a loop of refusals would never let time pass.
        let answered = course.now.max(start + ROUND_TRIP);
        if let Some(at) = plan.pace.closed(state.next, answered) {
            course.at(at, Due::Send(traffic));
        }
    }
}
