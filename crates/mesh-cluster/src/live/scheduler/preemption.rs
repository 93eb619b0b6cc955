//! Preemption (pkg/scheduler/framework/preemption): pods of a lower priority make room.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::Machine;
use super::super::events::Source;
use super::super::json;
use super::super::kind::BUDGETS;
use super::super::pod::Pod;
use super::super::selector::Selector;
use super::filters::{self, Why};
use super::{histogram, spread};

/// What came of it.
pub(super) enum Outcome {
    /// Room is being made.
    Nominated,
    /// No: the words for it.
    Tail(String),
}

/// A node with the pods that would have to go.
struct Candidate {
    node: Arc<str>,
    victims: Vec<Arc<Pod>>,
    violations: usize,
}

impl Machine {
    /// Tries to make room for a pod.
    pub(super) fn preempt(&mut self, pod: &Arc<Pod>, refused: &[(Arc<str>, Why)]) -> Outcome {
        if !pod.spec.preempts {
            return Outcome::Tail("not eligible due to preemptionPolicy=Never.".to_owned());
        }
        if let Some(nominated) = &pod.status.nominated {
            let on = self.store.pods.on(nominated);
            if on.iter().any(|other| other.deletion.is_some() && other.spec.priority < pod.spec.priority) {
                return Outcome::Tail("not eligible due to a terminating pod on the nominated node.".to_owned());
            }
        }
        let mut texts = Vec::new();
        let mut candidates = Vec::new();
        for (node, why) in refused {
            if why.hopeless {
                texts.push("Preemption is not helpful for scheduling".to_owned());
                continue;
            }
            match self.victims_on(pod, node) {
                Some(candidate) => candidates.push(candidate),
                None => texts.push("No preemption victims found for incoming pod".to_owned()),
            }
        }
        let best = candidates.into_iter().min_by_key(|candidate| {
            let priorities = || candidate.victims.iter().map(|victim| victim.spec.priority);
            let highest = priorities().max().unwrap_or(0);
            let sum: i64 = priorities().map(|priority| priority.saturating_add(1 << 31)).fold(0, i64::saturating_add);
            let youngest = candidate
                .victims
                .iter()
                .filter(|victim| victim.spec.priority == highest)
                .map(|victim| victim.status.started)
                .min();
            (
                candidate.violations,
                highest,
                sum,
                candidate.victims.len(),
                std::cmp::Reverse(youngest.flatten()),
                Arc::clone(&candidate.node),
            )
        });
        let Some(best) = best else {
            let count = refused.len();
            return Outcome::Tail(format!("0/{count} nodes are available: {}.", histogram(&texts)));
        };
        self.make_room(pod, &best);
        Outcome::Nominated
    }

    /// The least that has to go from a node (`SelectVictimsOnNode`).
    fn victims_on(&self, pod: &Arc<Pod>, node: &Arc<str>) -> Option<Candidate> {
        let mut info = self.scheduling.nodes.get(node)?.as_ref().clone();
        let mut lower: Vec<Arc<Pod>> = self.store.pods.on(node);
        lower.retain(|other| other.spec.priority < pod.spec.priority && !other.is_finished());
        if lower.is_empty() {
            return None;
        }
        // What the topology asks is judged without those that would go.
        let mut copy = self.clone();
        for other in &lower {
            info.count(other, -1);
            copy.store.pods.remove(other.id);
            copy.use_node(other, -1);
        }
        let nodes = copy.node_infos();
        let fits = |machine: &Machine, info: &super::nodes::NodeInfo| {
            let asked = machine.ask(pod, &nodes, &mut spread::Round::default());
            filters::judge(pod, info, &asked).is_ok()
        };
        if !fits(&copy, &info) {
            return None;
        }
        // Those under a budget that allows none are spared first, then those of the highest priority.
        let protected: BTreeSet<u64> =
            lower.iter().filter(|other| self.is_protected(other)).map(|other| other.id).collect();
        lower.sort_by_key(|other| {
            (!protected.contains(&other.id), std::cmp::Reverse(other.spec.priority), other.status.started, other.id)
        });
        let mut victims = Vec::new();
        for other in lower {
            info.count(&other, 1);
            copy.store.pods.put(Arc::clone(&other));
            if !fits(&copy, &info) {
                info.count(&other, -1);
                copy.store.pods.remove(other.id);
                victims.push(other);
            }
        }
        let violations = victims.iter().filter(|victim| protected.contains(&victim.id)).count();
        (!victims.is_empty()).then(|| Candidate { node: Arc::clone(node), victims, violations })
    }

    fn is_protected(&self, pod: &Pod) -> bool {
        self.store.selecting(BUDGETS, &pod.namespace, &pod.labels).iter().any(|name| {
            self.store.get(BUDGETS, name).is_some_and(|budget| {
                Selector::of(BUDGETS, budget).is_some_and(|selector| selector.selects(&pod.labels))
                    && json::int(budget, "status/disruptionsAllowed").unwrap_or(0) < 1
            })
        })
    }

    fn make_room(&mut self, pod: &Arc<Pod>, candidate: &Candidate) {
        let scheduler = Arc::clone(&pod.spec.scheduler);
        for victim in &candidate.victims {
            if victim.deletion.is_some() {
                continue;
            }
            let message = format!("{scheduler}: preempting to accommodate a higher priority pod");
            self.disrupt(victim, "PreemptionByScheduler", &message);
            if let Some(victim) = self.store.pods.get(victim.id).cloned() {
                self.delete_pod(&victim, None);
            }
            let message = format!("Preempted by pod {} on node {}", pod.uid, candidate.node);
            self.say_of_pod(victim, Source::Scheduler(&scheduler, "Preempting"), false, "Preempted", &message);
        }
        let node = Arc::clone(&candidate.node);
        self.update_pod(pod.id, |pod| pod.status.nominated = Some(node));
    }
}
