//! Calls: beginning, ending, giving up. Those of clients without a proxy go straight to a pod, which kube-proxy picks at
//! random.

use mesh_proxy::connection_manager::request_id;
use mesh_proxy::proxy::{NewRequest, StreamNumber};
use mesh_proxy::router::RouteOutcome;
use mesh_proxy::{Draws as _, Input, Purpose, ResponseFlag, ResponseFlags};

use super::answers::Reader;
use super::budget::BYTES_OF_A_STEP;
use super::calls::{Caller, OpenLeg};
use super::carried::carried;
use super::clients::KnownWay;
use super::core::Core;
use super::course::{Due, Task};
use super::fold::Fact;
use super::state::{Reached, Reply, Target};
use super::watch::{Begun, Outcome, Watch};
use crate::app::EXTERNAL_LATENCY;
use crate::draws::mix;
use crate::slab::SlotId;
use crate::world::{Ended, Way};

/// Looking through so many routes takes as long as handling an event.
const ROUTES_OF_A_STEP: u64 = 4;

/// Looking through so many listeners takes as long as handling an event.
const LISTENERS_OF_A_STEP: u64 = 50;

impl Core {
    /// Begins a call at once, unless too many are under way. For when nothing is to be done before.
    pub(super) fn begin_now<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        self.course.steps += 1;
        if self.calls.has_room() {
            self.begin(id, watch);
        } else {
            self.refuse(id, watch);
        }
    }

    /// Begins a call: routes it where its client has a proxy, else hands it to kube-proxy.
    pub(super) fn begin<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        let Some(client) = self.calls.get(id).map(|call| call.client) else { return };
        self.discover(client, watch);
        let Some(call) = self.calls.get_mut(id) else { return };
        let parent = self.apps.parent(call.caller);
        let (Some((view, made)), Some(text)) =
            (self.course.world.view_and_bytes(client), self.requests.get(call.request))
        else {
            watch.begun(
                self.course.now,
                &self.course.world,
                Begun { id, call, parent, requests: &self.requests, draws: self.course.trace.untraced() },
            );
            self.begin_direct(id, watch);
            return;
        };
        self.course.steps += made / BYTES_OF_A_STEP;
        let draws = &mut self.course.trace;
        call.stream_number = StreamNumber(draws.draw(call.key, Purpose::StreamId, 0));
        let Some(state) = self.clients.begin(client) else { return };
        let known = state.way(call.request, || {
            // Listeners are looked through one by one.
            self.course.steps += view.compiled.config().listeners.len() as u64 / LISTENERS_OF_A_STEP;
            let way = self.course.world.way(client, &text.request);
            let seen = match &way {
                Way::Routes(table) => Some(self.seen.get(view, *table, (call.request, text))),
                Way::Bytes(_) | Way::Ended(_) => None,
            };
            KnownWay::new(way, seen, view)
        });
        let decided = match &known.way {
            Way::Routes(table) => {
                call.table = Some(*table);
                let Some(seen) = &known.seen else { return };
                let from = self.course.world.address(client);
                let (decided, looked_at) = if known.depends_on_id {
                    let seen = seen.with_request_id(|| request_id(draws, call.id_subject));
                    view.decide(*table, &mut None, &seen, from, call.stream_number)
                } else {
                    view.decide(*table, &mut known.found, seen, from, call.stream_number)
                };
                self.course.steps += looked_at as u64 / ROUTES_OF_A_STEP;
                decided
            }
            Way::Bytes(bytes) => bytes.decide(call.stream_number),
            Way::Ended(ended) => {
                let ended = *ended;
                watch.begun(
                    self.course.now,
                    &self.course.world,
                    Begun { id, call, parent, requests: &self.requests, draws: self.course.trace.untraced() },
                );
                self.end(id, ended, watch);
                return;
            }
        };
        call.route = decided.taken();
        watch.begun(
            self.course.now,
            &self.course.world,
            Begun { id, call, parent, requests: &self.requests, draws: self.course.trace.untraced() },
        );
        let (key, stream_number, grpc) = (call.key, call.stream_number, text.grpc);
        let came_in_http2 = known.seen.as_ref().is_some_and(|seen| seen.came_in_http2);
        let asked = match decided.decision.outcome {
            RouteOutcome::Cluster(cluster) if view.takes_address_asked_for(cluster) => {
                let draws = &mut self.course.trace;
                let target =
                    self.course.world.kube_proxy(client, &text.request).one(|| draws.draw(key, Purpose::Host, 0));
                self.course.world.asked_for(&text.request, target, view.port_instead(cluster))
            }
            _ => None,
        };
        let decision = &decided.decision;
        let request = NewRequest { key, stream_number, decision, grpc, came_in_http2, asked };
        let Some(proxy) = state.proxy_in(&self.course, client) else {
            self.course.soon(Task::Refuse(id));
            return;
        };
        let made = proxy.made();
        let draws = &mut self.course.trace;
        let observer = watch.proxy(self.course.now, client, Some(id));
        let stream = proxy.request(self.course.now, &request, draws, observer, &mut self.actions);
        self.course.steps += (proxy.made() - made) / BYTES_OF_A_STEP;
        let is_starved = proxy.is_starved();
        call.stream = Some(stream);
        state.bind(stream, id);
        self.clients.is_starved |= is_starved;
        self.act_all(client, watch);
    }

    /// Sends a call straight to a pod.
    pub(super) fn begin_direct<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        let Some(call) = self.calls.get(id) else { return };
        let (client, key, request) = (call.client, call.key, call.request);
        let Some(text) = self.requests.get(request) else { return };
        let world = self.course.world.clone();
        let destination = world.kube_proxy(client, &text.request);
        let service = destination.service.unwrap_or(world.no_service);
        let draws = &mut self.course.trace;
        let target = destination.one(|| draws.draw(key, Purpose::Host, 0));
        let Some(target) = target.filter(|target| self.apps.pods.accepts(&world, *target)) else {
            let flags = ResponseFlags::NONE.with(ResponseFlag::UpstreamConnectionFailure);
            let party = match target {
                Some(target) => world.party_of(target, service),
                None => destination.service.map_or(world.unknown, |service| world.party_of_service(service)),
            };
            let reached = Reached { party, service, address: None };
            self.finish(id, &Outcome::without_proxy(0, flags, reached), watch);
            return;
        };
        if let Target::Pod { pod, port } = target {
            self.course.trace.fact(Fact::Pick, mix(u64::from(pod.0), u64::from(port)));
        }
        if let Some(call) = self.calls.get_mut(id) {
            let leg = OpenLeg { target, service, number: 1, work: None };
            call.leg = Some(leg);
            watch.left(self.course.now, &self.course.world, id, call, &leg);
        }
        match target {
            _ if self.cuts.are_between(&world, client, target, service) => {}
            Target::Pod { pod, port } => self.deliver((pod, port), id, Reply::Direct(id), 1, watch),
            Target::External => {
                self.course.after(EXTERNAL_LATENCY, Due::External(Reply::Direct(id)));
            }
            Target::Nobody => {}
        }
    }

    /// The pod's answer, straight to the client.
    pub(super) fn answer_direct<W: Watch>(&mut self, id: SlotId, status: u16, watch: &mut W) {
        let Some(call) = self.calls.get(id) else { return };
        let Some(leg) = call.leg else { return };
        self.course.trace.fact(Fact::Answer, mix(self.course.now.0, u64::from(status)));
        let reached =
            Reached { party: self.course.world.party_of(leg.target, leg.service), service: leg.service, address: None };
        self.finish(id, &Outcome::without_proxy(status, ResponseFlags::NONE, reached), watch);
    }

    /// Ends a call that is not made.
    pub(super) fn refuse<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        self.end(id, Ended::Refused, watch);
    }

    /// Ends a call whose connection comes to no request.
    fn end<W: Watch>(&mut self, id: SlotId, ended: Ended, watch: &mut W) {
        let reached =
            Reached { party: self.course.world.unknown, service: self.course.world.no_service, address: None };
        let (status, flags, details) = ended.answer();
        let outcome = Outcome { attempts: 0, details, ..Outcome::without_proxy(status, flags, reached) };
        self.finish(id, &outcome, watch);
    }

    /// Ends a call and tells whoever waits for it.
    pub(super) fn finish<W: Watch>(&mut self, id: SlotId, outcome: &Outcome, watch: &mut W) {
        self.end_leg(id, outcome.status, watch);
        let Some(call) = self.calls.get(id) else { return };
        let outcome = &Outcome { carried: carried(&self.course.world, &self.requests, call, outcome), ..*outcome };
        watch.answered(self.course.now, &self.course.world, id, call, outcome);
        let (caller, start) = (call.caller, call.start);
        let reader = Reader { course: &self.course, requests: &self.requests, clients: &self.clients };
        if self.commands.note_outcome(call, outcome, &reader) {
            self.terminal.news(&mut self.course);
        }
        self.calls.discard(id);
        match caller {
            Caller::Traffic(traffic) => self.traffics.answered(&mut self.course, traffic, start),
            Caller::Command => self.commands.end(),
            Caller::Work { work, index, tries } => {
                let (apps, mut around) = self.apps(watch);
                apps.call_answered(&mut around, id, (work, index, tries), outcome.status);
            }
            Caller::Mirror => {}
        }
    }

    /// Nobody waits for a call any more: its stream is reset, or its connection where no proxy has it.
    pub(super) fn give_up<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        let Some(call) = self.calls.get(id) else { return };
        if let Some(stream) = call.stream {
            self.course.soon(Task::Input(call.client, Input::DownstreamReset(stream)));
            return;
        }
        let reached = call.leg.map_or(
            Reached { party: self.course.world.unknown, service: self.course.world.no_service, address: None },
            |leg| Reached {
                party: self.course.world.party_of(leg.target, leg.service),
                service: leg.service,
                address: None,
            },
        );
        let flags = ResponseFlags::NONE.with(ResponseFlag::DownstreamConnectionTermination);
        self.finish(id, &Outcome::without_proxy(0, flags, reached), watch);
    }
}
