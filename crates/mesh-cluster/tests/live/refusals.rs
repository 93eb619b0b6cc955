//! What the API server refuses, in its words (pkg/apis/*/validation; the sentences are those of a real 1.36).

use mesh_cluster::api::Verb;
use serde_json::{Value, json};

use crate::cluster::*;

/// The causes that the API server names; none where it takes the object.
fn causes(group: &str, plural: &str, object: Value) -> Vec<String> {
    let namespace = if matches!(plural, "nodes" | "priorityclasses") { "" } else { "default" };
    let resource = resource(group, plural);
    let verb = Verb::Create { resource, namespace: namespace.to_owned(), object, dry_run: true };
    match Cluster::new(1).call(&verb) {
        Ok(_) => Vec::new(),
        Err(status) if status.causes.is_empty() => vec![status.message],
        Err(status) => status.causes.iter().map(|cause| format!("{}: {}", cause.field, cause.message)).collect(),
    }
}

fn check(group: &str, plural: &str, rows: &[(Value, &[&str])]) {
    for (spec, wanted) in rows {
        let object = json!({"metadata": {"name": "x"}, "spec": spec});
        assert_eq!(causes(group, plural, object), *wanted, "{spec}");
    }
}

#[test]
fn containers_that_cannot_be() {
    let path = "spec.containers[0]";
    let rows: &[(Value, &[&str])] = &[
        (json!({}), &[]),
        (json!({"env": [{"name": "1A b", "value": "x"}]}), &[]),
        (json!({"ports": [{"containerPort": 0}]}), &["ports[0].containerPort: Required value"]),
        (
            json!({"ports": [{"containerPort": 80, "name": "Web_1"}]}),
            &[
                "ports[0].name: Invalid value: \"Web_1\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
            ],
        ),
        (
            json!({"ports": [{"containerPort": 80, "hostPort": 80}, {"containerPort": 81, "hostPort": 80}]}),
            &["ports[1].hostPort: Duplicate value: \"TCP//80\""],
        ),
        (
            json!({"resources": {"requests": {"gpu": 1}}}),
            &[
                "resources.requests[gpu]: Invalid value: \"gpu\": must be a standard resource type or fully qualified",
                "resources.requests[gpu]: Invalid value: \"gpu\": must be a standard resource for containers",
            ],
        ),
        (
            json!({"resources": {"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}}),
            &["resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1"],
        ),
        (
            json!({"env": [{"name": "A", "value": "x", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}}]}),
            &["env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty"],
        ),
        (json!({"volumeMounts": [{"name": "v", "mountPath": "/x"}]}), &["volumeMounts[0].name: Not found: \"v\""]),
        (json!({"readinessProbe": {}}), &["readinessProbe: Required value: must specify a handler type"]),
        (
            json!({"readinessProbe": {"httpGet": {"path": "/"}}}),
            &["readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive"],
        ),
        (
            json!({"readinessProbe": {"httpGet": {"port": "http"}, "tcpSocket": {"port": 80}}}),
            &["readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type"],
        ),
        (
            json!({"livenessProbe": {"httpGet": {"port": 80}, "successThreshold": 2}}),
            &["livenessProbe.successThreshold: Invalid value: 2: must be 1"],
        ),
        (
            json!({"readinessProbe": {"tcpSocket": {"port": 80}, "periodSeconds": -1}}),
            &["readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0"],
        ),
        (json!({"lifecycle": {"preStop": {}}}), &["lifecycle.preStop: Required value: must specify a handler type"]),
        (
            json!({"lifecycle": {"preStop": {"sleep": {"seconds": 60}}}}),
            &[
                "lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (30)",
            ],
        ),
        (
            json!({"securityContext": {"runAsUser": -1}}),
            &["securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"],
        ),
    ];
    for (more, wanted) in rows {
        let mut container = json!({"name": "app", "image": "nginx"});
        container.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let wanted: Vec<String> = wanted.iter().map(|cause| format!("{path}.{cause}")).collect();
        let object = json!({"metadata": {"name": "x"}, "spec": {"containers": [container]}});
        assert_eq!(causes("", "pods", object), wanted, "{more}");
    }
}

#[test]
fn pods_that_cannot_be() {
    let rows: &[(Value, &[&str])] = &[
        (
            json!({"volumes": [{"name": "v", "emptyDir": {}}, {"name": "v", "emptyDir": {}}]}),
            &["volumes[1].name: Duplicate value: \"v\""],
        ),
        (
            json!({"initContainers": [{"name": "app", "image": "x", "readinessProbe": {"httpGet": {"port": 80}}}]}),
            &[
                "initContainers[0].name: Duplicate value: \"app\"",
                "initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always",
            ],
        ),
        (
            json!({"hostNetwork": true, "containers": [{"name": "a", "image": "x", "ports": [{"containerPort": 80, "hostPort": 81}]}]}),
            &[
                "containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true",
            ],
        ),
        (
            json!({"dnsPolicy": "None"}),
            &["dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"],
        ),
        (
            json!({"activeDeadlineSeconds": 0}),
            &["activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"],
        ),
        (
            json!({"tolerations": [{"key": "a", "effect": "Nope"}]}),
            &[
                "tolerations[0].effect: Unsupported value: \"Nope\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
            ],
        ),
        (
            json!({"topologySpreadConstraints": [{"maxSkew": 0, "topologyKey": "a", "whenUnsatisfiable": "DoNotSchedule"}]}),
            &["topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero"],
        ),
        (
            json!({"affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
                {"weight": 200, "preference": {"matchExpressions": [{"key": "a", "operator": "Exists"}]}}]}}}),
            &[
                "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 200: must be in the range 1-100",
            ],
        ),
        (
            json!({"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                {"matchExpressions": [{"key": "a", "operator": "Nope"}]}]}}}}),
            &[
                "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: \"Nope\": not a valid selector operator",
            ],
        ),
    ];
    for (more, wanted) in rows {
        let mut spec = json!({"containers": [{"name": "app", "image": "nginx"}]});
        spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let wanted: Vec<String> = wanted.iter().map(|cause| format!("spec.{cause}")).collect();
        assert_eq!(causes("", "pods", json!({"metadata": {"name": "x"}, "spec": spec})), wanted, "{more}");
    }
}

#[test]
fn services_that_cannot_be() {
    check(
        "",
        "services",
        &[
            (json!({"ports": [{"port": 80}]}), &[]),
            (json!({"ports": [{"port": 80, "targetPort": "http"}], "clusterIP": "None"}), &[]),
            (
                json!({"ports": [{"port": 80, "name": "a"}, {"port": 80, "name": "b"}]}),
                &[
                    "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}",
                ],
            ),
            (
                json!({"ports": [{"port": 80, "name": "a"}, {"port": 81, "name": "a"}]}),
                &["spec.ports[1].name: Duplicate value: \"a\""],
            ),
            (json!({"type": "ExternalName"}), &["spec.externalName: Required value"]),
            (
                json!({"ports": [{"port": 80}], "clusterIP": "x"}),
                &[
                    "spec.clusterIPs[0]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
                ],
            ),
            (
                json!({"ports": [{"port": 80}], "sessionAffinity": "Nope"}),
                &["spec.sessionAffinity: Unsupported value: \"Nope\": supported values: \"ClientIP\", \"None\""],
            ),
            (
                json!({"ports": [{"port": 80}], "externalTrafficPolicy": "Local"}),
                &[
                    "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for externally-accessible services",
                ],
            ),
            (
                json!({"type": "NodePort", "ports": [{"port": 80, "nodePort": 80}]}),
                &[
                    "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
                ],
            ),
            (
                json!({"ports": [{"port": 80, "nodePort": 30080}]}),
                &["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
            ),
        ],
    );
}

#[test]
fn other_objects_that_cannot_be() {
    let template = json!({"spec": {"containers": [{"name": "a", "image": "x"}]}});
    check(
        "batch",
        "jobs",
        &[(
            json!({"completions": -1, "template": template}),
            &[
                "spec.completions: Invalid value: -1: must be greater than or equal to 0",
                "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"",
            ],
        )],
    );
    check(
        "networking.k8s.io",
        "ingresses",
        &[(
            json!({"rules": [{"http": {"paths": [
            {"path": "x", "pathType": "Prefix", "backend": {"service": {"name": "x", "port": {}}}},
            {"path": "/", "backend": {"service": {"name": "x", "port": {"number": 80}}}}]}}]}),
            &[
                "spec.rules[0].http.paths[0].path: Invalid value: \"x\": must be an absolute path",
                "spec.rules[0].http.paths[0].backend: Required value: port name or number is required",
                "spec.rules[0].http.paths[1].pathType: Required value: pathType must be specified",
            ],
        )],
    );
    check(
        "networking.k8s.io",
        "networkpolicies",
        &[(
            json!({"policyTypes": ["Nope"]}),
            &["spec.policyTypes[0]: Unsupported value: \"Nope\": supported values: \"Ingress\", \"Egress\""],
        )],
    );
    check(
        "",
        "nodes",
        &[(
            json!({"taints": [{"key": "a", "effect": "Nope"}]}),
            &[
                "metadata.taints[0].effect: Unsupported value: \"Nope\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
            ],
        )],
    );
    let whole: [(&str, &str, Value, &str); 4] = [
        (
            "",
            "secrets",
            json!({"type": "kubernetes.io/tls", "data": {"tls.crt": "eA=="}}),
            "data[tls.key]: Required value",
        ),
        (
            "",
            "secrets",
            json!({"data": {"a": "not base64!"}}),
            "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 3",
        ),
        ("", "configmaps", json!({"data": {"..": "x"}}), "data[..]: Invalid value: \"..\": must not be '..'"),
        (
            "scheduling.k8s.io",
            "priorityclasses",
            json!({"value": 2_000_000_000}),
            "value: Forbidden: maximum allowed value of a user defined priority is 1000000000",
        ),
    ];
    for (group, plural, mut object, wanted) in whole {
        object["metadata"] = json!({"name": "x"});
        assert_eq!(causes(group, plural, object.clone()), [wanted], "{object}");
    }
}
