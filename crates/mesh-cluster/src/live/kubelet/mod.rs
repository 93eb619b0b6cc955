//! Kubelets: what becomes of a pod once it has a node (pkg/kubelet). Each pod has an agenda of what its kubelet does next;
//! a kubelet that is silent leaves the agendas of its pods as they are.

mod containers;
mod images;
mod node;
mod start;
mod stop;

pub(crate) use node::labels_of_node;

use std::sync::Arc;

use super::Machine;
use super::change::{Key, Wake};
use super::kind::{Name, PODS};
use super::pod::{Pod, PodId};
use super::time::MILLISECOND;
use mesh_ordered::Lookup;

/// What a kubelet does next with a pod; of containers the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// It has seen the pod: admit it and make its sandbox.
    See,
    /// Start a container, with its image or without.
    Start(usize),
    /// The pull of an image has failed.
    PullFailed(usize),
    /// After that: wait until the next try.
    PullBackOff(usize),
    /// The readiness probe succeeds.
    Ready(usize),
    /// The app has started up: its ports are open.
    Open,
    /// The readiness probe fails.
    Unready(usize),
    /// The process ends by itself.
    Exit(usize),
    /// After that: wait until the restart.
    BackOff(usize),
    /// The deletion has been seen.
    Stop,
    /// SIGTERM has been heard.
    Stopped,
    /// The grace is over.
    Kill,
    /// All is cleaned up: give the object up …
    Release,
    /// … and let it go.
    Gone,
}

/// What a kubelet knows of a pod for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Life {
    /// What comes next, in any order.
    agenda: Vec<(u64, Act)>,
    /// For each container: how often it has been started again after a crash, and pulled in vain.
    tries: Vec<(u32, u32)>,
    /// Whether the kubelet is stopping it.
    stopping: bool,
    /// When its app has started up, or will have.
    pub(in crate::live) answers_from: u64,
}

/// All kubelets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kubelets {
    /// The nodes whose kubelet is silent, and since when.
    silent: Lookup<Arc<str>, u64>,
    /// The static pods of nodes, by the names of their mirrors.
    manifests: Lookup<Name, Arc<Pod>>,
    /// Until when a kubelet is busy with stopping pods.
    busy: Lookup<Arc<str>, u64>,
    /// When the kubelet of a node first renewed its lease.
    first_lease: Lookup<Arc<str>, u64>,
}

impl Machine {
    /// A pod came, changed or went, as the watch of its node's kubelet tells.
    pub(super) fn kubelet_sees(&mut self, old: Option<&Arc<Pod>>, new: Option<&Arc<Pod>>) {
        if let (Some(old), None) = (old, new) {
            self.kill_at_once(old);
            let name = Name { namespace: Arc::clone(&old.namespace), name: Arc::clone(&old.name) };
            if self.kubelets.manifests.get(&name).is_some() {
                let at = self.now.saturating_add(230 * MILLISECOND);
                self.arm(at, Wake::Static(Key { kind: PODS, name }));
            }
        }
        let Some(new) = new.filter(|new| new.node.is_some()) else { return };
        if old.is_none_or(|old| old.node.is_none()) && new.deletion.is_none() {
            self.plan(new.id, 10 * MILLISECOND, Act::See);
        }
        let asked = |pod: &Pod| pod.deletion.filter(|deletion| deletion.grace > 0).map(|deletion| deletion.at);
        let told = |pod: &Pod| pod.deletion.map(|deletion| deletion.at);
        if told(new).is_none() || old.is_some_and(|old| told(old) == told(new)) {
            return;
        }
        if new.life.stopping {
            // A later call has made the grace shorter.
            if let Some(at) = asked(new) {
                self.plan(new.id, at.saturating_sub(self.now), Act::Kill);
            }
            return;
        }
        // A kubelet works with its pods one after another.
        let node = new.node.clone().unwrap_or_default();
        let free = self.kubelets.busy.get(&node).copied().unwrap_or(0);
        let at = free.max(self.now.saturating_add(5 * MILLISECOND));
        self.kubelets.busy.insert(node, at + 4 * MILLISECOND);
        self.plan(new.id, at - self.now, Act::Stop);
    }

    /// Puts something on a pod's agenda.
    fn plan(&mut self, pod: PodId, after: u64, act: Act) {
        let at = self.now.saturating_add(after);
        self.update_pod(pod, |pod| pod.life.agenda.push((at, act)));
        self.arm(at, Wake::Pod(pod));
    }

    /// Takes everything off a pod's agenda.
    fn unplan(&mut self, pod: PodId) {
        self.update_pod(pod, |pod| pod.life.agenda.clear());
    }

    /// A kubelet does what is due for a pod.
    pub(super) fn go_on(&mut self, id: PodId) {
        let Some(pod) = self.store.pods.get(id) else { return };
        let Some(node) = pod.node.clone() else { return };
        if self.kubelets.silent.get(&node).is_some() || !self.has_node(&node) {
            return;
        }
        let now = self.now;
        let mut due: Vec<(u64, Act)> = pod.life.agenda.iter().filter(|(at, _)| *at <= now).copied().collect();
        due.sort_by_key(|(at, _)| *at);
        self.update_pod(id, |pod| pod.life.agenda.retain(|(at, _)| *at > now));
        for (_, act) in due {
            let Some(pod) = self.store.pods.get(id).cloned() else { return };
            match act {
                Act::See => self.admit_pod(&pod, &node),
                Act::Start(number) => self.start_container(&pod, &node, number),
                Act::PullFailed(number) => self.fail_pull(&pod, &node, number),
                Act::PullBackOff(number) => self.back_off_pull(&pod, &node, number),
                Act::Ready(number) => self.make_ready(&pod, number),
                Act::Open => self.watched(super::change::Verdict::Modified, &pod),
                Act::Unready(number) => self.probe_in_vain(&pod, &node, number),
                Act::Exit(number) => self.exit_container(&pod, number),
                Act::BackOff(number) => self.back_off(&pod, &node, number),
                Act::Stop => self.stop_pod(&pod, &node),
                Act::Stopped => self.end_containers(&pod, false),
                Act::Kill => self.end_containers(&pod, true),
                Act::Release => self.release_pod(&pod),
                Act::Gone => self.finalize_pod(&pod),
            }
        }
    }
}
