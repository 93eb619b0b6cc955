//! Apps in pods: waiting in line, answering, calling on.

use std::net::SocketAddr;
use std::sync::Arc;

use mesh_proxy::connection_manager::request_id;
use mesh_proxy::proxy::StreamNumber;
use mesh_proxy::{Draws as _, Duration, Purpose};

use super::clients::Rewrite;
use super::core::Core;
use super::course::{Due, Task};
use super::open_calls::OpenCalls;
use super::requests::{RequestIndex, outgoing};
use super::state::{AppRequest, Call, Caller, Inbound, PodFault, Reply, Stage};
use super::watch::Watch;
use crate::app::{App, OnError};
use crate::draws::mix;
use crate::ids::{CallIndex, PodId};
use crate::request::Request;
use crate::slab::SlotId;
use crate::world::TakenRoute;

impl Core {
    /// A request arrives at a port of a pod.
    pub(super) fn deliver<W: Watch>(
        &mut self,
        (pod, port): (PodId, u16),
        id: SlotId,
        reply: Reply,
        attempt: u32,
        watch: &mut W,
    ) {
        let (Some(app), Some(call)) = (self.app(pod), self.calls.get(id)) else { return };
        let Call { root, key, id_subject, depth, .. } = *call;
        let (as_sent, concurrency) = (call.request, app.concurrency);
        let request = if app.reads_requests() { self.as_received(id, app.forwards()) } else { Some(as_sent) };
        let (Some(request), Some(state)) = (request, self.pods.get_mut(pod.index())) else { return };
        let inbound = Inbound { pod, reply, root, key, id_subject, attempt, request, port, number: state.seen, depth };
        state.seen += 1;
        let begun = if state.active < concurrency {
            state.active += 1;
            Some(self.take_on(&inbound, watch))
        } else if state.waiting < LONGEST_LINE {
            None
        } else {
            self.course.soon(Task::Answer(reply, 0));
            return;
        };
        let (stage, status) = begun.map_or((Stage::InLine, 0), |begun| (begun.stage, begun.status));
        let work =
            self.works.insert(AppRequest { inbound, stage, status, next: CallIndex(0), calls: OpenCalls::default() });
        if let Some(leg) = self.calls.get_mut(id).and_then(|call| call.leg.as_mut()) {
            leg.work = Some(work);
        }
        match begun {
            Some(begun) => self.schedule(work, begun.done),
            None => {
                if let Some(state) = self.pods.get_mut(pod.index()) {
                    state.get_in_line(work);
                }
            }
        }
    }

    /// What a pod receives whose app looks at it: what was sent, with the changes of proxy and route. A gateway, which
    /// forwards, looks at the address that it came from too.
    fn as_received(&mut self, id: SlotId, forwards: bool) -> Option<RequestIndex> {
        let call = self.calls.get(id)?;
        let (Some(view), Some(state)) = (self.course.world.view(call.client), self.clients.get_mut(call.client)) else {
            return Some(call.request);
        };
        let rewrite = Rewrite { request: call.request, route: call.route, forwards };
        if let Some(known) = state.rewritten(rewrite) {
            return Some(known);
        }
        let from = self.course.world.address(call.client);
        let mut changed = match (call.table, state.seen(call.request)) {
            (Some(table), Some((seen, true))) => {
                let mut draws = self.course.trace.untraced();
                let id = request_id(&mut draws, call.id_subject);
                view.leaving_without_id(table, &seen.with_request_id(|| id.clone()), &id, from, call.stream_number)
            }
            (Some(table), Some((seen, false))) => view.leaving(table, seen, from, call.stream_number),
            _ if forwards => Request::clone(&self.requests.get(call.request)?.request),
            _ => return Some(call.request),
        };
        if forwards {
            changed.connection.address = from.parse().ok().map(|from: SocketAddr| from.ip());
        }
        let received = self.requests.intern(&Arc::new(changed));
        state.keep_rewritten(rewrite, received);
        Some(received)
    }

    fn app(&self, pod: PodId) -> Option<&App> {
        self.course.world.plan.pod(pod).map(|plan| &*plan.app)
    }

    /// Decides what becomes of a request that an app begins to work on.
    fn take_on<W: Watch>(&mut self, inbound: &Inbound, watch: &mut W) -> Begun {
        if self.plain_apps {
            watch.app(self.course.now, &self.course.world, inbound, Some(200), Duration::ZERO);
            return Begun { stage: Stage::Busy, status: 200, done: Done::Answers(Duration::ZERO) };
        }
        let Some(app) = self.course.world.plan.pod(inbound.pod).map(|plan| &*plan.app) else { return Begun::HUNG };
        let fault = self.pods.get(inbound.pod.index()).map_or(PodFault::None, |pod| pod.fault);
        let draws = &mut self.course.trace;
        // An index of its own for each try and each draw of it.
        let mut draw = |purpose, index: u32| draws.draw(inbound.key, purpose, inbound.attempt << 16 | index);
        if fault == PodFault::Hang || app.hang.takes(|| draw(Purpose::AppFailure, 0)) {
            watch.app(self.course.now, &self.course.world, inbound, None, Duration::ZERO);
            return Begun::HUNG;
        }
        let reset = app.reset.takes(|| draw(Purpose::AppFailure, 1));
        let mut latency = app.latency.sample(|| draw(Purpose::AppLatency, 0));
        let error = app
            .errors
            .iter()
            .enumerate()
            .find(|(index, rule)| {
                rule.applies(inbound.number, self.course.now, || draw(Purpose::AppStatus, *index as u32))
            })
            .map(|(_, rule)| rule.status);
        let mut status = error.unwrap_or(app.status);
        let mut calls = error.is_none() && !app.calls.is_empty();
        if error.is_none()
            && app.reads_requests()
            && let Some(text) = self.requests.get(inbound.request)
        {
            let special = app.behaviour.special(&text.request);
            latency += special.delay;
            status = special.status.unwrap_or(status);
        }
        match fault {
            PodFault::Slow(milliseconds) => latency += Duration::from_millis(u64::from(milliseconds)),
            PodFault::Fail(with) => (status, calls) = (with, false),
            PodFault::None | PodFault::Hang | PodFault::Kill => {}
        }
        if reset {
            (status, calls) = (0, false);
        }
        watch.app(self.course.now, &self.course.world, inbound, (!reset).then_some(status), latency);
        Begun { stage: Stage::Busy, status, done: if calls { Done::Calls(latency) } else { Done::Answers(latency) } }
    }

    fn schedule(&mut self, work: SlotId, done: Done) {
        match done {
            Done::Answers(after) => self.course.after(after, Due::Answer(work)),
            Done::Calls(after) => self.course.after(after, Due::Ready(work)),
            Done::Never => {}
        }
    }

    /// A pod is done with a request; the next in line gets its turn.
    fn release<W: Watch>(&mut self, pod: PodId, watch: &mut W) {
        let Some(state) = self.pods.get_mut(pod.index()) else { return };
        let next = state.next_in_line(|request| self.works.get(request).is_some());
        let Some((next, inbound)) = next.and_then(|next| Some((next, self.works.get(next)?.inbound))) else {
            state.active = state.active.saturating_sub(1);
            return;
        };
        let begun = self.take_on(&inbound, watch);
        if let Some(work) = self.works.get_mut(next) {
            (work.stage, work.status) = (begun.stage, begun.status);
        }
        self.schedule(next, begun.done);
    }

    /// An app has an answer; gives to whom and which. `None` where nobody waits for it any more.
    pub(super) fn end_work<W: Watch>(&mut self, id: SlotId, watch: &mut W) -> Option<(Reply, u16)> {
        let AppRequest { inbound, status, .. } = self.works.remove(id)?;
        let Inbound { pod, reply, .. } = inbound;
        self.commands.app_answers(&self.course, &self.requests, &inbound);
        if let Some(state) = self.pods.get_mut(pod.index()) {
            state.answered += 1;
        }
        self.release(pod, watch);
        Some((reply, status))
    }

    /// The client of a request in a pod is gone: the app notices, and gives up the calls that it makes for it.
    pub(super) fn cancel_work<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        let Some(AppRequest { inbound, stage, calls, .. }) = self.works.remove(id) else { return };
        match stage {
            Stage::InLine => {
                if let Some(state) = self.pods.get_mut(inbound.pod.index()) {
                    state.leave_line(|request| self.works.get(request).is_some());
                }
            }
            Stage::Busy => self.release(inbound.pod, watch),
            Stage::Hung => {}
        }
        self.course.inbox.extend(calls.into_iter().map(Task::GiveUp));
    }

    /// Makes the next call of a request, all of them where the app calls in parallel; answers where none is left.
    pub(super) fn work_on<W: Watch>(&mut self, id: SlotId, watch: &mut W) {
        let Some((inbound, mut next)) = self.works.get(id).map(|work| (work.inbound, work.next)) else { return };
        loop {
            let Some(app) = self.course.world.plan.pod(inbound.pod).map(|plan| &*plan.app) else { return };
            let Some(text) = self.requests.get(inbound.request) else { return };
            let Some(call) = app.calls.get(next.index()) else { break };
            let (index, parallel) = (next, app.parallel);
            next = CallIndex(next.0 + 1);
            let draws = &mut self.course.trace;
            let draw = || draws.draw(inbound.key, Purpose::AppCall, inbound.attempt << 16 | index.0);
            if !call.when.takes(&text.request) || !call.share.takes(draw) {
                continue;
            }
            self.make_call(id, inbound, index, 0);
            if !parallel {
                break;
            }
        }
        let Some(work) = self.works.get_mut(id) else { return };
        work.next = next;
        if work.calls.is_empty() {
            self.answer_work(id, None, watch);
        }
    }

    fn make_call(&mut self, id: SlotId, inbound: Inbound, index: CallIndex, tries: u32) {
        let Some(plan) = self.course.world.plan.pod(inbound.pod) else { return };
        let (app, client) = (&plan.app, plan.client);
        let Some(call) = app.calls.get(index.index()) else { return };
        let known = (inbound.pod, index, inbound.request, inbound.port);
        let request = match self.outgoing.get(&known) {
            Some(request) => *request,
            None => {
                let Some(received) = self.requests.get(inbound.request) else { return };
                let text = outgoing(call, &app.propagate, &received.request, inbound.port);
                let request = self.requests.intern(&text);
                self.outgoing.insert(known, request);
                request
            }
        };
        let passed_on = self.requests.get(request).is_some_and(|text| text.has_generated_id);
        let part = u64::from(inbound.attempt) << 48 | u64::from(tries) << 32 | u64::from(index.0);
        let call_id = self.calls.insert(Call {
            root: inbound.root,
            key: mix(inbound.key, part),
            id_subject: if passed_on { inbound.id_subject } else { mix(inbound.key, part) },
            client,
            request,
            start: self.course.now,
            caller: Caller::Work { work: id, index, tries },
            stream: None,
            stream_number: StreamNumber(0),
            table: None,
            route: TakenRoute::NONE,
            leg: None,
            depth: inbound.depth.saturating_add(1),
        });
        if let Some(work) = self.works.get_mut(id) {
            work.calls.push(call_id);
        }
        if let Some(timeout) = call.timeout {
            self.course.after(timeout, Due::CallTimeout(call_id));
        }
        if inbound.depth < MAXIMUM_DEPTH {
            self.begin_soon(call_id);
        } else {
            self.course.soon(Task::Refuse(call_id));
        }
    }

    /// A call of an app is over; status 0 where no answer came.
    pub(super) fn call_answered<W: Watch>(
        &mut self,
        call_id: SlotId,
        (id, index, tries): (SlotId, CallIndex, u32),
        status: u16,
        watch: &mut W,
    ) {
        let Some(work) = self.works.get_mut(id) else { return };
        work.calls.remove(call_id);
        let inbound = work.inbound;
        let Some(app) = self.app(inbound.pod) else { return };
        let failed = status == 0 || status >= 400;
        let call = app.calls.get(index.index());
        let on_error = call.map_or(OnError::Ignore, |call| call.on_error);
        if failed && call.is_some_and(|call| tries + 1 < call.tries) {
            self.make_call(id, inbound, index, tries + 1);
            return;
        }
        match on_error {
            OnError::Fail if failed => self.answer_work(id, Some(500), watch),
            OnError::Pass if failed => self.answer_work(id, Some(if status == 0 { 503 } else { status }), watch),
            _ => self.work_on(id, watch),
        }
    }

    fn answer_work<W: Watch>(&mut self, id: SlotId, other: Option<u16>, watch: &mut W) {
        if let Some((reply, status)) = self.end_work(id, watch) {
            self.course.soon(Task::Answer(reply, other.unwrap_or(status)));
        }
    }
}

/// What became of a request that an app has begun to work on.
#[derive(Clone, Copy)]
struct Begun {
    stage: Stage,
    /// The answer if all goes well; 0 resets.
    status: u16,
    done: Done,
}

impl Begun {
    /// It is never answered.
    const HUNG: Begun = Begun { stage: Stage::Hung, status: 0, done: Done::Never };
}

/// When an app has done its own part of a request, and what follows.
#[derive(Clone, Copy)]
enum Done {
    Answers(Duration),
    Calls(Duration),
    Never,
}

/// Requests in line at a pod: further ones are reset, as by a full backlog.
const LONGEST_LINE: u32 = 10_000;

/// Calls that call themselves end here, as they would when the threads run out.
const MAXIMUM_DEPTH: u16 = 32;
