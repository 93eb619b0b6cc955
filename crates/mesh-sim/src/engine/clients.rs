//! Clients by number: only those that sent something have a state.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use mesh_proxy::Proxy;
use mesh_proxy::proxy::{Generation, StreamId};

use super::requests::RequestIndex;
use super::seen::Seen;
use crate::draws::KeyHasher;
use crate::ids::ClientId;
use crate::shared::Shared;
use crate::slab::SlotId;
use crate::world::{Found, TakenRoute, View, Way};

/// The clients of a world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clients {
    states: Vec<Option<Shared<ClientState>>>,
}

impl Clients {
    /// Makes room for so many.
    pub(super) fn fit(&mut self, count: usize) {
        self.states.resize_with(count, || None);
    }

    /// The numbers that they could have.
    pub(super) fn ids(&self) -> impl Iterator<Item = ClientId> + use<> {
        (0..self.states.len() as u32).map(ClientId)
    }

    /// The state of a client that has sent something.
    pub(crate) fn get(&self, client: ClientId) -> Option<&ClientState> {
        Some(self.states.get(client.index())?.as_ref()?.get())
    }

    /// The same to change it.
    pub(super) fn get_mut(&mut self, client: ClientId) -> Option<&mut ClientState> {
        Some(self.states.get_mut(client.index())?.as_mut()?.get_mut())
    }

    /// The state of a client that is about to send something; `None`: there is no such client.
    pub(super) fn begin(&mut self, client: ClientId) -> Option<&mut ClientState> {
        Some(self.states.get_mut(client.index())?.get_or_insert_default().get_mut())
    }

    /// Forgets all states.
    pub(super) fn reset(&mut self) {
        self.states.fill_with(|| None);
    }

    /// The proxies in the order of the plan; `None` for those that were asked for nothing yet.
    pub(crate) fn proxies(&self) -> impl Iterator<Item = Option<&Proxy>> {
        self.states.iter().map(|state| state.as_ref()?.get().proxy.as_ref())
    }

    /// The same states, held by both.
    pub(super) fn share(&mut self) -> Self {
        Self { states: self.states.iter_mut().map(|state| state.as_mut().map(Shared::share)).collect() }
    }

    /// Bytes of those that are not among the known ones yet.
    pub(super) fn new_bytes(&self, known: &mut BTreeSet<usize>) -> u64 {
        let states = self.states.iter().flatten().filter(|state| state.is_new_among(known));
        states.map(|state| state.get().bytes()).sum()
    }

    /// Bytes that they take.
    pub(super) fn bytes(&self) -> u64 {
        let own = self.states.capacity() * size_of::<Option<Shared<ClientState>>>();
        own as u64 + self.states.iter().flatten().map(|state| state.get().bytes()).sum::<u64>()
    }
}

/// A client and its proxy.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientState {
    /// The proxy, once it was asked for something.
    pub(crate) proxy: Option<Proxy>,
    /// How many patches of endpoints since the push have reached it.
    pub(crate) patches: usize,
    /// Calls by the index of their stream.
    streams: Vec<Option<(Generation, SlotId)>>,
    /// The ways that requests go, by the request's number.
    ways: HashMap<RequestIndex, KnownWay, KeyHasher>,
    /// What routes make of requests.
    rewritten: HashMap<Rewrite, RequestIndex, KeyHasher>,
}

/// The way that requests of one text go.
#[derive(Clone, Debug)]
pub(crate) struct KnownWay {
    /// What becomes of the connection.
    pub(crate) way: Way,
    /// What takes the request, where nothing but its text decides that.
    pub(crate) found: Option<Found>,
    /// The request as the routes see it, where it is routed.
    pub(crate) seen: Option<Arc<Seen>>,
    /// Whether the id that the proxy makes decides the way.
    pub(crate) depends_on_id: bool,
}

impl KnownWay {
    /// A way on which nothing went yet.
    pub(super) fn new(way: Way, seen: Option<Arc<Seen>>, view: &View) -> Self {
        let generated = seen.as_ref().is_some_and(|seen| seen.has_generated_id);
        let depends_on_id = generated && matches!(way, Way::Routes(table) if view.depends_on_request_id(table));
        Self { way, found: None, seen, depends_on_id }
    }
}

/// What decides how a request arrives at a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Rewrite {
    /// Its text.
    pub(crate) request: RequestIndex,
    /// The route that took it.
    pub(crate) route: TakenRoute,
    /// Whether the pod is a gateway's.
    pub(crate) forwards: bool,
}

impl ClientState {
    /// The call of a stream.
    pub(crate) fn call(&self, stream: StreamId) -> Option<SlotId> {
        let (generation, call) = (*self.streams.get(stream.index.index())?)?;
        (generation == stream.generation).then_some(call)
    }

    /// Learns which call a stream is.
    pub(crate) fn bind(&mut self, stream: StreamId, call: SlotId) {
        let index = stream.index.index();
        if index >= self.streams.len() {
            self.streams.resize(index + 1, None);
        }
        if let Some(place) = self.streams.get_mut(index) {
            *place = Some((stream.generation, call));
        }
    }

    /// Forgets what depends on the configuration.
    pub(crate) fn reconfigure(&mut self) {
        self.patches = 0;
        self.ways.clear();
        self.rewritten.clear();
    }

    /// The way that a request goes, found once for all requests that are alike.
    pub(crate) fn way(&mut self, request: RequestIndex, find: impl FnOnce() -> KnownWay) -> &mut KnownWay {
        self.ways.entry(request).or_insert_with(find)
    }

    /// The request as the routes see it, and whether the id that the proxy makes decides the way.
    pub(crate) fn seen(&self, request: RequestIndex) -> Option<(&Arc<Seen>, bool)> {
        let known = self.ways.get(&request)?;
        Some((known.seen.as_ref()?, known.depends_on_id))
    }

    /// What a route made of a request, where that is known.
    pub(crate) fn rewritten(&self, rewrite: Rewrite) -> Option<RequestIndex> {
        self.rewritten.get(&rewrite).copied()
    }

    /// Keeps what a route made of a request.
    pub(crate) fn keep_rewritten(&mut self, rewrite: Rewrite, request: RequestIndex) {
        self.rewritten.insert(rewrite, request);
    }

    /// Bytes that it takes.
    fn bytes(&self) -> u64 {
        let own = size_of::<Self>()
            + self.streams.capacity() * size_of::<Option<(Generation, SlotId)>>()
            + self.ways.capacity() * size_of::<(RequestIndex, KnownWay)>()
            + self.rewritten.capacity() * size_of::<(Rewrite, RequestIndex)>();
        own as u64 + self.proxy.as_ref().map_or(0, Proxy::bytes)
    }
}
