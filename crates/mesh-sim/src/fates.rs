//! How requests of Traffic ended, told by running again.

use std::collections::BTreeMap;

use mesh_proxy::{Time, Unobserved};

use crate::engine::{Call, Caller, Outcome, Watch};
use crate::ids::{ClientId, PartyId};
use crate::keys::RequestId;
use crate::running::{End, Run};
use crate::simulation::Simulation;
use crate::slab::SlotId;
use crate::telemetry::Party;
use crate::work::Work;
use crate::world::World;

/// How a request of Traffic ended. Of two runs on the same draws those of one id are the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The request.
    pub request: RequestId,
    /// The status that its sender got; 0 for none.
    pub status: u16,
    /// Envoy's flags; `-` for none.
    pub flags: String,
    /// Where its last try went, behind where those of the calls went that apps made for it, in the order of their answers.
    pub reached: Vec<Party>,
}

/// More fates are not collected at once, and no more calls of a request.
const MOST: usize = 100_000;
const MOST_CALLS: usize = 100;

#[derive(Default)]
struct Fates {
    from: Time,
    fates: Vec<Fate>,
    /// Where calls went, of requests that are not answered yet.
    calls: BTreeMap<RequestId, Vec<PartyId>>,
    unobserved: Unobserved,
}

impl Watch for Fates {
    type Proxy = Unobserved;

    fn proxy(&mut self, _: Time, _: ClientId, _: Option<SlotId>) -> &mut Unobserved {
        &mut self.unobserved
    }

    fn answered(&mut self, now: Time, world: &World, _: SlotId, call: &Call, outcome: &Outcome) {
        if call.is_mirror() {
            return;
        }
        let is_root = matches!(call.caller, Caller::Traffic(_));
        let calls = self.calls.entry(call.root).or_default();
        if is_root || calls.len() < MOST_CALLS {
            calls.push(outcome.reached.party);
        }
        if !is_root {
            return;
        }
        let reached = self.calls.remove(&call.root).unwrap_or_default();
        if now >= self.from && self.fates.len() < MOST {
            let reached = reached.into_iter().map(|party| world.party(party)).collect();
            let (status, flags) = (outcome.status, outcome.flags.to_string());
            self.fates.push(Fate { request: call.root, status, flags, reached });
        }
    }
}

impl Simulation {
    /// How the requests of Traffic ended that were answered in `from..` up to now, in the order of their answers: a copy runs again
    /// from the nearest snapshot, as far as there is work for it. 100,000 at most.
    #[must_use]
    pub fn fates(&self, from: Time, work: &mut Work) -> Vec<Fate> {
        let Some((mut core, mut done)) = self.state_before(from) else { return Vec::new() };
        let mut fates = Fates { from, ..Fates::default() };
        let mut run = Run { core: &mut core, commands: self.done_commands(), done: &mut done, beside: 0 };
        match run.until(self.now(), &mut fates, work, |_, fates| fates.fates.len() < MOST) {
            End::Time | End::Enough | End::Stopped(_) => fates.fates,
        }
    }
}
