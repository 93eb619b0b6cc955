//! Schedulers in pods.

use mesh_cluster::api::{Propagation, Verb};
use serde_json::json;

use crate::cluster::*;

#[test]
fn a_kube_scheduler_in_a_pod_places_the_pods_that_ask_for_it() {
    let mut cluster = Cluster::new(1);
    let file = |elects: bool| {
        format!(
            "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: [{{schedulerName: mine}}]\nleaderElection: {{leaderElect: {elects}}}\n"
        )
    };
    let config = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "mine"},
        "data": {"own.yaml": file(false), "shared.yaml": file(true)}});
    cluster.create("", "configmaps", config);
    let scheduler = |name: &str, file: &str| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {
            "containers": [{"name": "scheduler", "image": "registry.k8s.io/kube-scheduler:v1.36.3",
                "command": ["kube-scheduler", format!("--config=/config/{file}")],
                "volumeMounts": [{"name": "config", "mountPath": "/config"}]}],
            "volumes": [{"name": "config", "configMap": {"name": "mine"}}]}})
    };
    let waiting = |name: &str| {
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"schedulerName": "mine",
            "containers": [{"name": "app", "image": "nginx:1.27"}]}})
    };
    let node_of = |cluster: &mut Cluster, name: &str| {
        let pods = cluster.list("", "pods");
        let pod = pods.iter().find(|pod| pod["metadata"]["name"] == name).unwrap();
        pod["spec"]["nodeName"].as_str().map(str::to_owned)
    };
    cluster.create("", "pods", waiting("one"));
    // With the lease of the first scheduler it waits as the pod does.
    cluster.create("", "pods", scheduler("shared", "shared.yaml"));
    cluster.pass(60);
    assert_eq!(node_of(&mut cluster, "one"), None);
    cluster.create("", "pods", scheduler("own", "own.yaml"));
    cluster.pass(10);
    assert_eq!(node_of(&mut cluster, "one").as_deref(), Some("node-1"));
    let own = Verb::Delete {
        address: address("", "pods", "own"),
        grace: None,
        propagation: Propagation::Background,
        dry_run: false,
    };
    cluster.call(&own).unwrap();
    cluster.pass(40);
    cluster.create("", "pods", waiting("two"));
    cluster.pass(60);
    assert_eq!(node_of(&mut cluster, "two"), None, "it went with its pod");
}

fn pod(name: &str) -> serde_json::Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [{"name": "app", "image": "nginx:1.27"}]}})
}

/// schedule_one.go: chance decides between equal nodes only where an extender scores them.
#[test]
fn of_equal_nodes_the_first_that_came_is_taken() {
    let mut cluster = Cluster::new(0);
    for name in ["zoe", "adam", "mia"] {
        let node = json!({"name": name, "cpu": 4, "memory": "8Gi", "pods": 110});
        cluster.runner.act(|machine, now, out| machine.add_node(now, &node, out), &mut |_, _| {});
    }
    for name in ["first", "second", "third"] {
        cluster.create("", "pods", pod(name));
        cluster.pass(1);
    }
    let nodes: Vec<_> = cluster.list("", "pods").iter().map(|pod| pod["spec"]["nodeName"].clone()).collect();
    // The second goes where least is asked for: of the two others the one that came first.
    assert_eq!(nodes, ["zoe", "adam", "mia"]);
}

/// A pod that no plugin has refused waits for the end of its back-off, whatever happens (scheduling_queue.go).
#[test]
fn without_any_node_a_pod_is_tried_again_after_its_back_off() {
    let mut cluster = Cluster::new(0);
    cluster.create("", "pods", pod("early"));
    cluster.pass_milliseconds(2500);
    let node = json!({"name": "late", "cpu": 4, "memory": "8Gi", "pods": 110});
    cluster.runner.act(|machine, now, out| machine.add_node(now, &node, out), &mut |_, _| {});
    let is_placed = |cluster: &mut Cluster| cluster.list("", "pods")[0]["spec"]["nodeName"] == "late";
    cluster.pass_milliseconds(2000);
    assert!(!is_placed(&mut cluster), "its second back-off lasts until the fifth second");
    cluster.pass_milliseconds(1000);
    assert!(is_placed(&mut cluster));
    let failed = cluster.list("", "events").into_iter().filter(|event| event["reason"] == "FailedScheduling");
    assert_eq!(failed.count(), 2);
}
