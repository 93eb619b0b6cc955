//! Sizes of a Deployment's ReplicaSets (pkg/controller/deployment/sync.go).

use std::sync::Arc;

use serde_json::Value;

use super::super::kind::{DEPLOYMENTS, Name, REPLICA_SETS};
use super::super::{Machine, json};
use super::deployment::{DESIRED, MOST, Rollout, counts, replicas, revision, status};

impl Machine {
    /// Gives a ReplicaSet another size, and says so.
    pub(super) fn scale_replica_set(&mut self, rollout: &Rollout, set: &Arc<Value>, size: i64) -> bool {
        let (wanted, most) = (replicas(&rollout.deployment), replicas(&rollout.deployment) + rollout.max_surge());
        let before = replicas(set);
        self.update(REPLICA_SETS, &Name::of(set), |set| {
            json::set(set, "spec/replicas", size);
            counts(set, wanted, most);
        });
        if before == size {
            return false;
        }
        let direction = if size > before { "up" } else { "down" };
        let name = json::text(set, "metadata/name");
        let message = format!("Scaled {direction} replica set {name} from {before} to {size}");
        self.say_of(DEPLOYMENTS, &rollout.deployment, "deployment-controller", false, "ScalingReplicaSet", &message);
        true
    }

    /// A Deployment that is paused, or whose size has been changed (`sync`).
    pub(super) fn scale_deployment(&mut self, name: &Name, paused: bool) {
        let Some(rollout) = self.rollout(name) else { return };
        self.share_out(&rollout);
        if paused {
            self.clean_up(&rollout);
        }
        self.sync_status_only(name);
    }

    fn share_out(&mut self, rollout: &Rollout) {
        let wanted = replicas(&rollout.deployment);
        let active: Vec<&Arc<Value>> = rollout.all().filter(|set| replicas(set) > 0).collect();
        let only = match active.as_slice() {
            [] => rollout.new.as_ref().or(rollout.old.last()),
            [one] => Some(*one),
            _ => None,
        };
        if let Some(only) = only {
            self.scale_replica_set(rollout, only, wanted);
            return;
        }
        if let Some(new) = &rollout.new {
            let told = json::entry(new, "metadata/annotations", DESIRED).and_then(|text| text.parse::<i64>().ok());
            if replicas(new) == wanted && told == Some(wanted) && status(new, "availableReplicas") == wanted {
                for set in &rollout.old {
                    self.scale_replica_set(rollout, set, 0);
                }
                return;
            }
        }
        if !rollout.is_recreated() {
            self.share_in_proportion(rollout);
        }
    }

    fn share_in_proportion(&mut self, rollout: &Rollout) {
        let wanted = replicas(&rollout.deployment);
        let mut active: Vec<Arc<Value>> = rollout.all().filter(|set| replicas(set) > 0).cloned().collect();
        let all: i64 = active.iter().map(|set| replicas(set)).sum();
        let allowed = if wanted > 0 { wanted + rollout.max_surge() } else { 0 };
        let add = allowed - all;
        // The largest first; of equals the newest when growing, the oldest when shrinking.
        active.sort_by_key(|set| {
            let age = if add > 0 { -revision(set) } else { revision(set) };
            (-replicas(set), age)
        });
        let mut added = 0;
        let mut sizes = Vec::new();
        for set in &active {
            let share = if add == 0 { 0 } else { proportion(rollout, set, add, added) };
            added += share;
            sizes.push((replicas(set) + share).max(0));
        }
        if let (Some(first), true) = (sizes.first_mut(), add != 0) {
            *first = (*first + add - added).max(0);
        }
        for (set, size) in active.iter().zip(sizes) {
            self.scale_replica_set(rollout, set, size);
        }
    }

    /// Drops ReplicaSets beyond the history once the rollout is complete.
    pub(super) fn clean_up_if_complete(&mut self, rollout: &Rollout) {
        let deployment = &rollout.deployment;
        let wanted = replicas(deployment);
        let complete = ["updatedReplicas", "replicas", "availableReplicas"]
            .iter()
            .all(|field| status(deployment, field) == wanted)
            && json::int(deployment, "status/observedGeneration") >= json::int(deployment, "metadata/generation");
        if complete {
            self.clean_up(rollout);
        }
    }

    /// `cleanupDeployment`.
    fn clean_up(&mut self, rollout: &Rollout) {
        let limit = json::int(&rollout.deployment, "spec/revisionHistoryLimit").unwrap_or(10);
        let beyond = usize::try_from(rollout.old.len() as i64 - limit).unwrap_or(0);
        let mut old = rollout.old.clone();
        old.sort_by_key(|set| revision(set));
        for set in old.iter().take(beyond) {
            let idle = status(set, "replicas") == 0 && replicas(set) == 0;
            if idle && json::int(set, "status/observedGeneration") >= json::int(set, "metadata/generation") {
                self.erase(REPLICA_SETS, &Name::of(set));
            }
        }
    }
}

/// A ReplicaSet's share of what is added (`GetReplicaSetProportion`).
fn proportion(rollout: &Rollout, set: &Value, add: i64, added: i64) -> i64 {
    let has = replicas(set);
    if has == 0 || add == added {
        return 0;
    }
    let fraction = if replicas(&rollout.deployment) == 0 {
        -has
    } else {
        let most = replicas(&rollout.deployment) + rollout.max_surge();
        let before = json::entry(set, "metadata/annotations", MOST).and_then(|text| text.parse().ok());
        let before = before.unwrap_or_else(|| status(&rollout.deployment, "replicas")).max(1);
        // Rounded half away from zero.
        (2 * has * most + before) / (2 * before) - has
    };
    let allowed = add - added;
    if add > 0 { fraction.min(allowed) } else { fraction.max(allowed) }
}
