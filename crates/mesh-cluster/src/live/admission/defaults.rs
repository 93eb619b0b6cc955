//! Defaults of the kinds (pkg/apis/*/v1/defaults.go) and what creation strategies add.

use serde_json::{Value, json};

use super::super::kind::{self, Kind};
use super::super::{Machine, json};
use super::pod_defaults::{pod_spec, template};

impl Machine {
    /// Fills in what a client leaves out.
    pub(in super::super) fn complete(&mut self, kind: Kind, object: &mut Value, old: Option<&Value>) {
        let described = kind.described();
        // Whatever version it was written in, it is read in the preferred one.
        match described {
            Some(known) => json::set(object, "apiVersion", known.api_version()),
            None => json::default(object, "apiVersion", ""),
        }
        json::default(object, "kind", described.map_or("", |known| known.kind));
        // Empty maps and nulls are not written.
        for path in [
            "metadata/annotations",
            "metadata/labels",
            "metadata/creationTimestamp",
            "metadata/ownerReferences",
            "metadata/finalizers",
        ] {
            let empty = match json::at(object, path) {
                Some(Value::Object(map)) => map.is_empty(),
                Some(Value::Array(list)) => list.is_empty(),
                Some(Value::Null) => true,
                _ => false,
            };
            if empty {
                json::remove(object, path);
            }
        }
        match kind {
            kind::PODS => pod_spec(json::map(object, "spec"), false),
            kind::DEPLOYMENTS => deployment(object),
            kind::REPLICA_SETS => {
                json::default(object, "spec/replicas", 1);
                template(object, "spec/template");
                json::default(object, "status", json!({"replicas": 0}));
            }
            kind::REPLICATION_CONTROLLERS => {
                json::default(object, "spec/replicas", 1);
                template(object, "spec/template");
                let labels = json::at(object, "spec/template/metadata/labels").cloned().unwrap_or_default();
                json::default(object, "spec/selector", labels.clone());
                json::default(object, "metadata/labels", labels);
                json::default(object, "status", json!({"replicas": 0}));
            }
            kind::DAEMON_SETS => daemon_set(object, old),
            kind::STATEFUL_SETS => stateful_set(object),
            kind::JOBS => self.job(object, old),
            kind::CRON_JOBS => cron_job(object),
            kind::SERVICES => self.service(object, old),
            kind::NAMESPACES => {
                json::default(object, "spec", json!({"finalizers": ["kubernetes"]}));
                json::default(object, "status", json!({"phase": "Active"}));
                let name = json::text(object, "metadata/name").to_owned();
                json::map(object, "metadata/labels").insert("kubernetes.io/metadata.name".to_owned(), name.into());
            }
            kind::BUDGETS => {
                json::default(
                    object,
                    "status",
                    json!({
                        "currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0,
                    }),
                );
            }
            kind::SECRETS => secret(object),
            kind::PRIORITY_CLASSES => {
                json::default(object, "preemptionPolicy", "PreemptLowerPriority");
                json::default(object, "value", 0);
            }
            kind::NODES => {
                json::default(object, "spec", json!({}));
                if json::list(object, "spec/taints").is_empty() {
                    json::remove(object, "spec/taints");
                }
                if !json::flag(object, "spec/unschedulable") {
                    json::remove(object, "spec/unschedulable");
                }
            }
            kind::AUTOSCALERS => {
                json::default(object, "spec/minReplicas", 1);
                // autoscaling/v1 has one number (autoscaling/v1/conversion.go); without any metric it is 80 % of cpu.
                let target = json::remove(object, "spec/targetCPUUtilizationPercentage");
                if json::list(object, "spec/metrics").is_empty() {
                    let percent = target.as_ref().and_then(Value::as_i64).unwrap_or(80);
                    json::set(
                        object,
                        "spec/metrics",
                        json!([{
                            "resource": {"name": "cpu", "target": {"averageUtilization": percent, "type": "Utilization"}},
                            "type": "Resource",
                        }]),
                    );
                }
                json::default(object, "status", json!({"currentMetrics": null, "desiredReplicas": 0}));
            }
            kind::INGRESSES => json::default(object, "status", json!({"loadBalancer": {}})),
            _ => {}
        }
    }

    fn job(&mut self, object: &mut Value, old: Option<&Value>) {
        json::default(object, "spec/backoffLimit", 6);
        json::default(object, "spec/completionMode", "NonIndexed");
        json::default(object, "spec/manualSelector", false);
        if json::at(object, "spec/completions").is_none() && json::at(object, "spec/parallelism").is_none() {
            json::set(object, "spec/completions", 1);
        }
        json::default(object, "spec/parallelism", 1);
        json::default(object, "spec/podReplacementPolicy", "TerminatingOrFailed");
        json::default(object, "spec/suspend", false);
        template(object, "spec/template");
        json::default(object, "status", json!({}));
        if old.is_none() {
            // The selector is the Job's own uid, which is not known before it is made: the number that comes next.
            let uid = self.clone().new_uid();
            let name = json::text(object, "metadata/name").to_owned();
            let labels = [
                ("batch.kubernetes.io/controller-uid", &uid),
                ("batch.kubernetes.io/job-name", &name),
                ("controller-uid", &uid),
                ("job-name", &name),
            ];
            for path in ["metadata/labels", "spec/template/metadata/labels"] {
                for (key, value) in labels {
                    json::map(object, path).entry(key).or_insert_with(|| json!(value));
                }
            }
            json::default(object, "spec/selector", json!({"matchLabels": {"batch.kubernetes.io/controller-uid": uid}}));
        }
    }
}

fn deployment(object: &mut Value) {
    json::default(object, "spec/progressDeadlineSeconds", 600);
    json::default(object, "spec/replicas", 1);
    json::default(object, "spec/revisionHistoryLimit", 10);
    json::default(object, "spec/strategy/type", "RollingUpdate");
    if json::text(object, "spec/strategy/type") == "RollingUpdate" {
        json::default(object, "spec/strategy/rollingUpdate/maxSurge", "25%");
        json::default(object, "spec/strategy/rollingUpdate/maxUnavailable", "25%");
    } else if json::at(object, "spec/strategy/rollingUpdate").is_some_and(Value::is_null) {
        json::remove(object, "spec/strategy/rollingUpdate");
    }
    if json::at(object, "spec/paused") == Some(&Value::Bool(false)) {
        json::remove(object, "spec/paused");
    }
    template(object, "spec/template");
    json::default(object, "status", json!({}));
}

fn daemon_set(object: &mut Value, old: Option<&Value>) {
    json::default(object, "spec/revisionHistoryLimit", 10);
    json::default(object, "spec/updateStrategy/type", "RollingUpdate");
    if json::text(object, "spec/updateStrategy/type") == "RollingUpdate" {
        json::default(object, "spec/updateStrategy/rollingUpdate/maxSurge", 0);
        json::default(object, "spec/updateStrategy/rollingUpdate/maxUnavailable", 1);
    }
    template(object, "spec/template");
    let key = "deprecated.daemonset.template.generation";
    let before = old.and_then(|old| json::entry(old, "metadata/annotations", key)).and_then(|text| text.parse().ok());
    let changed = old.is_none_or(|old| json::at(old, "spec/template") != json::at(object, "spec/template"));
    let generation = before.unwrap_or(0_i64) + i64::from(changed);
    json::map(object, "metadata/annotations").insert(key.to_owned(), generation.to_string().into());
    json::default(
        object,
        "status",
        json!({
            "currentNumberScheduled": 0, "desiredNumberScheduled": 0, "numberMisscheduled": 0, "numberReady": 0,
        }),
    );
}

fn stateful_set(object: &mut Value) {
    json::default(
        object,
        "spec/persistentVolumeClaimRetentionPolicy",
        json!({"whenDeleted": "Retain", "whenScaled": "Retain"}),
    );
    json::default(object, "spec/podManagementPolicy", "OrderedReady");
    json::default(object, "spec/replicas", 1);
    json::default(object, "spec/revisionHistoryLimit", 10);
    json::default(object, "spec/serviceName", "");
    json::default(object, "spec/updateStrategy/type", "RollingUpdate");
    if json::text(object, "spec/updateStrategy/type") == "RollingUpdate" {
        json::default(object, "spec/updateStrategy/rollingUpdate/partition", 0);
    }
    template(object, "spec/template");
    json::default(object, "status", json!({"availableReplicas": 0, "replicas": 0}));
}

fn cron_job(object: &mut Value) {
    json::default(object, "spec/concurrencyPolicy", "Allow");
    json::default(object, "spec/failedJobsHistoryLimit", 1);
    json::default(object, "spec/successfulJobsHistoryLimit", 3);
    json::default(object, "spec/suspend", false);
    template(object, "spec/jobTemplate/spec/template");
    json::default(object, "status", json!({}));
}

/// `stringData` becomes `data`.
fn secret(object: &mut Value) {
    json::default(object, "type", "Opaque");
    if let Some(Value::Object(plain)) = json::remove(object, "stringData") {
        for (key, value) in plain {
            let text = value.as_str().unwrap_or_default();
            json::map(object, "data").insert(key, base64(text.as_bytes()).into());
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().chain([0, 0].iter()).take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for place in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * place) & 63) as usize).copied().unwrap_or(b'=');
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_pads() {
        let cases = [("v", "dg=="), ("ab", "YWI="), ("abc", "YWJj"), ("", "")];
        for (text, wanted) in cases {
            assert_eq!(super::base64(text.as_bytes()), wanted);
        }
    }
}
