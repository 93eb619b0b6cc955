//! Which of the nodes that can take a pod gets it: the plugins of the default profile with their weights.

use std::sync::Arc;

use super::super::Machine;
use super::super::pod::Pod;
use super::filters::Asked;
use super::nodes::NodeInfo;
use super::{affinity, spread};

/// The best score of a plugin.
const MOST: i64 = 100;

/// Least allocated (plugins/noderesources/least_allocated.go): cpu and memory weigh the same.
fn least_allocated(pod: &Pod, node: &NodeInfo) -> i64 {
    let one = |used: i64, all: i64| if all <= 0 || used > all { 0 } else { (all - used) * MOST / all };
    let cpu = one(node.scored_cpu + pod.spec.scored_cpu, node.cpu);
    let memory = one(node.scored_memory + pod.spec.scored_memory, node.memory);
    (cpu + memory) / 2
}

/// Balanced allocation (plugins/noderesources/balanced_allocation.go): how evenly cpu and memory are used.
fn balanced(pod: &Pod, node: &NodeInfo) -> i64 {
    let share = |used: i64, all: i64| if all <= 0 { 1.0 } else { (used as f64 / all as f64).min(1.0) };
    let cpu = share(node.used_cpu + pod.spec.cpu, node.cpu);
    let memory = share(node.used_memory + pod.spec.memory, node.memory);
    let deviation = ((cpu - memory) / 2.0).abs();
    ((1.0 - deviation) * MOST as f64) as i64
}

/// How many taints a pod would rather avoid.
fn shunned_taints(pod: &Pod, node: &NodeInfo) -> i64 {
    let unliked = node.taints.iter().filter(|(key, value, effect)| {
        effect == "PreferNoSchedule" && !pod.spec.tolerations.iter().any(|one| one.tolerates(key, value, effect))
    });
    i64::try_from(unliked.count()).unwrap_or(0)
}

/// Brings scores to 0 … 100 (helper's `DefaultNormalizeScore`).
fn normalised(scores: Vec<i64>, reverse: bool) -> Vec<i64> {
    let most = scores.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return scores.into_iter().map(|_| if reverse { MOST } else { 0 }).collect();
    }
    let scaled = scores.into_iter().map(|score| score * MOST / most);
    scaled.map(|score| if reverse { MOST - score } else { score }).collect()
}

/// The place of the best score. Between equals the heap decides into which scores are put (schedule_one.go's
/// `newSortedNodeScores`): chance has a say there only where an extender scores, and none does.
fn first_of_heap(scores: &[i64]) -> Option<usize> {
    let mut heap: Vec<(i64, usize)> = scores.iter().copied().zip(0..).collect();
    for from in (0..heap.len() / 2).rev() {
        let mut parent = from;
        loop {
            let children = (2 * parent + 1)..(2 * parent + 3).min(heap.len());
            // The left child unless the right one is better.
            let Some(best) = children.rev().max_by_key(|child| heap.get(*child).map(|(score, _)| *score)) else {
                break;
            };
            if heap.get(best).map(|(score, _)| score) <= heap.get(parent).map(|(score, _)| score) {
                break;
            }
            heap.swap(best, parent);
            parent = best;
        }
    }
    heap.first().map(|(_, place)| *place)
}

impl Machine {
    /// The best of the nodes that take a pod.
    pub(super) fn best(
        &self,
        pod: &Arc<Pod>,
        nodes: &[Arc<NodeInfo>],
        asked: &Asked,
        round: &mut spread::Round,
    ) -> Option<Arc<str>> {
        if let [only] = nodes {
            return Some(Arc::clone(&only.name));
        }
        let each = |score: &dyn Fn(&NodeInfo) -> i64| -> Vec<i64> { nodes.iter().map(|node| score(node)).collect() };
        let mut total = vec![0_i64; nodes.len()];
        let mut add = |scores: Vec<i64>, weight: i64| {
            for (total, score) in total.iter_mut().zip(scores) {
                *total += weight * score;
            }
        };
        add(normalised(each(&|node| shunned_taints(pod, node)), true), 3);
        add(normalised(each(&|node| affinity::preference(pod, node)), false), 2);
        add(each(&|node| least_allocated(pod, node)), 1);
        if !pod.spec.best_effort {
            add(each(&|node| balanced(pod, node)), 1);
        }
        if !asked.affinity.liked.is_empty() {
            let liked = &asked.affinity.liked;
            let score = |node: &NodeInfo| -> i64 {
                let met = liked.iter().filter(|((key, value), _)| node.labels.get(key) == Some(value));
                met.map(|(_, weight)| *weight).sum()
            };
            let scores = each(&score);
            let (least, most) = (scores.iter().min().copied().unwrap_or(0), scores.iter().max().copied().unwrap_or(0));
            if most > least {
                add(scores.into_iter().map(|score| MOST * (score - least) / (most - least)).collect(), 2);
            }
        }
        if let Some(crowded) = self.crowding(pod, nodes, round) {
            let counted = || crowded.iter().flatten().copied();
            let (least, most) = (counted().min().unwrap_or(0), counted().max().unwrap_or(0));
            let score = |raw: i64| if most == 0 { MOST } else { MOST * (most + least - raw) / most };
            add(crowded.iter().map(|raw| raw.map_or(0, score)).collect(), 2);
        }
        nodes.get(first_of_heap(&total)?).map(|node| Arc::clone(&node.name))
    }
}

#[cfg(test)]
mod tests {
    use super::first_of_heap;

    /// As Go's container/heap leaves them.
    #[test]
    fn the_first_of_equals_is_the_root_of_the_heap() {
        for (scores, first) in [
            (vec![], None),
            (vec![7], Some(0)),
            (vec![7, 7, 7], Some(0)),
            (vec![1, 7, 7], Some(1)),
            (vec![1, 2, 7, 7, 7], Some(3)),
            (vec![1, 7, 7, 7, 7], Some(1)),
            (vec![7, 1, 9, 9, 9, 9], Some(3)),
            (vec![3, 4, 5, 6, 9, 9, 9], Some(4)),
        ] {
            assert_eq!(first_of_heap(&scores), first, "{scores:?}");
        }
    }
}
