//! How requests of Traffic ended, told by running again.

use std::collections::BTreeMap;

use mesh_proxy::{Duration, Time, Unobserved};

use crate::engine::{Call, Caller, Outcome, RequestIndex, Watch};
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
    /// When it was sent.
    pub sent: Time,
    /// When it was answered.
    pub answered: Time,
    /// Who sent it.
    pub client: String,
    /// Method.
    pub method: String,
    /// Path and query.
    pub path: String,
}

impl Fate {
    /// Whether another run's request ended as this one did, whenever that was.
    #[must_use]
    pub fn ended_as(&self, other: &Self) -> bool {
        (self.status, &self.flags, &self.reached) == (other.status, &other.flags, &other.reached)
    }
}

/// More fates are not collected at once, and no more calls of a request.
const MOST: usize = 100_000;
const MOST_CALLS: usize = 100;
/// So much before the time that is asked for the copy begins: calls of requests that are on their way then are seen, too.
const BEFORE: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Fates {
    from: Time,
    fates: Vec<Fate>,
    /// Where calls went, of requests that are not answered yet.
    calls: BTreeMap<RequestId, Vec<PartyId>>,
    /// What was asked, by the place of its fate.
    asked: Vec<(ClientId, RequestIndex)>,
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
            self.asked.push((call.client, call.request));
            self.fates.push(Fate {
                request: call.root,
                status,
                flags,
                reached,
                sent: call.start,
                answered: now,
                client: String::new(),
                method: String::new(),
                path: String::new(),
            });
        }
    }
}

impl Simulation {
    /// How the requests of Traffic ended that were answered in `from..` up to now, in the order of their answers: a copy runs again
    /// from the nearest snapshot, as far as there is work for it; and whether that was all of them. 100,000 at most.
    #[must_use]
    pub fn fates(&self, from: Time, work: &mut Work) -> (Vec<Fate>, bool) {
        let before = u64::try_from(BEFORE.as_nanos()).unwrap_or(u64::MAX);
        let state = self.state_before(Time(from.0.saturating_sub(before)));
        let Some((mut core, mut done)) = state else { return (Vec::new(), false) };
        let mut fates = Fates { from, ..Fates::default() };
        let mut run = Run { core: &mut core, commands: self.done_commands(), done: &mut done, beside: 0 };
        let end = run.until(self.now(), &mut fates, work, |_, fates| fates.fates.len() < MOST);
        let mut told = fates.fates;
        for (fate, (client, request)) in told.iter_mut().zip(fates.asked) {
            fate.client =
                core.course.world.plan.client(client).map(|client| client.name.to_string()).unwrap_or_default();
            if let Some(asked) = core.requests.get(request) {
                fate.method.clone_from(&asked.request.method);
                fate.path.clone_from(&asked.request.path);
            }
        }
        (told, matches!(end, End::Time))
    }
}
