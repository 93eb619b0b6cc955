//! From a pod that has been bound to running containers.

use std::sync::Arc;

use super::super::events::Source;
use super::super::pod::{Condition, ContainerState, ContainerStatus, Pod, PodId, PodSpec, PodStatus, Terminated};
use super::super::time::{MILLISECOND, SECOND};
use super::super::{Machine, SETTLING, kind, quantity};
use super::Act;

/// How long a process that ends at once is seen running.
const SHORTEST: u64 = 110 * MILLISECOND;

impl Machine {
    /// The kubelet has seen a new pod (kubelet.go's `HandlePodAdditions`).
    pub(super) fn admit_pod(&mut self, pod: &Arc<Pod>, node: &Arc<str>) {
        if pod.deletion.is_some() || !pod.status.containers.is_empty() || pod.is_finished() {
            return;
        }
        if let Some((what, requested, used, capacity)) = self.lacks(pod, node) {
            let reason = format!("OutOf{what}");
            let numbers = format!("requested: {requested}, used: {used}, capacity: {capacity}");
            let message = format!("Node didn't have enough resource: {what}, {numbers}");
            self.say_of_pod(pod, Source::Kubelet(node, None), true, &reason, &message);
            let now = self.now;
            self.update_pod(pod.id, |pod| {
                pod.status.phase = "Failed";
                pod.status.reason = reason.into();
                pod.status.message = format!("Pod was rejected: {message}").into();
                pod.status.started = Some(now);
                for kind in ["Ready", "ContainersReady"] {
                    pod.status.set(now, Condition::plain(kind, "False"));
                }
                order(&mut pod.status);
            });
            return;
        }
        let now = self.now;
        let host = Self::node_address(node);
        self.update_pod(pod.id, |pod| {
            let waiting = || ContainerStatus {
                state: ContainerState::Waiting { reason: "ContainerCreating", message: "".into() },
                last: None,
                ready: false,
                restarts: 0,
                has_run: false,
            };
            pod.status.containers = pod.spec.containers.iter().map(|_| waiting()).collect();
            pod.life.tries = vec![(0, 0); pod.status.containers.len()];
            pod.status.started = Some(now);
            pod.status.host_ip = Some(host.into());
            pod.status.observed = Some(pod.generation);
            // A kubelet writes the conditions anew, and none with the generation.
            for condition in &mut pod.status.conditions {
                condition.observed = None;
            }
            pod.status.set(now, Condition::plain("PodReadyToStartContainers", "False"));
            pod.status.set(now, Condition::plain("Initialized", "True"));
            conclude(&pod.spec, &mut pod.status, now);
        });
        for (number, container) in pod.spec.containers.iter().enumerate() {
            let bad = super::images::is_missing(&container.image);
            let pull = if container.pull_always && !bad { self.settings.kubelet.pull } else { 0 };
            self.plan(pod.id, self.settings.kubelet.start.saturating_add(pull), Act::Start(number));
        }
    }

    /// Of what the node has too little left for a pod (pkg/kubelet/lifecycle/predicate.go).
    fn lacks(&self, pod: &Pod, node: &str) -> Option<(&'static str, i64, i64, i64)> {
        if self.reserved_node(pod).is_some() {
            return None;
        }
        let object = self.store.get(kind::NODES, &super::super::kind::Name::new("", node))?;
        let capacity = |what: &str| super::super::json::at(object, &format!("status/allocatable/{what}"));
        let others = self.store.pods.on(node);
        let others = others.iter().filter(|other| {
            other.id != pod.id
                && !other.status.containers.is_empty()
                && (!other.is_finished() || other.deletion.is_some())
        });
        let (mut count, mut cpu, mut memory) = (0_i64, 0_i64, 0_i64);
        for other in others {
            count += i64::from(!other.is_finished());
            cpu = cpu.saturating_add(other.spec.cpu);
            memory = memory.saturating_add(other.spec.memory);
        }
        let most = capacity("pods").and_then(quantity::whole).unwrap_or(110);
        if count + 1 > most {
            return Some(("pods", 1, count, most));
        }
        let cores = capacity("cpu").and_then(quantity::milli).unwrap_or(0);
        if pod.spec.cpu > 0 && cpu + pod.spec.cpu > cores {
            return Some(("cpu", pod.spec.cpu, cpu, cores));
        }
        let bytes = capacity("memory").and_then(quantity::whole).unwrap_or(0);
        if pod.spec.memory > 0 && memory + pod.spec.memory > bytes {
            return Some(("memory", pod.spec.memory, memory, bytes));
        }
        None
    }

    /// Starts a container (kuberuntime_container.go's `startContainer`).
    pub(super) fn start_container(&mut self, pod: &Arc<Pod>, node: &Arc<str>, number: usize) {
        let Some(container) = pod.spec.containers.get(number).cloned() else { return };
        if super::images::is_missing(&container.image) {
            self.pull_in_vain(pod, node, number);
            return;
        }
        let reserved = self.reserved_address(pod);
        let address = pod.status.ip.is_none().then(|| reserved.unwrap_or_else(|| self.pod_address(node)));
        let source = Source::Kubelet(node, Some(&container.name));
        let image = &container.image;
        if container.pull_always {
            self.say_of_pod(pod, source, false, "Pulling", &format!("Pulling image \"{image}\""));
            let pulled =
                format!("Successfully pulled image \"{image}\" in 1.5s (1.5s including waiting). Image size: 0 bytes.");
            self.say_of_pod(pod, source, false, "Pulled", &pulled);
        } else {
            let present =
                format!("Container image \"{image}\" already present on machine and can be accessed by the pod");
            self.say_of_pod(pod, source, false, "Pulled", &present);
        }
        self.say_of_pod(pod, source, false, "Created", "Container created");
        let course = self.course(&container);
        let missing = course.refused.is_some();
        let why = course.refused.map(|why| {
            "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: \
             unable to start container process: error during container init: "
                .to_owned()
                + &why
        });
        match &why {
            Some(why) => self.say_of_pod(pod, source, true, "Failed", &format!("Error: {why}")),
            None => self.say_of_pod(pod, source, false, "Started", "Container started"),
        }
        let now = self.now;
        // Whatever runs at time 0 has long been started.
        let startup = if now > SETTLING && !missing { self.app_times(pod).0 } else { 0 };
        self.update_pod(pod.id, |pod| {
            pod.life.answers_from = now.saturating_add(startup);
            if let Some(address) = address {
                pod.status.ip = Some(address.into());
            }
            pod.status.set(now, Condition::plain("PodReadyToStartContainers", "True"));
            if let Some(status) = pod.status.containers.get_mut(number) {
                if let ContainerState::Terminated(ended) = &status.state {
                    status.last = Some(ended.clone());
                }
                if status.has_run {
                    status.restarts += 1;
                }
                status.has_run = true;
                status.ready = !missing && container.readiness.is_none();
                status.state = match why {
                    None => ContainerState::Running { since: now },
                    Some(why) => ContainerState::Terminated(Terminated {
                        exit: 128,
                        reason: "StartError",
                        message: why.into(),
                        started: Some(0),
                        finished: now,
                    }),
                };
            }
            conclude(&pod.spec, &mut pod.status, now);
        });
        if missing {
            self.after_exit(pod.id, number, 100 * MILLISECOND);
            return;
        }
        match container.readiness {
            Some(probe) if probe.succeeds => {
                self.plan(pod.id, probe.succeeds_after(startup), Act::Ready(number));
            }
            Some(probe) => self.plan(pod.id, probe.delay, Act::Unready(number)),
            None => {}
        }
        if startup > 0 {
            self.plan(pod.id, startup, Act::Open);
        }
        if let Some((after, _)) = course.end {
            self.plan(pod.id, after.max(SHORTEST), Act::Exit(number));
        }
    }

    /// A readiness probe has succeeded.
    pub(super) fn make_ready(&mut self, pod: &Arc<Pod>, number: usize) {
        let now = self.now;
        self.update_pod(pod.id, |pod| {
            if let Some(status) = pod.status.containers.get_mut(number)
                && matches!(status.state, ContainerState::Running { .. })
            {
                status.ready = true;
            }
            conclude(&pod.spec, &mut pod.status, now);
        });
    }

    /// A readiness probe has failed (prober.go); it is tried every ten seconds.
    pub(super) fn probe_in_vain(&mut self, pod: &Arc<Pod>, node: &Arc<str>, number: usize) {
        let Some(container) = pod.spec.containers.get(number).cloned() else { return };
        let source = Source::Kubelet(node, Some(&container.name));
        self.say_of_pod(pod, source, true, "Unhealthy", "Readiness probe failed: ");
        self.plan(pod.id, 10 * SECOND, Act::Unready(number));
    }

    /// Writes what follows for the phase and the conditions from the containers' states.
    pub(super) fn conclude_pod(&mut self, id: PodId) {
        let now = self.now;
        self.update_pod(id, |pod| conclude(&pod.spec, &mut pod.status, now));
    }
}

/// The phase and the conditions that follow from the containers (kubelet_pods.go's `getPhase`, status/generate.go).
pub(super) fn conclude(spec: &PodSpec, status: &mut PodStatus, now: u64) {
    let has_run = status.containers.iter().any(|container| container.has_run);
    let ended = |container: &ContainerStatus| match &container.state {
        ContainerState::Terminated(ended) => Some(ended.exit),
        _ => None,
    };
    let all_ended =
        !status.containers.is_empty() && status.containers.iter().all(|container| ended(container).is_some());
    let failed = status.containers.iter().any(|container| ended(container).is_some_and(|exit| exit != 0));
    status.phase = match status.phase {
        "Succeeded" => "Succeeded",
        "Failed" => "Failed",
        _ if all_ended && spec.restart == "Never" => {
            if failed {
                "Failed"
            } else {
                "Succeeded"
            }
        }
        _ if all_ended && spec.restart == "OnFailure" && !failed => "Succeeded",
        _ if has_run => "Running",
        _ => "Pending",
    };
    let unready: Vec<&str> = spec
        .containers
        .iter()
        .zip(&status.containers)
        .filter(|(_, status)| !status.ready)
        .map(|(container, _)| &*container.name)
        .collect();
    let condition = |kind| {
        if unready.is_empty() {
            Condition::plain(kind, "True")
        } else if status.phase == "Succeeded" {
            Condition::because(kind, "False", "PodCompleted", "")
        } else if status.phase == "Failed" {
            Condition::because(kind, "False", "PodFailed", "")
        } else {
            let message = format!("containers with unready status: [{}]", unready.join(" "));
            Condition::because(kind, "False", "ContainersNotReady", message)
        }
    };
    let (ready, containers) = (condition("Ready"), condition("ContainersReady"));
    status.set(now, ready);
    status.set(now, containers);
    order(status);
}

/// The order in which a kubelet lists conditions.
fn order(status: &mut PodStatus) {
    let place = |condition: &Condition| match condition.kind {
        "PodReadyToStartContainers" => 0,
        "Initialized" => 1,
        "Ready" => 2,
        "ContainersReady" => 3,
        "PodScheduled" => 4,
        _ => 5,
    };
    status.conditions.sort_by_key(place);
}
