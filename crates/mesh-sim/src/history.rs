//! What is kept of a run for people: telemetry, events, dots, the access log. Sees the run, never changes it.

mod log;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use mesh_proxy::proxy::{ClusterEvent, ClusterEventKind, Send};
use mesh_proxy::{Duration, Time, Unobserved};
use mesh_words::{Words, say};

use crate::dots::{Leg, LegKind};
use crate::draws::KeyHasher;
use crate::engine::{Call, Caller, OpenLeg, Outcome, PodChange, PodFault, Watch};
use crate::event::{Event, EventKind};
use crate::ids::{ClientId, PartyId, PodId, ServiceId};
use crate::slab::SlotId;
use crate::telemetry::{Answer, EdgeId, EdgeKey, Extra, OriginField, RouteId, Telemetry};
use crate::world::{TakenRoute, World};
use log::Log;
pub use log::LogLine;

/// How long dots are kept after they have arrived.
const LEGS_KEPT: Duration = Duration::from_secs(20);
/// How many dots are kept at most.
const MOST_LEGS: usize = 20_000;

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
    legs: VecDeque<Leg>,
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
        self.legs.clear();
        self.log = Log::default();
    }

    /// Tries that were on their way at some time in `from..to`, the first to arrive first.
    pub(crate) fn legs(&self, from: Time, to: Time) -> impl Iterator<Item = &Leg> {
        self.legs.iter().filter(move |leg| leg.start < to && leg.end >= from)
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
            + self.legs.capacity() * size_of::<Leg>();
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

    fn leg(&mut self, now: Time, world: &World, call: &Call, leg: &OpenLeg, status: u16) {
        let edge = self.edge(world, call.client, world.party_of(leg.target, leg.service), leg.service);
        let kind = match (call.caller, leg.number) {
            (Caller::Mirror, _) => LegKind::Mirror,
            (_, 0 | 1) => LegKind::Request,
            _ => LegKind::Retry,
        };
        while self.legs.len() >= MOST_LEGS || self.legs.front().is_some_and(|first| first.end + LEGS_KEPT < now) {
            self.legs.pop_front();
        }
        self.legs.push_back(Leg { request: call.root, edge, kind, start: leg.start, end: now, status });
    }

    fn answered(&mut self, now: Time, world: &World, _: SlotId, call: &Call, outcome: &Outcome) {
        if call.caller == Caller::Mirror {
            return;
        }
        let edge = self.edge(world, call.client, outcome.reached.party, outcome.reached.service);
        let answer = Answer {
            status: outcome.status,
            flags: outcome.flags,
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
            ClusterEventKind::Ejection { address, reason, enforced, backoff, .. } => EventKind::Ejection {
                client,
                cluster,
                host: host(address),
                reason: reason.name().to_owned(),
                enforced,
                backoff,
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
