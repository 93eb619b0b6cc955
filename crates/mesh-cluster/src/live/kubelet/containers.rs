//! Processes that end by themselves.

use std::sync::Arc;

use super::super::Machine;
use super::super::events::Source;
use super::super::pod::{ContainerState, Pod, PodId, Terminated};
use super::super::time::{MILLISECOND, SECOND};
use super::Act;

/// How a process ended, as a status says it.
pub(super) fn terminated(exit: i32, started: u64, now: u64) -> Terminated {
    let reason = if exit == 0 { "Completed" } else { "Error" };
    Terminated { exit, reason, message: "".into(), started: Some(started), finished: now }
}

impl Machine {
    /// A process has ended by itself.
    pub(super) fn exit_container(&mut self, pod: &Arc<Pod>, number: usize) {
        let Some(container) = pod.spec.containers.get(number) else { return };
        let Some((_, exit)) = self.course(container).end else { return };
        let now = self.now;
        self.update_pod(pod.id, |pod| {
            if let Some(status) = pod.status.containers.get_mut(number)
                && let ContainerState::Running { since } = status.state
            {
                status.state = ContainerState::Terminated(terminated(exit, since, now));
                status.ready = false;
            }
            pod.life.agenda.retain(|(_, act)| !matches!(act, Act::Ready(n) | Act::Unready(n) if *n == number));
        });
        self.conclude_pod(pod.id);
        let again = match pod.spec.restart {
            "Never" => false,
            "OnFailure" => exit != 0,
            _ => true,
        };
        if again {
            self.after_exit(pod.id, number, SECOND);
        }
    }

    /// A container has ended and is to run again: the first time soon, then after a back-off.
    pub(super) fn after_exit(&mut self, id: PodId, number: usize, soon: u64) {
        let Some(pod) = self.store.pods.get(id).cloned() else { return };
        let crashes = pod.life.tries.get(number).map_or(0, |(crashes, _)| *crashes);
        self.update_pod(id, |pod| {
            if let Some((crashes, _)) = pod.life.tries.get_mut(number) {
                *crashes += 1;
            }
        });
        self.plan(id, soon, if crashes == 0 { Act::Start(number) } else { Act::BackOff(number) });
    }

    /// A container that crashes again waits: `CrashLoopBackOff` (kuberuntime_manager.go's `doBackOff`).
    pub(super) fn back_off(&mut self, pod: &Arc<Pod>, node: &Arc<str>, number: usize) {
        let Some(container) = pod.spec.containers.get(number).cloned() else { return };
        let (name, full) = (&container.name, format!("{}_{}({})", pod.name, pod.namespace, pod.uid));
        let message = format!("Back-off restarting failed container {name} in pod {full}");
        self.say_of_pod(pod, Source::Kubelet(node, Some(name)), true, "BackOff", &message);
        let crashes = pod.life.tries.get(number).map_or(0, |(crashes, _)| *crashes);
        let wait = self.back_off_time(crashes.saturating_sub(2));
        let message = format!("back-off {}s restarting failed container={name} pod={full}", wait / SECOND);
        self.update_pod(pod.id, |pod| {
            if let Some(status) = pod.status.containers.get_mut(number) {
                if let ContainerState::Terminated(ended) = &status.state {
                    status.last = Some(ended.clone());
                }
                status.state = ContainerState::Waiting { reason: "CrashLoopBackOff", message: message.into() };
            }
        });
        self.conclude_pod(pod.id);
        self.plan(pod.id, wait.saturating_add(40 * MILLISECOND), Act::Start(number));
    }
}
