//! What every part of a run goes by: its time, its world, its draws, and what happens next.

use std::collections::VecDeque;
use std::sync::Arc;

use mesh_proxy::proxy::Timer;
use mesh_proxy::{Duration, Input, Time};

use super::fold::Trace;
use super::state::Reply;
use crate::ids::{ClientId, Life, PodId, TrafficId};
use crate::queue::Queue;
use crate::slab::SlotId;
use crate::world::World;

/// The course of a run: each part of the state is handed it to change anything.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) now: Time,
    pub(crate) world: Arc<World>,
    /// Draws, and the digest in which they and what comes of them leave their trace.
    pub(crate) trace: Trace,
    /// What comes back at a time.
    pub(super) queue: Queue<Due>,
    /// What follows at once, in the order in which it was caused.
    pub(super) inbox: VecDeque<Task>,
    /// Steps taken: events handled, and what takes as long.
    pub(crate) steps: u64,
    /// Bytes of state that the run may hold, as far as it has to know.
    pub(super) allowance: u64,
}

impl Course {
    /// That of a run which has not begun.
    pub(super) fn new(world: Arc<World>, seed: u64) -> Self {
        Self {
            now: Time::ZERO,
            world,
            trace: Trace::new(seed),
            queue: Queue::default(),
            inbox: VecDeque::new(),
            steps: 0,
            allowance: u64::MAX,
        }
    }

    /// Back to time 0. The seed and the world stay.
    pub(super) fn begin_anew(&mut self) {
        self.now = Time::ZERO;
        self.queue = Queue::default();
        self.inbox.clear();
    }

    /// Something comes back at a time.
    pub(super) fn at(&mut self, time: Time, due: Due) {
        self.queue.push(time, due);
    }

    /// Something comes back after a while.
    pub(super) fn after(&mut self, wait: Duration, due: Due) {
        self.queue.push(self.now + wait, due);
    }

    /// Something follows at once, after what was caused before.
    pub(super) fn soon(&mut self, task: Task) {
        self.inbox.push_back(task);
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.queue.capacity() * (size_of::<Due>() + size_of::<(u64, u64)>()) + self.inbox.capacity() * size_of::<Task>()
    }
}

/// What comes back at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Due {
    /// A Traffic sends its next request.
    Send(TrafficId),
    /// A proxy's timer.
    Timer(ClientId, Timer),
    /// An app answers.
    Answer(SlotId),
    /// An app has done its own part and makes its calls.
    Ready(SlotId),
    /// An app gives up a call.
    CallTimeout(SlotId),
    /// A host outside of the mesh answers.
    External(Reply),
    /// The kubelet has found out what became of a pod's process.
    Checked {
        /// The pod.
        pod: PodId,
        /// Which of its processes.
        life: Life,
    },
    /// Endpoints have not changed for a while.
    Endpoints,
    /// The machine of the cluster goes on, with what it asked for under this number.
    Cluster(u64),
    /// A line of the terminal goes on.
    Terminal,
    /// A step of a Timeline, by its name.
    Scripted(u64),
}

/// What follows at once, in the order in which it was caused.
#[derive(Clone, Copy, Debug)]
pub(super) enum Task {
    /// A call begins.
    Begin(SlotId),
    /// A proxy is told something.
    Input(ClientId, Input),
    /// An app answers.
    Answer(Reply, u16),
    /// A call is not made at all.
    Refuse(SlotId),
    /// Nobody waits for a call any more.
    GiveUp(SlotId),
}
