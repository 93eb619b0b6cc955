//! What the engine keeps about requests, pods, clients and senders.

use std::collections::VecDeque;

use mesh_proxy::Time;
use mesh_proxy::compiled::RouteTableIndex;
use mesh_proxy::proxy::{AddressId, AttemptId, StreamId, StreamNumber};

use super::open_calls::OpenCalls;
use super::requests::RequestIndex;
use crate::ids::{CallIndex, ClientId, Life, PartyId, PodId, ServiceId, TrafficId};
use crate::keys::RequestId;
use crate::slab::SlotId;
use crate::world::TakenRoute;

/// A request at a client, from being sent to being answered.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The request that entered the mesh.
    pub(crate) root: RequestId,
    /// The subject of its draws.
    pub(crate) key: u64,
    /// The subject of its generated request id: the call's own, or that of the call whose id an app passes on.
    pub(crate) id_subject: u64,
    /// Who sends it.
    pub(crate) client: ClientId,
    /// What it says.
    pub(crate) request: RequestIndex,
    /// When it was sent.
    pub(crate) start: Time,
    /// Who made it, and waits for the answer.
    pub(crate) caller: Caller,
    /// The proxy's name for it, while a proxy has it.
    pub(crate) stream: Option<StreamId>,
    /// The number that its proxy draws for it; 0 without a proxy.
    pub(crate) stream_number: StreamNumber,
    /// The route table that it hit.
    pub(crate) table: Option<RouteTableIndex>,
    /// The route that took it.
    pub(crate) route: TakenRoute,
    /// The try under way.
    pub(crate) leg: Option<OpenLeg>,
    /// Hops above it.
    pub(crate) depth: u16,
}

impl Call {
    /// Whether it is a mirrored copy.
    pub(crate) fn is_mirror(&self) -> bool {
        self.caller == Caller::Mirror
    }
}

/// Who made a call, and waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A Traffic.
    Traffic(TrafficId),
    /// Somebody who pressed Send.
    Command,
    /// An app, for one of its calls.
    Work {
        /// The request that it works on.
        work: SlotId,
        /// Which call.
        index: CallIndex,
        /// Which of the app's own tries, from 0.
        tries: u32,
    },
    /// Nobody: a mirrored copy.
    Mirror,
}

/// A try on its way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenLeg {
    /// Where it went.
    pub(crate) target: Target,
    /// The service it was for.
    pub(crate) service: ServiceId,
    /// Which try, from 1.
    pub(crate) number: u32,
    /// The request in the pod, once it has arrived there.
    pub(crate) work: Option<SlotId>,
}

/// What an address stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A pod, and the port asked for.
    Pod {
        /// Which one.
        pod: PodId,
        /// The port.
        port: u16,
    },
    /// Something outside of the mesh: it answers 200.
    External,
    /// A name without an address: nothing can be sent to it.
    Nobody,
}

/// A request in a pod.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inbound {
    /// Whose.
    pub(crate) pod: PodId,
    /// Where the answer goes.
    pub(crate) reply: Reply,
    /// The call.
    pub(crate) root: RequestId,
    /// The call's key.
    pub(crate) key: u64,
    /// The subject of its generated request id.
    pub(crate) id_subject: u64,
    /// Which try of the call, from 1.
    pub(crate) attempt: u32,
    /// What it says, as it arrived.
    pub(crate) request: RequestIndex,
    /// The port that it arrived on.
    pub(crate) port: u16,
    /// Its number at the pod, from 0.
    pub(crate) number: u64,
    /// Hops above it.
    pub(crate) depth: u16,
}

/// Where an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// To a proxy.
    Proxy {
        /// Whose.
        client: ClientId,
        /// For which call.
        call: SlotId,
        /// For which try of it.
        attempt: AttemptId,
    },
    /// Straight to a client without one.
    Direct(SlotId),
}

impl Reply {
    /// The call that it answers.
    pub(crate) fn call(self) -> SlotId {
        let (Self::Proxy { call, .. } | Self::Direct(call)) = self;
        call
    }
}

/// A request in a pod, from arriving to being answered.
#[derive(Clone, Debug)]
pub(crate) struct AppRequest {
    /// The request.
    pub(crate) inbound: Inbound,
    /// What the app does with it now.
    pub(crate) stage: Stage,
    /// The answer if all goes well; 0 resets.
    pub(crate) status: u16,
    /// The next call to look at.
    pub(crate) next: CallIndex,
    /// Calls under way.
    pub(crate) calls: OpenCalls,
}

/// What an app does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing yet: it stands in line.
    InLine,
    /// It works on it.
    Busy,
    /// It never answers, and does not notice that its client is gone either.
    Hung,
}

/// A pod's app.
#[derive(Clone, Debug, Default)]
pub(crate) struct PodState {
    /// Requests that have arrived.
    pub(crate) seen: u64,
    /// Requests that were answered.
    pub(crate) answered: u64,
    /// Requests worked on.
    pub(crate) active: u32,
    /// The line, in order; those whose client is gone are still in it.
    line: VecDeque<SlotId>,
    /// Requests in line.
    pub(crate) waiting: u32,
    /// What was done to it by hand.
    pub(crate) fault: PodFault,
    /// Whether its process has ended, in a cluster that lives.
    pub(crate) ended: bool,
    /// Whether Services do not count it there: it is not ready, or going.
    pub(crate) not_serving: bool,
    /// Whether the kubelet takes it for not ready.
    pub(crate) unready: bool,
    /// Its process: checks of one before mean nothing.
    pub(crate) life: Life,
}

impl PodState {
    /// A request gets into line.
    pub(crate) fn get_in_line(&mut self, request: SlotId) {
        self.line.push_back(request);
        self.waiting += 1;
    }

    /// A request leaves the line before its turn; `is_there` tells those that are still in it.
    pub(crate) fn leave_line(&mut self, is_there: impl Fn(SlotId) -> bool) {
        self.waiting = self.waiting.saturating_sub(1);
        if self.line.len() > 2 * self.waiting as usize + LEFT_IN_LINE {
            self.line.retain(|request| is_there(*request));
        }
    }

    /// The request whose turn it is.
    pub(crate) fn next_in_line(&mut self, is_there: impl Fn(SlotId) -> bool) -> Option<SlotId> {
        while let Some(next) = self.line.pop_front() {
            if is_there(next) {
                self.waiting = self.waiting.saturating_sub(1);
                return Some(next);
            }
        }
        None
    }

    /// The process ends: it works on nothing any more, and nobody stands in line.
    pub(crate) fn end(&mut self) {
        (self.active, self.waiting) = (0, 0);
        self.line.clear();
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.line.capacity() * size_of::<SlotId>()
    }
}

/// So many that are gone may stay in a line before it is looked through.
const LEFT_IN_LINE: usize = 64;

/// What a click does to a pod.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PodFault {
    /// As its App says.
    #[default]
    None,
    /// Its answers take so many milliseconds longer.
    Slow(u32),
    /// It answers everything with a status.
    Fail(u16),
    /// It answers nothing.
    Hang,
    /// Its process has ended: what it was answering is reset, and its ports refuse connections.
    Kill,
}

impl PodFault {
    /// What a click on Slow does.
    pub const SLOW: Self = Self::Slow(2_000);
    /// What a click on Fail does.
    pub const FAIL: Self = Self::Fail(500);
}

/// What happens to a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PodChange {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Something was done to it by hand.
    Fault(PodFault),
    /// The kubelet takes it for ready, or not any more.
    Ready(bool),
}

/// Where an address led to, for reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reached {
    /// The party at the other end.
    pub(crate) party: PartyId,
    /// The service.
    pub(crate) service: ServiceId,
    /// The address, where a proxy picked one.
    pub(crate) address: Option<AddressId>,
}
