//! What the engine says about requests and pods.

use mesh_proxy::proxy::{AddressId, AttemptId};

use super::requests::RequestIndex;
use crate::ids::{ClientId, PartyId, PodId, ServiceId};
use crate::keys::RequestId;
use crate::slab::SlotId;

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
