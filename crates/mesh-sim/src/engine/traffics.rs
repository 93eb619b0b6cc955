//! Traffic: sending and pacing.

use mesh_proxy::{Duration, Time};

use super::core::Core;
use super::course::Due;
use super::state::Caller;
use crate::ids::TrafficId;
use crate::keys::{RequestId, Sender};
use crate::slab::SlotId;
use crate::traffic::Loop;

/// The least time between two requests of one connection.
const ROUND_TRIP: Duration = Duration::from_millis(1);

impl Core {
    /// Plans the first requests of senders that have not started.
    pub(super) fn start_traffics(&mut self) {
        let world = self.course.world.clone();
        for (traffic, plan) in (0..).map(TrafficId).zip(world.plan.traffics.iter()) {
            let Some(state) = self.traffics.get_mut(traffic.index()) else { continue };
            if state.started || plan.gone {
                continue;
            }
            state.started = true;
            match plan.pace.flow {
                Loop::Open { .. } => self.plan_next(traffic),
                Loop::Closed { .. } => {
                    let at = plan.pace.start.max(self.course.now);
                    for _ in 0..plan.pace.first() {
                        self.course.at(at, Due::Send(traffic));
                    }
                }
            }
        }
    }

    /// Plans the next request of an open loop. Requests that an edit put into the past are left out.
    fn plan_next(&mut self, traffic: TrafficId) {
        let Some(plan) = self.course.world.plan.traffic(traffic) else { return };
        let Some(state) = self.traffics.get_mut(traffic.index()) else { return };
        let draws = &mut self.course.trace;
        loop {
            let key = RequestId { sender: Sender::Traffic(traffic), number: state.next }.key(plan.key);
            match plan.pace.open(state.next, &mut state.sent, key, draws) {
                Some(Time::NEVER) | None => return,
                Some(at) if at < self.course.now => state.next += 1,
                Some(at) => {
                    self.course.at(at, Due::Send(traffic));
                    return;
                }
            }
        }
    }

    /// A Traffic's next request, which is to begin now.
    pub(super) fn send_next(&mut self, traffic: TrafficId) -> Option<SlotId> {
        let plan = self.course.world.plan.traffic(traffic).filter(|plan| !plan.gone)?;
        let state = self.traffics.get_mut(traffic.index())?;
        if state.next >= plan.pace.count || self.course.now >= plan.pace.stop {
            return None;
        }
        let number = state.next;
        state.next += 1;
        let root = RequestId { sender: Sender::Traffic(traffic), number };
        let request = *state.request.get_or_insert_with(|| self.requests.intern(&plan.request));
        let open = matches!(plan.pace.flow, Loop::Open { .. });
        let turn = (number % plan.clients.len().max(1) as u64) as usize;
        let (key, client) = (root.key(plan.key), plan.clients.get(turn).copied());
        if open {
            self.plan_next(traffic);
        }
        Some(self.enter(root, key, client?, request, Caller::Traffic(traffic)))
    }

    /// Plans what a connection of a closed loop sends after an answer to a request that was sent at `start`.
    pub(super) fn traffic_answered(&mut self, traffic: TrafficId, start: Time) {
        let Some(plan) = self.course.world.plan.traffic(traffic).filter(|plan| !plan.gone) else { return };
        let Some(state) = self.traffics.get(traffic.index()) else { return };
        // Even a refusal takes a round trip: without it a loop of refusals would never let time pass.
        let answered = self.course.now.max(start + ROUND_TRIP);
        if let Some(at) = plan.pace.closed(state.next, answered) {
            self.course.at(at, Due::Send(traffic));
        }
    }
}
