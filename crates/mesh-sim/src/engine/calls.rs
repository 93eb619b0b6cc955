//! Calls: requests at clients, from being sent to being answered.

use mesh_proxy::Time;
use mesh_proxy::compiled::RouteTableIndex;
use mesh_proxy::proxy::{StreamId, StreamNumber};

use super::course::{Course, Task};
use super::requests::RequestIndex;
use super::state::Target;
use crate::draws::mix_text;
use crate::ids::{CallIndex, ClientId, ServiceId, TrafficId};
use crate::keys::{RequestId, Sender};
use crate::slab::{Slab, SlotId};
use crate::world::TakenRoute;

/// Calls under way at once: further ones are not made, as when there are no sockets left. Bounds the memory of worlds
/// that never answer.
const MOST_CALLS: usize = 50_000;

/// The calls under way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls(Slab<Call>);

impl Calls {
    /// A call that is under way.
    pub(super) fn get(&self, id: SlotId) -> Option<&Call> {
        self.0.get(id)
    }

    /// The same to change it.
    pub(super) fn get_mut(&mut self, id: SlotId) -> Option<&mut Call> {
        self.0.get_mut(id)
    }

    /// A call is made; the caller has it begin.
    pub(super) fn insert(&mut self, call: Call) -> SlotId {
        self.0.insert(call)
    }

    /// A call is over.
    pub(super) fn discard(&mut self, id: SlotId) {
        self.0.discard(id);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SlotId, &Call)> {
        self.0.iter()
    }

    /// Whether there are not too many.
    pub(super) fn has_room(&self) -> bool {
        self.len() <= MOST_CALLS
    }

    /// Begins a call after what is to be done before, unless too many are under way.
    pub(super) fn begin_soon(&self, course: &mut Course, id: SlotId) {
        course.soon(if self.has_room() { Task::Begin(id) } else { Task::Refuse(id) });
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<(Call, SlotId)>()
    }
}

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
    /// One that a client makes for somebody at a time. `key` is the subject of its draws.
    pub(super) fn new(
        (root, key): (RequestId, u64),
        client: ClientId,
        request: RequestIndex,
        (caller, start): (Caller, Time),
    ) -> Self {
        Self {
            root,
            key,
            id_subject: key,
            client,
            request,
            start,
            caller,
            stream: None,
            stream_number: StreamNumber(0),
            table: None,
            route: TakenRoute::NONE,
            leg: None,
            depth: 0,
        }
    }

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

/// The key of a request that is sent by hand.
pub(super) fn command_key(number: u64) -> u64 {
    RequestId { sender: Sender::Command, number }.key(mix_text(0, "command"))
}
