//! Requests of clients without a proxy: kube-proxy picks a pod at random.

use mesh_proxy::{Draws as _, Purpose, ResponseFlag, ResponseFlags};

use super::core::{Core, Due};
use super::fold::{Fact, Folding};
use super::state::{OpenLeg, Reached, Reply, Target};
use super::watch::{Outcome, Watch};
use crate::app::EXTERNAL_LATENCY;
use crate::draws::mix;
use crate::slab::SlotId;

impl Core {
    /// Sends a call straight to a pod.
    pub(super) fn begin_direct<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        let Some(call) = self.calls.get(id) else { return };
        let (client, key, request) = (call.client, call.key, call.request);
        let Some(text) = self.requests.get(request) else { return };
        let world = self.world.clone();
        let destination = world.kube_proxy(client, &text.request);
        let service = destination.service.unwrap_or(world.no_service);
        let mut draws = Folding { draws: &mut self.draws, digest: &mut self.digest };
        let target = destination.one(|| draws.draw(key, Purpose::Host, 0));
        let Some(target) = target.filter(|target| self.accepts(*target)) else {
            let flags = ResponseFlags::NONE.with(ResponseFlag::UpstreamConnectionFailure);
            let party = match target {
                Some(target) => world.party_of(target, service),
                None => destination.service.map_or(world.unknown, |service| world.party_of_service(service)),
            };
            let reached = Reached { party, service, address: None };
            self.finish(id, &Outcome::without_proxy(0, flags, reached), watch);
            return;
        };
        if let Target::Pod { pod, port } = target {
            self.digest.fact(Fact::Pick, mix(u64::from(pod.0), u64::from(port)));
        }
        if let Some(call) = self.calls.get_mut(id) {
            call.leg = Some(OpenLeg { target, service, start: self.now, number: 1, work: None });
        }
        match target {
            Target::Pod { pod, port } => self.deliver((pod, port), id, Reply::Direct(id), 1, watch),
            Target::External => {
                self.queue.push(self.now + EXTERNAL_LATENCY, Due::External(Reply::Direct(id)));
            }
            Target::Nobody => {}
        }
    }

    /// The pod's answer, straight to the client.
    pub(super) fn answer_direct<W: Watch>(&mut self, id: SlotId, status: u16, watch: &mut W) {
        let Some(call) = self.calls.get(id) else { return };
        let Some(leg) = call.leg else { return };
        self.digest.fact(Fact::Answer, mix(self.now.0, u64::from(status)));
        let reached =
            Reached { party: self.world.party_of(leg.target, leg.service), service: leg.service, address: None };
        self.finish(id, &Outcome::without_proxy(status, ResponseFlags::NONE, reached), watch);
    }
}
