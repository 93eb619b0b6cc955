//! NoExecute taints (pkg/controller/tainteviction): pods that do not tolerate them, or only for so long, are deleted.

use std::sync::Arc;

use serde_json::Value;

use super::super::change::Controller;
use super::super::events::Source;
use super::super::kind::{Kind, NODES, Name, PODS};
use super::super::pod::Pod;
use super::super::time::SECOND;
use super::super::{Machine, json};

impl Machine {
    /// A node's taints have changed, a pod has got a node, or a pod's time is over.
    pub(in super::super) fn sync_taint_eviction(&mut self, kind: Kind, name: &Name) {
        if kind == NODES {
            for pod in self.store.pods.on(&name.name) {
                self.judge(&pod);
            }
        } else if let Some(pod) = self.store.pods.named(name).cloned() {
            self.judge(&pod);
        }
    }

    fn judge(&mut self, pod: &Arc<Pod>) {
        let Some(node) = &pod.node else { return };
        let Some(object) = self.store.get(NODES, &Name::new("", Arc::clone(node))).cloned() else { return };
        let taints: Vec<&Value> = json::list(&object, "spec/taints")
            .iter()
            .filter(|taint| json::text(taint, "effect") == "NoExecute")
            .collect();
        if taints.is_empty() {
            self.cancel(pod);
            return;
        }
        let mut least: Option<u64> = None;
        for taint in taints {
            let text = |field: &str| json::text(taint, field);
            let tolerating =
                pod.spec.tolerations.iter().filter(|one| one.tolerates(text("key"), text("value"), "NoExecute"));
            let seconds: Vec<Option<i64>> = tolerating.map(|one| one.seconds).collect();
            if seconds.is_empty() {
                self.evict_for_taint(pod);
                return;
            }
            for seconds in seconds.into_iter().flatten() {
                let seconds = u64::try_from(seconds).unwrap_or(0);
                least = Some(least.map_or(seconds, |least| least.min(seconds)));
            }
        }
        let Some(seconds) = least else { return };
        if seconds == 0 {
            self.evict_for_taint(pod);
            return;
        }
        match self.lifecycle.evictions.get(&pod.id).copied() {
            Some(at) if at <= self.now => self.evict_for_taint(pod),
            Some(_) => {}
            None => {
                let at = self.now.saturating_add(seconds.saturating_mul(SECOND));
                Arc::make_mut(&mut self.lifecycle.evictions).insert(pod.id, at);
                let name = Name { namespace: Arc::clone(&pod.namespace), name: Arc::clone(&pod.name) };
                self.enqueue_at(at, Controller::TaintEviction, PODS, name);
            }
        }
    }

    fn evict_for_taint(&mut self, pod: &Arc<Pod>) {
        Arc::make_mut(&mut self.lifecycle.evictions).remove(&pod.id);
        let message = format!("Marking for deletion Pod {}/{}", pod.namespace, pod.name);
        let source = Source::Component("taint-eviction-controller");
        self.say_of_pod(pod, source, false, "TaintManagerEviction", &message);
        self.disrupt(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
        if let Some(pod) = self.store.pods.get(pod.id).cloned() {
            self.delete_pod(&pod, None);
        }
    }

    /// A pod need not go any more, or is gone.
    pub(in super::super) fn cancel(&mut self, pod: &Arc<Pod>) {
        if !self.lifecycle.evictions.contains_key(&pod.id) {
            return;
        }
        Arc::make_mut(&mut self.lifecycle.evictions).remove(&pod.id);
        let message = format!("Cancelling deletion of Pod {}/{}", pod.namespace, pod.name);
        let source = Source::Component("taint-eviction-controller");
        self.say_of_pod(pod, source, false, "TaintManagerEviction", &message);
    }
}
