//! The run itself: its state, and what is done about each event.

use std::collections::BTreeSet;
use std::sync::Arc;

use mesh_proxy::Input;
use mesh_proxy::Time;
use mesh_proxy::proxy::{Action, AttemptId, UpstreamReset, UpstreamResponse};

use super::apps::{Apps, Around};
use super::calls::{Call, Caller, Calls};
use super::clients::Clients;
use super::commands::Commands;
use super::course::{Course, Due, Task};
use super::discovery::Discovery;
use super::faults::{Cut, Cuts};
use super::fold::Fact;
use super::living::Living;
use super::requests::Requests;
use super::seen::SeenRequests;
use super::state::Reply;
use super::terminal::Terminal;
use super::timeline::Timeline;
use super::traffics::Traffics;
use super::watch::Watch;
use crate::app::grpc_status;
use crate::ids::ClientId;
use crate::queue::Queue;
use crate::slab::SlotId;
use crate::world::World;

/// The whole state of a run. A clone goes on bit by bit as the original does.
#[derive(Clone, Debug)]
pub(crate) struct Core {
    pub(crate) course: Course,
    pub(crate) requests: Requests,
    /// What connection managers made of them.
    pub(super) seen: SeenRequests,
    pub(crate) clients: Clients,
    pub(crate) apps: Apps,
    pub(crate) traffics: Traffics,
    pub(super) actions: Vec<Action>,
    pub(crate) calls: Calls,
    pub(super) discovery: Discovery,
    /// The cluster, once somebody handles it.
    pub(crate) living: Option<Box<Living>>,
    pub(super) timeline: Timeline,
    pub(super) cuts: Cuts,
    /// What is typed.
    pub(crate) terminal: Terminal,
    pub(crate) commands: Commands,
}

/// What a run takes, counted: the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunWork {
    /// Events that went into the queue.
    pub scheduled: u64,
    /// Events that are in the queue now.
    pub waiting: usize,
    /// Random numbers drawn.
    pub draws: u64,
}

impl Core {
    /// A copy that goes on as the original does, and shares with it the clients that neither has changed since.
    pub(crate) fn share(&mut self) -> Self {
        let mut clients = std::mem::take(&mut self.clients);
        let shared = clients.share();
        let copy = Self { clients: shared, ..self.clone() };
        self.clients = clients;
        copy
    }

    /// A run at time 0.
    pub(crate) fn new(world: Arc<World>, seed: u64) -> Self {
        let mut core = Self {
            course: Course::new(world.clone(), seed),
            requests: Requests::default(),
            seen: SeenRequests::default(),
            clients: Clients::default(),
            apps: Apps::default(),
            traffics: Traffics::default(),
            actions: Vec::new(),
            calls: Calls::default(),
            discovery: Discovery::default(),
            living: None,
            timeline: Timeline::default(),
            cuts: Cuts::default(),
            terminal: Terminal::default(),
            commands: Commands::default(),
        };
        core.course.trace.fold(seed);
        let world = core.begin_stirring(world);
        core.fit(&world);
        core.fit_living();
        core
    }

    /// A run without Traffic in which every app answers 200 at once.
    pub(crate) fn at_rest(world: Arc<World>, seed: u64) -> Self {
        let mut core = Self::new(world, seed);
        core.apps.is_plain = true;
        core.living = None;
        core.course.queue = Queue::default();
        core
    }

    /// Back to time 0, everything fresh. The next request still has the next number, and so its own draws.
    pub(crate) fn refresh(&mut self) {
        self.course.begin_anew();
        self.calls = Calls::default();
        self.apps.begin_anew();
        self.commands.end_all();
        self.clients.reset();
    }

    /// Makes room for what a world has more than the one before, and starts its new senders.
    pub(super) fn fit(&mut self, world: &Arc<World>) {
        let plan = &world.plan;
        self.clients.fit(plan.clients.len());
        self.apps.fit(plan.pods.len());
        self.traffics.fit(plan.traffics.len());
        self.course.world = world.clone();
        self.traffics.start(&mut self.course);
        self.timeline.start(&mut self.course);
    }

    /// The edges on which nothing passes now.
    pub(crate) fn cuts(&self) -> &[Cut] {
        self.cuts.all()
    }

    /// When the next event is due.
    pub(crate) fn next_time(&self) -> Option<Time> {
        self.course.queue.next_time()
    }

    /// What the run took so far.
    pub(crate) fn work(&self) -> RunWork {
        RunWork {
            scheduled: self.course.queue.scheduled(),
            waiting: self.course.queue.len(),
            draws: self.course.trace.untraced().made(),
        }
    }

    /// The apps, and what they go by.
    pub(super) fn apps<'a, W>(&'a mut self, watch: &'a mut W) -> (&'a mut Apps, Around<'a, W>) {
        let Self { apps, course, requests, calls, commands, .. } = self;
        (apps, Around { course, requests, calls, commands, watch })
    }

    /// Bytes of state that it holds. What is shared with other states of the same run is in it, whether or not these
    /// hold it too.
    pub(crate) fn bytes(&self) -> u64 {
        if self.clients.is_starved { u64::MAX } else { self.bytes_beside_clients() + self.clients.bytes() }
    }

    /// The same without the states of the clients.
    pub(crate) fn bytes_beside_clients(&self) -> u64 {
        let own =
            size_of::<Self>() + self.apps.bytes() + self.traffics.bytes() + self.course.bytes() + self.calls.bytes();
        let living = self.living.as_ref().map_or(0, |living| living.bytes()) + self.terminal.bytes();
        let asked = self.commands.bytes();
        own as u64 + living + asked + self.requests.bytes() + self.seen.bytes() + self.course.world.made()
    }

    /// Bytes of those clients' states that are not among the known ones yet.
    pub(crate) fn new_bytes_of_clients(&self, known: &mut BTreeSet<usize>) -> u64 {
        self.clients.new_bytes(known)
    }

    /// Says how many bytes of state it may hold, to what is made in one piece.
    pub(crate) fn set_allowance(&mut self, bytes: u64) {
        self.course.allowance = bytes;
    }

    /// Handles the next event. Gives false where there is none.
    pub(crate) fn step<W: Watch>(&mut self, watch: &mut W) -> bool {
        let Some((time, due)) = self.course.queue.pop() else { return false };
        self.course.now = time;
        self.course.steps += 1;
        match due {
            Due::Send(traffic) => {
                if let Some(sent) = self.traffics.send_next(&mut self.course, &mut self.requests, traffic) {
                    let caller = (Caller::Traffic(traffic), self.course.now);
                    let call = self.calls.insert(Call::new((sent.root, sent.key), sent.client, sent.request, caller));
                    self.begin_now(call, watch);
                }
            }
            Due::Timer(client, timer) => self.tell(client, Input::Timer(timer), watch),
            Due::Answer(work) => {
                let (apps, mut around) = self.apps(watch);
                if let Some((reply, status)) = apps.end_work(&mut around, work) {
                    self.answer(reply, status, watch);
                }
            }
            Due::Ready(work) => {
                let (apps, mut around) = self.apps(watch);
                apps.work_on(&mut around, work);
            }
            Due::CallTimeout(call) => self.give_up(call, watch),
            Due::External(reply) => self.answer(reply, 200, watch),
            Due::Checked { pod, life } => self.checked(pod, life, watch),
            Due::Endpoints => self.push_endpoints(watch),
            Due::Cluster(number) => self.wake_machine(number, watch),
            Due::Terminal => self.go_on_typing(watch),
            Due::Scripted(key) => self.follow_script(key, watch),
        }
        self.settle(watch);
        true
    }

    /// Does what follows at once, until nothing does.
    pub(crate) fn settle<W: Watch>(&mut self, watch: &mut W) {
        while let Some(task) = self.course.inbox.pop_front() {
            self.course.steps += 1;
            match task {
                Task::Begin(call) => self.begin(call, watch),
                Task::Input(client, input) => self.tell(client, input, watch),
                Task::Answer(reply, status) => self.answer(reply, status, watch),
                Task::Refuse(call) => self.refuse(call, watch),
                Task::GiveUp(call) => self.give_up(call, watch),
            }
        }
    }

    /// Folds a host pick that was never made, as if the run had been another.
    #[cfg(test)]
    pub(crate) fn fold_pick(&mut self, pick: u64) {
        self.course.trace.fact(Fact::Pick, pick);
    }

    /// An app's or a host's answer on its way back; status 0 is a reset.
    pub(super) fn answer<W: Watch>(&mut self, reply: Reply, status: u16, watch: &mut W) {
        if self.cuts.lose(&self.course.world, &self.calls, reply) {
            return;
        }
        self.course.trace.fact(Fact::App, u64::from(status));
        match reply {
            Reply::Proxy { client, call, attempt } => self.answer_attempt(client, call, attempt, status, watch),
            Reply::Direct(call) => self.answer_direct(call, status, watch),
        }
    }

    fn answer_attempt<W: Watch>(
        &mut self,
        client: ClientId,
        call: SlotId,
        attempt: AttemptId,
        status: u16,
        watch: &mut W,
    ) {
        self.end_leg(call, status, watch);
        let input = match status {
            0 => Input::UpstreamReset(attempt, UpstreamReset::ConnectionTermination),
            status => Input::Response(attempt, self.upstream_response(call, status)),
        };
        self.tell(client, input, watch);
    }

    /// How an app's answer reaches the proxy: the failure of a gRPC call is told by its grpc-status.
    fn upstream_response(&self, call: SlotId, status: u16) -> UpstreamResponse {
        if self.requests.has_grpc() && self.calls.get(call).is_some_and(|call| self.requests.is_grpc(call.request)) {
            let grpc_status = Some(grpc_status(status));
            return UpstreamResponse { grpc_status, ..UpstreamResponse::status(200) };
        }
        UpstreamResponse::status(status)
    }
}
