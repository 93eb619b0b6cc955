//! Apps in pods: waiting in line, answering, calling on.

use std::collections::HashMap;

use mesh_proxy::{Draws as _, Duration, Purpose};

use super::budget::LOOKS_OF_A_STEP;
use super::calls::{Call, Caller, Calls};
use super::commands::Commands;
use super::course::{Course, Due, Task};
use super::open_calls::OpenCalls;
use super::pods::Pods;
use super::requests::{RequestIndex, Requests, outgoing};
use super::state::{Inbound, PodFault, Reply};
use super::watch::Watch;
use crate::app::OnError;
use crate::draws::{KeyHasher, mix};
use crate::ids::{CallIndex, PodId};
use crate::slab::{Slab, SlotId};

/// Most apps make no more calls at once for a request.
const CALLS_AT_ONCE: usize = 4;

/// The apps of all pods, and the requests that they work on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Apps {
    pub(crate) pods: Pods,
    works: Slab<AppRequest>,
    /// What they send: by pod, call and the request that it is for, with the port that it came in on.
    outgoing: HashMap<(PodId, CallIndex, RequestIndex, u16), RequestIndex, KeyHasher>,
    /// Whether every app answers 200 at once, whatever it is.
    pub(super) is_plain: bool,
}

/// What apps go by while they work.
pub(super) struct Around<'a, W> {
    pub(super) course: &'a mut Course,
    pub(super) requests: &'a mut Requests,
    pub(super) calls: &'a mut Calls,
    pub(super) commands: &'a mut Commands,
    pub(super) watch: &'a mut W,
}

/// A request in a pod, from arriving to being answered.
#[derive(Clone, Debug)]
pub(crate) struct AppRequest {
    /// The request.
    pub(crate) inbound: Inbound,
    /// What the app does with it now.
    pub(crate) stage: Stage,
    /// The answer if all goes well; 0 resets.
    pub(crate) status: u16,
    /// The next call to look at.
    pub(crate) next: CallIndex,
    /// Calls under way.
    pub(crate) calls: OpenCalls,
}

/// What an app does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing yet: it stands in line.
    InLine,
    /// It works on it.
    Busy,
    /// It never answers, and does not notice that its client is gone either.
    Hung,
}

impl Apps {
    /// A request of a call arrives at a port of a pod.
    pub(super) fn deliver<W: Watch>(
        &mut self,
        around: &mut Around<'_, W>,
        (pod, port): (PodId, u16),
        id: SlotId,
        (reply, attempt, request): (Reply, u32, RequestIndex),
    ) {
        let Some(concurrency) = around.course.world.plan.pod(pod).map(|plan| plan.app.concurrency) else { return };
        let Some(&Call { root, key, id_subject, depth, .. }) = around.calls.get(id) else { return };
        let Some(state) = self.pods.get_mut(pod) else { return };
        let inbound = Inbound { pod, reply, root, key, id_subject, attempt, request, port, number: state.seen, depth };
        state.seen += 1;
        let begun = if state.active < concurrency {
            state.active += 1;
            Some(self.take_on(around, &inbound))
        } else if state.waiting < LONGEST_LINE {
            None
        } else {
            around.course.soon(Task::Answer(reply, 0));
            return;
        };
        let (stage, status) = begun.map_or((Stage::InLine, 0), |begun| (begun.stage, begun.status));
        let work =
            self.works.insert(AppRequest { inbound, stage, status, next: CallIndex(0), calls: OpenCalls::default() });
        if let Some(leg) = around.calls.get_mut(id).and_then(|call| call.leg.as_mut()) {
            leg.work = Some(work);
        }
        match begun {
            Some(begun) => Self::schedule(around.course, work, begun.done),
            None => {
                if let Some(state) = self.pods.get_mut(pod) {
                    state.get_in_line(work);
                }
            }
        }
    }

    /// Decides what becomes of a request that an app begins to work on.
    fn take_on<W: Watch>(&mut self, around: &mut Around<'_, W>, inbound: &Inbound) -> Begun {
        if self.is_plain {
            around.watch.app(around.course.now, &around.course.world, inbound, Some(200), Duration::ZERO);
            return Begun { stage: Stage::Busy, status: 200, done: Done::Answers(Duration::ZERO) };
        }
        let Some(app) = around.course.world.plan.pod(inbound.pod).map(|plan| &*plan.app) else { return Begun::HUNG };
        let fault = self.pods.get(inbound.pod).map_or(PodFault::None, |pod| pod.fault);
        let draws = &mut around.course.trace;
        // An index of its own for each try and each draw of it.
        let mut draw = |purpose, index: u32| draws.draw(inbound.key, purpose, inbound.attempt << 16 | index);
        if fault == PodFault::Hang || app.hang.takes(|| draw(Purpose::AppFailure, 0)) {
            around.watch.app(around.course.now, &around.course.world, inbound, None, Duration::ZERO);
            return Begun::HUNG;
        }
        let reset = app.reset.takes(|| draw(Purpose::AppFailure, 1));
        let mut latency = app.latency.sample(|| draw(Purpose::AppLatency, 0));
        let error = app
            .errors
            .iter()
            .enumerate()
            .find(|(index, rule)| {
                rule.applies(inbound.number, around.course.now, || draw(Purpose::AppStatus, *index as u32))
            })
            .map(|(_, rule)| rule.status);
        let mut status = error.unwrap_or(app.status);
        let mut calls = error.is_none() && !app.calls.is_empty();
        if error.is_none()
            && app.reads_requests()
            && let Some(text) = around.requests.get(inbound.request)
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
        around.watch.app(around.course.now, &around.course.world, inbound, (!reset).then_some(status), latency);
        Begun { stage: Stage::Busy, status, done: if calls { Done::Calls(latency) } else { Done::Answers(latency) } }
    }

    fn schedule(course: &mut Course, work: SlotId, done: Done) {
        match done {
            Done::Answers(after) => course.after(after, Due::Answer(work)),
            Done::Calls(after) => course.after(after, Due::Ready(work)),
            Done::Never => {}
        }
    }

    /// A pod is done with a request; the next in line gets its turn.
    fn release<W: Watch>(&mut self, around: &mut Around<'_, W>, pod: PodId) {
        let Some(state) = self.pods.get_mut(pod) else { return };
        let next = state.next_in_line(|request| self.works.get(request).is_some());
        let Some((next, inbound)) = next.and_then(|next| Some((next, self.works.get(next)?.inbound))) else {
            state.active = state.active.saturating_sub(1);
            return;
        };
        let begun = self.take_on(around, &inbound);
        if let Some(work) = self.works.get_mut(next) {
            (work.stage, work.status) = (begun.stage, begun.status);
        }
        Self::schedule(around.course, next, begun.done);
    }

    /// An app has an answer; gives to whom and which. `None` where nobody waits for it any more.
    pub(super) fn end_work<W: Watch>(&mut self, around: &mut Around<'_, W>, id: SlotId) -> Option<(Reply, u16)> {
        let AppRequest { inbound, status, .. } = self.works.remove(id)?;
        let Inbound { pod, reply, .. } = inbound;
        around.commands.app_answers(around.course, around.requests, &inbound);
        if let Some(state) = self.pods.get_mut(pod) {
            state.answered += 1;
        }
        self.release(around, pod);
        Some((reply, status))
    }

    /// The client of a request in a pod is gone: the app notices, and gives up the calls that it makes for it.
    pub(super) fn cancel_work<W: Watch>(&mut self, around: &mut Around<'_, W>, id: SlotId) {
        let Some(AppRequest { inbound, stage, calls, .. }) = self.works.remove(id) else { return };
        match stage {
            Stage::InLine => {
                if let Some(state) = self.pods.get_mut(inbound.pod) {
                    state.leave_line(|request| self.works.get(request).is_some());
                }
            }
            Stage::Busy => self.release(around, inbound.pod),
            Stage::Hung => {}
        }
        around.course.inbox.extend(calls.into_iter().map(Task::GiveUp));
    }

    /// Makes the next call of a request, all of them where the app calls in parallel; answers where none is left.
    pub(super) fn work_on<W: Watch>(&mut self, around: &mut Around<'_, W>, id: SlotId) {
        let Some((inbound, mut next)) = self.works.get(id).map(|work| (work.inbound, work.next)) else { return };
        loop {
            let Some(app) = around.course.world.plan.pod(inbound.pod).map(|plan| &*plan.app) else { return };
            let Some(text) = around.requests.get(inbound.request) else { return };
            let Some(call) = app.calls.get(next.index()) else { break };
            let (index, parallel) = (next, app.parallel);
            next = CallIndex(next.0 + 1);
            let draws = &mut around.course.trace;
            let draw = || draws.draw(inbound.key, Purpose::AppCall, inbound.attempt << 16 | index.0);
            if !call.when.takes(&text.request) || !call.share.takes(draw) {
                continue;
            }
            self.make_call(around, id, inbound, index, 0);
            if !parallel {
                break;
            }
        }
        let Some(work) = self.works.get_mut(id) else { return };
        work.next = next;
        if work.calls.is_empty() {
            self.answer_work(around, id, None);
        }
    }

    fn make_call<W>(&mut self, around: &mut Around<'_, W>, id: SlotId, inbound: Inbound, index: CallIndex, tries: u32) {
        let Some(plan) = around.course.world.plan.pod(inbound.pod) else { return };
        let (app, client) = (&plan.app, plan.client);
        let Some(call) = app.calls.get(index.index()) else { return };
        let known = (inbound.pod, index, inbound.request, inbound.port);
        let request = match self.outgoing.get(&known) {
            Some(request) => *request,
            None => {
                let Some(received) = around.requests.get(inbound.request) else { return };
                let text = outgoing(call, &app.propagate, &received.request, inbound.port);
                let request = around.requests.intern(&text);
                self.outgoing.insert(known, request);
                request
            }
        };
        let passed_on = around.requests.get(request).is_some_and(|text| text.has_generated_id);
        let part = u64::from(inbound.attempt) << 48 | u64::from(tries) << 32 | u64::from(index.0);
        let caller = Caller::Work { work: id, index, tries };
        let new = Call::new((inbound.root, mix(inbound.key, part)), client, request, (caller, around.course.now));
        let id_subject = if passed_on { inbound.id_subject } else { new.key };
        let call_id = around.calls.insert(Call { id_subject, depth: inbound.depth.saturating_add(1), ..new });
        if let Some(work) = self.works.get_mut(id) {
            work.calls.push(call_id);
        }
        if let Some(timeout) = call.timeout {
            around.course.after(timeout, Due::CallTimeout(call_id));
        }
        if inbound.depth < MAXIMUM_DEPTH {
            around.calls.begin_soon(around.course, call_id);
        } else {
            around.course.soon(Task::Refuse(call_id));
        }
    }

    /// A call of an app is over; status 0 where no answer came.
    pub(super) fn call_answered<W: Watch>(
        &mut self,
        around: &mut Around<'_, W>,
        call_id: SlotId,
        (id, index, tries): (SlotId, CallIndex, u32),
        status: u16,
    ) {
        let Some(work) = self.works.get_mut(id) else { return };
        work.calls.remove(call_id);
        let inbound = work.inbound;
        let Some(plan) = around.course.world.plan.pod(inbound.pod) else { return };
        let app = &plan.app;
        let failed = status == 0 || status >= 400;
        let call = app.calls.get(index.index());
        let on_error = call.map_or(OnError::Ignore, |call| call.on_error);
        if failed && call.is_some_and(|call| tries + 1 < call.tries) {
            self.make_call(around, id, inbound, index, tries + 1);
            return;
        }
        match on_error {
            OnError::Fail if failed => self.answer_work(around, id, Some(500)),
            OnError::Pass if failed => self.answer_work(around, id, Some(if status == 0 { 503 } else { status })),
            _ => self.work_on(around, id),
        }
    }

    fn answer_work<W: Watch>(&mut self, around: &mut Around<'_, W>, id: SlotId, other: Option<u16>) {
        if let Some((reply, status)) = self.end_work(around, id) {
            around.course.soon(Task::Answer(reply, other.unwrap_or(status)));
        }
    }

    /// The call that an app makes a call for.
    pub(super) fn parent(&self, caller: Caller) -> Option<SlotId> {
        let Caller::Work { work, .. } = caller else { return None };
        Some(self.works.get(work)?.inbound.reply.call())
    }

    /// Takes the pods of a new world, whose apps may say something else.
    pub(super) fn fit(&mut self, pods: usize) {
        self.pods.fit(pods);
        self.outgoing.clear();
    }

    /// Nothing is worked on any more.
    pub(super) fn begin_anew(&mut self) {
        self.works = Slab::default();
    }

    /// A process has ended, and with it all that it worked on.
    pub(super) fn lose_process(&mut self, course: &mut Course, pod: PodId) {
        let lost: Vec<SlotId> =
            self.works.iter().filter(|(_, work)| work.inbound.pod == pod).map(|(id, _)| id).collect();
        course.steps += self.works.len() as u64 / LOOKS_OF_A_STEP;
        for work in lost.into_iter().filter_map(|id| self.works.remove(id)) {
            course.inbox.extend(work.calls.into_iter().map(Task::GiveUp));
            // A proxy has learned of it by its connection.
            if let reply @ Reply::Direct(_) = work.inbound.reply {
                course.soon(Task::Answer(reply, 0));
            }
        }
        if let Some(state) = self.pods.get_mut(pod) {
            state.end();
        }
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.pods.bytes()
            + self.works.capacity() * (size_of::<(AppRequest, SlotId)>() + CALLS_AT_ONCE * size_of::<SlotId>())
            + self.outgoing.capacity() * size_of::<[u32; 6]>()
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
