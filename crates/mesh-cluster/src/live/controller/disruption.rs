//! PodDisruptionBudgets (pkg/controller/disruption): how many pods may go.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::change::Controller;
use super::super::events::Source;
use super::super::kind::{self, BUDGETS, Name};
use super::super::pod::Pod;
use super::super::selector::Selector;
use super::super::time::{self, SECOND};
use super::super::{Machine, json};
use super::scaled;

/// How long an evicted pod counts as gone before its deletion is seen (`DeletionTimeout`).
const SPENT: u64 = 120 * SECOND;

/// Places in a small map of Go (internal/runtime/maps).
const PLACES: u64 = 8;

impl Machine {
    /// One look at a budget (`trySync`).
    pub(in super::super) fn sync_budget(&mut self, name: &Name) {
        let Some(budget) = self.store.get(BUDGETS, name).cloned() else { return };
        let Some(selector) = Selector::of(BUDGETS, &budget) else { return };
        let pods = self.store.pods.selected(&name.namespace, &selector);
        if pods.is_empty() {
            self.say_of(BUDGETS, &budget, "controllermanager", false, "NoPods", "No matching pods found");
        }
        let (expected, desired, unmanaged) = self.expected(&budget, &pods);
        if !unmanaged.is_empty() {
            let message = format!(
                "Pods selected by this PodDisruptionBudget (selector: {}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value.",
                selector_text(&selector)
            );
            self.say_of(BUDGETS, &budget, "controllermanager", true, "UnmanagedPods", &message);
        }
        let spent = self.still_spent(&budget, &pods);
        let healthy =
            pods.iter().filter(|pod| pod.deletion.is_none() && pod.is_ready() && !spent.contains_key(&*pod.name));
        let healthy = i64::try_from(healthy.count()).unwrap_or(0);
        let allowed = if expected <= 0 { 0 } else { (healthy - desired).max(0) };
        let at = time::rfc3339(self.now);
        self.update(BUDGETS, name, |budget| {
            json::set(budget, "status/currentHealthy", healthy);
            json::set(budget, "status/desiredHealthy", desired);
            json::set(budget, "status/expectedPods", expected);
            json::set(budget, "status/disruptionsAllowed", allowed);
            json::set(budget, "status/observedGeneration", json::int(budget, "metadata/generation").unwrap_or(0));
            if spent.is_empty() {
                json::remove(budget, "status/disruptedPods");
            } else {
                json::set(budget, "status/disruptedPods", json!(spent));
            }
            budget_condition(budget, allowed > 0, &at);
        });
        if !spent.is_empty() {
            self.enqueue_at(self.now + SPENT, Controller::Disruption, BUDGETS, name.clone());
        }
    }

    /// How many pods there should be, how many must be healthy, and the pods of nobody (`getExpectedPodCount`).
    fn expected(&mut self, budget: &Value, pods: &[Arc<Pod>]) -> (i64, i64, Vec<Arc<Pod>>) {
        let count = i64::try_from(pods.len()).unwrap_or(0);
        let unavailable = json::at(budget, "spec/maxUnavailable");
        let available = json::at(budget, "spec/minAvailable");
        match (unavailable, available) {
            (Some(most), _) => {
                let (expected, unmanaged) = self.expected_scale(pods);
                let most = scaled(Some(most), expected, true);
                (expected, (expected - most).max(0), unmanaged)
            }
            (None, Some(Value::Number(least))) => (count, least.as_i64().unwrap_or(0), Vec::new()),
            (None, Some(least)) => {
                let (expected, unmanaged) = self.expected_scale(pods);
                (expected, scaled(Some(least), expected, true), unmanaged)
            }
            (None, None) => (count, 0, Vec::new()),
        }
    }

    /// The sum of the sizes of the controllers of pods (`getExpectedScale`).
    fn expected_scale(&self, pods: &[Arc<Pod>]) -> (i64, Vec<Arc<Pod>>) {
        let mut scales: BTreeMap<String, i64> = BTreeMap::new();
        let mut unmanaged = Vec::new();
        for pod in pods {
            let Some(owner) = &pod.controller else {
                unmanaged.push(Arc::clone(pod));
                continue;
            };
            let name = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&owner.name) };
            let kind = match &*owner.kind {
                "ReplicaSet" => kind::REPLICA_SETS,
                "StatefulSet" => kind::STATEFUL_SETS,
                "ReplicationController" => kind::REPLICATION_CONTROLLERS,
                _ => continue,
            };
            let Some(object) = self.store.get(kind, &name) else { continue };
            // A ReplicaSet of a Deployment counts as the Deployment.
            let above = super::super::notify::owner_of(object, "Deployment")
                .and_then(|above| self.store.get(kind::DEPLOYMENTS, &super::pods::named(&pod.namespace, above)));
            let scaled = above.unwrap_or(object);
            scales
                .insert(json::text(scaled, "metadata/uid").to_owned(), json::int(scaled, "spec/replicas").unwrap_or(1));
        }
        (scales.values().sum(), unmanaged)
    }

    /// The evictions that have been granted and not been seen yet (`buildDisruptedPodMap`).
    fn still_spent(&self, budget: &Value, pods: &[Arc<Pod>]) -> BTreeMap<String, Value> {
        let spent = json::at(budget, "status/disruptedPods").and_then(Value::as_object);
        let live = |name: &str| pods.iter().any(|pod| &*pod.name == name && pod.deletion.is_none());
        let recent =
            |at: &Value| at.as_str().and_then(time::parse).is_some_and(|at| at.saturating_add(SPENT) > self.now);
        spent
            .into_iter()
            .flatten()
            .filter(|(name, at)| live(name) && recent(at))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    }

    /// A pod has changed: its budget is looked at (`getPdbForPod`), where that matters to it (`counts`). Of several one is
    /// taken, and a word is said; the others stay as they were.
    pub(in super::super) fn budget_reacts(&mut self, pod: &Pod, counts: bool) {
        let names = self.store.selecting(BUDGETS, &pod.namespace, &pod.labels);
        let created = |name: &Name| {
            let budget = self.store.get(BUDGETS, name)?;
            let selects = Selector::of(BUDGETS, budget)?.selects(&pod.labels);
            selects.then(|| json::text(budget, "metadata/creationTimestamp").to_owned())
        };
        let mut matching: Vec<(String, Name)> =
            names.into_iter().filter_map(|name| Some((created(&name)?, name))).collect();
        matching.sort();
        let several = matching.len() > 1;
        if !several && !counts {
            return;
        }
        // A map of Go is walked from one of its eight places on: what stands at the first is met most often.
        let draw = self.draw(&["budget", &pod.uid, &pod.version.to_string()]) % PLACES;
        let place = usize::try_from(draw).ok().filter(|place| *place < matching.len()).unwrap_or(0);
        let Some((_, first)) = matching.into_iter().nth(place) else { return };
        if several {
            let message = format!(
                "Pod \"{}\"/\"{}\" matches multiple PodDisruptionBudgets.  Chose \"{}\" arbitrarily.",
                pod.namespace, pod.name, first.name
            );
            let source = Source::Component("controllermanager");
            self.say_of_pod(pod, source, true, "MultiplePodDisruptionBudgets", &message);
        }
        self.enqueue(Controller::Disruption, BUDGETS, first);
    }
}

/// A selector as Go prints it in messages.
fn selector_text(selector: &Selector) -> String {
    let pairs: Vec<String> = selector.equal.iter().map(|(key, value)| format!("{key}:{value}")).collect();
    format!(
        "&LabelSelector{{MatchLabels:map[string]string{{{}}},MatchExpressions:[]LabelSelectorRequirement{{}},}}",
        pairs.iter().map(|pair| pair.replace(':', ": ") + ",").collect::<String>()
    )
}

/// Writes the condition DisruptionAllowed.
pub(crate) fn budget_condition(budget: &mut Value, allowed: bool, now: &str) {
    let (status, reason) = if allowed { ("True", "SufficientPods") } else { ("False", "InsufficientPods") };
    let old = super::deployment_status::condition(budget, "DisruptionAllowed").cloned();
    let since = old.filter(|old| json::text(old, "status") == status);
    let since = since.map_or_else(|| now.to_owned(), |old| json::text(&old, "lastTransitionTime").to_owned());
    let generation = json::int(budget, "metadata/generation").unwrap_or(0);
    json::set(
        budget,
        "status/conditions",
        json!([{
            "lastTransitionTime": since, "message": "", "observedGeneration": generation, "reason": reason, "status": status,
            "type": "DisruptionAllowed",
        }]),
    );
}
