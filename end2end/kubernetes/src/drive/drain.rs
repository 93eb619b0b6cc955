//! `kubectl drain` as a client that lives on in simulated time.

use mesh_cluster::api::{Address, Resource, Verb};
use serde_json::{Value, json};

use super::Drive;
use super::client::resource;
use super::words::Words;

/// A drain under way.
#[derive(Clone, Debug)]
pub(super) struct Drain {
    /// The nodes that are still to be drained.
    nodes: Vec<String>,
    words: Words,
    /// Pods whose eviction is still to be granted: namespace, name, and when to try (again).
    asking: Vec<(Address, u64)>,
    /// Pods whose end is waited for.
    leaving: Vec<(Address, String)>,
    deadline: Option<u64>,
    /// When it looks again.
    pub(super) due: u64,
}

const SECOND: u64 = 1_000_000_000;

impl Drive {
    /// Begins a drain: cordons, lists, refuses or begins to evict.
    pub(super) fn begin_drain(&mut self, words: &Words) -> Option<Drain> {
        let (nodes, _) = resource("nodes")?;
        let named: Vec<String> = match words.flag(&["l", "selector"]) {
            Some(labels) => self.list(&nodes, None, labels, "").iter().map(|node| name(node).to_owned()).collect(),
            None => words.words.iter().skip(2).map(|word| word.rsplit('/').next().unwrap_or(word).to_owned()).collect(),
        };
        let address = |name: &str| Address { resource: nodes.clone(), namespace: String::new(), name: name.to_owned() };
        if named.is_empty() || named.iter().any(|name| self.get(&address(name)).is_none()) {
            return None;
        }
        let dry = words.flag(&["dry-run"]).is_some_and(|kind| kind != "none");
        if !dry {
            for name in &named {
                let _ = self.patch(&address(name), json!({"spec": {"unschedulable": true}}));
            }
        }
        if dry {
            return None;
        }
        let now = self.runner.now();
        let deadline =
            words.seconds("timeout").filter(|seconds| *seconds > 0.0).map(|seconds| now + (seconds * 1e9) as u64);
        let mut drain =
            Drain { nodes: named, words: words.clone(), asking: Vec::new(), leaving: Vec::new(), deadline, due: now };
        self.next_node(&mut drain).then_some(drain)
    }

    /// Lists the pods of the next node; a node that is refused is left out.
    fn next_node(&mut self, drain: &mut Drain) -> bool {
        while !drain.nodes.is_empty() {
            let node = drain.nodes.remove(0);
            let Some(pods) = self.pods_of(&node, &drain.words) else { continue };
            if pods.is_empty() {
                continue;
            }
            let now = self.runner.now();
            drain.asking = pods.into_iter().map(|pod| (pod, now)).collect();
            return true;
        }
        false
    }

    /// The pods that a drain of a node takes, or `None` where it refuses (kubectl/pkg/drain/filters.go).
    fn pods_of(&mut self, node: &str, words: &Words) -> Option<Vec<Address>> {
        let (pods, _) = resource("pods")?;
        let labels = words.flag(&["pod-selector"]).unwrap_or_default().to_owned();
        let listed = self.list(&pods, None, &labels, &format!("spec.nodeName={node}"));
        let mut going = Vec::new();
        for pod in listed {
            let finished = matches!(pod.pointer("/status/phase").and_then(Value::as_str), Some("Succeeded" | "Failed"));
            let owners =
                pod.pointer("/metadata/ownerReferences").and_then(Value::as_array).cloned().unwrap_or_default();
            let controller = owners.iter().find(|owner| owner.get("controller") == Some(&json!(true)));
            let kind = controller.and_then(|owner| owner.get("kind")).and_then(Value::as_str);
            let mirror = pod.pointer("/metadata/annotations/kubernetes.io~1config.mirror").is_some();
            if kind == Some("DaemonSet") && !finished {
                if words.has("ignore-daemonsets") {
                    continue;
                }
                return None;
            }
            if mirror {
                continue;
            }
            let volumes = pod.pointer("/spec/volumes").and_then(Value::as_array).cloned().unwrap_or_default();
            let local = volumes.iter().any(|volume| volume.get("emptyDir").is_some());
            if local && !finished && !words.has("delete-emptydir-data") {
                return None;
            }
            if controller.is_none() && !finished && !words.has("force") {
                return None;
            }
            going.push(address(&pods, &pod));
        }
        Some(going)
    }

    /// Goes on with a drain. Answers whether there is more to do.
    pub(super) fn go_on_draining(&mut self, drain: &mut Drain) -> bool {
        let now = self.runner.now();
        let grace = drain
            .words
            .flag(&["grace-period"])
            .and_then(|text| text.parse::<i64>().ok())
            .and_then(|n| u64::try_from(n).ok());
        let mut asking = Vec::new();
        let mut timed_out = false;
        for (pod, at) in std::mem::take(&mut drain.asking) {
            if at > now {
                asking.push((pod, at));
                continue;
            }
            // The time is looked at only when a try is due.
            if drain.deadline.is_some_and(|deadline| deadline < now) {
                timed_out = true;
                continue;
            }
            self.tries.push(now);
            let uid = self.get(&pod).map(|object| uid(&object)).unwrap_or_default();
            let answer = if drain.words.has("disable-eviction") {
                self.delete(&pod, grace)
            } else {
                self.call(&Verb::Evict { address: pod.clone(), grace, dry_run: false })
            };
            match answer {
                Ok(_) => drain.leaving.push((pod, uid)),
                Err(status) if status.code == 429 => asking.push((pod, now + 5 * SECOND)),
                // The real server repeats it by itself.
                Err(status) if status.code == 409 => {
                    let jitter = pod.name.bytes().map(u64::from).sum::<u64>() * 7 % 50;
                    asking.push((pod, now + SECOND / 2 + jitter * 1_000_000));
                }
                Err(status) if status.code == 404 => {}
                Err(_) => timed_out = true,
            }
        }
        drain.asking = if timed_out { Vec::new() } else { asking };
        let leaving = std::mem::take(&mut drain.leaving);
        drain.leaving = leaving
            .into_iter()
            .filter(|(pod, known)| self.get(pod).is_some_and(|object| uid(&object) == *known))
            .collect();
        if drain.deadline.is_some_and(|deadline| deadline < now) && drain.asking.is_empty() {
            drain.leaving.clear();
        }
        if drain.asking.is_empty() && drain.leaving.is_empty() && (timed_out || !self.next_node(drain)) {
            return false;
        }
        let next = drain.asking.iter().map(|(_, at)| *at).min();
        let poll = if drain.leaving.is_empty() { None } else { Some(now + SECOND) };
        drain.due = [next, poll].into_iter().flatten().min().unwrap_or(now + SECOND).max(now + 1);
        true
    }
}

fn name(object: &Value) -> &str {
    object.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default()
}

fn uid(object: &Value) -> String {
    object.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The address of an object.
pub(super) fn address(resource: &Resource, object: &Value) -> Address {
    let namespace = object.pointer("/metadata/namespace").and_then(Value::as_str).unwrap_or_default();
    Address { resource: resource.clone(), namespace: namespace.to_owned(), name: name(object).to_owned() }
}
