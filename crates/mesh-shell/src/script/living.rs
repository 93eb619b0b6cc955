//! The living cluster as the world of a script.

use mesh_cluster::api::{Answer, ApiResource, ISTIO, KUBERNETES, Verb};
use mesh_cluster::live::{
    Addresses, Change, Machine, Recorder, Runner, SchedulerConfiguration, Settings, Suffixes, epoch,
};
use serde_json::{Value, json};

use super::World;
use crate::Server;

/// So long the control plane is up when its first node comes: what it made itself is older than all else.
const UP_SINCE: u64 = 60 * crate::time::SECOND;
const MOST_AT_START: usize = 10_000;

/// A machine with its own clock, and what it has done so far.
#[derive(Clone, Debug)]
pub struct Living {
    runner: Runner,
    recorder: Recorder,
    istio: bool,
}

impl Default for Living {
    fn default() -> Self {
        Self::new()
    }
}

impl Living {
    /// A cluster without nodes, names and addresses as recorded worlds have them.
    #[must_use]
    pub fn new() -> Self {
        let settings = Settings {
            suffixes: Suffixes::Ordinal(1),
            addresses: Addresses::PerNode,
            istio: true,
            ..Settings::default()
        };
        let mut living =
            Self { runner: Runner::new(Machine::new(settings)), recorder: Recorder::default(), istio: false };
        let recorder = &mut living.recorder;
        living.runner.run_until(UP_SINCE, MOST_AT_START, &mut |now, change| recorder.note(now, change));
        living
    }

    fn act(&mut self, act: impl FnOnce(&mut Machine, u64, &mut Vec<Change>)) {
        let recorder = &mut self.recorder;
        self.runner.act(act, &mut |now, change| recorder.note(now, change));
    }
}

impl Server for Living {
    fn now(&self) -> u64 {
        self.runner.now()
    }

    fn epoch(&self) -> i64 {
        epoch()
    }

    fn call(&mut self, verb: &Verb) -> Answer {
        let recorder = &mut self.recorder;
        self.runner.apply(verb, &mut |now, change| recorder.note(now, change))
    }

    fn add_image(&mut self, name: &str, image: &mesh_container::Image) {
        self.runner.machine.add_image(name, image);
    }

    fn resources(&self) -> Vec<ApiResource> {
        let mut all: Vec<ApiResource> = KUBERNETES.to_vec();
        if self.istio {
            all.extend(ISTIO.iter().copied());
        }
        all
    }

    /// The kubelets of recorded worlds hand over what there is and end.
    fn keeps_logs_open(&self) -> bool {
        false
    }
}

impl World for Living {
    fn add_node(&mut self, node: &Value) {
        self.act(|machine, now, out| machine.add_node(now, node, out));
    }

    fn silence(&mut self, node: &str, silent: bool) {
        self.act(|machine, now, out| machine.silence(now, node, silent, out));
    }

    fn add_static_pod(&mut self, node: &str, manifest: &Value) {
        self.act(|machine, now, out| machine.add_static_pod(now, node, manifest, out));
    }

    fn start_scheduler(&mut self, scheduler: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let profiles = scheduler.pointer("/config/profiles").and_then(Value::as_array).into_iter().flatten();
        let elects = scheduler.pointer("/config/leaderElection/leaderElect").and_then(Value::as_bool) == Some(true);
        let lease = scheduler.pointer("/config/leaderElection/resourceName").map(text).unwrap_or_default();
        let configuration = SchedulerConfiguration {
            name: scheduler.get("name").map(text).unwrap_or_default(),
            profiles: profiles.filter_map(|profile| profile.get("schedulerName").map(text)).collect(),
            lease: elects.then_some(lease),
        };
        self.act(|machine, now, out| machine.start_scheduler(now, configuration, out));
    }

    fn start_main_scheduler(&mut self) {
        self.act(Machine::start_main_scheduler);
    }

    fn stop_scheduler(&mut self, name: &str, killed: bool) {
        self.act(|machine, now, out| machine.stop_scheduler(now, name, killed, out));
    }

    fn install_istio(&mut self) {
        self.istio = true;
        let Some(definitions) = KUBERNETES.iter().find(|resource| resource.plural == "customresourcedefinitions")
        else {
            return;
        };
        for resource in ISTIO {
            let name = format!("{}.{}", resource.plural, resource.group);
            let names = json!({"kind": resource.kind, "plural": resource.plural, "shortNames": resource.short_names});
            let object = json!({
                "apiVersion": "apiextensions.k8s.io/v1",
                "kind": "CustomResourceDefinition",
                "metadata": {"name": name},
                "spec": {"group": resource.group, "names": names, "scope": "Namespaced"},
            });
            let verb =
                Verb::Create { resource: definitions.resource(), namespace: String::new(), object, dry_run: false };
            // A definition that is there already is as good.
            let _ = self.call(&verb);
        }
    }

    fn next(&self) -> Option<u64> {
        self.runner.next()
    }

    fn advance(&mut self, time: u64) -> bool {
        let recorder = &mut self.recorder;
        let mut changed = false;
        let to = self.runner.next().map_or(time, |next| next.min(time));
        let told = &mut |now: u64, change: &Change| {
            changed |= !matches!(change, Change::Object { address, .. } if address.resource.plural == "leases");
            recorder.note(now, change);
        };
        self.runner.run_until(to, 1, told);
        changed
    }

    fn state(&self) -> Value {
        self.recorder.state()
    }

    fn timeline(&self, from: u64) -> Vec<Value> {
        self.recorder.timeline(from)
    }
}
