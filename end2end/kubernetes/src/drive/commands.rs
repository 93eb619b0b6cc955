//! The few commands that most cases are made of; what only prints does nothing here.

use mesh_cluster::api::{Address, Verb};
use serde_json::{Value, json};

use super::Drive;
use super::client::resource;
use super::drain::{Drain, address};
use super::words::Words;

const SECOND: u64 = 1_000_000_000;

/// A command that waits.
#[derive(Clone, Debug)]
pub(super) enum Waiting {
    /// A drain.
    Drain(Drain),
    /// Until objects are gone: each with its uid; and until when at most.
    Gone(Vec<(Address, String)>, u64, Option<u64>),
    /// Until a Deployment is rolled out.
    Rollout(Address, u64, Option<u64>),
    /// A number of seconds.
    Sleep(u64),
}

impl Waiting {
    /// When it looks again.
    pub(super) fn due(&self) -> u64 {
        match self {
            Self::Drain(drain) => drain.due,
            Self::Gone(_, due, _) | Self::Rollout(_, due, _) | Self::Sleep(due) => *due,
        }
    }
}

impl Drive {
    /// Runs a command, and waits for it unless it runs beside the next.
    pub(super) fn command(&mut self, command: &str, input: Option<&str>, beside: bool) {
        let Some(waiting) = self.begin(command, input) else { return };
        if beside {
            self.beside.push(waiting);
            self.go_on();
            return;
        }
        self.wait_for(waiting);
    }

    fn wait_for(&mut self, mut waiting: Waiting) {
        for _ in 0..100_000 {
            if !self.look(&mut waiting) {
                break;
            }
            let seconds = (waiting.due().saturating_sub(self.runner.now())) as f64 / 1e9;
            self.pass(seconds);
        }
    }

    /// Waits for all commands that run beside.
    pub(super) fn join(&mut self) {
        for _ in 0..100_000 {
            let Some(due) = self.beside.iter().map(Waiting::due).min() else { break };
            self.until(due);
            self.go_on();
        }
    }

    /// Commands that run beside look again.
    pub(super) fn go_on(&mut self) {
        let now = self.runner.now();
        let all = std::mem::take(&mut self.beside);
        for mut waiting in all {
            if waiting.due() > now || self.look(&mut waiting) {
                self.beside.push(waiting);
            }
        }
    }

    /// Whether a command goes on waiting.
    fn look(&mut self, waiting: &mut Waiting) -> bool {
        let now = self.runner.now();
        match waiting {
            Waiting::Drain(drain) => self.go_on_draining(drain),
            Waiting::Gone(objects, due, deadline) => {
                objects.retain(|(address, known)| {
                    let there = self.get(address);
                    there.is_some_and(|object| object.pointer("/metadata/uid").and_then(Value::as_str) == Some(known))
                });
                *due = now + SECOND / 20;
                !objects.is_empty() && deadline.is_none_or(|deadline| now < deadline)
            }
            Waiting::Rollout(address, due, deadline) => {
                *due = now + SECOND / 20;
                let Some(deployment) = self.get(address) else { return false };
                let number = |path: &str| deployment.pointer(path).and_then(Value::as_i64).unwrap_or(0);
                if address.resource.plural == "daemonsets" {
                    let desired = number("/status/desiredNumberScheduled");
                    let seen = number("/metadata/generation") <= number("/status/observedGeneration");
                    let done = seen
                        && number("/status/updatedNumberScheduled") >= desired
                        && number("/status/numberAvailable") >= desired;
                    return !done && deadline.is_none_or(|deadline| now < deadline);
                }
                let wanted = number("/spec/replicas");
                let conditions =
                    deployment.pointer("/status/conditions").and_then(Value::as_array).cloned().unwrap_or_default();
                let failed = conditions.iter().any(|one| one.get("reason") == Some(&json!("ProgressDeadlineExceeded")));
                let seen = number("/metadata/generation") <= number("/status/observedGeneration");
                let done = seen
                    && number("/status/updatedReplicas") >= wanted
                    && number("/status/replicas") <= number("/status/updatedReplicas")
                    && number("/status/availableReplicas") >= number("/status/updatedReplicas");
                !(done || failed && seen) && deadline.is_none_or(|deadline| now < deadline)
            }
            Waiting::Sleep(due) => now < *due,
        }
    }

    fn begin(&mut self, command: &str, input: Option<&str>) -> Option<Waiting> {
        let words = Words::new(command.split(" >").next()?.split(" | ").next()?);
        let word = |index: usize| words.words.get(index).map_or("", String::as_str);
        if word(0) == "sleep" {
            return Some(Waiting::Sleep(self.runner.now() + word(1).parse::<u64>().ok()? * SECOND));
        }
        match (word(1), word(2)) {
            ("apply", _) if words.flag(&["dry-run"]).is_none() => self.apply(input?),
            ("create", _) if words.flag(&["raw"]).is_some() => {
                let path: Vec<&str> = words.flag(&["raw"])?.split('/').collect();
                let (pods, _) = resource("pods")?;
                let name = path.get(6).copied().unwrap_or_default().to_owned();
                let _ = self.call(&Verb::Evict {
                    address: Address { resource: pods, namespace: "default".to_owned(), name },
                    grace: None,
                    dry_run: false,
                });
            }
            ("create", _) if words.flag(&["f", "filename"]).is_some() => self.create(input.unwrap_or_default()),
            ("cordon" | "uncordon", _) => self.cordon(&words),
            ("drain", _) => return self.begin_drain(&words).map(Waiting::Drain),
            ("scale", _) => self.scale(&words),
            ("delete", _) => return self.begin_delete(&words),
            ("label" | "annotate", _) => self.label(&words),
            ("taint", _) => self.taint(&words),
            ("set", "image") => self.set_image(&words),
            ("patch", _) => self.patch_command(&words),
            ("run", _) => self.run_pod(&words),
            ("expose", _) => self.expose(&words),
            ("rollout", _) => return self.rollout(&words),
            _ => {}
        }
        None
    }

    /// What `TYPE/NAME` or `TYPE NAME...` names, or a selector.
    pub(super) fn named(&mut self, words: &Words, from: usize) -> Vec<Address> {
        let Some(first) = words.words.get(from).cloned() else { return Vec::new() };
        let namespace = words.flag(&["n", "namespace"]).unwrap_or("default").to_owned();
        let mut all = Vec::new();
        if first.contains('/') {
            for word in words.words.iter().skip(from) {
                let Some((kind, name)) = word.split_once('/') else { continue };
                let Some((resource, namespaced)) = resource(kind) else { continue };
                all.push(Address {
                    resource,
                    namespace: if namespaced { namespace.clone() } else { String::new() },
                    name: name.to_owned(),
                });
            }
            return all;
        }
        for kind in first.split(',') {
            let Some((resource, namespaced)) = resource(kind) else { continue };
            let namespace = if namespaced { namespace.clone() } else { String::new() };
            let labels = words.flag(&["l", "selector"]).map(str::to_owned);
            let fields = words.flag(&["field-selector"]).unwrap_or_default().to_owned();
            if labels.is_some() || words.has("all") {
                let listed = self.list(
                    &resource,
                    Some(&namespace).filter(|name| !name.is_empty()).map(String::as_str),
                    labels.as_deref().unwrap_or(""),
                    &fields,
                );
                all.extend(listed.iter().map(|object| address(&resource, object)));
            }
            for name in words.words.iter().skip(from + 1).filter(|word| !word.contains('=') && !word.ends_with('-')) {
                all.push(Address { resource: resource.clone(), namespace: namespace.clone(), name: name.clone() });
            }
        }
        all
    }

    fn cordon(&mut self, words: &Words) {
        let Some((nodes, _)) = resource("nodes") else { return };
        let wanted = words.words.get(1).is_some_and(|word| word == "cordon");
        let names: Vec<String> = match words.flag(&["l", "selector"]) {
            Some(labels) => {
                let listed = self.list(&nodes, None, labels, "");
                listed.iter().map(|node| address(&nodes, node).name).collect()
            }
            None => words.words.iter().skip(2).map(|word| word.rsplit('/').next().unwrap_or(word).to_owned()).collect(),
        };
        let address = |name: &String| Address { resource: nodes.clone(), namespace: String::new(), name: name.clone() };
        if names.iter().any(|name| self.get(&address(name)).is_none()) || words.flag(&["dry-run"]).is_some() {
            return;
        }
        for name in &names {
            let patch = if wanted {
                json!({"spec": {"unschedulable": true}})
            } else {
                json!({"spec": {"unschedulable": null}})
            };
            let _ = self.patch(&address(name), patch);
        }
    }

    fn scale(&mut self, words: &Words) {
        let Some(replicas) = words.flag(&["replicas"]).and_then(|text| text.parse::<u32>().ok()) else { return };
        if words.flag(&["dry-run"]).is_some() {
            return;
        }
        for address in self.named(words, 2) {
            let current = words.flag(&["current-replicas"]).and_then(|text| text.parse::<i64>().ok());
            let live = self.get(&address).and_then(|object| object.pointer("/spec/replicas").and_then(Value::as_i64));
            if current.is_none() || current == live {
                let _ = self.call(&Verb::Scale { address, replicas, dry_run: false });
            }
        }
    }

    fn begin_delete(&mut self, words: &Words) -> Option<Waiting> {
        let grace =
            words.flag(&["grace-period"]).and_then(|text| text.parse::<i64>().ok()).and_then(|n| u64::try_from(n).ok());
        let grace = if words.has("now") { Some(1) } else { grace };
        if words.flag(&["dry-run"]).is_some() {
            return None;
        }
        let mut going = Vec::new();
        for address in self.named(words, 2) {
            let propagation = match words.flag(&["cascade"]) {
                Some("orphan") => mesh_cluster::api::Propagation::Orphan,
                Some("foreground") => mesh_cluster::api::Propagation::Foreground,
                _ => mesh_cluster::api::Propagation::Background,
            };
            let verb = Verb::Delete { address: address.clone(), grace, propagation, dry_run: false };
            let answer = self.call(&verb);
            if let Ok(object) = answer {
                let uid = object.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default().to_owned();
                going.push((address, uid));
            }
        }
        if words.flag(&["wait"]) == Some("false") || words.has("force") && grace == Some(0) {
            return None;
        }
        let now = self.runner.now();
        let deadline = words.seconds("timeout").map(|seconds| now + (seconds * 1e9) as u64);
        Some(Waiting::Gone(going, now, deadline))
    }

    fn label(&mut self, words: &Words) {
        let field = if words.words.get(1).is_some_and(|word| word == "label") { "labels" } else { "annotations" };
        let mut changes = serde_json::Map::new();
        for word in words.words.iter().skip(3) {
            if let Some((key, value)) = word.split_once('=') {
                changes.insert(key.to_owned(), json!(value));
            } else if let Some(key) = word.strip_suffix('-') {
                changes.insert(key.to_owned(), Value::Null);
            }
        }
        let mut only = words.clone();
        only.words.retain(|word| !word.contains('=') && !word.ends_with('-'));
        for address in self.named(&only, 2) {
            let _ = self.patch(&address, json!({"metadata": {field: changes}}));
        }
    }

    fn taint(&mut self, words: &Words) {
        let Some((nodes, _)) = resource("nodes") else { return };
        let is_taint = |word: &&String| word.contains(':') || word.contains('=') || word.ends_with('-');
        let names: Vec<String> = words.words.iter().skip(3).filter(|word| !is_taint(word)).cloned().collect();
        for name in names {
            let address = Address { resource: nodes.clone(), namespace: String::new(), name };
            let Some(node) = self.get(&address) else { continue };
            let mut taints = node.pointer("/spec/taints").and_then(Value::as_array).cloned().unwrap_or_default();
            for word in words.words.iter().skip(3).filter(is_taint) {
                let (text, gone) = word.strip_suffix('-').map_or((word.as_str(), false), |text| (text, true));
                let (pair, effect) = text.split_once(':').unwrap_or((text, ""));
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                let same = |taint: &Value| {
                    taint.get("key") == Some(&json!(key))
                        && (effect.is_empty() || taint.get("effect") == Some(&json!(effect)))
                };
                taints.retain(|taint| !same(taint));
                if !gone {
                    let mut taint = json!({"effect": effect, "key": key});
                    if !value.is_empty() {
                        taint["value"] = json!(value);
                    }
                    taints.push(taint);
                }
            }
            let _ = self.patch(&address, json!({"spec": {"taints": taints}}));
        }
    }

    fn set_image(&mut self, words: &Words) {
        let mut only = words.clone();
        only.words.retain(|word| !word.contains('='));
        for address in self.named(&only, 3) {
            for (name, image) in words.words.iter().skip(3).filter_map(|word| word.split_once('=')) {
                let containers = json!([{"name": name, "image": image}]);
                let patch = if address.resource.plural == "pods" {
                    json!({"spec": {"containers": containers}})
                } else {
                    json!({"spec": {"template": {"spec": {"containers": containers}}}})
                };
                let known = self
                    .get(&address)
                    .is_some_and(|object| object.to_string().contains(&format!("\"name\":\"{name}\"")));
                if known {
                    let _ = self.patch(&address, patch);
                }
            }
        }
    }

    fn patch_command(&mut self, words: &Words) {
        let Some(patch) = words.flag(&["p", "patch"]).and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
            return;
        };
        let patch_type = match words.flag(&["type"]) {
            Some("json") => mesh_cluster::api::PatchType::Json,
            Some("merge") => mesh_cluster::api::PatchType::Merge,
            _ => mesh_cluster::api::PatchType::StrategicMerge,
        };
        for address in self.named(words, 2) {
            let _ = self.call(&Verb::Patch { address, patch_type, patch: patch.clone(), dry_run: false });
        }
    }

    fn run_pod(&mut self, words: &Words) {
        let (Some(name), Some(image)) = (words.words.get(2), words.flag(&["image"])) else { return };
        let Some((pods, _)) = resource("pods") else { return };
        let mut object = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"run": name}, "name": name},
            "spec": {"containers": [{"image": image, "name": name}]},
        });
        let overrides = words.flag(&["overrides"]).and_then(|text| serde_json::from_str::<Value>(text).ok());
        for (key, value) in overrides.iter().filter_map(|all| all.get("spec")?.as_object()).flatten() {
            object["spec"][key] = value.clone();
        }
        let _ = self.call(&Verb::Create { resource: pods, namespace: "default".to_owned(), object, dry_run: false });
    }

    fn expose(&mut self, words: &Words) {
        for address in self.named(words, 2) {
            let Some(object) = self.get(&address) else { continue };
            let selector =
                object.pointer("/spec/selector/matchLabels").or_else(|| object.pointer("/metadata/labels")).cloned();
            let port = words.flag(&["port"]).and_then(|text| text.parse::<i64>().ok()).unwrap_or(80);
            let target = words.flag(&["target-port"]).and_then(|text| text.parse::<i64>().ok()).unwrap_or(port);
            let name = words.flag(&["name"]).unwrap_or(&address.name);
            let Some((services, _)) = resource("services") else { return };
            let object = json!({
                "apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
                "spec": {"ports": [{"port": port, "protocol": "TCP", "targetPort": target}], "selector": selector},
            });
            let _ = self.call(&Verb::Create {
                resource: services,
                namespace: "default".to_owned(),
                object,
                dry_run: false,
            });
        }
    }
}
