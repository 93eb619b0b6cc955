//! Where pods are: how many of a group each node of a class has, and that none is on a cordoned node.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Ends, LAST};
use crate::case::{Run, State};

/// Pods of each group by class of nodes: the numbers, sorted.
type Numbers = BTreeMap<(String, String), Vec<usize>>;

/// Compares where the pods of both runs are.
pub(super) fn compare(
    recorded: &Run,
    simulated: &Run,
    classes: &BTreeMap<String, String>,
    end: &Ends,
    out: &mut Vec<String>,
) {
    let moves = |run: &Run, end: f64| run.timeline.iter().any(|entry| is_of(entry, "pod") && at(entry) > end - LAST);
    let still = !moves(recorded, end.recorded) && !moves(simulated, end.simulated);
    for (when, one, other, counts) in
        [("before", &recorded.before, &simulated.before, true), ("after", &recorded.after, &simulated.after, still)]
    {
        let (wanted, have) = (numbers(one, classes), numbers(other, classes));
        for (key, wanted) in wanted.iter().filter(|_| counts) {
            let Some(have) = have.get(key) else { continue };
            let far = wanted.iter().zip(have).any(|(a, b)| a.abs_diff(*b) > 1);
            if far {
                out.push(format!("{when}: {} on {}: {wanted:?} and {have:?} pods", key.0, key.1));
            }
        }
    }
    let allowed: BTreeSet<(String, String)> =
        bound(recorded).into_iter().map(|(_, group, node)| (group, node)).collect();
    let cordoned = cordoned(simulated);
    for (time, group, node) in bound(simulated) {
        let is_cordoned = cordoned.get(&node).is_some_and(|spans| spans.iter().any(|(a, b)| *a < time && time < *b));
        if is_cordoned && !allowed.contains(&(group.clone(), node.clone())) {
            out.push(format!("a pod of {group} is bound to {node} at {time}, which is cordoned"));
        }
    }
}

fn numbers(state: &State, classes: &BTreeMap<String, String>) -> Numbers {
    let mut by_node: BTreeMap<(String, String), BTreeMap<&str, usize>> = BTreeMap::new();
    let empty = || -> BTreeMap<String, BTreeMap<&str, usize>> {
        let mut all: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for (node, class) in classes {
            all.entry(class.clone()).or_default().insert(node, 0);
        }
        all
    };
    for (name, view) in state.get("pod").into_iter().flatten() {
        let Some(node) = view.get("node").and_then(Value::as_str) else { continue };
        let Some((node, class)) = classes.get_key_value(node) else { continue };
        let group = super::mask(name);
        let counts = by_node.entry((group, class.clone())).or_insert_with(|| empty().remove(class).unwrap_or_default());
        *counts.entry(node).or_default() += 1;
    }
    let sorted = |counts: BTreeMap<&str, usize>| {
        let mut numbers: Vec<usize> = counts.into_values().collect();
        numbers.sort_unstable();
        numbers
    };
    by_node.into_iter().map(|(key, counts)| (key, sorted(counts))).collect()
}

fn at(entry: &Value) -> f64 {
    entry.get(0).and_then(Value::as_f64).unwrap_or(0.0)
}

fn is_of(entry: &Value, kind: &str) -> bool {
    entry.get(1).and_then(Value::as_str) == Some(kind)
}

/// When a pod of which group was bound to which node.
fn bound(run: &Run) -> Vec<(f64, String, String)> {
    let before = run.before.get("pod").into_iter().flatten().filter_map(|(name, view)| {
        Some((f64::NEG_INFINITY, super::mask(name), view.get("node")?.as_str()?.to_owned()))
    });
    let later = run.timeline.iter().filter(|entry| is_of(entry, "pod")).filter_map(|entry| {
        let (name, node) = (entry.get(2)?.as_str()?, entry.get(3)?.get("node")?.as_str()?);
        Some((at(entry), super::mask(name), node.to_owned()))
    });
    before.chain(later).collect()
}

/// From when to when nodes were cordoned.
fn cordoned(run: &Run) -> BTreeMap<String, Vec<(f64, f64)>> {
    let mut all: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (name, view) in run.before.get("node").into_iter().flatten() {
        if view.get("unschedulable").and_then(Value::as_bool) == Some(true) {
            all.entry(name.clone()).or_default().push((f64::NEG_INFINITY, f64::INFINITY));
        }
    }
    for entry in run.timeline.iter().filter(|entry| is_of(entry, "node")) {
        let Some(name) = entry.get(2).and_then(Value::as_str) else { continue };
        let change = entry.get(3).and_then(|change| change.get("unschedulable"));
        let spans = all.entry(name.to_owned()).or_default();
        match change {
            Some(Value::Bool(true)) => spans.push((at(entry), f64::INFINITY)),
            Some(_) => {
                if let Some((_, to)) = spans.last_mut() {
                    *to = at(entry);
                }
            }
            None => {}
        }
    }
    all
}
