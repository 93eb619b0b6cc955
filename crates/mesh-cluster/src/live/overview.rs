//! Nodes, what stands on them, and budgets, as people look at a cluster.

use std::sync::Arc;

use serde_json::Value;

use super::change::{Kept, Snapshot};
use super::kind::{BUDGETS, NODES, Name};
use super::pod::{ContainerState, Pod};
use super::selector::Selector;
use super::{Machine, json, view};

/// A cluster at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    /// The nodes, by name.
    pub nodes: Vec<NodeOverview>,
    /// The pods, in the order in which they were made; those of DaemonSets, which every node has, behind the others.
    pub pods: Vec<PodOverview>,
    /// How many more pods there are.
    pub more: usize,
    /// The PodDisruptionBudgets, by namespace and name.
    pub budgets: Vec<BudgetOverview>,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeOverview {
    /// Name.
    pub name: String,
    /// Whether its condition Ready is True.
    pub is_ready: bool,
    /// `spec.unschedulable`: it is cordoned.
    pub is_cordoned: bool,
    /// Taints as kubectl writes them (`key=value:effect`), without those that say that it is cordoned or not ready.
    pub taints: Vec<String>,
    /// What its pods request, and what it has for them: thousandths of a core.
    pub cpu: [i64; 2],
    /// The same in bytes of memory.
    pub memory: [i64; 2],
    /// How many pods it has, and may have.
    pub pods: [i64; 2],
}

/// A pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodOverview {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// The controller that people know it by: a Deployment rather than its ReplicaSet.
    pub workload: String,
    /// Its node; empty where it has none yet.
    pub node: String,
    /// The column STATUS of `kubectl get pods`.
    pub status: String,
    /// The words that explain it: why no node takes it, why a container waits.
    pub why: String,
    /// Whether its condition Ready is True.
    pub is_ready: bool,
    /// How often its containers were started again.
    pub restarts: u32,
    /// When it was made, nanoseconds of the machine's time.
    pub created: u64,
    /// When its grace is over, where its deletion was asked for.
    pub killed_at: Option<u64>,
}

/// A PodDisruptionBudget.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BudgetOverview {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `status.desiredHealthy`.
    pub needed: i64,
    /// `status.currentHealthy`.
    pub healthy: i64,
    /// `status.disruptionsAllowed`.
    pub allowed: i64,
    /// The pods that it selects, each with whether it is healthy.
    pub pods: Vec<(String, bool)>,
}

/// Taints that repeat what else is said of a node.
const SAID_OTHERWISE: [&str; 3] =
    ["node.kubernetes.io/unschedulable", "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

impl Machine {
    /// The cluster as people look at it, of its pods the first `most`.
    #[must_use]
    pub fn overview(&self, most: usize) -> Overview {
        let mut pods = self.store.pods.list(None);
        let is_of_a_daemon_set = |pod: &Pod| pod.controller.as_ref().is_some_and(|owner| &*owner.kind == "DaemonSet");
        pods.sort_by_key(|pod| (is_of_a_daemon_set(pod), pod.id));
        Overview {
            nodes: self.node_overviews(),
            more: pods.len().saturating_sub(most),
            pods: pods.iter().take(most).map(|pod| self.pod_overview(pod)).collect(),
            budgets: self.budget_overviews(),
        }
    }

    /// A pod at the moment of a change; `None` where it was another object that changed.
    #[must_use]
    pub fn pod_of(&self, snapshot: &Snapshot) -> Option<PodOverview> {
        match &snapshot.0 {
            Kept::Pod(pod) => Some(self.pod_overview(pod)),
            Kept::Event(_) | Kept::Object(_) => None,
        }
    }

    /// Its nodes, by name.
    #[must_use]
    pub fn node_overviews(&self) -> Vec<NodeOverview> {
        let infos = self.node_infos();
        let overview = |(name, node): (Name, Arc<Value>)| {
            let shown = view::view("node", &node).unwrap_or_default();
            let taints = shown.get("taints").and_then(Value::as_array);
            let taints = taints.into_iter().flatten().filter_map(Value::as_str);
            let info = infos.iter().find(|info| info.name == name.name);
            let [cpu, memory, pods] = info.map(|info| info.requested_and_allocatable()).unwrap_or_default();
            NodeOverview {
                name: name.name.to_string(),
                is_ready: shown.get("ready").and_then(Value::as_str) == Some("True"),
                is_cordoned: json::flag(&node, "spec/unschedulable"),
                taints: taints
                    .filter(|taint| !SAID_OTHERWISE.iter().any(|known| taint.starts_with(known)))
                    .map(str::to_owned)
                    .collect(),
                cpu,
                memory,
                pods,
            }
        };
        self.store.list(NODES, None).into_iter().map(overview).collect()
    }

    fn pod_overview(&self, pod: &Arc<Pod>) -> PodOverview {
        let (_, workload) = self.workload_of(pod);
        let unscheduled =
            pod.status.condition("PodScheduled").filter(|condition| condition.status == "False").map(|it| &it.message);
        let waiting = pod.status.containers.iter().find_map(|container| match &container.state {
            ContainerState::Waiting { message, .. } if !message.is_empty() => Some(message),
            _ => None,
        });
        let why = unscheduled.or(waiting).map(ToString::to_string).unwrap_or_else(|| pod.status.message.to_string());
        PodOverview {
            namespace: pod.namespace.to_string(),
            name: pod.name.to_string(),
            workload: workload.name.to_string(),
            node: pod.node.as_deref().unwrap_or_default().to_owned(),
            status: view::pod_status(&pod.object()),
            why,
            is_ready: pod.is_ready(),
            restarts: pod.status.containers.iter().map(|container| container.restarts).sum(),
            created: pod.created,
            killed_at: pod.deletion.map(|deletion| deletion.at),
        }
    }

    fn budget_overviews(&self) -> Vec<BudgetOverview> {
        let overview = |(name, budget): (Name, Arc<Value>)| {
            let count = |field: &str| json::int(&budget, &format!("status/{field}")).unwrap_or_default();
            let selected = Selector::of(BUDGETS, &budget)
                .map(|selector| self.store.pods.selected(&name.namespace, &selector))
                .unwrap_or_default();
            BudgetOverview {
                namespace: name.namespace.to_string(),
                name: name.name.to_string(),
                needed: count("desiredHealthy"),
                healthy: count("currentHealthy"),
                allowed: count("disruptionsAllowed"),
                pods: selected
                    .iter()
                    .map(|pod| (pod.name.to_string(), pod.is_ready() && pod.deletion.is_none()))
                    .collect(),
            }
        };
        self.store.list(BUDGETS, None).into_iter().map(overview).collect()
    }
}
