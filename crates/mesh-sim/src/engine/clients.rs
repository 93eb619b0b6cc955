//! Clients by number: only those that sent something have a state.

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;

use mesh_proxy::connection_manager::request_id;
use mesh_proxy::proxy::{Action, ConnectionId, Generation, StreamId};
use mesh_proxy::{Input, Proxy};

use super::budget::{BYTES_OF_A_STEP, LOOKS_OF_A_STEP};
use super::calls::Call;
use super::course::{Course, Task};
use super::discovery::reached;
use super::requests::{RequestIndex, Requests};
use super::seen::Seen;
use super::state::Target;
use super::watch::Watch;
use crate::draws::KeyHasher;
use crate::ids::{ClientId, PodId};
use crate::request::Request;
use crate::shared::Shared;
use crate::slab::SlotId;
use crate::world::{Found, TakenRoute, View, Way};

/// The clients of a world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clients {
    states: Vec<Option<Shared<ClientState>>>,
    /// Whether a proxy lacks something for which there was no memory.
    pub(crate) is_starved: bool,
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
        let states = self.states.iter_mut().map(|state| state.as_mut().map(Shared::share)).collect();
        Self { states, is_starved: self.is_starved }
    }

    /// The connections to a pod whose process has ended are closed.
    pub(super) fn close_connections(&self, course: &mut Course, pod: PodId) {
        let is_pod = |target| matches!(target, Target::Pod { pod: number, .. } if number == pod);
        for client in self.ids() {
            let proxy = self.get(client).and_then(|state| state.proxy.as_ref());
            let (Some(proxy), Some(view)) = (proxy, course.world.view(client)) else { continue };
            let mut looked_at = 0;
            let cut: Vec<ConnectionId> = proxy
                .connections()
                .inspect(|_| looked_at += 1)
                .filter(|(_, address)| is_pod(view.target(&course.world, *address)))
                .map(|(connection, _)| connection)
                .collect();
            course.steps += looked_at / LOOKS_OF_A_STEP;
            course.inbox.extend(cut.into_iter().map(|connection| Task::Input(client, Input::Disconnected(connection))));
        }
    }

    /// Tells a client's proxy something that is no new request; what it wants done is added to `actions`. Gives false where
    /// there is no such proxy.
    pub(super) fn tell<W: Watch>(
        &mut self,
        course: &mut Course,
        client: ClientId,
        input: Input,
        watch: &mut W,
        actions: &mut Vec<Action>,
    ) -> bool {
        let Some(proxy) = self.begin(client).and_then(|state| state.proxy_in(course, client)) else { return false };
        let made = proxy.made();
        let observer = watch.proxy(course.now, client, None);
        proxy.handle(course.now, input, &mut course.trace, observer, actions);
        course.steps += (proxy.made() - made) / BYTES_OF_A_STEP;
        let is_starved = proxy.is_starved();
        self.is_starved |= is_starved;
        true
    }

    /// A client's proxy takes the patches of endpoints that have reached it; what it wants done is added to `actions`. Gives
    /// false where there is none.
    pub(super) fn discover(&mut self, course: &mut Course, client: ClientId, actions: &mut Vec<Action>) -> bool {
        let sent = course.world.endpoints().patches().len();
        if sent == 0 {
            return false;
        }
        let known = self.get(client).filter(|state| state.proxy.is_some()).map(|state| state.patches);
        let Some(known) = known.filter(|known| *known < sent) else { return false };
        let reached = reached(course, client);
        let Some(view) = course.world.view(client).filter(|_| reached > known) else { return false };
        let (push, clusters) = course.world.discovered(view, known, reached);
        course.steps += clusters.len() as u64;
        let Some(state) = self.get_mut(client) else { return false };
        state.patches = reached;
        if let Some(proxy) = &mut state.proxy {
            proxy.discover(course.now, push, clusters, actions);
        }
        true
    }

    /// The call of a stream of a client's proxy.
    pub(super) fn call(&self, client: ClientId, stream: StreamId) -> Option<SlotId> {
        self.get(client)?.call(stream)
    }

    /// What a pod receives whose app looks at it: what was sent, with the changes of proxy and route. A gateway, which
    /// forwards, looks at the address that it came from too.
    pub(super) fn received(
        &mut self,
        course: &Course,
        requests: &mut Requests,
        call: &Call,
        forwards: bool,
    ) -> Option<RequestIndex> {
        let (Some(view), Some(state)) = (course.world.view(call.client), self.get_mut(call.client)) else {
            return Some(call.request);
        };
        let rewrite = Rewrite { request: call.request, route: call.route, forwards };
        if let Some(known) = state.rewritten(rewrite) {
            return Some(known);
        }
        let from = course.world.address(call.client);
        let mut changed = match (call.table, state.seen(call.request)) {
            (Some(table), Some((seen, true))) => {
                let mut draws = course.trace.untraced();
                let id = request_id(&mut draws, call.id_subject);
                view.leaving_without_id(table, &seen.with_request_id(|| id.clone()), &id, from, call.stream_number)
            }
            (Some(table), Some((seen, false))) => view.leaving(table, seen, from, call.stream_number),
            _ if forwards => Request::clone(&requests.get(call.request)?.request),
            _ => return Some(call.request),
        };
        if forwards {
            changed.connection.address = from.parse().ok().map(|from: SocketAddr| from.ip());
        }
        let received = requests.intern(&Arc::new(changed));
        state.keep_rewritten(rewrite, received);
        Some(received)
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
    /// The client's proxy, made when it is first told something. `None`: the client has none.
    pub(super) fn proxy_in(&mut self, course: &Course, client: ClientId) -> Option<&mut Proxy> {
        if self.proxy.is_none() {
            let (view, plan) = (course.world.view(client)?, course.world.plan.client(client)?);
            let reached = reached(course, client);
            let mut proxy = Proxy::new(plan.key, course.world.push_after(view, reached));
            proxy.set_allowance(course.allowance);
            self.proxy = Some(proxy);
            self.patches = reached;
        }
        self.proxy.as_mut()
    }

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
