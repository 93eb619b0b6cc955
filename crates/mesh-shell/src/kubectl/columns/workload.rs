//! Deployments, ReplicaSets, DaemonSets, StatefulSets, Jobs, CronJobs and autoscalers.

use serde_json::Value;

use super::{AGE, Column, NAME, column, containers, count, labels, or, selector, wide};
use crate::json::{at, condition, controller, items, number, shown, text};
use crate::time::{human_duration, parse_time};

const CONTAINERS: Column = wide("CONTAINERS", |object, _| containers(object, "spec.template.spec.containers", "name"));
const IMAGES: Column = wide("IMAGES", |object, _| containers(object, "spec.template.spec.containers", "image"));
const SELECTOR: Column = wide("SELECTOR", |object, _| selector(object, "spec.selector"));

pub(super) const DEPLOYMENTS: &[Column] = &[
    NAME,
    column("READY", |object, _| of(object, "status.readyReplicas")),
    column("UP-TO-DATE", |object, _| count(object, "status.updatedReplicas")),
    column("AVAILABLE", |object, _| count(object, "status.availableReplicas")),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
];

pub(super) const REPLICA_SETS: &[Column] = &[
    NAME,
    column("DESIRED", |object, _| count(object, "spec.replicas")),
    column("CURRENT", |object, _| count(object, "status.replicas")),
    column("READY", |object, _| count(object, "status.readyReplicas")),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
];

pub(super) const DAEMON_SETS: &[Column] = &[
    NAME,
    column("DESIRED", |object, _| count(object, "status.desiredNumberScheduled")),
    column("CURRENT", |object, _| count(object, "status.currentNumberScheduled")),
    column("READY", |object, _| count(object, "status.numberReady")),
    column("UP-TO-DATE", |object, _| count(object, "status.updatedNumberScheduled")),
    column("AVAILABLE", |object, _| count(object, "status.numberAvailable")),
    column("NODE SELECTOR", |object, _| labels(object, "spec.template.spec.nodeSelector")),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
];

pub(super) const STATEFUL_SETS: &[Column] =
    &[NAME, column("READY", |object, _| of(object, "status.readyReplicas")), AGE, CONTAINERS, IMAGES];

pub(super) const CONTROLLER_REVISIONS: &[Column] = &[
    NAME,
    column("CONTROLLER", |object, _| match controller(object) {
        Some(owner) => {
            let group =
                text(owner, "apiVersion").rsplit_once('/').map_or(String::new(), |(group, _)| format!(".{group}"));
            format!("{}{group}/{}", text(owner, "kind").to_lowercase(), text(owner, "name"))
        }
        None => "<none>".to_owned(),
    }),
    column("REVISION", |object, _| count(object, "revision")),
    AGE,
];

pub(super) const JOBS: &[Column] = &[
    NAME,
    column("STATUS", |job, _| job_status(job).to_owned()),
    column("COMPLETIONS", |job, _| match (at(job, "spec.completions"), number(job, "spec.parallelism")) {
        (Value::Null, parallelism) if parallelism > 1 => {
            format!("{}/1 of {parallelism}", count(job, "status.succeeded"))
        }
        (Value::Null, _) => format!("{}/1", count(job, "status.succeeded")),
        (completions, _) => format!("{}/{}", count(job, "status.succeeded"), shown(completions)),
    }),
    column("DURATION", |job, now| {
        let (start, end) = (text(job, "status.startTime"), text(job, "status.completionTime"));
        parse_time(start).map_or(String::new(), |start| human_duration(parse_time(end).unwrap_or(now) - start))
    }),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
];

pub(super) const CRON_JOBS: &[Column] = &[
    NAME,
    column("SCHEDULE", |object, _| text(object, "spec.schedule").to_owned()),
    column("TIMEZONE", |object, _| or(object, "spec.timeZone", "<none>")),
    column("SUSPEND", |object, _| match at(object, "spec.suspend") {
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        _ => "<unset>".to_owned(),
    }),
    column("ACTIVE", |object, _| items(object, "status.active").len().to_string()),
    column("LAST SCHEDULE", |object, now| match text(object, "status.lastScheduleTime") {
        "" => "<none>".to_owned(),
        _ => super::age(object, "status.lastScheduleTime", now),
    }),
    AGE,
    wide("CONTAINERS", |object, _| containers(object, "spec.jobTemplate.spec.template.spec.containers", "name")),
    wide("IMAGES", |object, _| containers(object, "spec.jobTemplate.spec.template.spec.containers", "image")),
    wide("SELECTOR", |object, _| selector(object, "spec.jobTemplate.spec.selector")),
];

pub(super) const AUTOSCALERS: &[Column] = &[
    NAME,
    column("REFERENCE", |object, _| {
        format!("{}/{}", text(object, "spec.scaleTargetRef.kind"), text(object, "spec.scaleTargetRef.name"))
    }),
    column("TARGETS", |object, _| targets(object)),
    column("MINPODS", |object, _| or(object, "spec.minReplicas", "<unset>")),
    column("MAXPODS", |object, _| count(object, "spec.maxReplicas")),
    column("REPLICAS", |object, _| count(object, "status.currentReplicas")),
    AGE,
];

/// `2/3`, of the replicas that are wanted.
fn of(object: &Value, path: &str) -> String {
    format!("{}/{}", count(object, path), count(object, "spec.replicas"))
}

fn job_status(job: &Value) -> &'static str {
    let has = |kind: &str| condition(job, kind).is_some_and(|condition| text(condition, "status") == "True");
    match () {
        () if has("Complete") => "Complete",
        () if has("Failed") => "Failed",
        () if !text(job, "metadata.deletionTimestamp").is_empty() => "Terminating",
        () if has("Suspended") => "Suspended",
        () if has("FailureTarget") => "FailureTarget",
        () if has("SuccessCriteriaMet") => "SuccessCriteriaMet",
        () => "Running",
    }
}

/// `cpu: <unknown>/80%`: of resources, which is what is scaled by here.
fn targets(object: &Value) -> String {
    let metrics = items(object, "spec.metrics");
    if metrics.is_empty() {
        // autoscaling/v1 has one target and no list.
        return match at(object, "spec.targetCPUUtilizationPercentage") {
            Value::Null => "<none>".to_owned(),
            target => format!("cpu: <unknown>/{}%", shown(target)),
        };
    }
    let each: Vec<String> = metrics
        .iter()
        .enumerate()
        .map(|(index, metric)| {
            let current = at(object, &format!("status.currentMetrics.{index}.resource.current.averageUtilization"));
            let current = if current.is_null() { "<unknown>".to_owned() } else { format!("{}%", shown(current)) };
            let target = match at(metric, "resource.target.averageUtilization") {
                Value::Null => "<auto>".to_owned(),
                target => format!("{}%", shown(target)),
            };
            format!("{}: {current}/{target}", text(metric, "resource.name"))
        })
        .collect();
    match each.len() {
        0..=2 => each.join(", "),
        more => format!("{} + {} more...", each.get(..2).unwrap_or_default().join(", "), more - 2),
    }
}
