//! Telling proxies, and doing what they want done.

use mesh_proxy::Input;
use mesh_proxy::proxy::{Action, ClusterEventKind, PushedCluster, Response, Send, StreamId, UpstreamReset};

use super::budget::BYTES_OF_A_STEP;
use super::calls::{Call, Caller, OpenLeg};
use super::core::Core;
use super::course::{Due, Task};
use super::fold::{self, Fact};
use super::state::{Reached, Reply, Target};
use super::watch::{Begun, Outcome, Watch};
use crate::app::EXTERNAL_LATENCY;
use crate::draws::mix;
use crate::ids::{ClientId, PodId, ServiceId};
use crate::slab::SlotId;
use crate::telemetry::Carried;

impl Core {
    /// Tells a proxy something that is no new request.
    pub(super) fn tell<W: Watch>(&mut self, client: ClientId, input: Input, watch: &mut W) {
        self.discover(client, watch);
        if self.clients.tell(&mut self.course, client, input, watch, &mut self.actions) {
            self.act_all(client, watch);
        }
    }

    /// A client's proxy takes the endpoints that have reached it.
    pub(super) fn discover<W: Watch>(&mut self, client: ClientId, watch: &mut W) {
        if self.clients.discover(&mut self.course, client, &mut self.actions) {
            self.act_all(client, watch);
        }
    }

    /// Does what a client's proxy wants done.
    pub(super) fn act_all<W: Watch>(&mut self, client: ClientId, watch: &mut W) {
        let mut actions = std::mem::take(&mut self.actions);
        for action in &actions {
            self.act(client, action, watch);
        }
        actions.clear();
        self.actions = actions;
    }

    fn act<W: Watch>(&mut self, client: ClientId, action: &Action, watch: &mut W) {
        match *action {
            Action::Connect { connection, cluster, address } => {
                let Some(view) = self.course.world.view(client) else { return };
                let target = view.target(&self.course.world, address);
                if self.cuts.are_between(&self.course.world, client, target, view.service(cluster)) {
                    // No answer at all: the proxy gives up after its connectTimeout.
                    return;
                }
                let accepts = self.apps.pods.accepts(&self.course.world, target);
                let input = if accepts { Input::Connected(connection) } else { Input::ConnectFailed(connection) };
                self.course.soon(Task::Input(client, input));
            }
            Action::Close(_) => {}
            Action::Send(ref send) => self.send(client, send, watch),
            Action::ResetAttempt(attempt) => {
                if let Some(call) = self.clients.call(client, attempt.stream) {
                    self.end_leg(call, 0, watch);
                }
            }
            Action::Arm { timer, at } => self.course.at(at, Due::Timer(client, timer)),
            Action::Mirror { stream, parent, key, policy, .. } => {
                self.mirror(client, (stream, parent), mix(key, u64::from(policy) | 1 << 63), watch);
            }
            Action::Respond { stream, ref response, .. } => self.respond(client, stream, response, watch),
            Action::Event(ref event) => {
                let Some(view) = self.course.world.view(client) else { return };
                if matches!(event.kind, ClusterEventKind::Ejection { .. } | ClusterEventKind::Unejection { .. }) {
                    // The load balancer sorts its hosts anew.
                    let sorted = view.push.cluster(event.cluster).map_or(0, PushedCluster::shared_bytes);
                    self.course.steps += sorted / BYTES_OF_A_STEP;
                }
                let value = fold::cluster_event(&event.kind, |address| view.address_key(&self.course.world, address));
                self.course.trace.fact(Fact::Cluster, mix(view.cluster_key(event.cluster), value));
                watch.cluster(self.course.now, &self.course.world, client, event);
            }
        }
    }

    fn bind(&mut self, client: ClientId, stream: StreamId, id: SlotId) {
        if let Some(call) = self.calls.get_mut(id) {
            call.stream = Some(stream);
        }
        if let Some(state) = self.clients.get_mut(client) {
            state.bind(stream, id);
        }
    }

    fn send<W: Watch>(&mut self, client: ClientId, send: &Send, watch: &mut W) {
        let Some(id) = self.clients.call(client, send.attempt.stream) else { return };
        self.end_leg(id, 0, watch);
        let (Some(view), Some(call)) = (self.course.world.view(client), self.calls.get_mut(id)) else { return };
        self.course
            .trace
            .fact(Fact::Pick, mix(view.cluster_key(send.cluster), view.address_key(&self.course.world, send.address)));
        let target = view.target(&self.course.world, send.address);
        let service = view.service(send.cluster);
        let number = send.attempt.number;
        let leg = OpenLeg { target, service, number, work: None };
        call.leg = Some(leg);
        watch.sent(self.course.now, &self.course.world, call, send);
        watch.left(self.course.now, &self.course.world, id, call, &leg);
        let reply = Reply::Proxy { client, call: id, attempt: send.attempt };
        match target {
            // It is lost on its way.
            _ if self.cuts.are_between(&self.course.world, client, target, service) => {}
            // The pod died with the connection open.
            Target::Pod { .. } | Target::Nobody if !self.apps.pods.accepts(&self.course.world, target) => {
                let input = Input::UpstreamReset(send.attempt, UpstreamReset::ConnectionTermination);
                self.course.soon(Task::Input(client, input));
            }
            Target::Pod { pod, port } => self.deliver((pod, port), id, reply, send.attempt.number, watch),
            Target::External => self.course.after(EXTERNAL_LATENCY, Due::External(reply)),
            Target::Nobody => {}
        }
    }

    fn mirror<W: Watch>(&mut self, client: ClientId, (stream, parent): (StreamId, StreamId), key: u64, watch: &mut W) {
        let parent = self.clients.call(client, parent);
        let Some(original) = parent.and_then(|id| self.calls.get(id)) else { return };
        let copy =
            Call { key, start: self.course.now, caller: Caller::Mirror, stream: None, leg: None, ..original.clone() };
        let id = self.calls.insert(copy);
        self.bind(client, stream, id);
        if let Some(call) = self.calls.get(id) {
            let (requests, draws) = (&self.requests, self.course.trace.untraced());
            watch.begun(self.course.now, &self.course.world, Begun { id, call, parent, requests, draws });
        }
    }

    /// A request of a call arrives at a port of a pod: as it was sent, where its app does not look at it.
    pub(super) fn deliver<W: Watch>(
        &mut self,
        (pod, port): (PodId, u16),
        id: SlotId,
        reply: Reply,
        attempt: u32,
        watch: &mut W,
    ) {
        let Some(app) = self.course.world.plan.pod(pod).map(|plan| &*plan.app) else { return };
        let Some(call) = self.calls.get(id) else { return };
        let request = match app.reads_requests() {
            true => self.clients.received(&self.course, &mut self.requests, call, app.forwards()),
            false => Some(call.request),
        };
        let Some(request) = request else { return };
        let (apps, mut around) = self.apps(watch);
        apps.deliver(&mut around, (pod, port), id, (reply, attempt, request));
    }

    /// Ends the try under way of a call; a pod that still works on it notices.
    pub(super) fn end_leg<W: Watch>(&mut self, id: SlotId, status: u16, watch: &mut W) {
        let Some(call) = self.calls.get_mut(id) else { return };
        if let Some(leg) = call.leg.take() {
            watch.leg(self.course.now, &self.course.world, id, call, &leg, status);
            if let Some(work) = leg.work {
                let (apps, mut around) = self.apps(watch);
                apps.cancel_work(&mut around, work);
            }
        }
    }

    fn respond<W: Watch>(&mut self, client: ClientId, stream: StreamId, response: &Response, watch: &mut W) {
        let Some(id) = self.clients.call(client, stream) else { return };
        self.course.trace.fact(Fact::Answer, mix(self.course.now.0, fold::answer(response)));
        let view = self.course.world.view(client);
        let service = view.zip(response.cluster).map(|(view, cluster)| view.service(cluster));
        let target =
            view.zip(response.address).map(|(view, address)| (address, view.target(&self.course.world, address)));
        let reached = match (target, service) {
            (Some((address, target)), Some(service)) => {
                let party = self.course.world.party_of(target, service);
                Reached { party, service, address: Some(address) }
            }
            (None, Some(service)) => {
                Reached { party: self.course.world.party_of_service(service), service, address: None }
            }
            (_, None) => {
                Reached { party: self.course.world.unknown, service: self.asked_for(client, id), address: None }
            }
        };
        let outcome = Outcome {
            status: response.status,
            http_status: response.http_status(),
            flags: response.flags,
            details: Some(response.details),
            attempts: response.attempts,
            reached,
            cluster: response.cluster,
            carried: Carried::default(),
        };
        let routed = self.calls.get(id).is_some_and(|call| call.table.is_some());
        self.finish(id, &if routed { outcome } else { outcome.of_bytes() }, watch);
    }

    /// The service that a request asked for, where no cluster tells it.
    fn asked_for(&self, client: ClientId, id: SlotId) -> ServiceId {
        let request = self.calls.get(id).and_then(|call| self.requests.get(call.request));
        request.map_or(self.course.world.no_service, |text| self.course.world.service_asked_for(client, &text.request))
    }
}
