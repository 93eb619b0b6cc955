//! The status of Deployments (pkg/controller/deployment/progress.go and sync.go's `calculateStatus`).

use serde_json::{Value, json};

use super::super::change::Controller;
use super::super::kind::{DEPLOYMENTS, Name};
use super::super::time::{self, SECOND};
use super::super::{Machine, json};
use super::deployment::{Rollout, replicas, status};

/// A condition of an object by its type.
pub(super) fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a Value> {
    json::list(object, "status/conditions").iter().find(|condition| json::text(condition, "type") == kind)
}

/// Writes a condition (`SetDeploymentCondition`): nothing where status and reason stay; times follow the status.
fn set_condition(object: &mut Value, kind: &str, to: &str, reason: &str, message: &str, now: &str, refresh: bool) {
    let old = condition(object, kind).cloned();
    if !refresh
        && old.as_ref().is_some_and(|old| json::text(old, "status") == to && json::text(old, "reason") == reason)
    {
        return;
    }
    let since = old.filter(|old| json::text(old, "status") == to);
    let since = since.map_or_else(|| now.to_owned(), |old| json::text(&old, "lastTransitionTime").to_owned());
    let new = json!({
        "lastTransitionTime": since, "lastUpdateTime": now, "message": message, "reason": reason, "status": to, "type": kind,
    });
    let list = json::map(object, "status").entry("conditions").or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.retain(|condition| json::text(condition, "type") != kind);
        list.push(new);
    }
}

impl Machine {
    /// Writes the condition Progressing.
    pub(super) fn set_progress(&mut self, name: &Name, to: &str, reason: &str, message: &str) {
        let now = time::rfc3339(self.now);
        self.update(DEPLOYMENTS, name, |deployment| {
            if has_deadline(deployment) {
                set_condition(deployment, "Progressing", to, reason, message, &now, false);
            }
        });
    }

    /// Notes that a Deployment is paused, or is no longer (`checkPausedConditions`).
    pub(super) fn note_pause(&mut self, name: &Name) {
        let Some(deployment) = self.store.get(DEPLOYMENTS, name) else { return };
        let reason = condition(deployment, "Progressing").map_or("", |one| json::text(one, "reason"));
        if reason == "ProgressDeadlineExceeded" {
            return;
        }
        let (paused, noted) = (json::flag(deployment, "spec/paused"), reason == "DeploymentPaused");
        if paused && !noted {
            self.set_progress(name, "Unknown", "DeploymentPaused", "Deployment is paused");
        } else if !paused && noted {
            self.set_progress(name, "Unknown", "DeploymentResumed", "Deployment is resumed");
        }
    }

    /// The status without the progress (`syncDeploymentStatus`).
    pub(super) fn sync_status_only(&mut self, name: &Name) {
        let Some(rollout) = self.rollout(name) else { return };
        let now = time::rfc3339(self.now);
        self.update(DEPLOYMENTS, name, |deployment| calculate(deployment, &rollout, &now));
    }

    /// The status with the progress (`syncRolloutStatus`).
    pub(super) fn sync_rollout_status(&mut self, name: &Name) {
        let Some(rollout) = self.rollout(name) else { return };
        let (now, at) = (time::rfc3339(self.now), self.now);
        let old = rollout.deployment.clone();
        let mut due = None;
        self.update(DEPLOYMENTS, name, |deployment| {
            calculate(deployment, &rollout, &now);
            if !has_deadline(deployment) {
                return;
            }
            let reason =
                |object: &Value| condition(object, "Progressing").map(|one| json::text(one, "reason").to_owned());
            let all_new = status(deployment, "replicas") == status(deployment, "updatedReplicas");
            if all_new && reason(&old).as_deref() == Some("NewReplicaSetAvailable") {
                return;
            }
            let set = rollout.new.as_ref().map_or("", |set| json::text(set, "metadata/name"));
            let wanted = replicas(deployment);
            let complete = ["updatedReplicas", "replicas", "availableReplicas"]
                .iter()
                .all(|field| status(deployment, field) == wanted);
            let left = |object: &Value| status(object, "replicas") - status(object, "updatedReplicas");
            let more = |field: &str| status(deployment, field) > status(&old, field);
            let progressing = more("updatedReplicas")
                || left(deployment) < left(&old)
                || more("readyReplicas")
                || more("availableReplicas");
            if complete {
                let message = format!("ReplicaSet \"{set}\" has successfully progressed.");
                set_condition(deployment, "Progressing", "True", "NewReplicaSetAvailable", &message, &now, false);
            } else if progressing {
                let message = format!("ReplicaSet \"{set}\" is progressing.");
                set_condition(deployment, "Progressing", "True", "ReplicaSetUpdated", &message, &now, true);
            } else if deadline(deployment).is_some_and(|deadline| deadline <= at) {
                let message = format!("ReplicaSet \"{set}\" has timed out progressing.");
                set_condition(deployment, "Progressing", "False", "ProgressDeadlineExceeded", &message, &now, false);
            }
            due = deadline(deployment);
        });
        if let Some(due) = due.filter(|due| *due > at) {
            self.enqueue_at(due, Controller::Deployment, DEPLOYMENTS, name.clone());
        }
    }
}

fn has_deadline(deployment: &Value) -> bool {
    json::int(deployment, "spec/progressDeadlineSeconds").is_some_and(|seconds| seconds < i64::from(i32::MAX))
}

/// When a rollout without progress is given up.
fn deadline(deployment: &Value) -> Option<u64> {
    let progress = condition(deployment, "Progressing")?;
    if matches!(json::text(progress, "reason"), "NewReplicaSetAvailable" | "ProgressDeadlineExceeded") {
        return None;
    }
    let seconds = u64::try_from(json::int(deployment, "spec/progressDeadlineSeconds")?).ok()?;
    let since = time::parse(json::text(progress, "lastUpdateTime"))?;
    Some(since.saturating_add(seconds.saturating_add(1).saturating_mul(SECOND)))
}

/// `calculateStatus`.
fn calculate(deployment: &mut Value, rollout: &Rollout, now: &str) {
    let sum = |field: &str| rollout.all().map(|set| status(set, field)).sum::<i64>();
    let total: i64 = rollout.all().map(|set| replicas(set)).sum();
    let available = sum("availableReplicas");
    json::set(deployment, "status/observedGeneration", json::int(deployment, "metadata/generation").unwrap_or(0));
    json::set_count(deployment, "status/replicas", sum("replicas"));
    json::set_count(
        deployment,
        "status/updatedReplicas",
        rollout.new.as_ref().map_or(0, |set| status(set, "replicas")),
    );
    json::set_count(deployment, "status/readyReplicas", sum("readyReplicas"));
    json::set_count(deployment, "status/availableReplicas", available);
    json::set_count(deployment, "status/unavailableReplicas", (total - available).max(0));
    json::set(deployment, "status/terminatingReplicas", sum("terminatingReplicas"));
    if available >= replicas(deployment) - rollout.max_unavailable() {
        let message = "Deployment has minimum availability.";
        set_condition(deployment, "Available", "True", "MinimumReplicasAvailable", message, now, false);
    } else {
        let message = "Deployment does not have minimum availability.";
        set_condition(deployment, "Available", "False", "MinimumReplicasUnavailable", message, now, false);
    }
    failures(deployment, rollout, now);
}

/// The condition ReplicaFailure of the new ReplicaSet is the Deployment's.
fn failures(deployment: &mut Value, rollout: &Rollout, now: &str) {
    let failure = rollout.new.as_ref().and_then(|set| condition(set, "ReplicaFailure")).cloned();
    match failure {
        Some(failure) => {
            let text = |field: &str| json::text(&failure, field).to_owned();
            let (to, reason, message) = (text("status"), text("reason"), text("message"));
            set_condition(deployment, "ReplicaFailure", &to, &reason, &message, now, false);
        }
        None => {
            if let Some(list) = json::at_mut(deployment, "status/conditions").and_then(Value::as_array_mut) {
                list.retain(|condition| json::text(condition, "type") != "ReplicaFailure");
            }
        }
    }
}
