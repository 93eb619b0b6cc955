//! A run that can be steered, wound back and asked.

mod by_hand;
mod cluster;
mod command;
mod named;
mod remembered;
mod steps;

use std::collections::BTreeSet;
use std::sync::Arc;

use mesh_proxy::{Duration, Time};

pub use by_hand::ByHand;
pub use command::{Command, CommandError};
pub use remembered::{MOST_REMEMBERED_RESOURCES, too_old};

use crate::act::Act;
use crate::decision::DecisionRecord;
use crate::digest::Digest;
use crate::dots::Flight;
use crate::engine::{Core, RunWork, Watch};
use crate::event::Event;
use crate::history::{History, LogLine};
use crate::ids::ClientId;
use crate::keys::{RequestId, Sender};
use crate::recorder::Recorder;
use crate::running::{End, Run};
use crate::telemetry::{OriginField, Telemetry};
use crate::work::{Stopped, Work};
use crate::world::World;

/// A state of a run to go back to. Cheap enough to keep some dozens.
#[derive(Clone, Debug)]
pub struct Snapshot {
    core: Core,
    telemetry: Telemetry,
    /// How many commands had been done.
    done: usize,
    /// Bytes that it takes beside what it shares.
    bytes: u64,
}

impl Snapshot {
    /// The time of the state.
    #[must_use]
    pub fn time(&self) -> Time {
        self.core.course.now
    }
}

/// How many snapshots a run keeps by itself; then every other one is dropped and the interval doubled.
const MOST_SNAPSHOTS: usize = 96;

/// How many commands a run remembers.
const MOST_COMMANDS: usize = 64;

/// What people did in one run is told of no more steps than these, the first ones.
const MOST_BY_HAND: usize = 1_000;

/// Bytes that snapshots take, what they share counted once.
fn taken(snapshots: &[Snapshot]) -> u64 {
    let mut known = BTreeSet::new();
    let of_one = |snapshot: &Snapshot| snapshot.bytes.saturating_add(snapshot.core.new_bytes_of_clients(&mut known));
    snapshots.iter().map(of_one).fold(0, u64::saturating_add)
}

/// A run.
#[derive(Clone, Debug)]
pub struct Simulation {
    core: Core,
    history: History,
    commands: Vec<(Time, Act)>,
    done: usize,
    /// What people did among the commands that are forgotten.
    forgotten_by_hand: Vec<(Time, ByHand)>,
    /// How often something was done to it.
    changes: u64,
    snapshots: Vec<Snapshot>,
    interval: Duration,
    /// Bytes that the snapshots take, as counted when the last one was kept: at least what they take now.
    kept: u64,
    /// Whether it is never wound back nor asked about single requests, so that no snapshots are kept.
    one_way: bool,
}

impl Simulation {
    /// A run at time 0.
    #[must_use]
    pub fn new(world: Arc<World>, seed: u64) -> Self {
        let mut simulation = Self {
            core: Core::new(world, seed),
            history: History::default(),
            commands: Vec::new(),
            done: 0,
            forgotten_by_hand: Vec::new(),
            changes: 0,
            snapshots: Vec::new(),
            interval: Duration::from_secs(5),
            kept: 0,
            one_way: false,
        };
        let first = simulation.snapshot();
        simulation.snapshots.push(first);
        simulation
    }

    /// A run at time 0 that is neither wound back nor asked about single requests: it keeps no snapshots.
    #[must_use]
    pub fn one_way(world: Arc<World>, seed: u64) -> Self {
        Self { one_way: true, ..Self::new(world, seed) }
    }

    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.core.course.now
    }

    /// The world as it was pushed last.
    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        &self.core.course.world
    }

    /// The fingerprint of the run so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.core.course.trace.digest()
    }

    /// Requests of Traffic that were answered so far.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.core.traffics.answered
    }

    /// Requests of Traffic that were sent so far.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.core.traffics.sent()
    }

    /// What the run took so far, counted.
    #[must_use]
    pub fn work(&self) -> RunWork {
        self.core.work()
    }

    /// Bytes that the run holds, counted, without its snapshots: the mesh, the state of the proxies and apps, the figures.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.core.bytes().saturating_add(self.history.bytes())
    }

    /// The figures of the run so far.
    #[must_use]
    pub fn telemetry(&self) -> &Telemetry {
        &self.history.telemetry
    }

    /// What happened to the mesh in `from..to`, in order.
    #[must_use]
    pub fn events(&self, from: Time, to: Time) -> Vec<Event> {
        self.history.telemetry.events(from, to)
    }

    /// What happened to calls in `from..to`, in order, as far as it is kept: seconds, and none of what was before the run was
    /// wound back.
    pub fn flights(&self, from: Time, to: Time) -> impl Iterator<Item = &Flight> {
        self.history.flights(from, to)
    }

    /// The proxies of the clients in the order of the plan; `None` for those that were asked for nothing yet.
    pub(crate) fn proxies(&self) -> impl Iterator<Item = Option<&mesh_proxy::proxy::Proxy>> {
        self.core.clients.proxies()
    }

    /// The last lines of the access log, the oldest first.
    #[must_use]
    pub fn log(&self) -> Vec<LogLine> {
        self.history.log(&self.core.course.world, &self.core.requests)
    }

    /// The last lines of requests that took a rule, or one destination of it, the oldest first.
    #[must_use]
    pub fn log_of(&self, rule: OriginField<'_>, destination: Option<OriginField<'_>>) -> Vec<LogLine> {
        self.history.log_of(&self.core.course.world, &self.core.requests, rule, destination)
    }

    /// Runs until a time: everything before it happens, what is due at that very time does not yet. Commands that were
    /// done before a run was wound back are done again at their times.
    ///
    /// # Errors
    /// The work is used up or nobody waits for it; the run stands where it stopped and can go on with other work.
    pub fn run(&mut self, until: Time, work: &mut Work) -> Result<(), Stopped> {
        self.run_while(until, work, |_| true)
    }

    /// The same, or until so many requests of Traffic have been answered.
    pub(crate) fn run_answers(&mut self, until: Time, answers: u64, work: &mut Work) -> Result<(), Stopped> {
        self.run_while(until, work, |core| core.traffics.answered < answers)
    }

    fn run_while(&mut self, until: Time, work: &mut Work, wanted: impl Fn(&Core) -> bool) -> Result<(), Stopped> {
        loop {
            let kept = self.snapshots.last().map_or(Time::ZERO, Snapshot::time);
            let pause = until.min(kept + self.interval);
            let pause = if self.one_way { until } else { pause };
            let mut run =
                Run { core: &mut self.core, commands: &self.commands, done: &mut self.done, beside: self.kept };
            match run.until(pause, &mut self.history, work, |core, _| wanted(core)) {
                End::Time => {}
                End::Enough => return Ok(()),
                End::Stopped(stopped) => return Err(stopped),
            }
            if pause >= kept + self.interval {
                self.keep_snapshot(work.bytes() / 2);
            }
            if pause >= until {
                return Ok(());
            }
        }
    }

    /// The state of now. What it costs is what is changed after it: both hold the same clients until then.
    #[must_use]
    pub fn snapshot(&mut self) -> Snapshot {
        let (core, telemetry) = (self.core.share(), self.history.telemetry.clone());
        let bytes =
            core.bytes_beside_clients().saturating_sub(core.course.world.made()).saturating_add(telemetry.bytes());
        Snapshot { core, telemetry, done: self.done, bytes }
    }

    /// Another run that goes on from here, bit by bit as this one until something else is done to it. It can be wound back as
    /// far as this one.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        let core = self.core.share();
        Self {
            core,
            history: self.history.clone(),
            commands: self.commands.clone(),
            forgotten_by_hand: self.forgotten_by_hand.clone(),
            snapshots: self.snapshots.clone(),
            ..*self
        }
    }

    /// Goes back to a state of this run. From there it goes on bit by bit as it did.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.core = snapshot.core.clone();
        self.done = snapshot.done.min(self.commands.len());
        self.history.back_to(snapshot.telemetry.clone());
    }

    /// Goes to a time, back or forth.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn seek(&mut self, time: Time, work: &mut Work) -> Result<(), Stopped> {
        let nearest = self.snapshots.iter().rposition(|snapshot| snapshot.time() <= time).unwrap_or(0);
        // Forth, too, what has been run once is not run again.
        let is_nearer = |snapshot: &&Snapshot| time < self.core.course.now || snapshot.time() > self.core.course.now;
        if let Some(snapshot) = self.snapshots.get(nearest).filter(is_nearer).cloned() {
            self.restore(&snapshot);
        }
        self.run(time, work)
    }

    /// Keeps the state of now, and of the older ones every other where there are too many or they take more than so many
    /// bytes. The first stays: there is always a state to go back to.
    fn keep_snapshot(&mut self, bytes: u64) {
        if self.snapshots.last().is_some_and(|last| last.time() >= self.core.course.now) {
            return;
        }
        let snapshot = self.snapshot();
        self.snapshots.push(snapshot);
        while self.snapshots.len() > 1 && (self.snapshots.len() > MOST_SNAPSHOTS || taken(&self.snapshots) > bytes) {
            let mut index = 0;
            self.snapshots.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.interval *= 2;
        }
        self.kept = taken(&self.snapshots);
    }

    /// Does something to the run at its time. What was done later, before it was wound back, is forgotten. Gives the id
    /// of a request that was sent.
    ///
    /// # Errors
    /// The command names a client or a pod that is not there; nothing is done then.
    pub fn apply(&mut self, command: Command) -> Result<Option<RequestId>, CommandError> {
        let act = self.resolve(command)?;
        self.remember(act.clone());
        Ok(act.perform(&mut self.core, &mut self.history))
    }

    /// Changes with everything that is done to the run.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// What is done now is done again when the run comes by here; what was done later is forgotten.
    fn remember(&mut self, act: Act) {
        self.changes += 1;
        self.commands.truncate(self.done);
        self.snapshots.retain(|snapshot| snapshot.time() <= self.core.course.now && snapshot.done <= self.done);
        self.commands.push((self.core.course.now, act));
        self.done += 1;
        self.forget_commands();
    }

    /// Bounds what many edits leave behind: each holds a whole mesh. What is forgotten cannot be gone back to.
    fn forget_commands(&mut self) {
        let resources = |act: &Act| if let Act::Push(world) = act { world.mesh().config().resources.len() } else { 0 };
        let sizes = self.commands.iter().map(|(_, act)| resources(act));
        let forgotten = too_old(sizes, MOST_COMMANDS, MOST_REMEMBERED_RESOURCES);
        if forgotten == 0 {
            return;
        }
        self.snapshots.retain(|snapshot| snapshot.done >= forgotten);
        for snapshot in &mut self.snapshots {
            snapshot.done -= forgotten;
        }
        for (at, act) in self.commands.drain(..forgotten) {
            ByHand::note(&mut self.forgotten_by_hand, at, &act);
        }
        self.forgotten_by_hand.truncate(MOST_BY_HAND);
        self.done -= forgotten;
        if self.snapshots.is_empty() {
            // The command that is just being done is done again from here.
            let snapshot = Snapshot { done: self.done - 1, ..self.snapshot() };
            self.snapshots.push(snapshot);
        }
    }

    fn resolve(&self, command: Command) -> Result<Act, CommandError> {
        let world = &self.core.course.world;
        match command {
            Command::Push(mesh) => Ok(Act::Push(Arc::new(world.next(mesh, self.core.course.now)))),
            Command::Send { from, request } => {
                let clients = world.clients(&from).map_err(CommandError::Client)?;
                let turn = (self.core.commands.sent % clients.len().max(1) as u64) as usize;
                let client = clients.get(turn).copied().unwrap_or(ClientId::NONE);
                Ok(Act::Send(client, Arc::new(request)))
            }
            Command::ChangePod { namespace, pod, fault } => match world.pod(&namespace, &pod) {
                Some(number) => Ok(Act::ChangePod(number, fault)),
                None => Err(CommandError::NoSuchPod(pod)),
            },
            Command::WhatIf(what_if) => Ok(Act::WhatIf(Arc::new(what_if))),
        }
    }

    /// Everything that was decided about a request, by running again what was around it. A request that is still under
    /// way is told as far as it has come; with `ahead` the copy runs on for so long at most to see its end. `None` for a
    /// request that was not sent yet; where the work is used up, what was decided so far.
    #[must_use]
    pub fn decision(&self, request: RequestId, ahead: Duration, work: &mut Work) -> Option<DecisionRecord> {
        let sent = |core: &Core| match request.sender {
            Sender::Traffic(traffic) => core.traffics.has_sent(traffic, request.number),
            Sender::Command => core.commands.sent > request.number,
        };
        if !sent(&self.core) {
            return None;
        }
        let before =
            self.snapshots.iter().rfind(|snapshot| snapshot.time() <= self.core.course.now && !sent(&snapshot.core))?;
        let (mut core, mut done) = (before.core.clone(), before.done);
        let mut recorder = Recorder::new(request, core.course.world.clone());
        recorder.looks_at(core.course.now, core.clients.proxies());
        let mut run = Run {
            core: &mut core,
            commands: self.commands.get(..self.done).unwrap_or_default(),
            done: &mut done,
            beside: 0,
        };
        run.until(self.core.course.now + ahead, &mut recorder, work, |_, recorder| !recorder.is_complete());
        recorder.record()
    }

    /// The last state that was kept before a time, and how many commands had been done.
    pub(crate) fn state_before(&self, time: Time) -> Option<(Core, usize)> {
        let before = self.snapshots.iter().rfind(|snapshot| snapshot.time() <= time).or(self.snapshots.first())?;
        Some((before.core.clone(), before.done))
    }

    /// The commands that have been done.
    pub(crate) fn done_commands(&self) -> &[(Time, Act)] {
        self.commands.get(..self.done).unwrap_or_default()
    }

    /// The state behind the run.
    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    #[cfg(test)]
    pub(crate) fn core_mut(&mut self) -> &mut Core {
        &mut self.core
    }
}
