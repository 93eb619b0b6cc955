//! Deployments, ReplicaSets, DaemonSets, StatefulSets, Jobs and CronJobs.

use serde_json::Value;

use super::page::Page;
use super::template::{pod_template, time};
use crate::json::{at, controller, items, name, namespace, number, shown, text};
use crate::kubectl::columns::{labels, selector};
use crate::time::{human_duration, parse_time};

/// How many pods of a controller are in which phase.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Phases {
    pub(super) running: usize,
    pub(super) waiting: usize,
    pub(super) succeeded: usize,
    pub(super) failed: usize,
}

impl Phases {
    /// Of these pods.
    pub(super) fn of<'a>(pods: impl Iterator<Item = &'a Value>) -> Self {
        let mut phases = Phases::default();
        for pod in pods {
            match text(pod, "status.phase") {
                "Running" => phases.running += 1,
                "Succeeded" => phases.succeeded += 1,
                "Failed" => phases.failed += 1,
                _ => phases.waiting += 1,
            }
        }
        phases
    }

    fn shown(self) -> String {
        let Phases { running, waiting, succeeded, failed } = self;
        format!("{running} Running / {waiting} Waiting / {succeeded} Succeeded / {failed} Failed")
    }
}

fn conditions(page: &mut Page, object: &Value) {
    if items(object, "status.conditions").is_empty() {
        return;
    }
    page.line(0, "Conditions:");
    page.line(1, "Type\tStatus\tReason");
    page.line(1, "----\t------\t------");
    for condition in items(object, "status.conditions") {
        let (kind, status, reason) = (text(condition, "type"), text(condition, "status"), text(condition, "reason"));
        page.line(1, &format!("{kind} \t{status}\t{reason}"));
    }
}

fn controlled_by(page: &mut Page, object: &Value) {
    if let Some(owner) = controller(object) {
        page.field(0, "Controlled By", &format!("{}/{}", text(owner, "kind"), text(owner, "name")));
    }
}

fn count(object: &Value, path: &str) -> String {
    number(object, path).to_string()
}

/// A Deployment, with the ReplicaSets that it owns: the old ones and the new one.
pub(super) fn deployment(page: &mut Page, object: &Value, old: &[&Value], new: Option<&Value>) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.field(0, "CreationTimestamp", &time(object, "metadata.creationTimestamp"));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    page.field(0, "Selector", &selector(object, "spec.selector"));
    let replicas = format!(
        "{} desired | {} updated | {} total | {} available | {} unavailable",
        number(object, "spec.replicas"),
        number(object, "status.updatedReplicas"),
        number(object, "status.replicas"),
        number(object, "status.availableReplicas"),
        number(object, "status.unavailableReplicas")
    );
    page.field(0, "Replicas", &replicas);
    page.field(0, "StrategyType", text(object, "spec.strategy.type"));
    page.field(0, "MinReadySeconds", &count(object, "spec.minReadySeconds"));
    let rolling = at(object, "spec.strategy.rollingUpdate");
    if !rolling.is_null() {
        let (unavailable, surge) = (shown(at(rolling, "maxUnavailable")), shown(at(rolling, "maxSurge")));
        page.field(0, "RollingUpdateStrategy", &format!("{unavailable} max unavailable, {surge} max surge"));
    }
    pod_template(page, at(object, "spec.template"));
    conditions(page, object);
    if !old.is_empty() || new.is_some() {
        let shown = |sets: &[&Value]| match sets.len() {
            0 => "<none>".to_owned(),
            _ => sets
                .iter()
                .map(|set| {
                    let (have, want) = (number(set, "status.replicas"), number(set, "spec.replicas"));
                    format!("{} ({have}/{want} replicas created)", name(set))
                })
                .collect::<Vec<_>>()
                .join(", "),
        };
        page.field(0, "OldReplicaSets", &shown(old));
        page.field(0, "NewReplicaSet", &shown(new.as_slice()));
    }
}

pub(super) fn replica_set(page: &mut Page, object: &Value, phases: Phases) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.field(0, "Selector", &selector(object, "spec.selector"));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    controlled_by(page, object);
    let replicas =
        format!("{} current / {} desired", number(object, "status.replicas"), number(object, "spec.replicas"));
    page.field(0, "Replicas", &replicas);
    page.field(0, "Pods Status", &phases.shown());
    pod_template(page, at(object, "spec.template"));
    conditions(page, object);
}

pub(super) fn daemon_set(page: &mut Page, object: &Value, phases: Phases) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.field(0, "Selector", &selector(object, "spec.selector"));
    page.field(0, "Node-Selector", &labels(object, "spec.template.spec.nodeSelector"));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    for (label, path) in [
        ("Desired Number of Nodes Scheduled", "status.desiredNumberScheduled"),
        ("Current Number of Nodes Scheduled", "status.currentNumberScheduled"),
        ("Number of Nodes Scheduled with Up-to-date Pods", "status.updatedNumberScheduled"),
        ("Number of Nodes Scheduled with Available Pods", "status.numberAvailable"),
        ("Number of Nodes Misscheduled", "status.numberMisscheduled"),
    ] {
        page.line(0, &format!("{label}: {}", number(object, path)));
    }
    page.field(0, "Pods Status", &phases.shown());
    pod_template(page, at(object, "spec.template"));
}

pub(super) fn stateful_set(page: &mut Page, object: &Value, phases: Phases) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.field(0, "CreationTimestamp", &time(object, "metadata.creationTimestamp"));
    page.field(0, "Selector", &selector(object, "spec.selector"));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    let replicas = format!("{} desired | {} total", number(object, "spec.replicas"), number(object, "status.replicas"));
    page.field(0, "Replicas", &replicas);
    page.field(0, "Update Strategy", text(object, "spec.updateStrategy.type"));
    if let Some(partition) = at(object, "spec.updateStrategy.rollingUpdate.partition").as_i64() {
        page.field(1, "Partition", &partition.to_string());
    }
    page.field(0, "Pods Status", &phases.shown());
    pod_template(page, at(object, "spec.template"));
    let claims = items(object, "spec.volumeClaimTemplates");
    if claims.is_empty() {
        page.field(0, "Volume Claims", "<none>");
        return;
    }
    page.line(0, "Volume Claims:");
    for claim in claims {
        page.field(1, "Name", name(claim));
        page.field(1, "StorageClass", text(claim, "spec.storageClassName"));
        page.field(1, "Capacity", &shown(at(claim, "spec.resources.requests.storage")));
        let modes: Vec<String> = items(claim, "spec.accessModes").iter().map(shown).collect();
        page.field(1, "Access Modes", &format!("[{}]", modes.join(" ")));
    }
}

pub(super) fn job(page: &mut Page, object: &Value) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.field(0, "Selector", &selector(object, "spec.selector"));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    controlled_by(page, object);
    for (label, path) in [
        ("Parallelism", "spec.parallelism"),
        ("Completions", "spec.completions"),
        ("Completion Mode", "spec.completionMode"),
        ("Suspend", "spec.suspend"),
        ("Backoff Limit", "spec.backoffLimit"),
        ("TTL Seconds After Finished", "spec.ttlSecondsAfterFinished"),
    ] {
        match at(object, path) {
            Value::Null if label == "Completions" => page.field(0, label, "<unset>"),
            Value::Null => {}
            value => page.field(0, label, &shown(value)),
        }
    }
    let (start, end) = (text(object, "status.startTime"), text(object, "status.completionTime"));
    if !start.is_empty() {
        page.field(0, "Start Time", &time(object, "status.startTime"));
    }
    if !end.is_empty() {
        page.field(0, "Completed At", &time(object, "status.completionTime"));
    }
    if let (Some(start), Some(end)) = (parse_time(start), parse_time(end)) {
        page.field(0, "Duration", &human_duration(end - start));
    }
    if let Some(deadline) = at(object, "spec.activeDeadlineSeconds").as_i64() {
        page.field(0, "Active Deadline Seconds", &format!("{deadline}s"));
    }
    let ready = match at(object, "status.ready").as_i64() {
        Some(ready) => format!(" ({ready} Ready)"),
        None => String::new(),
    };
    let statuses = format!(
        "{} Active{ready} / {} Succeeded / {} Failed",
        number(object, "status.active"),
        number(object, "status.succeeded"),
        number(object, "status.failed")
    );
    page.field(0, "Pods Statuses", &statuses);
    pod_template(page, at(object, "spec.template"));
}

pub(super) fn cron_job(page: &mut Page, object: &Value) {
    page.field(0, "Name", name(object));
    page.field(0, "Namespace", namespace(object));
    page.labels("Labels", object, "metadata.labels");
    page.annotations("Annotations", object, "metadata.annotations");
    page.field(0, "Schedule", text(object, "spec.schedule"));
    page.field(0, "Concurrency Policy", text(object, "spec.concurrencyPolicy"));
    let suspend = match at(object, "spec.suspend") {
        Value::Bool(true) => "True",
        Value::Bool(false) => "False",
        _ => "<unset>",
    };
    page.field(0, "Suspend", suspend);
    let or_unset = |path: &str| match at(object, path) {
        Value::Null => "<unset>".to_owned(),
        value => shown(value),
    };
    page.field(0, "Time Zone", &or_unset("spec.timeZone"));
    page.field(0, "Successful Job History Limit", &or_unset("spec.successfulJobsHistoryLimit"));
    page.field(0, "Failed Job History Limit", &or_unset("spec.failedJobsHistoryLimit"));
    let deadline = or_unset("spec.startingDeadlineSeconds");
    page.field(0, "Starting Deadline Seconds", &if deadline == "<unset>" { deadline } else { format!("{deadline}s") });
    let selector = match at(object, "spec.jobTemplate.spec.selector") {
        Value::Null => "<unset>".to_owned(),
        _ => selector(object, "spec.jobTemplate.spec.selector"),
    };
    page.field(0, "Selector", &selector);
    page.field(0, "Parallelism", &or_unset("spec.jobTemplate.spec.parallelism"));
    page.field(0, "Completions", &or_unset("spec.jobTemplate.spec.completions"));
    pod_template(page, at(object, "spec.jobTemplate.spec.template"));
    let last = text(object, "status.lastScheduleTime");
    let last = if last.is_empty() { "<unset>".to_owned() } else { time(object, "status.lastScheduleTime") };
    page.field(0, "Last Schedule Time", &last);
    let active: Vec<&str> = items(object, "status.active").iter().map(|job| text(job, "name")).collect();
    page.field(0, "Active Jobs", &if active.is_empty() { "<none>".to_owned() } else { active.join(", ") });
}
