//! What a machine is told once: how long things take, how names and addresses are made.

use super::time::{MILLISECOND, SECOND};

/// How random suffixes of names are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suffixes {
    /// As Kubernetes makes them: letters that are a hash of the seed, of what they are for and of the order.
    Keyed(u64),
    /// `~0001`, `~0002` … for each prefix in order of creation, as recorded answers write them.
    Ordinal(u64),
}

/// How addresses are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// In order of starting, past what the world of time 0 has: 10.1.x.y and on. The number is that of the first pod.
    Flat(u64),
    /// A range for each node: 10.244.x.y.
    PerNode,
}

/// How long a kubelet takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KubeletTimes {
    /// From seeing a pod to its containers' start.
    pub start: u64,
    /// Pulling an image.
    pub pull: u64,
    /// Until a pull of an image that does not exist has failed.
    pub pull_failure: u64,
    /// From SIGTERM to the end of a process that hears it.
    pub stop: u64,
    /// From the end of the processes to the object's end.
    pub clean_up: u64,
    /// The first back-off after a crash, doubled up to five minutes.
    pub back_off: u64,
    /// Between two renewals of the node's lease.
    pub lease: u64,
}

impl Default for KubeletTimes {
    fn default() -> Self {
        Self {
            start: 400 * MILLISECOND,
            pull: 1500 * MILLISECOND,
            pull_failure: 300 * MILLISECOND,
            stop: 500 * MILLISECOND,
            clean_up: 60 * MILLISECOND,
            back_off: 10 * SECOND,
            lease: 10 * SECOND,
        }
    }
}

/// How long the control plane takes between noticing and acting, and its own intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlTimes {
    /// From a change to a controller's work on it.
    pub react: u64,
    /// From a pod's creation to its binding.
    pub schedule: u64,
    /// From the beginning of an attempt that finds no node, and tries to make room, to the next pod's.
    pub schedule_in_vain: u64,
    /// Between two looks of the node controller at leases (`--node-monitor-period`).
    pub monitor: u64,
    /// When the first of these looks is.
    pub monitor_first: u64,
    /// How old a lease may be (`--node-monitor-grace-period`).
    pub monitor_grace: u64,
}

impl Default for ControlTimes {
    fn default() -> Self {
        Self {
            react: 5 * MILLISECOND,
            schedule: 2 * MILLISECOND,
            schedule_in_vain: 4 * MILLISECOND,
            monitor: 5 * SECOND,
            monitor_first: 2500 * MILLISECOND,
            monitor_grace: 50 * SECOND,
        }
    }
}

/// What a machine is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Names.
    pub suffixes: Suffixes,
    /// Addresses.
    pub addresses: Addresses,
    /// Kubelets.
    pub kubelet: KubeletTimes,
    /// Controllers.
    pub control: ControlTimes,
    /// Whether Istio's custom resource definitions are there.
    pub istio: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            suffixes: Suffixes::Keyed(1),
            addresses: Addresses::Flat(1),
            kubelet: KubeletTimes::default(),
            control: ControlTimes::default(),
            istio: true,
        }
    }
}
