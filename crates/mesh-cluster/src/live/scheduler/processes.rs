//! Scheduler processes: which names they serve, and which of those that share a lease holds it (client-go's leaderelection).

use std::sync::Arc;

use serde_json::json;

use super::super::change::Wake;
use super::super::kind::{CONFIG_MAPS, LEASES, Name};
use super::super::leases::HOST;
use super::super::pod::{ContainerState, Pod};
use super::super::time::{self, MILLISECOND, SECOND};
use super::super::{Change, Machine, json};
use crate::kube_scheduler::{self, SchedulerConfiguration};

/// How long a holder may be silent, and how often others look (`--leader-elect-lease-duration`, `-retry-period`).
const LEASE: u64 = 15 * SECOND;
const RETRY: u64 = 2 * SECOND;
/// From the start of a process to its first look.
const START: u64 = 400 * MILLISECOND;

/// A scheduler process.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    number: u32,
    configuration: SchedulerConfiguration,
    /// Whether it places pods: it holds its lease or needs none.
    leads: bool,
    /// When it crashed: its lease is held for a while longer.
    crashed: Option<u64>,
}

impl Machine {
    /// The scheduler that every cluster has.
    pub(in super::super) fn begin_scheduling(&mut self) {
        let name = "default-scheduler".to_owned();
        let configuration = SchedulerConfiguration {
            name: "scheduler".to_owned(),
            profiles: vec![name],
            lease: Some("kube-scheduler".to_owned()),
        };
        let process = Process { number: 0, configuration, leads: true, crashed: None };
        Arc::make_mut(&mut self.scheduling.processes).push(process);
        self.write_lease("kube-scheduler", Some("default-scheduler"));
    }

    /// A scheduler process starts.
    pub fn start_scheduler(&mut self, now: u64, configuration: SchedulerConfiguration, out: &mut Vec<Change>) {
        self.now = now;
        self.add_process(configuration);
        out.append(&mut self.changes);
    }

    /// A pod that runs a kube-scheduler began to, or no longer does.
    pub(in super::super) fn scheduler_in_pod(&mut self, old: Option<&Arc<Pod>>, new: Option<&Arc<Pod>>) {
        let Some(pod) = new.or(old) else { return };
        if !pod.spec.containers.iter().any(|container| kube_scheduler::is_scheduler(&container.command)) {
            return;
        }
        let name = format!("{}/{}", pod.namespace, pod.name);
        match (old.is_some_and(|pod| runs(pod)), new.is_some_and(|pod| runs(pod))) {
            (false, true) => {
                let data = |name: &str| {
                    let map = self.store.get(CONFIG_MAPS, &Name::new(Arc::clone(&pod.namespace), name))?;
                    map.get("data").cloned()
                };
                if let Some(configuration) = kube_scheduler::in_pod(&pod.spec.json, data) {
                    self.add_process(SchedulerConfiguration { name, ..configuration });
                }
            }
            // By SIGTERM, as whoever deletes a pod sends it.
            (true, false) => self.end_process(&name, false),
            _ => {}
        }
    }

    fn add_process(&mut self, configuration: SchedulerConfiguration) {
        let now = self.now;
        let processes = Arc::make_mut(&mut self.scheduling.processes);
        let number = processes.iter().map(|process| process.number + 1).max().unwrap_or(1);
        processes.push(Process { number, configuration, leads: false, crashed: None });
        self.arm(now + START, Wake::Lease(number));
    }

    /// The scheduler that every cluster has starts again.
    pub fn start_main_scheduler(&mut self, now: u64, out: &mut Vec<Change>) {
        let profiles = vec!["default-scheduler".to_owned()];
        let lease = Some("kube-scheduler".to_owned());
        self.start_scheduler(now, SchedulerConfiguration { name: "scheduler".to_owned(), profiles, lease }, out);
    }

    /// A scheduler process stops: by SIGTERM it gives its lease back, by a crash it does not.
    pub fn stop_scheduler(&mut self, now: u64, name: &str, crash: bool, out: &mut Vec<Change>) {
        self.now = now;
        self.end_process(name, crash);
        out.append(&mut self.changes);
    }

    fn end_process(&mut self, name: &str, crash: bool) {
        let now = self.now;
        let processes = Arc::make_mut(&mut self.scheduling.processes);
        let mut released = Vec::new();
        processes.retain_mut(|process| {
            if process.configuration.name != name || process.crashed.is_some() {
                return true;
            }
            let holds = process.leads && process.configuration.lease.is_some();
            if holds && crash {
                process.leads = false;
                process.crashed = Some(now);
                return true;
            }
            if holds {
                released.extend(process.configuration.lease.clone());
            }
            false
        });
        for lease in released {
            self.write_lease(&lease, None);
        }
    }

    /// A process that does not lead looks at its lease.
    pub(in super::super) fn look_at_lease(&mut self, number: u32) {
        let now = self.now;
        let processes = Arc::make_mut(&mut self.scheduling.processes);
        // Others count the lease from when they saw it renewed last, some two seconds after a renewal.
        processes.retain(|process| process.crashed.is_none_or(|at| at + LEASE + RETRY / 2 > now));
        let Some(me) = processes.iter().position(|process| process.number == number && process.crashed.is_none())
        else {
            return;
        };
        let Some(lease) = processes.get(me).map(|process| process.configuration.lease.clone()) else { return };
        let held = lease.is_some()
            && processes.iter().any(|other| {
                other.number != number && other.configuration.lease == lease && (other.leads || other.crashed.is_some())
            });
        if held {
            self.arm(now + RETRY, Wake::Lease(number));
            return;
        }
        // Its first profile is the name under which it speaks of itself (cmd/kube-scheduler/app/options).
        let mut profile = "default-scheduler".to_owned();
        if let Some(process) = processes.get_mut(me) {
            process.leads = true;
            profile = process.configuration.profiles.first().cloned().unwrap_or(profile);
        }
        if let Some(lease) = lease {
            self.write_lease(&lease, Some(&profile));
        }
        self.arm_schedulers();
    }

    /// A process holds its lease, or gives it back.
    fn write_lease(&mut self, lease: &str, profile: Option<&str>) {
        let name = Name::new("kube-system", lease);
        let at = time::rfc3339_micro(self.now);
        let identity = profile.map(|_| format!("{HOST}_{}", self.new_uid()));
        let holder = identity.clone().unwrap_or_default();
        if self.store.get(LEASES, &name).is_none() {
            self.create(LEASES, json!({
                "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                "metadata": {"name": lease, "namespace": "kube-system"},
                "spec": {"acquireTime": at, "holderIdentity": holder, "leaseDurationSeconds": 15, "leaseTransitions": 0, "renewTime": at},
            }));
        } else {
            self.update(LEASES, &name, |lease| {
                let transitions = json::int(lease, "spec/leaseTransitions").unwrap_or(0);
                json::set(lease, "spec/holderIdentity", holder);
                json::set(lease, "spec/leaseTransitions", transitions + 1);
                json::set(lease, "spec/acquireTime", at.as_str());
                json::set(lease, "spec/renewTime", at);
            });
        }
        if let (Some(identity), Some(profile)) = (identity, profile)
            && let Some(lease) = self.store.get(LEASES, &name).cloned()
        {
            self.say_of(LEASES, &lease, profile, false, "LeaderElection", &format!("{identity} became leader"));
        }
    }

    /// Whether a scheduler of this name places pods.
    pub(super) fn is_served(&self, name: &str) -> bool {
        self.serving(name) > 0
    }

    /// Whether more than one does.
    pub(super) fn is_contended(&self, name: &str) -> bool {
        self.serving(name) > 1
    }

    fn serving(&self, name: &str) -> usize {
        let serves =
            |process: &&Process| process.leads && process.configuration.profiles.iter().any(|profile| profile == name);
        self.scheduling.processes.iter().filter(serves).count()
    }
}

/// Whether a pod has a process.
fn runs(pod: &Pod) -> bool {
    pod.status.containers.iter().any(|container| matches!(container.state, ContainerState::Running { .. }))
}
