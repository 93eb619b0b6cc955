//! Requests of clients without a proxy: kube-proxy picks a pod at random.

use mesh_proxy::{Draws as _, Purpose, ResetReason, ResponseDetails, ResponseFlag, ResponseFlags};

use super::core::{Core, Due};
use super::fold::{Fact, Folding};
use super::state::{OpenLeg, Reached, Reply, Target, Through};
use super::watch::{Outcome, Watch};
use crate::app::EXTERNAL_LATENCY;
use crate::draws::mix;
use crate::slab::SlotId;

impl Core {
    /// Sends a call straight to a pod.
    pub(super) fn begin_direct<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        self.go_direct(id, None, watch);
    }

    fn go_direct<W: Watch>(&mut self, id: SlotId, through: Option<Through>, watch: &mut W) {
        let Some(call) = self.calls.get(id) else { return };
        let (client, key, request) = (call.client, call.key, call.request);
        let passes_bytes = through.is_some() && call.table.is_none();
        let Some(text) = self.requests.get(request) else { return };
        let world = self.world.clone();
        let destination = world.kube_proxy(client, &text.request);
        let service = through.map(|through| through.service).or(destination.service).unwrap_or(world.no_service);
        let target = match destination.targets.len() {
            0 => None,
            1 => destination.targets.get(0),
            count => {
                let mut draws = Folding { draws: &mut self.draws, digest: &mut self.digest };
                let draw = draws.draw(key, Purpose::Host, 0);
                destination.targets.get((draw % count as u64) as usize)
            }
        };
        let Some(target) = target.filter(|target| self.accepts(*target)) else {
            let flags = through.map_or(ResponseFlags::NONE, |through| through.flags);
            let flags = flags.with(ResponseFlag::UpstreamConnectionFailure);
            let cluster = through.map(|through| through.cluster);
            let party = match target {
                Some(target) => world.party_of(target, service),
                None => destination.service.map_or(world.unknown, |service| world.party_of_service(service)),
            };
            let reached = Reached { party, service, address: None };
            // A proxy answers for a host that cannot be reached.
            let status = if through.is_some() { 503 } else { 0 };
            let details = ResponseDetails::UpstreamResetBeforeResponseStarted(ResetReason::RemoteConnectionFailure);
            let outcome = Outcome::without_proxy(status, flags, reached);
            let outcome = Outcome { cluster, details: cluster.map(|_| details), ..outcome };
            self.finish(id, &if passes_bytes { outcome.of_bytes() } else { outcome }, watch);
            return;
        };
        if let Target::Pod { pod, port } = target {
            self.digest.fact(Fact::Pick, mix(u64::from(pod), u64::from(port)));
        }
        if let Some(call) = self.calls.get_mut(id) {
            call.leg = Some(OpenLeg { target, service, start: self.now, number: 1, through, work: None });
        }
        match target {
            Target::Pod { pod, port } => self.deliver((pod, port), id, Reply::Direct(id), 1, watch),
            Target::External => {
                self.queue.push(self.now + EXTERNAL_LATENCY, Due::External(Reply::Direct(id)));
            }
        }
    }

    /// Sends a call where its client wanted it to go: the cluster takes any address.
    pub(super) fn begin_passthrough<W: Watch>(&mut self, id: SlotId, through: Through, watch: &mut W) {
        self.go_direct(id, Some(through), watch);
    }

    /// The pod's answer, straight to the client or through a cluster that takes any address.
    pub(super) fn answer_direct<W: Watch>(&mut self, id: SlotId, status: u16, watch: &mut W) {
        let Some(call) = self.calls.get(id) else { return };
        let Some(leg) = call.leg else { return };
        let passes_bytes = leg.through.is_some() && call.table.is_none();
        self.digest.fact(Fact::Answer, mix(self.now.0, u64::from(status)));
        let reached =
            Reached { party: self.world.party_of(leg.target, leg.service), service: leg.service, address: None };
        let mut flags = leg.through.map_or(ResponseFlags::NONE, |through| through.flags);
        let (mut status, mut details) = (status, leg.through.map(|_| ResponseDetails::ViaUpstream));
        // A proxy answers for a host that closes the connection.
        if status == 0 && leg.through.is_some() && !passes_bytes {
            flags = flags.with(ResponseFlag::UpstreamConnectionTermination);
            status = 503;
            details = Some(ResponseDetails::UpstreamResetBeforeResponseStarted(ResetReason::ConnectionTermination));
        }
        let outcome = Outcome::without_proxy(status, flags, reached);
        let outcome = Outcome { cluster: leg.through.map(|through| through.cluster), details, ..outcome };
        self.finish(id, &if passes_bytes { outcome.of_bytes() } else { outcome }, watch);
    }
}
