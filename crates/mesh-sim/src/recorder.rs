//! Records what is decided about one request while its time is run again.

mod access_log;
mod connection;
mod headers;
mod leaving;
mod outliers;
mod policies;
mod proxy;
mod routes;
mod text;

pub(crate) use text::breaker;
use text::breaker as breaker_name;

use std::sync::Arc;

use outliers::Known;
use policies::Policies;

use mesh_proxy::connection_manager::request_id;
use mesh_proxy::proxy::{ClusterEvent, ClusterEventKind, Send, StreamId};
use mesh_proxy::{Duration, Time};

use crate::decision::{DecisionRecord, Hop, Step, StepKind};
use crate::engine::{Begun, Call, Caller, Inbound, OpenLeg, Outcome, Prepared, Reply, Seen, Watch};
use crate::ids::ClientId;
use crate::keys::RequestId;
use crate::slab::SlotId;
use crate::world::World;

/// What a request says at a hop.
#[derive(Clone)]
pub(crate) struct Text {
    /// As it was sent.
    sent: Arc<Prepared>,
    /// As the routes of the client's proxy see it, where it has some.
    seen: Option<Seen>,
}

/// A hop: its place among those of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct HopIndex(usize);

/// A recorder of one request.
pub(crate) struct Recorder {
    wanted: RequestId,
    world: Arc<World>,
    hops: Vec<Hop>,
    /// What the request of each hop says.
    texts: Vec<Text>,
    /// What its route says of it.
    policies: Vec<Policies>,
    /// What outlier detection of all clients knows of hosts.
    known: Known,
    /// Calls under way, with their hops.
    calls: Vec<(SlotId, HopIndex)>,
    /// Streams of them.
    streams: Vec<(ClientId, StreamId, HopIndex)>,
    /// Hops whose app works on them.
    now: Time,
    client: ClientId,
    /// The hop that the proxy is just being told of.
    current: Option<HopIndex>,
    begun: bool,
}

impl Recorder {
    /// A recorder of a request, in a run that begins with a world.
    pub(crate) fn new(wanted: RequestId, world: Arc<World>) -> Self {
        Self {
            wanted,
            world,
            hops: Vec::new(),
            texts: Vec::new(),
            policies: Vec::new(),
            known: Known::default(),
            calls: Vec::new(),
            streams: Vec::new(),
            now: Time::ZERO,
            client: ClientId::NONE,
            current: None,
            begun: false,
        }
    }

    /// Whether the request and all that it caused is over.
    pub(crate) fn is_complete(&self) -> bool {
        self.begun && self.calls.is_empty()
    }

    /// What was recorded; `None` where the request was not met.
    pub(crate) fn record(self) -> Option<DecisionRecord> {
        (!self.hops.is_empty()).then_some(DecisionRecord { request: self.wanted, hops: self.hops })
    }

    fn hop(&self, call: SlotId) -> Option<HopIndex> {
        self.calls.iter().find(|(id, _)| *id == call).map(|(_, hop)| *hop)
    }

    fn hop_of(&self, client: ClientId, stream: StreamId) -> Option<HopIndex> {
        self.streams.iter().rev().find(|known| (known.0, known.1) == (client, stream)).map(|known| known.2)
    }

    fn step(&mut self, hop: HopIndex, kind: StepKind, source: Option<crate::decision::Source>) {
        if let Some(hop) = self.hops.get_mut(hop.0) {
            hop.steps.push(Step { at: self.now, kind, source });
        }
    }

    /// A step of a stream that is recorded.
    /// An answer has come from the app that was reached last: another one than it would have given by itself is that of a failed call.
    fn app_answered(&mut self, hop: HopIndex, answer: Option<u16>) {
        let steps = self.hops.get_mut(hop.0).into_iter().flat_map(|hop| hop.steps.iter_mut().rev());
        for step in steps {
            match &mut step.kind {
                StepKind::App { status: Some(own), failed_call, .. } => {
                    *failed_call = answer.filter(|answer| *answer != 0 && answer != own);
                    return;
                }
                StepKind::AttemptEnd { .. } => return,
                _ => {}
            }
        }
    }

    fn stream_step(&mut self, stream: StreamId, kind: StepKind) {
        if let Some(hop) = self.hop_of(self.client, stream) {
            self.step(hop, kind, None);
        }
    }

    /// The hop of a mirrored copy that begins now.
    fn copy(&mut self, stream: StreamId, original: HopIndex) {
        let (Some(hop), Some(text)) = (self.hops.get(original.0), self.texts.get(original.0)) else { return };
        let copy = Hop {
            start: self.now,
            end: self.now,
            status: None,
            flags: "-".to_owned(),
            mirror: true,
            steps: Vec::new(),
            access_log: String::new(),
            callee_client: None,
            ..hop.clone()
        };
        self.streams.push((self.client, stream, HopIndex(self.hops.len())));
        self.texts.push(text.clone());
        self.policies.push(Policies::default());
        self.hops.push(copy);
    }

    /// The hop whose app makes a call.
    fn caller(&self, call: &Call) -> Option<usize> {
        (call.depth > 0).then(|| {
            let of_pod = |hop: &Hop| hop.callee_client == Some(call.client) && hop.status.is_none();
            self.hops.iter().rposition(of_pod)
        })?
    }
}

impl Watch for Recorder {
    type Proxy = Recorder;

    fn proxy(&mut self, now: Time, client: ClientId, call: Option<SlotId>) -> &mut Recorder {
        (self.now, self.client) = (now, client);
        self.current = call.and_then(|call| self.hop(call));
        self
    }

    fn begun(&mut self, now: Time, world: &World, begun: Begun<'_>) {
        let call = begun.call;
        if call.root != self.wanted {
            return;
        }
        (self.now, self.begun) = (now, true);
        if call.caller == Caller::Mirror {
            let hop = call.stream.and_then(|stream| self.hop_of(call.client, stream));
            self.calls.extend(hop.map(|hop| (begun.id, hop)));
            return;
        }
        let Some(text) = begun.requests.get(call.request) else { return };
        let hop = HopIndex(self.hops.len());
        let manager = call.table.zip(world.view(call.client)).map(|(table, view)| view.manager(table));
        let mut draws = begun.draws;
        let seen =
            manager.map(|manager| Seen::new(manager, text).with_request_id(|| request_id(&mut draws, call.id_subject)));
        self.texts.push(Text { sent: text.clone(), seen: seen.clone() });
        self.policies.push(Policies::default());
        self.hops.push(Hop {
            caller: self.caller(call),
            client: world.plan.client(call.client).map_or_else(String::new, |it| it.name.to_string()),
            method: text.request.method.clone(),
            url: format!("{}://{}{}", text.request.scheme, text.request.authority, text.request.path),
            start: now,
            end: now,
            status: None,
            flags: "-".to_owned(),
            mirror: false,
            steps: Vec::new(),
            access_log: String::new(),
            callee_client: None,
        });
        self.calls.push((begun.id, hop));
        self.connected(hop, world, call, text);
        if let (Some(table), Some(seen)) = (call.table, &seen) {
            self.routed(hop, world, call, (table, seen));
            self.left_out(hop, text);
            self.tls_begun(hop, world, call);
        }
    }

    fn sent(&mut self, now: Time, world: &World, call: &Call, send: &Send) {
        let (true, Some(hop)) = (call.root == self.wanted, self.hop_of(call.client, send.attempt.stream)) else {
            return;
        };
        let Some(leg) = &call.leg else { return };
        self.now = now;
        let host = world.view(call.client).map_or_else(String::new, |view| view.host_name(world, send.address));
        if let Some(hop) = self.hops.get_mut(hop.0) {
            hop.callee_client = world.client_of(leg.target);
        }
        self.step(hop, StepKind::Attempt { attempt: send.attempt.number, host }, None);
    }

    fn leg(&mut self, now: Time, _: &World, _: SlotId, call: &Call, leg: &OpenLeg, status: u16) {
        let stream = call.stream.and_then(|stream| self.hop_of(call.client, stream));
        let (true, Some(hop)) = (call.root == self.wanted, stream) else { return };
        self.now = now;
        let status = Some(status).filter(|status| *status != 0);
        self.app_answered(hop, status);
        self.step(hop, StepKind::AttemptEnd { attempt: leg.number, status }, None);
    }

    fn app(&mut self, now: Time, world: &World, inbound: &Inbound, status: Option<u16>, latency: Duration) {
        if inbound.root != self.wanted {
            return;
        }
        let hop = match inbound.reply {
            Reply::Direct(call) => self.hop(call),
            Reply::Proxy { client, attempt, .. } => self.hop_of(client, attempt.stream),
        };
        let (Some(hop), Some(pod)) = (hop, world.plan.pod(inbound.pod)) else { return };
        self.now = now;
        if let Some(hop) = self.hops.get_mut(hop.0) {
            hop.callee_client = Some(pod.client);
        }
        let pod = pod.name.to_string();
        if matches!(inbound.reply, Reply::Direct(_)) {
            let is_sent_on = |step: &Step| matches!(step.kind, StepKind::Cluster { .. });
            // A proxy whose cluster takes any address sends it where the client wanted it to go.
            let kind = match self.hops.get(hop.0) {
                Some(known) if known.steps.iter().any(is_sent_on) => {
                    StepKind::Attempt { attempt: 1, host: pod.clone() }
                }
                _ => StepKind::Direct { host: pod.clone() },
            };
            self.step(hop, kind, None);
        }
        self.step(hop, StepKind::App { pod, status, latency: latency.as_secs_f64(), failed_call: None }, None);
    }

    fn answered(&mut self, now: Time, world: &World, id: SlotId, call: &Call, outcome: &Outcome) {
        let Some(position) = self.calls.iter().position(|(known, _)| *known == id) else { return };
        let (_, hop) = self.calls.remove(position);
        self.now = now;
        let flags = outcome.flags.to_string();
        let details = outcome.details.map_or_else(String::new, |details| details.to_string());
        let kind = if outcome.http_status == 0 && outcome.status != 0 {
            StepKind::PassedOn { status: outcome.status }
        } else {
            StepKind::Response { status: outcome.status, flags: flags.clone(), details }
        };
        // Where there is no proxy on the way, nobody else can have answered.
        if call.stream.is_none() {
            self.app_answered(hop, Some(outcome.status));
        }
        self.not_retried(hop, outcome.status);
        self.step(hop, kind, None);
        let known = self.hops.get(hop.0).zip(self.texts.get(hop.0));
        let access_log = known
            .map_or_else(String::new, |(hop, text)| access_log::access_log(world, call, outcome, (hop, text), now));
        if let Some(hop) = self.hops.get_mut(hop.0) {
            (hop.end, hop.status, hop.flags, hop.access_log) = (now, Some(outcome.status), flags, access_log);
        }
    }

    fn cluster(&mut self, now: Time, world: &World, client: ClientId, event: &ClusterEvent) {
        self.ejected_or_back(world, client, event);
        // An event belongs to the request that the proxy is just busy with: the last one that it was asked about.
        let Some(hop) = self.busy(client) else { return };
        let Some(view) = world.view(client) else { return };
        self.now = now;
        let kind = match event.kind {
            ClusterEventKind::Ejection { address, reason, .. } => {
                StepKind::Ejection { host: view.host_name(world, address), reason: reason.name().to_owned() }
            }
            ClusterEventKind::EjectionRefused { address, reason } => {
                StepKind::EjectionRefused { host: view.host_name(world, address), reason: reason.name().to_owned() }
            }
            ClusterEventKind::Overflow { breaker } => StepKind::Overflow { breaker: breaker_name(breaker).to_owned() },
            ClusterEventKind::Unejection { .. } => return,
        };
        let config = view.cluster(event.cluster);
        let origin = match event.kind {
            ClusterEventKind::Overflow { .. } => config.and_then(|it| it.circuit_breakers.as_ref()).map(|it| it.origin),
            _ => config.and_then(|it| it.outlier_detection.as_ref()).map(|it| it.origin),
        };
        let source = origin.and_then(|origin| world.source(origin));
        self.step(hop, kind, source);
    }

    fn pushed(&mut self, _: Time, world: &Arc<World>, _: u32) {
        self.world = world.clone();
        self.known.pushed();
    }

    fn patched(&mut self, world: &Arc<World>) {
        self.world = world.clone();
    }
}
