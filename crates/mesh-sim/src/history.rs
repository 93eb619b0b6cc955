//! What is kept of a run for people: telemetry, events, dots, the access log. Sees the run, never changes it.

mod log;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use mesh_proxy::proxy::{ClusterEvent, ClusterEventKind, Send};
use mesh_proxy::{Duration, Time, Unobserved};
use mesh_words::{Words, say};

use crate::dots::{CallId, Flight, FlightStep, Origin};
use crate::draws::KeyHasher;
use crate::engine::{Begun, Call, Caller, OpenLeg, Outcome, PodChange, PodFault, Watch};
use crate::event::{Event, EventKind};
use crate::ids::{ClientId, PartyId, PodId, ServiceId};
use crate::slab::SlotId;
use crate::telemetry::{Answer, EdgeId, EdgeKey, Extra, OriginField, RouteId, Telemetry};
use crate::world::{TakenRoute, World};
use log::Log;
pub use log::LogLine;

/// How long steps of calls are kept.
const FLIGHTS_KEPT: Duration = Duration::from_secs(20);
/// How many steps of calls are kept at most.
const MOST_FLIGHTS: usize = 40_000;

/// What is kept of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub(crate) telemetry: Telemetry,
    /// Edges by the numbers of source, destination and service, which stay the same from push to push.
    edges: HashMap<(PartyId, PartyId, ServiceId), EdgeId, KeyHasher>,
    /// The edge that was looked for last: a call is answered right after its last try ended.
    last_edge: Option<((PartyId, PartyId, ServiceId), EdgeId)>,
    /// Routes by client, in the configuration of now.
    routes: HashMap<(ClientId, TakenRoute), Option<RouteId>, KeyHasher>,
    flights: VecDeque<Flight>,
    /// An edge that begins at a client, for each one that has sent something.
    first_edges: HashMap<PartyId, EdgeId, KeyHasher>,
    log: Log,
    unobserved: Unobserved,
}

impl History {
    /// What stays when a run goes back to an earlier time: dots and log lines of the time after it are gone.
    pub(crate) fn back_to(&mut self, telemetry: Telemetry) {
        self.telemetry = telemetry;
        self.edges.clear();
        self.last_edge = None;
        self.routes.clear();
        self.flights.clear();
        self.first_edges.clear();
        self.log = Log::default();
    }

    /// Steps of calls in `from..to`, in order.
    pub(crate) fn flights(&self, from: Time, to: Time) -> impl Iterator<Item = &Flight> {
        let first = self.flights.partition_point(|flight| flight.at < from);
        self.flights.range(first..).take_while(move |flight| flight.at < to)
    }

    fn flies(&mut self, at: Time, call: SlotId, step: FlightStep) {
        let is_old = |first: &Flight| first.at + FLIGHTS_KEPT < at;
        while self.flights.len() >= MOST_FLIGHTS || self.flights.front().is_some_and(is_old) {
            self.flights.pop_front();
        }
        self.flights.push_back(Flight { at, call: CallId(call.number()), step });
    }

    /// The last lines of the access log, the oldest first.
    pub(crate) fn log(&self, world: &World, requests: &crate::engine::Requests) -> Vec<LogLine> {
        self.log.lines(world, requests, |_| true)
    }

    /// Those of requests that took a rule, or one destination of it.
    pub(crate) fn log_of(
        &self,
        world: &World,
        requests: &crate::engine::Requests,
        rule: OriginField<'_>,
        destination: Option<OriginField<'_>>,
    ) -> Vec<LogLine> {
        let took = |route: Option<RouteId>| route.is_some_and(|id| self.telemetry.is_route_of(id, rule, destination));
        self.log.lines(world, requests, took)
    }

    fn edge(&mut self, world: &World, client: ClientId, party: PartyId, service: ServiceId) -> EdgeId {
        let source = world.plan.client(client).map_or(world.unknown, |client| client.party);
        let numbers = (source, party, service);
        if let Some((last, edge)) = self.last_edge
            && last == numbers
        {
            return edge;
        }
        if let Some(edge) = self.edges.get(&numbers) {
            self.last_edge = Some((numbers, *edge));
            return *edge;
        }
        let fqdn = world.plan.service(service).map(|service| service.fqdn.to_string());
        let key =
            EdgeKey { source: world.party(source), destination: world.party(party), service: fqdn.unwrap_or_default() };
        let edge = self.telemetry.edge(key);
        self.edges.insert(numbers, edge);
        self.first_edges.entry(source).or_insert(edge);
        edge
    }

    fn route(&mut self, world: &World, call: &Call) -> Option<RouteId> {
        let key = (call.client, call.route);
        if let Some(known) = self.routes.get(&key) {
            return *known;
        }
        let name = world.view(call.client).and_then(|view| view.route_name(world, call.route));
        let client = world.plan.client(call.client).map_or(world.unknown, |client| client.party);
        let id = name.map(|name| self.telemetry.route(world.party(client), name));
        self.routes.insert(key, id);
        id
    }
}

impl Watch for History {
    type Proxy = Unobserved;

    fn proxy(&mut self, _: Time, _: ClientId, _: Option<SlotId>) -> &mut Unobserved {
        &mut self.unobserved
    }

    fn bytes(&self) -> u64 {
        let own = self.edges.capacity() * size_of::<((PartyId, PartyId, ServiceId), EdgeId)>()
            + self.routes.capacity() * size_of::<((ClientId, TakenRoute), Option<RouteId>)>()
            + self.flights.capacity() * size_of::<Flight>();
        own as u64 + self.telemetry.bytes()
    }

    fn sent(&mut self, now: Time, world: &World, call: &Call, send: &Send) {
        let extra = match (send.mirror, send.attempt.number) {
            (true, _) => Extra::Mirror,
            (false, 0 | 1) => return,
            _ => Extra::Retry,
        };
        if let Some(leg) = &call.leg {
            let edge = self.edge(world, call.client, world.party_of(leg.target, leg.service), leg.service);
            self.telemetry.extra(now, edge, extra);
        }
    }

    fn begun(&mut self, now: Time, world: &World, begun: Begun<'_>) {
        let origin = match (begun.call.caller, begun.parent.map(|parent| CallId(parent.number()))) {
            (Caller::Mirror, Some(copied)) => Origin::Mirror(copied),
            (Caller::Work { .. }, Some(parent)) => Origin::Call(parent),
            (Caller::Mirror | Caller::Work { .. }, None) => return,
            (Caller::Traffic(_) | Caller::Command, _) => {
                let client = world.plan.client(begun.call.client).map(|client| client.party);
                Origin::Outside(begun.call.root, client.and_then(|client| self.first_edges.get(&client).copied()))
            }
        };
        self.flies(now, begun.id, FlightStep::Begun(origin));
    }

    fn left(&mut self, now: Time, world: &World, id: SlotId, call: &Call, leg: &OpenLeg) {
        let edge = self.edge(world, call.client, world.party_of(leg.target, leg.service), leg.service);
        self.flies(now, id, FlightStep::Sent { edge, is_retry: leg.number > 1, is_mirror: call.is_mirror() });
    }

    fn leg(&mut self, now: Time, _: &World, id: SlotId, _: &Call, _: &OpenLeg, status: u16) {
        self.flies(now, id, FlightStep::Back { status });
    }

    fn answered(&mut self, now: Time, world: &World, id: SlotId, call: &Call, outcome: &Outcome) {
        if call.caller == Caller::Mirror {
            self.flies(now, id, FlightStep::Ended { status: outcome.status, edge: None });
            return;
        }
        let edge = self.edge(world, call.client, outcome.reached.party, outcome.reached.service);
        self.flies(now, id, FlightStep::Ended { status: outcome.status, edge: Some(edge) });
        let answer = Answer {
            status: outcome.status,
            flags: outcome.flags,
            carried: outcome.carried,
            attempts: outcome.attempts,
            latency: now.0.saturating_sub(call.start.0),
            route: self.route(world, call),
        };
        self.telemetry.answered(now, edge, &answer);
        self.log.answered(now, call, outcome, answer.route);
    }

    fn cluster(&mut self, now: Time, world: &World, client: ClientId, event: &ClusterEvent) {
        let Some(view) = world.view(client) else { return };
        let named = |client: ClientId| world.plan.client(client).map_or_else(String::new, |it| it.name.to_string());
        let (client, cluster) = (named(client), view.cluster_name(event.cluster).to_owned());
        let host = |address| view.host_name(world, address);
        let kind = match event.kind {
            ClusterEventKind::Ejection { address, reason, enforced, backoff, until } => EventKind::Ejection {
                client,
                cluster,
                host: host(address),
                reason: reason.name().to_owned(),
                enforced,
                backoff,
                stay: until.since(now).as_secs_f64(),
            },
            ClusterEventKind::EjectionRefused { address, reason } => {
                EventKind::EjectionRefused { client, cluster, host: host(address), reason: reason.name().to_owned() }
            }
            ClusterEventKind::Unejection { address } => EventKind::Unejection { client, cluster, host: host(address) },
            ClusterEventKind::Overflow { breaker } => {
                EventKind::Overflow { client, cluster, breaker: crate::recorder::breaker(breaker).to_owned() }
            }
        };
        self.telemetry.happened(Event { at: now, kind });
    }

    fn happened(&mut self, now: Time, kind: impl FnOnce() -> EventKind) {
        self.telemetry.happened(Event { at: now, kind: kind() });
    }

    fn pod(&mut self, now: Time, world: &World, pod: PodId, change: PodChange) {
        let Some(pod) = world.plan.pod(pod) else { return };
        let change = match change {
            PodChange::Added => say!("pod-added"),
            PodChange::Removed => say!("pod-removed"),
            PodChange::Ready(true) => say!("pod-ready"),
            PodChange::Ready(false) => say!("pod-not-ready"),
            PodChange::Fault(PodFault::None) => say!("pod-healed"),
            PodChange::Fault(PodFault::Slow(milliseconds)) => say!("pod-slowed", milliseconds),
            PodChange::Fault(PodFault::Fail(status)) => say!("pod-answers", status),
            PodChange::Fault(PodFault::Hang) => say!("pod-hangs"),
            PodChange::Fault(PodFault::Kill) => say!("pod-killed"),
        };
        self.telemetry.happened(Event { at: now, kind: EventKind::Pod { pod: pod.name.to_string(), change } });
    }

    fn stepped(&mut self, now: Time, step: &Words) {
        self.telemetry.happened(Event { at: now, kind: EventKind::Step { step: step.clone() } });
    }

    fn pushed(&mut self, now: Time, _: &Arc<World>, proxies: u32) {
        self.routes.clear();
        self.telemetry.happened(Event { at: now, kind: EventKind::Push { proxies } });
    }
}
