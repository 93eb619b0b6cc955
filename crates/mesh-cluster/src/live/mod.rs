//! A cluster that lives: API server, controllers, scheduler and kubelets as one machine in simulated time.
//!
//! It is told what to do and when ([`Machine::apply`], [`Machine::handle`]) and hands out what it decides as [`Change`]s.
//! Nothing but the time it is told moves it; copies share what neither has changed.

#![allow(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]

mod admission;
mod app_times;
mod change;
mod controller;
mod drift;
mod events;
mod images;
pub(crate) mod json;
mod kind;
mod kubelet;
mod leases;
pub mod manifest;
mod naming;
mod notify;
mod overview;
mod patch;
mod pod;
pub(crate) mod quantity;
mod queues;
mod recorder;
mod refusals;
mod reserved;
mod runner;
mod running;
mod scheduler;
mod selector;
mod settings;
mod settle;
mod store;
pub mod time;
mod verbs;
pub mod view;
mod world;
mod write;

use std::sync::Arc;

use serde_json::Value;

use crate::api::{Answer, Verb};

pub use crate::kube_scheduler::SchedulerConfiguration;
pub use change::{Change, Controller, Key, Snapshot, Verdict, Wake};
pub use drift::Drifted;
pub use images::{FormerImage, Images, built_images, stirs};
pub use overview::{BudgetOverview, NodeOverview, Overview, PodOverview};
pub use patch::patched;
pub use recorder::Recorder;
pub use runner::Runner;
pub use running::{RunningPod, Standing};
pub use settings::{Addresses, ControlTimes, KubeletTimes, Settings, Suffixes};
pub use settle::{SETTLING, applied, deletion};
pub use time::epoch;

pub(crate) use kubelet::labels_of_node;
pub(crate) use pod::{Labels, PodSpec};
pub(crate) use scheduler::labels_fit;

use kind::{Kind, Name};

/// A living cluster.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    settings: Arc<Settings>,
    store: store::Store,
    events: events::Events,
    naming: naming::Naming,
    reserved: Option<Arc<reserved::Reserved>>,
    app_times: app_times::AppTimes,
    queues: queues::Queues,
    scheduling: scheduler::Scheduling,
    kubelets: kubelet::Kubelets,
    lifecycle: controller::Lifecycle,
    /// Images that were built of Dockerfiles, by name with tag; every node has them.
    images: Arc<images::Images>,
    now: u64,
    changes: Vec<Change>,
}

impl Machine {
    /// A cluster with the namespaces that every cluster has, and no node.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let mut machine = Self { settings: Arc::new(settings), ..Self::default() };
        machine.begin();
        machine.changes.clear();
        machine
    }

    /// An API call at a time, and what it answers.
    pub fn apply(&mut self, now: u64, verb: &Verb, out: &mut Vec<Change>) -> Answer {
        self.now = now;
        let answer = self.answer(verb);
        out.append(&mut self.changes);
        answer
    }

    /// Goes on with what the machine has asked to be woken for.
    pub fn handle(&mut self, now: u64, wake: &Wake, out: &mut Vec<Change>) {
        self.now = now;
        match wake {
            Wake::Controller(controller) => self.work(*controller),
            Wake::Later(controller, key) => self.enqueue(*controller, key.kind, key.name.clone()),
            Wake::Schedule => self.schedule(),
            Wake::Backoff => self.end_backoff(),
            Wake::Lease(number) => self.look_at_lease(*number),
            Wake::Pod(pod) => self.go_on(*pod),
            Wake::Static(key) => self.run_static_pod(&key.name),
            Wake::Node(key) => self.hear_from(&key.name),
            Wake::Monitor => self.monitor(),
        }
        out.append(&mut self.changes);
    }

    /// How many pods there are.
    #[must_use]
    pub fn pod_count(&self) -> usize {
        self.store.pods.len()
    }

    /// An object as the API speaks it, without the refusal of a GET.
    pub(crate) fn object(&self, kind: Kind, name: &Name) -> Option<Arc<Value>> {
        match kind {
            kind::PODS => self.store.pods.named(name).map(|pod| Arc::new(pod.object())),
            kind::EVENTS => self.events.named(name).map(|event| Arc::new(event.object())),
            kind::LEASES => self.store.get(kind, name).map(|lease| self.renewed(name, lease)),
            _ => self.store.get(kind, name).cloned(),
        }
    }

    /// Asks to be woken.
    fn arm(&mut self, at: u64, wake: Wake) {
        self.changes.push(Change::Arm { at, wake });
    }
}

/// Labels of a map at a path.
fn pod_labels(value: &Value, path: &str) -> pod::Labels {
    pod::labels(value, path)
}
