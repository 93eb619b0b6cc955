//! kube-scheduler (pkg/scheduler): which node a pod gets, and the words for why it gets none.

mod affinity;
mod backoff;
mod filters;
mod hints;
mod node_tree;
mod nodes;
mod preemption;
mod processes;
mod scores;
mod spread;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::Machine;
use super::change::Wake;
use super::events::Source;
use super::pod::{Condition, Pod, PodId};
use mesh_ordered::Lookup;

pub(crate) use affinity::{labels_fit, node_fits};

use filters::Why;
use hints::{Happened, Plugin};
use nodes::NodeInfo;

/// What the schedulers know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scheduling {
    /// The nodes with what their pods request.
    nodes: Lookup<Arc<str>, Arc<NodeInfo>>,
    /// Their order.
    order: Arc<node_tree::NodeTree>,
    /// Pods to place: those of a higher priority first, then in order of creation.
    active: Arc<BTreeSet<(Reverse<i64>, PodId)>>,
    /// Pods for which no node was found, until something changes that may help them.
    unschedulable: backoff::Unschedulable,
    /// How often in a row an error kept a pod from being placed.
    errors: Arc<BTreeMap<PodId, u32>>,
    /// When back-offs end.
    looks: Arc<BTreeSet<u64>>,
    /// Placed pods that do not want some others near them.
    averse: Arc<BTreeSet<PodId>>,
    /// The scheduler processes.
    processes: Arc<Vec<processes::Process>>,
    /// Whether a look at the queue is due.
    armed: bool,
    /// Where the search for nodes goes on.
    start: usize,
}

impl Machine {
    /// A pod came, changed or went.
    pub(super) fn scheduler_sees(&mut self, old: Option<&Arc<Pod>>, new: Option<&Arc<Pod>>) {
        let uses = |pod: &Arc<Pod>| pod.node.is_some() && !pod.is_finished();
        let (before, after) = (old.filter(|pod| uses(pod)), new.filter(|pod| uses(pod)));
        if before.map(|pod| &pod.node) != after.map(|pod| &pod.node) {
            if let Some(pod) = before {
                self.use_node(pod, -1);
                self.reconsider(&Happened::Freed(pod));
            }
            if let Some(pod) = after {
                self.use_node(pod, 1);
            }
        }
        let Some(new) = new else {
            if let Some(old) = old {
                Arc::make_mut(&mut self.scheduling.active).remove(&(Reverse(old.spec.priority), old.id));
                Arc::make_mut(&mut self.scheduling.unschedulable).remove(&old.id);
                self.forget_errors(old.id);
            }
            return;
        };
        let gated = !super::json::list(&new.spec.json, "schedulingGates").is_empty();
        let waits = |pod: &Arc<Pod>| pod.node.is_none() && pod.deletion.is_none() && !pod.is_finished();
        if gated && old.is_none() {
            self.gate(new);
        } else if waits(new) && !gated && old.is_none_or(|old| old.spec != new.spec || old.labels != new.labels) {
            self.queue(new);
        }
        match (before, after) {
            (None, Some(pod)) => self.reconsider(&Happened::Placed(pod)),
            (Some(old), Some(pod)) if old.labels != pod.labels => self.reconsider(&Happened::Labelled),
            _ => {}
        }
    }

    fn queue(&mut self, pod: &Pod) {
        Arc::make_mut(&mut self.scheduling.unschedulable).remove(&pod.id);
        Arc::make_mut(&mut self.scheduling.active).insert((Reverse(pod.spec.priority), pod.id));
        self.arm_schedulers();
    }

    fn arm_schedulers(&mut self) {
        if !std::mem::replace(&mut self.scheduling.armed, true) {
            self.arm(self.now.saturating_add(self.settings.control.schedule), Wake::Schedule);
        }
    }

    /// A pod that waits for its gates to be taken away.
    fn gate(&mut self, pod: &Pod) {
        let now = self.now;
        self.update_pod(pod.id, |pod| {
            let message = "Scheduling is blocked due to non-empty scheduling gates";
            let condition = Condition::because("PodScheduled", "False", "SchedulingGated", message);
            pod.status.set(now, Condition { observed: Some(pod.generation), ..condition });
        });
    }

    /// The schedulers place what waits. One that finds no node takes its time; the others wait for it.
    pub(super) fn schedule(&mut self) {
        self.scheduling.armed = false;
        let mut round = spread::Round::default();
        let mut last = None;
        loop {
            let left = (last.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
            let Some((priority, id)) = self.scheduling.active.range(left).next().copied() else { return };
            last = Some((priority, id));
            let Some(pod) = self.store.pods.get(id).cloned().filter(|pod| pod.node.is_none()) else {
                Arc::make_mut(&mut self.scheduling.active).remove(&(priority, id));
                continue;
            };
            // A pod whose scheduler does not run waits without a word.
            if !self.is_served(&pod.spec.scheduler) {
                continue;
            }
            Arc::make_mut(&mut self.scheduling.active).remove(&(priority, id));
            if !self.place(&pod, &mut round) && !self.scheduling.active.is_empty() {
                self.scheduling.armed = true;
                let took = self.settings.control.schedule_in_vain;
                self.arm(self.now.saturating_add(took), Wake::Schedule);
                return;
            }
        }
    }

    /// One pod (`schedulingCycle`). Answers whether it got a node.
    fn place(&mut self, pod: &Arc<Pod>, round: &mut spread::Round) -> bool {
        match self.find_node(pod, round) {
            Ok(node) => {
                self.bind(pod, &node, round);
                true
            }
            Err(refusal) => {
                let plugins = refusal.plugins();
                let message = self.refuse(pod, refusal);
                self.mark_unscheduled(pod, "Unschedulable", &message, plugins);
                false
            }
        }
    }

    fn mark_unscheduled(&mut self, pod: &Arc<Pod>, reason: &'static str, message: &str, plugins: Vec<Plugin>) {
        self.wait_for_node(pod.id, plugins);
        self.say_of_pod(pod, Source::Scheduler(&pod.spec.scheduler, "Scheduling"), true, "FailedScheduling", message);
        let now = self.now;
        self.update_pod(pod.id, |pod| {
            let condition = Condition::because("PodScheduled", "False", reason, message);
            pod.status.set(now, Condition { observed: Some(pod.generation), ..condition });
        });
    }

    /// The words for why no node takes a pod, and preemption if that helps.
    fn refuse(&mut self, pod: &Arc<Pod>, refusal: Refusal) -> String {
        match refusal {
            Refusal::NoNodes => "no nodes available to schedule pods".to_owned(),
            Refusal::Before(why, nodes) => format!("0/{nodes} nodes are available: {why}"),
            Refusal::Nodes(whys) => {
                let count = whys.len();
                let mut texts: Vec<String> = Vec::new();
                for why in whys.iter().flat_map(|(_, why)| &why.reasons) {
                    texts.push(why.clone());
                }
                let head = format!("0/{count} nodes are available: {}.", histogram(&texts));
                match self.preempt(pod, &whys) {
                    preemption::Outcome::Nominated => head,
                    preemption::Outcome::Tail(tail) => {
                        format!("{head} no new claims to deallocate, preemption: {tail}")
                    }
                }
            }
        }
    }

    /// Gives a pod its node.
    fn bind(&mut self, pod: &Arc<Pod>, node: &Arc<str>, round: &mut spread::Round) {
        let now = self.now;
        self.forget_errors(pod.id);
        self.update_pod(pod.id, |pod| {
            pod.node = Some(Arc::clone(node));
            // registry/core/pod/storage: a bound pod needs no nomination any more.
            pod.status.nominated = None;
            pod.status
                .set(now, Condition { observed: Some(pod.generation), ..Condition::plain("PodScheduled", "True") });
        });
        round.placed(pod, node);
        let message = format!("Successfully assigned {}/{} to {node}", pod.namespace, pod.name);
        let source = Source::Scheduler(&pod.spec.scheduler, "Binding");
        self.say_of_pod(pod, source, false, "Scheduled", &message);
        if self.is_contended(&pod.spec.scheduler) {
            let name = &pod.name;
            let taken = format!(
                "running Bind plugin \"DefaultBinder\": Operation cannot be fulfilled on pods/binding \"{name}\": pod {name} is already assigned to node \"{node}\""
            );
            self.say_of_pod(
                pod,
                Source::Scheduler(&pod.spec.scheduler, "Scheduling"),
                true,
                "FailedScheduling",
                &taken,
            );
        }
    }
}

/// Why a pod got no node.
enum Refusal {
    NoNodes,
    /// Before any node was looked at; and how many nodes there are.
    Before(String, usize),
    /// Each node's reason.
    Nodes(Vec<(Arc<str>, Why)>),
}

impl Refusal {
    /// The plugins that said no (`UnschedulablePlugins`).
    fn plugins(&self) -> Vec<Plugin> {
        match self {
            Refusal::NoNodes => Vec::new(),
            Refusal::Before(..) => vec![Plugin::Volumes],
            Refusal::Nodes(whys) => {
                let plugins: BTreeSet<Plugin> = whys.iter().map(|(_, why)| why.plugin).collect();
                plugins.into_iter().collect()
            }
        }
    }
}

/// `2 Insufficient cpu, 1 node(s) were unschedulable`: counted and sorted as texts.
fn histogram(texts: &[String]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut list: Vec<String> = counts.into_iter().map(|(text, count)| format!("{count} {text}")).collect();
    list.sort();
    list.join(", ")
}
