//! Deployments (pkg/controller/deployment): ReplicaSets for templates, and how one takes over from another.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kind::{DEPLOYMENTS, Name, REPLICA_SETS};
use super::super::{Machine, json};
use super::scaled;
use crate::names;

pub(super) const REVISION: &str = "deployment.kubernetes.io/revision";
pub(super) const HISTORY: &str = "deployment.kubernetes.io/revision-history";
pub(super) const DESIRED: &str = "deployment.kubernetes.io/desired-replicas";
pub(super) const MOST: &str = "deployment.kubernetes.io/max-replicas";
const HASH: &str = "pod-template-hash";

/// A Deployment with its ReplicaSets, as one look at it sees them.
pub(super) struct Rollout {
    pub(super) name: Name,
    pub(super) deployment: Arc<Value>,
    /// The one of the current template.
    pub(super) new: Option<Arc<Value>>,
    /// The others in order of creation.
    pub(super) old: Vec<Arc<Value>>,
}

/// `spec.replicas`.
pub(super) fn replicas(object: &Value) -> i64 {
    json::int(object, "spec/replicas").unwrap_or(1)
}

/// A number of the status.
pub(super) fn status(object: &Value, field: &str) -> i64 {
    json::int(object, &format!("status/{field}")).unwrap_or(0)
}

impl Rollout {
    /// All ReplicaSets, the old ones first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Value>> {
        self.old.iter().chain(&self.new)
    }

    pub(super) fn is_recreated(&self) -> bool {
        json::text(&self.deployment, "spec/strategy/type") == "Recreate"
    }

    /// How many pods there may be above the wanted (util.MaxSurge).
    pub(super) fn max_surge(&self) -> i64 {
        if self.is_recreated() {
            return 0;
        }
        scaled(json::at(&self.deployment, "spec/strategy/rollingUpdate/maxSurge"), replicas(&self.deployment), true)
    }

    /// How many may be missing (util.MaxUnavailable): at least one where neither is allowed.
    pub(super) fn max_unavailable(&self) -> i64 {
        let wanted = replicas(&self.deployment);
        if self.is_recreated() || wanted == 0 {
            return 0;
        }
        let least = scaled(json::at(&self.deployment, "spec/strategy/rollingUpdate/maxUnavailable"), wanted, false);
        let least = if least == 0 && self.max_surge() == 0 { 1 } else { least };
        least.min(wanted)
    }

    /// How many replicas the new ReplicaSet may have now (util.NewRSNewReplicas).
    pub(super) fn new_replicas(&self) -> i64 {
        let wanted = replicas(&self.deployment);
        if self.is_recreated() {
            return wanted;
        }
        let has = self.new.as_ref().map_or(0, |set| replicas(set));
        let all: i64 = self.all().map(|set| replicas(set)).sum();
        let most = wanted + self.max_surge();
        if all >= most { has } else { has + (most - all).min(wanted - has) }
    }
}

impl Machine {
    /// One look at a Deployment (`syncDeployment`).
    pub(in super::super) fn sync_deployment(&mut self, name: &Name) {
        let Some(deployment) = self.store.get(DEPLOYMENTS, name).cloned() else { return };
        if json::at(&deployment, "metadata/deletionTimestamp").is_some() {
            return;
        }
        self.adopt_replica_sets(name, &deployment);
        self.note_pause(name);
        let paused = json::flag(&deployment, "spec/paused");
        let rollout = self.rollout(name);
        let Some(rollout) = rollout else { return };
        let wanted = replicas(&rollout.deployment);
        let was = |set: &Arc<Value>| {
            json::entry(set, "metadata/annotations", DESIRED).and_then(|text| text.parse::<i64>().ok())
        };
        let scaling = rollout.all().any(|set| replicas(set) > 0 && was(set).is_some_and(|was| was != wanted));
        if paused || scaling {
            self.scale_deployment(name, paused);
        } else if rollout.is_recreated() {
            self.recreate(name);
        } else {
            self.roll(name);
        }
    }

    /// The Deployment and its ReplicaSets as they are now.
    pub(super) fn rollout(&self, name: &Name) -> Option<Rollout> {
        let deployment = self.store.get(DEPLOYMENTS, name).cloned()?;
        let owned = self.store.owned(json::text(&deployment, "metadata/uid"));
        let mut sets: Vec<Arc<Value>> = owned
            .iter()
            .filter(|(kind, _)| *kind == REPLICA_SETS)
            .filter_map(|(kind, name)| self.store.get(*kind, name).cloned())
            .filter(|set| super::super::notify::owner_of(set, "Deployment") == Some(&*name.name))
            .collect();
        sets.sort_by_key(|set| {
            let created = json::text(set, "metadata/creationTimestamp").to_owned();
            (created, revision(set), json::text(set, "metadata/name").to_owned())
        });
        let template = json::at(&deployment, "spec/template").cloned().unwrap_or_default();
        let new = sets.iter().position(|set| {
            let mut own = json::at(set, "spec/template").cloned().unwrap_or_default();
            json::remove(&mut own, &format!("metadata/labels/{HASH}"));
            own == template
        });
        let new = new.map(|place| sets.remove(place));
        Some(Rollout { name: name.clone(), deployment, new, old: sets })
    }

    /// The same with the new ReplicaSet made or renumbered (`getAllReplicaSetsAndSyncRevision`).
    pub(super) fn rollout_with_new(&mut self, name: &Name) -> Option<Rollout> {
        let rollout = self.rollout(name)?;
        let number = rollout.old.iter().map(|set| revision(set)).max().unwrap_or(0) + 1;
        match &rollout.new {
            Some(set) => {
                let set_name = Name::of(set);
                let deployment = Arc::clone(&rollout.deployment);
                let (wanted, most) = (replicas(&deployment), replicas(&deployment) + rollout.max_surge());
                self.update(REPLICA_SETS, &set_name, |set| {
                    annotate(set, &deployment, number);
                    counts(set, wanted, most);
                    match json::at(&deployment, "spec/minReadySeconds") {
                        Some(seconds) => json::set(set, "spec/minReadySeconds", seconds.clone()),
                        None => {
                            json::remove(set, "spec/minReadySeconds");
                        }
                    }
                });
                let found = json::text(set, "metadata/name").to_owned();
                let current = self.store.get(REPLICA_SETS, &set_name).map(|set| revision(set)).unwrap_or(number);
                self.number_deployment(name, current);
                if super::deployment_status::condition(&rollout.deployment, "Progressing").is_none() {
                    let message = format!("Found new replica set \"{found}\"");
                    self.set_progress(name, "True", "FoundNewReplicaSet", &message);
                }
            }
            None => self.make_new(&rollout, number),
        }
        self.rollout(name)
    }

    fn make_new(&mut self, rollout: &Rollout, number: i64) {
        let deployment = &rollout.deployment;
        let mut template = json::at(deployment, "spec/template").cloned().unwrap_or_default();
        let collisions = status(deployment, "collisionCount").to_string();
        let hash = self.reserved_hash(&rollout.name);
        let hash = hash.unwrap_or_else(|| names::suffix(&["template", &template.to_string(), &collisions], 10));
        json::map(&mut template, "metadata/labels").insert(HASH.to_owned(), hash.clone().into());
        let set_name = format!("{}-{hash}", rollout.name.name);
        let mut selector = json::at(deployment, "spec/selector").cloned().unwrap_or_default();
        json::map(&mut selector, "matchLabels").insert(HASH.to_owned(), hash.into());
        let mut set = json!({
            "metadata": {
                "labels": json::at(&template, "metadata/labels"), "name": set_name, "namespace": &*rollout.name.namespace,
                "ownerReferences": [owner(deployment, "apps/v1", "Deployment")],
            },
            "spec": {"replicas": rollout.new_replicas(), "selector": selector, "template": template},
        });
        if let Some(seconds) = json::at(deployment, "spec/minReadySeconds") {
            json::set(&mut set, "spec/minReadySeconds", seconds.clone());
        }
        annotate(&mut set, deployment, number);
        counts(&mut set, replicas(deployment), replicas(deployment) + rollout.max_surge());
        self.complete(REPLICA_SETS, &mut set, None);
        let count = replicas(&set);
        self.create(REPLICA_SETS, set);
        if count > 0 {
            let message = format!("Scaled up replica set {set_name} from 0 to {count}");
            self.say_of(DEPLOYMENTS, deployment, "deployment-controller", false, "ScalingReplicaSet", &message);
        }
        self.number_deployment(&rollout.name, number);
        self.set_progress(
            &rollout.name,
            "True",
            "NewReplicaSetCreated",
            &format!("Created new replica set \"{set_name}\""),
        );
    }

    fn number_deployment(&mut self, name: &Name, number: i64) {
        self.update(DEPLOYMENTS, name, |deployment| {
            json::map(deployment, "metadata/annotations").insert(REVISION.to_owned(), number.to_string().into());
        });
    }

    /// `rolloutRolling`.
    fn roll(&mut self, name: &Name) {
        let Some(rollout) = self.rollout_with_new(name) else { return };
        if self.reconcile_new(&rollout) || self.reconcile_old(&rollout) {
            self.sync_rollout_status(name);
            return;
        }
        self.clean_up_if_complete(&rollout);
        self.sync_rollout_status(name);
    }

    fn reconcile_new(&mut self, rollout: &Rollout) -> bool {
        let Some(new) = &rollout.new else { return false };
        let (has, wanted) = (replicas(new), replicas(&rollout.deployment));
        let size = if has > wanted { wanted } else { rollout.new_replicas() };
        size != has && self.scale_replica_set(rollout, new, size)
    }

    fn reconcile_old(&mut self, rollout: &Rollout) -> bool {
        let Some(new) = &rollout.new else { return false };
        if rollout.old.iter().all(|set| replicas(set) == 0) {
            return false;
        }
        let all: i64 = rollout.all().map(|set| replicas(set)).sum();
        let least = replicas(&rollout.deployment) - rollout.max_unavailable();
        let missing = replicas(new) - status(new, "availableReplicas");
        let most = all - least - missing;
        if most <= 0 {
            return false;
        }
        // Those that are not healthy go first.
        let mut gone = 0;
        for set in &rollout.old {
            let (has, available) = (replicas(set), status(set, "availableReplicas"));
            if gone >= most || has == 0 || has == available {
                continue;
            }
            // More are said to be available than are wanted: the ReplicaSet has not come round to its new size yet.
            if has < available {
                return true;
            }
            let down = (most - gone).min(has - available);
            gone += down;
            self.scale_replica_set(rollout, set, has - down);
        }
        let Some(again) = self.rollout(&rollout.name) else { return gone > 0 };
        let available: i64 = again.all().map(|set| status(set, "availableReplicas")).sum();
        let (mut down, total) = (0, available - least);
        for set in &again.old {
            let has = replicas(set);
            if down >= total || has == 0 {
                continue;
            }
            let step = has.min(total - down);
            down += step;
            self.scale_replica_set(&again, set, has - step);
        }
        gone > 0 || down > 0
    }

    /// `rolloutRecreate`.
    fn recreate(&mut self, name: &Name) {
        let Some(rollout) = self.rollout(name) else { return };
        let mut scaled = false;
        for set in rollout.old.iter().filter(|set| replicas(set) > 0) {
            scaled |= self.scale_replica_set(&rollout, set, 0);
        }
        let runs = |set: &Arc<Value>| {
            self.store.pods.owned(json::text(set, "metadata/uid")).iter().any(|pod| !pod.is_finished())
        };
        if scaled || rollout.old.iter().any(runs) {
            self.sync_rollout_status(name);
            return;
        }
        let Some(rollout) = self.rollout_with_new(name) else { return };
        if let Some(new) = &rollout.new {
            let wanted = replicas(&rollout.deployment);
            if replicas(new) != wanted {
                self.scale_replica_set(&rollout, new, wanted);
            }
        }
        self.clean_up_if_complete(&rollout);
        self.sync_rollout_status(name);
    }

    /// Takes ReplicaSets that have no controller and match the selector.
    fn adopt_replica_sets(&mut self, name: &Name, deployment: &Arc<Value>) {
        let selector = json::at(deployment, "spec/selector").cloned().unwrap_or_default();
        let selector = super::super::selector::Selector::new(&selector);
        if selector.equal.is_empty() && selector.requirements.is_empty() {
            return;
        }
        let owner = owner(deployment, "apps/v1", "Deployment");
        for set in std::mem::take(&mut self.lifecycle.orphans) {
            if set.namespace != name.namespace {
                self.lifecycle.orphans.insert(set);
                continue;
            }
            let Some(object) = self.store.get(REPLICA_SETS, &set).cloned() else { continue };
            let has =
                json::list(&object, "metadata/ownerReferences").iter().any(|owner| json::flag(owner, "controller"));
            if has {
                continue;
            }
            if selector.selects(&super::super::pod_labels(&object, "metadata/labels")) {
                self.update(REPLICA_SETS, &set, |object| json::set(object, "metadata/ownerReferences", json!([owner])));
            } else {
                self.lifecycle.orphans.insert(set);
            }
        }
    }
}

/// An owner reference of a controller.
pub(super) fn owner(object: &Value, api_version: &str, kind: &str) -> Value {
    json!({
        "apiVersion": api_version, "blockOwnerDeletion": true, "controller": true, "kind": kind,
        "name": json::text(object, "metadata/name"), "uid": json::text(object, "metadata/uid"),
    })
}

/// The number of a revision.
pub(super) fn revision(set: &Value) -> i64 {
    json::entry(set, "metadata/annotations", REVISION).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Writes a ReplicaSet's number and the annotations it has from its Deployment (`SetNewReplicaSetAnnotations`).
fn annotate(set: &mut Value, deployment: &Value, number: i64) {
    let skipped = [
        "kubectl.kubernetes.io/last-applied-configuration",
        REVISION,
        HISTORY,
        DESIRED,
        MOST,
        "deprecated.deployment.rollback.to",
    ];
    let inherited = super::super::pod_labels(deployment, "metadata/annotations");
    let old = json::entry(set, "metadata/annotations", REVISION).map(str::to_owned);
    let map = json::map(set, "metadata/annotations");
    for (key, value) in inherited.into_iter().filter(|(key, _)| !skipped.contains(&key.as_str())) {
        map.insert(key, value.into());
    }
    let before: i64 = old.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0);
    if before < number {
        map.insert(REVISION.to_owned(), number.to_string().into());
        if let Some(old) = old {
            let history = match map.get(HISTORY).and_then(Value::as_str) {
                Some(history) if !history.is_empty() => format!("{history},{old}"),
                _ => old,
            };
            map.insert(HISTORY.to_owned(), history.into());
        }
    }
}

/// Writes the sizes that a ReplicaSet was told last (`SetReplicasAnnotations`).
pub(super) fn counts(set: &mut Value, wanted: i64, most: i64) {
    let map = json::map(set, "metadata/annotations");
    map.insert(DESIRED.to_owned(), wanted.to_string().into());
    map.insert(MOST.to_owned(), most.to_string().into());
}
