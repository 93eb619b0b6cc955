//! The work queues of the controllers: an object waits once, in the order in which it came.

use std::collections::{BTreeMap, BTreeSet};

use super::Machine;
use super::change::{Controller, Key, Wake};
use super::kind::{Kind, Name};

/// The queues.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queues {
    waiting: BTreeMap<Controller, (Vec<Key>, BTreeSet<Key>)>,
}

impl Machine {
    /// Puts an object into a controller's queue.
    pub(super) fn enqueue(&mut self, controller: Controller, kind: Kind, name: Name) {
        let key = Key { kind, name };
        let (order, set) = self.queues.waiting.entry(controller).or_default();
        if !set.insert(key.clone()) {
            return;
        }
        order.push(key);
        if order.len() == 1 {
            let at = self.now.saturating_add(self.settings.control.react);
            self.arm(at, Wake::Controller(controller));
        }
    }

    /// Puts an object into a controller's queue at a later time.
    pub(super) fn enqueue_at(&mut self, at: u64, controller: Controller, kind: Kind, name: Name) {
        self.arm(at, Wake::Later(controller, Key { kind, name }));
    }

    /// A controller works off its queue.
    pub(super) fn work(&mut self, controller: Controller) {
        let (keys, _) = self.queues.waiting.remove(&controller).unwrap_or_default();
        for Key { kind, name } in keys {
            match controller {
                Controller::Deployment => self.sync_deployment(&name),
                Controller::ReplicaSet => self.sync_replica_set(kind, &name),
                Controller::DaemonSet => self.sync_daemon_set(&name),
                Controller::StatefulSet => self.sync_stateful_set(&name),
                Controller::Job => self.sync_job(&name),
                Controller::CronJob => {}
                Controller::EndpointSlice => self.sync_endpoint_slices(&name),
                Controller::Disruption => self.sync_budget(&name),
                Controller::GarbageCollector => self.collect(kind, &name),
                Controller::Namespace => self.sync_namespace(&name),
                Controller::NodeLifecycle => self.sync_node_taints(&name),
                Controller::TaintEviction => self.sync_taint_eviction(kind, &name),
            }
        }
    }
}
