//! The end of a pod: preStop, SIGTERM, SIGKILL when the grace is over, and the last word to the API server.

use std::sync::Arc;

use super::super::Machine;
use super::super::app_times::Ends;
use super::super::events::Source;
use super::super::pod::{ContainerState, Pod};
use super::super::time::{MILLISECOND, SECOND};
use super::{Act, containers};

impl Machine {
    /// The kubelet has seen that a pod is to go (`SyncTerminatingPod`).
    pub(super) fn stop_pod(&mut self, pod: &Arc<Pod>, node: &Arc<str>) {
        let Some(deletion) = pod.deletion else { return };
        self.unplan(pod.id);
        self.update_pod(pod.id, |pod| pod.life.stopping = true);
        let running = |number: usize| {
            pod.status
                .containers
                .get(number)
                .is_some_and(|status| matches!(status.state, ContainerState::Running { .. }))
        };
        let (mut longest, mut hears, mut any) = (0, true, false);
        for (_, container) in pod.spec.containers.iter().enumerate().filter(|(number, _)| running(*number)) {
            any = true;
            let stop = self.course(container).stop;
            longest = longest.max(container.pre_stop.saturating_add(stop.map_or(0, |(after, _)| after)));
            hears &= stop.is_some();
            let message = format!("Stopping container {}", container.name);
            let source = Source::Kubelet(node, Some(&container.name));
            self.say_of_pod(pod, source, false, "Killing", &message);
        }
        if !any {
            self.plan(pod.id, 100 * MILLISECOND, Act::Release);
            return;
        }
        let (mut stop, mut hears) = (self.settings.kubelet.stop, hears);
        match self.app_times(pod).1 {
            Ends::Usually => {}
            Ends::After(after) => stop = after,
            Ends::Never => hears = false,
        }
        let stopped = longest.saturating_add(stop);
        // The grace counts from when the kubelet begins, whatever the time of the deletion.
        let grace = deletion.grace.saturating_mul(SECOND);
        if hears && stopped <= grace {
            self.plan(pod.id, stopped, Act::Stopped);
        } else {
            self.plan(pod.id, grace, Act::Kill);
        }
    }

    /// A pod has gone from the API without its kubelet, which kills what still runs.
    pub(super) fn kill_at_once(&mut self, pod: &Arc<Pod>) {
        let Some(node) = pod.node.clone().filter(|node| !pod.life.stopping && self.kubelets.silent.get(node).is_none())
        else {
            return;
        };
        for (container, status) in pod.spec.containers.iter().zip(&pod.status.containers) {
            if matches!(status.state, ContainerState::Running { .. }) {
                let message = format!("Stopping container {}", container.name);
                self.say_of_pod(pod, Source::Kubelet(&node, Some(&container.name)), false, "Killing", &message);
            }
        }
    }

    /// The processes have ended.
    pub(super) fn end_containers(&mut self, pod: &Arc<Pod>, killed: bool) {
        let now = self.now;
        let exits: Vec<i32> = pod
            .spec
            .containers
            .iter()
            .map(|container| self.course(container).stop.filter(|_| !killed).map_or(137, |(_, exit)| exit))
            .collect();
        self.update_pod(pod.id, |pod| {
            for (status, exit) in pod.status.containers.iter_mut().zip(exits) {
                if let ContainerState::Running { since } = status.state {
                    status.state = ContainerState::Terminated(containers::terminated(exit, since, now));
                }
                status.ready = false;
            }
            let failed = pod
                .status
                .containers
                .iter()
                .any(|status| matches!(&status.state, ContainerState::Terminated(ended) if ended.exit != 0));
            pod.status.phase = if failed { "Failed" } else { "Succeeded" };
        });
        self.conclude_pod(pod.id);
        self.plan(pod.id, self.settings.kubelet.clean_up, Act::Release);
    }

    /// The kubelet deletes the pod with a grace of 0, which the API server writes down …
    pub(super) fn release_pod(&mut self, pod: &Arc<Pod>) {
        let now = self.now;
        self.update_pod(pod.id, |pod| {
            if let Some(deletion) = &mut pod.deletion {
                deletion.grace = 0;
                deletion.at = now;
            }
        });
        self.plan(pod.id, 4 * MILLISECOND, Act::Gone);
    }

    /// … before it lets the object go.
    pub(super) fn finalize_pod(&mut self, pod: &Arc<Pod>) {
        if pod.finalizers.is_empty() {
            self.erase_pod(pod.id);
        }
    }
}
