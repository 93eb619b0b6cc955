//! Requests by the names that links call them: `<traffic>/<n>`, and `send/<n>` of those that were sent by hand.

use mesh_ordered::OrderedMap;

use super::Simulation;
use crate::ids::TrafficId;
use crate::keys::{RequestId, Sender};

/// What stands in the place of a Traffic's name for requests that were sent by hand.
const BY_HAND: &str = "send";

impl Simulation {
    /// The name of a request: the n-th of its Traffic, counted from 1; empty where there is no such Traffic.
    #[must_use]
    pub fn request_name(&self, request: RequestId) -> String {
        let number = request.number.saturating_add(1);
        match request.sender {
            Sender::Command => format!("{BY_HAND}/{number}"),
            Sender::Traffic(traffic) => {
                self.traffic_names().get(traffic.index()).map_or_else(String::new, |name| format!("{name}/{number}"))
            }
        }
    }

    /// The request of a name, whether it has been sent yet or not; `None` where nothing sends such a one.
    #[must_use]
    pub fn request_named(&self, name: &str) -> Option<RequestId> {
        let (traffic, number) = name.rsplit_once('/')?;
        let number = number.parse::<u64>().ok()?.checked_sub(1)?;
        let names = self.traffic_names();
        let sender = match names.iter().position(|known| known == traffic) {
            Some(position) => Sender::Traffic(TrafficId(u32::try_from(position).ok()?)),
            None if traffic == BY_HAND => Sender::Command,
            None => return None,
        };
        let id = RequestId { sender, number };
        // One that is too large to be told is none.
        (RequestId::unpack(id.pack()) == id).then_some(id)
    }

    /// Whether a request has been sent.
    #[must_use]
    pub fn has_sent(&self, request: RequestId) -> bool {
        match request.sender {
            Sender::Traffic(traffic) => self.core.traffics.has_sent(traffic, request.number),
            Sender::Command => self.core.commands.sent > request.number,
        }
    }

    /// What each Traffic is called: its name where no other one has it, else with its namespace.
    fn traffic_names(&self) -> Vec<String> {
        let plans = &self.core.course.world.plan.traffics;
        let short = |name: &str| name.rsplit_once('/').map_or(name, |(_, short)| short).to_owned();
        let mut counts: OrderedMap<String, u32> = OrderedMap::new();
        for plan in plans.iter() {
            *counts.entry(short(&plan.name)).or_default() += 1;
        }
        let name = |whole: &str| {
            let short = short(whole);
            let is_free = counts.get(&short) == Some(&1) && short != BY_HAND;
            if is_free { short } else { whole.to_owned() }
        };
        plans.iter().map(|plan| name(&plan.name)).collect()
    }
}
