//! Pods: their apps' lines, and their processes, which end and begin. Some learn of that: clients at once by their
//! connections, the kubelet by its checks, proxies by the endpoints that istiod sends after its debounce.

use std::collections::VecDeque;
use std::net::Ipv4Addr;

use mesh_cluster::live::Standing;
use mesh_ordered::OrderedSet;
use mesh_proxy::Duration;

use super::course::{Course, Due};
use super::state::{PodFault, Target};
use crate::ids::{Life, PodId};
use crate::slab::SlotId;
use crate::world::World;

/// The pods of a run, by their number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pods(Vec<PodState>);

impl Pods {
    /// How many there are, those that have gone included.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, in the order of the plan.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PodId, &PodState)> {
        (0..).map(PodId).zip(&self.0)
    }

    /// One of them.
    pub(crate) fn get(&self, pod: PodId) -> Option<&PodState> {
        self.0.get(pod.index())
    }

    /// The same to change it.
    pub(super) fn get_mut(&mut self, pod: PodId) -> Option<&mut PodState> {
        self.0.get_mut(pod.index())
    }

    /// Takes the pods of a world: those of the one before, and those that have come.
    pub(super) fn fit(&mut self, count: usize) {
        self.0.resize_with(count, PodState::default);
    }

    /// Does something to a pod by hand; gives what was done to it before.
    pub(super) fn set_fault(&mut self, pod: PodId, fault: PodFault) -> Option<PodFault> {
        Some(std::mem::replace(&mut self.get_mut(pod)?.fault, fault))
    }

    /// A pod of a cluster that lives stands otherwise now.
    pub(super) fn set_standing(&mut self, pod: PodId, standing: &Standing) {
        if let Some(state) = self.get_mut(pod) {
            (state.ended, state.not_serving) = (!standing.runs, !standing.serves);
        }
    }

    /// Whether a connection to a target is accepted.
    pub(super) fn accepts(&self, world: &World, target: Target) -> bool {
        match target {
            Target::External => true,
            Target::Nobody => false,
            Target::Pod { pod, port } => {
                self.get(pod).is_none_or(PodState::runs) && world.plan.pod(pod).is_some_and(|plan| plan.accepts(port))
            }
        }
    }

    /// A process has ended or begun; the kubelet will have found out after a while.
    pub(super) fn check(&mut self, course: &mut Course, pod: PodId) {
        let Some(state) = self.get_mut(pod) else { return };
        let readiness = course.world.plan.pod(pod).map(|plan| &plan.readiness);
        let after = readiness.map_or(Duration::ZERO, |readiness| match state.fault {
            PodFault::Kill => readiness.fails_after,
            _ => readiness.ready_after,
        });
        state.life = state.life.next();
        course.after(after, Due::Checked { pod, life: state.life });
    }

    /// The kubelet has found out what became of a process; gives whether the pod is ready, where that is another one now.
    pub(super) fn checked(&mut self, pod: PodId, life: Life) -> Option<bool> {
        let state = self.get_mut(pod).filter(|state| state.life == life)?;
        let unready = state.fault == PodFault::Kill;
        let before = std::mem::replace(&mut state.unready, unready);
        (before != unready).then_some(!unready)
    }

    /// The addresses of pods whose process was ended by hand, as far as the kubelet knows.
    pub(super) fn failed_checks(&self, world: &World) -> OrderedSet<Ipv4Addr> {
        let pods = self.0.iter().zip(world.plan.pods.iter());
        pods.filter(|(state, plan)| state.unready && !plan.gone).map(|(_, plan)| plan.ip).collect()
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<PodState>() + self.0.iter().map(PodState::bytes).sum::<usize>()
    }
}

/// A pod's app.
#[derive(Clone, Debug, Default)]
pub(crate) struct PodState {
    /// Requests that have arrived.
    pub(crate) seen: u64,
    /// Requests that were answered.
    pub(crate) answered: u64,
    /// Requests worked on.
    pub(crate) active: u32,
    /// The line, in order; those whose client is gone are still in it.
    line: VecDeque<SlotId>,
    /// Requests in line.
    pub(crate) waiting: u32,
    /// What was done to it by hand.
    pub(crate) fault: PodFault,
    /// Whether its process has ended, in a cluster that lives.
    pub(crate) ended: bool,
    /// Whether Services do not count it there: it is not ready, or going.
    pub(crate) not_serving: bool,
    /// Whether the kubelet takes it for not ready.
    pub(crate) unready: bool,
    /// Its process: checks of one before mean nothing.
    pub(crate) life: Life,
}

impl PodState {
    /// A request gets into line.
    pub(crate) fn get_in_line(&mut self, request: SlotId) {
        self.line.push_back(request);
        self.waiting += 1;
    }

    /// A request leaves the line before its turn; `is_there` tells those that are still in it.
    pub(crate) fn leave_line(&mut self, is_there: impl Fn(SlotId) -> bool) {
        self.waiting = self.waiting.saturating_sub(1);
        if self.line.len() > 2 * self.waiting as usize + LEFT_IN_LINE {
            self.line.retain(|request| is_there(*request));
        }
    }

    /// The request whose turn it is.
    pub(crate) fn next_in_line(&mut self, is_there: impl Fn(SlotId) -> bool) -> Option<SlotId> {
        while let Some(next) = self.line.pop_front() {
            if is_there(next) {
                self.waiting = self.waiting.saturating_sub(1);
                return Some(next);
            }
        }
        None
    }

    /// Whether there is a process.
    pub(super) fn runs(&self) -> bool {
        !self.ended && self.fault != PodFault::Kill
    }

    /// The process ends: it works on nothing any more, and nobody stands in line.
    pub(crate) fn end(&mut self) {
        (self.active, self.waiting) = (0, 0);
        self.line.clear();
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.line.capacity() * size_of::<SlotId>()
    }
}

/// So many that are gone may stay in a line before it is looked through.
const LEFT_IN_LINE: usize = 64;
