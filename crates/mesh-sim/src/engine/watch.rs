//! The seam through which a run is watched.

use std::sync::Arc;

#[cfg(test)]
use mesh_proxy::Unobserved;
use mesh_proxy::proxy::{ClusterEvent, ClusterIndex, Send};
use mesh_proxy::{Duration, Observer, ResponseDetails, ResponseFlags, Time};
use mesh_words::Words;

use super::calls::{Call, OpenLeg};
use super::requests::Requests;
use super::state::{Inbound, PodChange, Reached};
use crate::draws::KeyedDraws;
use crate::event::EventKind;
use crate::ids::{ClientId, PodId};
use crate::slab::SlotId;
use crate::telemetry::Carried;
use crate::world::World;

/// An answered call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    /// The status that counts: the HTTP status, or the one that the failure of a gRPC call stands for. 0 for none.
    pub(crate) status: u16,
    /// The HTTP status as it is on the wire.
    pub(crate) http_status: u16,
    /// Envoy's flags.
    pub(crate) flags: ResponseFlags,
    /// Envoy's details; `None` without a proxy.
    pub(crate) details: Option<ResponseDetails>,
    /// Tries.
    pub(crate) attempts: u32,
    /// Where the last one went.
    pub(crate) reached: Reached,
    /// The cluster, where a proxy chose one.
    pub(crate) cluster: Option<ClusterIndex>,
    /// How it was carried; known once the call is over.
    pub(crate) carried: Carried,
}

impl Outcome {
    /// The same for a connection whose bytes were passed on: its proxy answers nothing by itself, and what the other side
    /// says has no status for it.
    pub(crate) fn of_bytes(self) -> Self {
        let status = if self.details == Some(ResponseDetails::ViaUpstream) { self.status } else { 0 };
        Self { status, http_status: 0, ..self }
    }

    /// The end of a call that went through no proxy, or that its proxy did not answer.
    pub(crate) fn without_proxy(status: u16, flags: ResponseFlags, reached: Reached) -> Self {
        Self {
            status,
            http_status: status,
            flags,
            details: None,
            attempts: 1,
            reached,
            cluster: None,
            carried: Carried::default(),
        }
    }
}

/// What the engine tells of a call's beginning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begun<'a> {
    /// The call.
    pub(crate) id: SlotId,
    /// What is known of it.
    pub(crate) call: &'a Call,
    /// The call that it is made for, or that it is a copy of.
    pub(crate) parent: Option<SlotId>,
    /// The texts of requests.
    pub(crate) requests: &'a Requests,
    /// The draws of the run, to draw once more what was drawn.
    pub(crate) draws: KeyedDraws,
}

/// Sees what happens and never changes it. Every method does nothing by default.
pub(crate) trait Watch {
    /// What watches the proxies.
    type Proxy: Observer;

    /// What watches a client's proxy, which is about to be told something; `call` if it is a new request.
    fn proxy(&mut self, now: Time, client: ClientId, call: Option<SlotId>) -> &mut Self::Proxy;

    /// Bytes that it keeps of what it saw, about.
    fn bytes(&self) -> u64 {
        0
    }

    /// A call begins.
    fn begun(&mut self, _now: Time, _world: &World, _begun: Begun<'_>) {}

    /// A try was sent to a host.
    fn sent(&mut self, _now: Time, _world: &World, _call: &Call, _send: &Send) {}

    /// A try has left its client.
    fn left(&mut self, _now: Time, _world: &World, _id: SlotId, _call: &Call, _leg: &OpenLeg) {}

    /// A try is over, or what there was of it.
    fn leg(&mut self, _now: Time, _world: &World, _id: SlotId, _call: &Call, _leg: &OpenLeg, _status: u16) {}

    /// An app decided what to answer; `None`: it will not.
    fn app(&mut self, _now: Time, _world: &World, _inbound: &Inbound, _status: Option<u16>, _latency: Duration) {}

    /// A call is answered.
    fn answered(&mut self, _now: Time, _world: &World, _id: SlotId, _call: &Call, _outcome: &Outcome) {}

    /// Something happened to a cluster.
    fn cluster(&mut self, _now: Time, _world: &World, _client: ClientId, _event: &ClusterEvent) {}

    /// Something happened to a pod.
    fn pod(&mut self, _now: Time, _world: &World, _pod: PodId, _change: PodChange) {}

    /// Something happened in a cluster that lives.
    fn happened(&mut self, _now: Time, _kind: impl FnOnce() -> EventKind) {}

    /// A step of a Timeline begins.
    fn stepped(&mut self, _now: Time, _step: &Words) {}

    /// A configuration was pushed to so many proxies.
    fn pushed(&mut self, _now: Time, _world: &Arc<World>, _proxies: u32) {}

    /// Pods came, changed or went, under the same configuration.
    fn patched(&mut self, _world: &Arc<World>) {}
}

/// Watches nothing.
#[cfg(test)]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Unwatched(Unobserved);

#[cfg(test)]
impl Watch for Unwatched {
    type Proxy = Unobserved;

    fn proxy(&mut self, _: Time, _: ClientId, _: Option<SlotId>) -> &mut Unobserved {
        &mut self.0
    }
}
