//! Objects as people paste them: lists of kubectl, JSON, strange kinds, slips of the pen.

use mesh_config::{Config, SourceFile, Spec, codes, parse};

fn read(text: &str) -> Config {
    parse(&[SourceFile { name: "a.yaml".to_owned(), text: text.to_owned() }])
}

fn findings(text: &str) -> Vec<(String, String, String)> {
    let one = |finding: mesh_config::Diagnostic| (finding.code.into_owned(), finding.path, finding.message.to_string());
    read(text).diagnostics.into_iter().map(one).collect()
}

#[test]
fn a_list_of_kubectl_in_json() {
    let text = r#"{"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [
        {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
         "metadata": {"name": "a", "namespace": "shop", "generation": 3, "managedFields": [{"fieldsV1": {"f:spec": {}}}], "uid": "x",
                      "creationTimestamp": "2026-01-02T03:04:05Z"},
         "spec": {"hosts": ["a"], "http": [{"route": [{"destination": {"host": "a"}, "weight": 100}], "timeout": "1.5s"}]},
         "status": {"observedGeneration": "3"}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d", "labels": {"a": "b"}, "annotations": {"deployment.kubernetes.io/revision": "1"}},
         "spec": {"replicas": 2, "revisionHistoryLimit": 10, "selector": {"matchLabels": {"app": "a"}}, "template": {"metadata": {"creationTimestamp": null, "labels": {"app": "a"}},
           "spec": {"containers": [{"name": "c", "image": "i:1", "resources": {"requests": {"cpu": "10m", "memory": 5}}, "terminationMessagePath": "/dev/x", "ports": [{"containerPort": 80}]}], "dnsPolicy": "ClusterFirst"}}},
         "status": {"replicas": 2}}]}"#;
    let config = read(text);
    assert_eq!(config.diagnostics, []);
    assert_eq!(config.resources.len(), 2);
    assert_eq!(config.resources[0].qualified_name(), "shop/a");
    assert_eq!(config.resources[0].metadata.creation_timestamp.as_deref(), Some("2026-01-02T03:04:05Z"));
    assert!(matches!(config.resources[1].spec, Spec::Workload(..)));
}

#[test]
fn a_list_of_one_kind() {
    let config =
        read("apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a}\n  spec: {ports: [{port: 80}]}\n");
    assert!(matches!(config.resources[0].spec, Spec::Service(_)), "{config:?}");
}

#[test]
fn strange_kinds_are_kept_and_slips_are_told() {
    let config = read("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {x: eA==}\n");
    assert_eq!(config.resources[0].spec, Spec::Unknown);
    assert_eq!(config.diagnostics[0].message, "Secret is kept, but ignored: the playground does not simulate it");
    for (text, cure) in [
        (
            "apiVersion: networking.istio.io/v1\nkind: VirtualSevice\nmetadata: {name: a}",
            "did you mean `VirtualService`?",
        ),
        (
            "apiVersion: networking.istio.io/v2\nkind: VirtualService\nmetadata: {name: a}",
            "did you mean `networking.istio.io/v1`?",
        ),
        ("kind: Deployment\nmetadata: {name: a}", "did you mean `apps/v1`?"),
    ] {
        let found = read(text).diagnostics;
        assert!(found[0].message.to_string().contains(cure) && !found[0].fixes.is_empty(), "{found:?}");
    }
}

#[test]
fn unknown_fields_are_told_with_the_likely_one() {
    let text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a, labls: {}}\nspecs: {}\nspec:\n  hosts: [a]\n  http:\n  - route:\n    - destination: {host: a, subsett: b}\n      weigth: 1\n    retries: {perTryTimeout: 1s, attempt: 2}\n    somethingElse: 1\n";
    let found = findings(text);
    let told: Vec<_> = found.iter().map(|(_, path, message)| (path.as_str(), message.as_str())).collect();
    assert_eq!(
        told,
        [
            ("specs", "the object has no field `specs`; did you mean `spec`?"),
            ("metadata.labls", "ObjectMeta has no field `labls`; did you mean `labels`?"),
            ("spec.http[0].route[0].destination.subsett", "Destination has no field `subsett`; did you mean `subset`?"),
            ("spec.http[0].route[0].weigth", "HTTPRouteDestination has no field `weigth`; did you mean `weight`?"),
            ("spec.http[0].retries.attempt", "HTTPRetry has no field `attempt`; did you mean `attempts`?"),
            ("spec.http[0].somethingElse", "HTTPRoute has no field `somethingElse`; it has no effect: remove it"),
        ]
    );
}

#[test]
fn wrong_types_name_the_cure() {
    let route = |field: &str| {
        let text = format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: a}}\nspec:\n  http:\n  - {field}\n"
        );
        let config = read(&text);
        assert!(!config.resources[0].readable, "{field}");
        config.diagnostics[0].message.to_string()
    };
    assert_eq!(route("timeout: 5"), "expected a duration such as `1.5s`, found `5`; add a unit, such as `5s` or `5ms`");
    assert_eq!(route("name: 1"), "expected text, found `1`; put it in quotes: `\"1\"`");
    assert_eq!(route("route: {destination: {host: a}}"), "expected a list, found a mapping; put `- ` before each item");
    assert!(
        route("route: [{weight: 1.5}]")
            .starts_with("expected a whole number from -2147483648 to 2147483647, found `1.5`")
    );
    assert!(route("retries: 3").starts_with("expected a mapping (HTTPRetry), found `3`"));
    assert!(route("redirect: {derivePort: from_request_port}").ends_with("did you mean `FROM_REQUEST_PORT`?"));
}

#[test]
fn of_fields_that_exclude_each_other_the_last_counts_as_in_istio() {
    let text = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n  trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true}, simple: RANDOM}}\n";
    let config = read(text);
    let Spec::DestinationRule(rule) = &config.resources[0].spec else { panic!() };
    let balancer = rule.traffic_policy.as_ref().unwrap().load_balancer.as_ref().unwrap();
    assert!(balancer.simple.is_none() && balancer.consistent_hash.is_some());
    assert_eq!(config.diagnostics[0].code, codes::ONE_OF);
    assert_eq!(config.diagnostics[0].path, "spec.trafficPolicy.loadBalancer.simple");
}

#[test]
fn names_in_snake_case_are_known() {
    let text = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: a\n  traffic_policy: {outlier_detection: {consecutive_5xx_errors: 3}}\n";
    let config = read(text);
    let Spec::DestinationRule(rule) = &config.resources[0].spec else { panic!() };
    let detection = rule.traffic_policy.as_ref().unwrap().outlier_detection.as_ref().unwrap();
    assert_eq!(detection.consecutive_5xx_errors.as_ref().unwrap().value, 3);
    assert_eq!(config.diagnostics, []);
}

#[test]
fn what_is_no_object_is_told() {
    for (text, cure) in [
        ("- a\n- b", "begin with `apiVersion`"),
        ("a: 1", "add `apiVersion` and `kind` lines"),
        ("apiVersion: v1\nkind: Service", "add `metadata: {name: …}`"),
    ] {
        let found = findings(text);
        assert!(found[0].0 == codes::NO_OBJECT && found[0].2.contains(cure), "{found:?}");
    }
    assert_eq!(findings("# only a comment\n---\n---\n"), []);
}

#[test]
fn paths_quote_keys_that_hold_dots() {
    let text = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  labels: {app.kubernetes.io/name: 1}\n";
    let config = read(text);
    let path = &config.diagnostics[0].path;
    assert_eq!(path, "metadata.labels[\"app.kubernetes.io/name\"]");
    assert_eq!(config.resources[0].node.at(path).and_then(|node| node.text()), Some("1"));
}
