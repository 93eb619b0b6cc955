//! Pods (`printPod`).

use serde_json::Value;

use super::{AGE, Column, NAME, column, or, wide};
use crate::json::{at, condition, items, number, text};
use crate::time::{human_duration, parse_time};

pub(super) const PODS: &[Column] = &[
    NAME,
    column("READY", |pod, _| ready(pod)),
    column("STATUS", |pod, _| status(pod)),
    column("RESTARTS", restarts),
    AGE,
    wide("IP", |pod, _| or(pod, "status.podIPs.0.ip", "<none>")),
    wide("NODE", |pod, _| or(pod, "spec.nodeName", "<none>")),
    wide("NOMINATED NODE", |pod, _| or(pod, "status.nominatedNodeName", "<none>")),
    wide("READINESS GATES", |pod, _| readiness_gates(pod)),
];

/// Whether an init container goes on beside the others.
fn restartable(pod: &Value, name: &str) -> bool {
    items(pod, "spec.initContainers")
        .iter()
        .any(|container| text(container, "name") == name && text(container, "restartPolicy") == "Always")
}

/// `1/2`: how many containers are ready, of how many.
pub(crate) fn ready(pod: &Value) -> String {
    let sidecars = items(pod, "spec.initContainers")
        .iter()
        .filter(|container| text(container, "restartPolicy") == "Always")
        .count();
    let total = items(pod, "spec.containers").len() + sidecars;
    let ready_init = items(pod, "status.initContainerStatuses")
        .iter()
        .filter(|status| restartable(pod, text(status, "name")) && is(status, "started") && is(status, "ready"));
    let ready = items(pod, "status.containerStatuses").iter().filter(|status| is_running(status)).count();
    format!("{}/{total}", ready + ready_init.count())
}

fn is(object: &Value, field: &str) -> bool {
    at(object, field) == &Value::Bool(true)
}

/// Whether a container counts as ready: it waits for nothing, has not ended and is ready.
fn is_running(status: &Value) -> bool {
    text(status, "state.waiting.reason").is_empty()
        && at(status, "state.terminated").is_null()
        && is(status, "ready")
        && !at(status, "state.running").is_null()
}

/// The STATUS that kubectl shows.
pub(crate) fn status(pod: &Value) -> String {
    let phase = text(pod, "status.phase");
    let mut reason = match text(pod, "status.reason") {
        "" => phase.to_owned(),
        reason => reason.to_owned(),
    };
    if condition(pod, "PodScheduled").is_some_and(|condition| text(condition, "reason") == "SchedulingGated") {
        reason = "SchedulingGated".to_owned();
    }
    let initializing = initializing(pod);
    let initialized = condition(pod, "Initialized").is_some_and(|condition| text(condition, "status") == "True");
    if let Some(initializing) = initializing.filter(|_| !initialized) {
        reason = initializing;
    } else {
        reason = of_containers(pod, reason);
    }
    if !text(pod, "metadata.deletionTimestamp").is_empty() {
        if text(pod, "status.reason") == "NodeLost" {
            return "Unknown".to_owned();
        }
        if !matches!(phase, "Succeeded" | "Failed") {
            return "Terminating".to_owned();
        }
    }
    reason
}

/// What the first init container that has not ended well makes of the status.
fn initializing(pod: &Value) -> Option<String> {
    for (index, status) in items(pod, "status.initContainerStatuses").iter().enumerate() {
        let ended = at(status, "state.terminated");
        if !ended.is_null() && number(ended, "exitCode") == 0 {
            continue;
        }
        if restartable(pod, text(status, "name")) && is(status, "started") {
            continue;
        }
        let waiting = text(status, "state.waiting.reason");
        return Some(if !ended.is_null() {
            match (text(ended, "reason"), number(ended, "signal")) {
                ("", 0) => format!("Init:ExitCode:{}", number(ended, "exitCode")),
                ("", signal) => format!("Init:Signal:{signal}"),
                (reason, _) => format!("Init:{reason}"),
            }
        } else if !waiting.is_empty() && waiting != "PodInitializing" {
            format!("Init:{waiting}")
        } else {
            format!("Init:{index}/{}", items(pod, "spec.initContainers").len())
        });
    }
    None
}

/// What the containers make of the status, the first one last.
fn of_containers(pod: &Value, phase: String) -> String {
    let (mut reason, mut running, mut failed) = (phase, false, String::new());
    for status in items(pod, "status.containerStatuses").iter().rev() {
        let waiting = text(status, "state.waiting.reason");
        let ended = at(status, "state.terminated");
        if !waiting.is_empty() {
            reason = waiting.to_owned();
        } else if !ended.is_null() {
            reason = match (text(ended, "reason"), number(ended, "signal")) {
                ("", 0) => format!("ExitCode:{}", number(ended, "exitCode")),
                ("", signal) => format!("Signal:{signal}"),
                (reason, _) => reason.to_owned(),
            };
            if number(ended, "exitCode") != 0 {
                failed.clone_from(&reason);
            }
        } else if is_running(status) {
            running = true;
        }
    }
    if reason == "Completed" {
        let ready = condition(pod, "Ready").is_some_and(|condition| text(condition, "status") == "True");
        if running && ready {
            return "Running".to_owned();
        }
        if !failed.is_empty() {
            return failed;
        }
        if running {
            return "NotReady".to_owned();
        }
    }
    reason
}

/// `0`, `3 (12s ago)`.
pub(crate) fn restarts(pod: &Value, now: i128) -> String {
    let statuses = items(pod, "status.containerStatuses").iter().chain(
        items(pod, "status.initContainerStatuses").iter().filter(|status| restartable(pod, text(status, "name"))),
    );
    let (mut restarts, mut last) = (0, None);
    for status in statuses {
        restarts += number(status, "restartCount");
        last = last.max(parse_time(text(status, "lastState.terminated.finishedAt")));
    }
    match last {
        Some(last) if restarts != 0 => format!("{restarts} ({} ago)", human_duration(now - last)),
        _ => restarts.to_string(),
    }
}

fn readiness_gates(pod: &Value) -> String {
    let gates = items(pod, "spec.readinessGates");
    if gates.is_empty() {
        return "<none>".to_owned();
    }
    let met = gates.iter().filter(|gate| {
        condition(pod, text(gate, "conditionType")).is_some_and(|condition| text(condition, "status") == "True")
    });
    format!("{}/{}", met.count(), gates.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn status_as_kubectl_shows_it() {
        let waiting = |reason: &str| json!([{"name": "a", "state": {"waiting": {"reason": reason}}}]);
        let ended = |code: i64, reason: &str| json!([{"name": "a", "state": {"terminated": {"exitCode": code, "reason": reason}}}]);
        let running = json!([{"name": "a", "ready": true, "state": {"running": {}}}]);
        let cases = [
            (json!({"status": {"phase": "Pending"}}), "Pending"),
            (
                json!({"status": {"phase": "Pending", "containerStatuses": waiting("ContainerCreating")}}),
                "ContainerCreating",
            ),
            (json!({"status": {"phase": "Running", "containerStatuses": running}}), "Running"),
            (
                json!({"status": {"phase": "Running", "containerStatuses": waiting("CrashLoopBackOff")}}),
                "CrashLoopBackOff",
            ),
            (json!({"status": {"phase": "Failed", "containerStatuses": ended(137, "Error")}}), "Error"),
            (json!({"status": {"phase": "Succeeded", "containerStatuses": ended(0, "Completed")}}), "Completed"),
            (json!({"status": {"phase": "Failed", "reason": "OutOfcpu"}}), "OutOfcpu"),
            (
                json!({"metadata": {"deletionTimestamp": "x"}, "status": {"phase": "Running", "containerStatuses": running}}),
                "Terminating",
            ),
            (
                json!({"metadata": {"deletionTimestamp": "x"}, "status": {"phase": "Succeeded", "containerStatuses": ended(0, "Completed")}}),
                "Completed",
            ),
            (
                json!({"status": {"phase": "Pending", "conditions": [{"type": "PodScheduled", "reason": "SchedulingGated"}]}}),
                "SchedulingGated",
            ),
            (
                json!({"spec": {"initContainers": [{"name": "i"}]}, "status": {"phase": "Pending", "initContainerStatuses": [{"name": "i", "state": {"running": {}}}]}}),
                "Init:0/1",
            ),
        ];
        for (pod, shown) in cases {
            assert_eq!(status(&pod), shown, "{pod}");
        }
    }

    #[test]
    fn restarts_name_the_last_end() {
        let pod = json!({"spec": {"containers": [{"name": "a"}, {"name": "b"}]}, "status": {"containerStatuses": [
            {"name": "a", "restartCount": 2, "lastState": {"terminated": {"finishedAt": "1970-01-01T00:00:10Z"}}},
            {"name": "b", "restartCount": 0, "ready": true, "state": {"running": {}}}
        ]}});
        assert_eq!(restarts(&pod, 15_000_000_000), "2 (5s ago)");
        assert_eq!(ready(&pod), "1/2");
    }
}
