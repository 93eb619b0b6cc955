//! Pods and what is done to them. The process of one ends and begins, and some learn of it: clients at once by their
//! connections, the kubelet by its checks, proxies by the endpoints that istiod sends after its debounce.

use mesh_proxy::proxy::ConnectionId;
use mesh_proxy::{Duration, Input};

use super::budget::LOOKS_OF_A_STEP;
use super::core::Core;
use super::course::{Due, Task};
use super::state::{PodChange, PodFault, PodState, Reply, Target};
use super::watch::Watch;
use crate::ids::{Life, PodId};
use crate::slab::SlotId;

impl Core {
    /// Whether a connection to a target is accepted.
    pub(super) fn accepts(&self, target: Target) -> bool {
        match target {
            Target::External => true,
            Target::Nobody => false,
            Target::Pod { pod, port } => {
                let has_ended = |pod: &PodState| pod.ended || pod.fault == PodFault::Kill;
                !self.pods.get(pod.index()).is_some_and(has_ended)
                    && self.course.world.plan.pod(pod).is_some_and(|plan| plan.accepts(port))
            }
        }
    }

    /// A process ends: its connections with it, and all that it worked on.
    pub(super) fn end_process(&mut self, pod: PodId) {
        self.lose_process(pod);
        let after = self.course.world.plan.pod(pod).map_or(Duration::ZERO, |plan| plan.readiness.fails_after);
        self.check(pod, after);
    }

    /// What is lost with a process.
    pub(super) fn lose_process(&mut self, pod: PodId) {
        self.close_connections(pod);
        let lost: Vec<SlotId> =
            self.works.iter().filter(|(_, work)| work.inbound.pod == pod).map(|(id, _)| id).collect();
        self.course.steps += self.works.len() as u64 / LOOKS_OF_A_STEP;
        for work in lost.into_iter().filter_map(|id| self.works.remove(id)) {
            self.course.inbox.extend(work.calls.into_iter().map(Task::GiveUp));
            // A proxy has learned of it by its connection.
            if let reply @ Reply::Direct(_) = work.inbound.reply {
                self.course.soon(Task::Answer(reply, 0));
            }
        }
        if let Some(state) = self.pods.get_mut(pod.index()) {
            state.end();
        }
    }

    /// A process begins again.
    pub(super) fn begin_process(&mut self, pod: PodId) {
        let after = self.course.world.plan.pod(pod).map_or(Duration::ZERO, |plan| plan.readiness.ready_after);
        self.check(pod, after);
    }

    fn close_connections(&mut self, pod: PodId) {
        let is_pod = |target| matches!(target, Target::Pod { pod: number, .. } if number == pod);
        for client in self.clients.ids() {
            let proxy = self.clients.get(client).and_then(|state| state.proxy.as_ref());
            let (Some(proxy), Some(view)) = (proxy, self.course.world.view(client)) else { continue };
            let mut looked_at = 0;
            let cut: Vec<ConnectionId> = proxy
                .connections()
                .inspect(|_| looked_at += 1)
                .filter(|(_, address)| is_pod(view.target(&self.course.world, *address)))
                .map(|(connection, _)| connection)
                .collect();
            self.course.steps += looked_at / LOOKS_OF_A_STEP;
            self.course
                .inbox
                .extend(cut.into_iter().map(|connection| Task::Input(client, Input::Disconnected(connection))));
        }
    }

    /// The kubelet will have found out what became of a process.
    fn check(&mut self, pod: PodId, after: Duration) {
        let Some(state) = self.pods.get_mut(pod.index()) else { return };
        state.life = state.life.next();
        self.course.after(after, Due::Checked { pod, life: state.life });
    }

    /// The kubelet has found out what became of a process.
    pub(super) fn checked<W: Watch>(&mut self, pod: PodId, life: Life, watch: &mut W) {
        let Some(state) = self.pods.get_mut(pod.index()).filter(|state| state.life == life) else { return };
        let unready = state.fault == PodFault::Kill;
        if state.unready == unready {
            return;
        }
        state.unready = unready;
        watch.pod(self.course.now, &self.course.world, pod, PodChange::Ready(!unready));
        self.endpoint_changes(pod);
    }
}
