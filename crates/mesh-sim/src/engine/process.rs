//! The process of a pod ends and begins, and who learns of it when: clients at once by their connections, the kubelet by
//! its checks, proxies by the endpoints that istiod sends after its debounce.

use std::sync::Arc;

use mesh_proxy::proxy::ConnectionId;
use mesh_proxy::{Duration, Input};

use super::PodFault;
use super::core::{Core, Due, Task};
use super::debounce::Debounce;
use super::state::{PodChange, Reply, Target};
use super::watch::Watch;
use crate::ids::PodId;
use crate::slab::SlotId;

/// Looking at so many requests, connections or pods takes as long as handling an event.
const LOOKS_OF_A_STEP: u64 = 16;

impl Core {
    /// A process ends: its connections with it, and all that it worked on.
    pub(super) fn end_process(&mut self, pod: PodId) {
        self.close_connections(pod);
        let lost: Vec<SlotId> =
            self.works.iter().filter(|(_, work)| work.inbound.pod == pod).map(|(id, _)| id).collect();
        self.steps += self.works.len() as u64 / LOOKS_OF_A_STEP;
        for work in lost.into_iter().filter_map(|id| self.works.remove(id)) {
            self.inbox.extend(work.calls.into_iter().map(Task::GiveUp));
            // A proxy has learned of it by its connection.
            if let reply @ Reply::Direct(_) = work.inbound.reply {
                self.inbox.push_back(Task::Answer(reply, 0));
            }
        }
        let Some(state) = self.pods.get_mut(pod.index()) else { return };
        state.end();
        let after = self.world.plan.pod(pod).map_or(Duration::ZERO, |plan| plan.readiness.fails_after);
        self.check(pod, after);
    }

    /// A process begins again.
    pub(super) fn begin_process(&mut self, pod: PodId) {
        let after = self.world.plan.pod(pod).map_or(Duration::ZERO, |plan| plan.readiness.ready_after);
        self.check(pod, after);
    }

    fn close_connections(&mut self, pod: PodId) {
        let is_pod = |target| matches!(target, Target::Pod { pod: number, .. } if number == pod);
        for client in self.clients.ids() {
            let proxy = self.clients.get(client).and_then(|state| state.proxy.as_ref());
            let (Some(proxy), Some(view)) = (proxy, self.world.view(client)) else { continue };
            let mut looked_at = 0;
            let cut: Vec<ConnectionId> = proxy
                .connections()
                .inspect(|_| looked_at += 1)
                .filter(|(_, address)| is_pod(view.target(&self.world, *address)))
                .map(|(connection, _)| connection)
                .collect();
            self.steps += looked_at / LOOKS_OF_A_STEP;
            self.inbox.extend(cut.into_iter().map(|connection| Task::Input(client, Input::Disconnected(connection))));
        }
    }

    /// The kubelet will have found out what became of a process.
    fn check(&mut self, pod: PodId, after: Duration) {
        let Some(state) = self.pods.get_mut(pod.index()) else { return };
        state.lives = state.lives.wrapping_add(1);
        self.queue.push(self.now + after, Due::Checked { pod, life: state.lives });
    }

    /// The kubelet has found out what became of a process.
    pub(super) fn checked<W: Watch>(&mut self, pod: PodId, life: u32, watch: &mut W) {
        let Some(state) = self.pods.get_mut(pod.index()).filter(|state| state.lives == life) else { return };
        let unready = state.fault == PodFault::Kill;
        if state.unready == unready {
            return;
        }
        state.unready = unready;
        watch.pod(self.now, &self.world, pod, PodChange::Ready(!unready));
        let changed = Debounce::of(self.endpoints_changed, self.now);
        self.endpoints_changed = Some(changed);
        self.queue.push(changed.due(), Due::Endpoints);
    }

    /// Istiod sends the endpoints that changed, unless it waits for more.
    pub(super) fn push_endpoints<W: Watch>(&mut self, watch: &mut W) {
        if self.endpoints_changed.is_none_or(|changed| self.now < changed.due()) {
            return;
        }
        self.endpoints_changed = None;
        let pods = self.pods.iter().zip(&self.world.plan.pods);
        let unready = pods.filter(|(state, plan)| state.unready && !plan.gone).map(|(_, plan)| plan.ip).collect();
        self.steps += self.pods.len() as u64 / LOOKS_OF_A_STEP;
        if unready != *self.world.unready() {
            let world = Arc::new(self.world.with_unready(unready, self.now));
            self.push(&world, watch);
        }
    }
}
