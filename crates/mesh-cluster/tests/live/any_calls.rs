//! Any calls in any order, and many pods.

use mesh_cluster::api::{PatchType, Propagation, Verb};
use mesh_cluster::live::{Change, Recorder};
use serde_json::{Value, json};

use crate::cluster::*;

/// Numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Something that somebody might do.
fn any(chance: &mut Chance) -> Verb {
    let name = ["a", "b", "c"][chance.below(3) as usize];
    let grace = [None, Some(0), Some(1), Some(40)][chance.below(4) as usize];
    let pod = |chance: &mut Chance| address("", "pods", &format!("bare-{}", chance.below(4)));
    let create = |group: &str, plural: &str, object: Value| Verb::Create {
        resource: resource(group, plural),
        namespace: "default".to_owned(),
        object,
        dry_run: false,
    };
    let workload = |kind: &str, labels: Value| {
        json!({
            "apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name},
            "spec": {
                "replicas": 2, "selector": {"matchLabels": labels}, "serviceName": name,
                "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "app", "image": "nginx"}]}},
            },
        })
    };
    let node = format!("node-{}", 1 + chance.below(3));
    match chance.below(20) {
        12 => create(
            "",
            "services",
            json!({
                "apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
                "spec": {
                    "selector": {"app": name}, "ports": [{"port": 80}],
                    "publishNotReadyAddresses": chance.below(4) == 0,
                },
            }),
        ),
        13 => create("apps", "daemonsets", workload("DaemonSet", json!({"daemon": name}))),
        14 => create("apps", "statefulsets", workload("StatefulSet", json!({"set": name}))),
        15 => create(
            "batch",
            "jobs",
            json!({
                "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name},
                "spec": {"completions": chance.below(3), "template": {"spec": {
                    "restartPolicy": (["Never", "OnFailure"][chance.below(2) as usize]),
                    "containers": [{"name": "app", "image": "busybox", "command": ([json!(["false"]), json!(["sleep", "3"])][chance.below(2) as usize])}],
                }}},
            }),
        ),
        16 => {
            let effect = ["NoSchedule", "NoExecute", "PreferNoSchedule"][chance.below(3) as usize];
            let taints = [json!([{"key": "k", "value": "v", "effect": effect}]), Value::Null];
            Verb::Patch {
                address: address("", "nodes", &node),
                patch_type: PatchType::Merge,
                patch: json!({"spec": {"taints": taints[chance.below(2) as usize]}}),
                dry_run: false,
            }
        }
        17 => {
            let plurals =
                [("apps", "daemonsets"), ("apps", "statefulsets"), ("batch", "jobs"), ("", "services"), ("", "nodes")];
            let (group, plural) = plurals[chance.below(5) as usize];
            let name = if plural == "nodes" { node.as_str() } else { name };
            let propagation =
                [Propagation::Background, Propagation::Foreground, Propagation::Orphan][chance.below(3) as usize];
            Verb::Delete { address: address(group, plural, name), grace, propagation, dry_run: chance.below(4) == 0 }
        }
        18 => create(
            "",
            "pods",
            json!({
                "apiVersion": "v1", "kind": "Pod", "metadata": {"name": format!("bare-{}", chance.below(4)), "labels": {"app": name}},
                "spec": {
                    "containers": [{"name": "app", "image": "nginx", "resources": {"requests": {"cpu": chance.below(6)}},
                                    "readinessProbe": {"initialDelaySeconds": chance.below(5), "httpGet": {"port": 80}}}],
                    "priority": chance.below(3),
                    "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
                        {"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": {"app": name}}}]}},
                },
            }),
        ),
        19 => Verb::Patch {
            address: pod(chance),
            patch_type: PatchType::StrategicMerge,
            patch: json!({"metadata": {"labels": {"app": (["a", "b", "c"][chance.below(3) as usize])}, "finalizers": null}}),
            dry_run: false,
        },
        0 => Verb::Create {
            resource: resource("apps", "deployments"),
            namespace: "default".to_owned(),
            object: deployment(
                name,
                chance.below(6) as u32,
                &json!({"type": (["RollingUpdate", "Recreate"][chance.below(2) as usize])}),
            ),
            dry_run: chance.below(5) == 0,
        },
        1 => Verb::Scale {
            address: address("apps", "deployments", name),
            replicas: chance.below(9) as u32,
            dry_run: false,
        },
        2 => Verb::Delete {
            address: address("apps", "deployments", name),
            grace,
            propagation: [Propagation::Background, Propagation::Foreground, Propagation::Orphan]
                [chance.below(3) as usize],
            dry_run: false,
        },
        3 => {
            let image = ["nginx:1.28", "nginx:bad", "busybox"][chance.below(3) as usize];
            let patch = json!({"spec": {"template": {"spec": {"containers": [{"name": "app", "image": image}]}}}});
            Verb::Patch {
                address: address("apps", "deployments", name),
                patch_type: PatchType::StrategicMerge,
                patch,
                dry_run: false,
            }
        }
        4 => {
            let patch = json!({"spec": {"unschedulable": ([Value::Null, json!(true)][chance.below(2) as usize])}});
            Verb::Patch {
                address: address("", "nodes", &node),
                patch_type: PatchType::StrategicMerge,
                patch,
                dry_run: false,
            }
        }
        5 => {
            let command = [json!(["sleep", "2"]), json!(["false"]), json!(["no-such-program"]), json!(null)]
                [chance.below(4) as usize]
                .clone();
            let object = json!({
                "apiVersion": "v1", "kind": "Pod", "metadata": {"name": format!("bare-{}", chance.below(4)), "labels": {"app": name}},
                "spec": {"containers": [{"name": "app", "image": "nginx", "command": command}], "restartPolicy": (["Always", "Never"][chance.below(2) as usize])},
            });
            Verb::Create { resource: resource("", "pods"), namespace: "default".to_owned(), object, dry_run: false }
        }
        6 => Verb::Delete { address: pod(chance), grace, propagation: Propagation::Background, dry_run: false },
        7 => Verb::Evict { address: pod(chance), grace, dry_run: false },
        8 => Verb::Create {
            resource: resource("policy", "poddisruptionbudgets"),
            namespace: "default".to_owned(),
            object: json!({
                "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name},
                "spec": {"minAvailable": chance.below(4), "selector": {"matchLabels": {"app": name}}},
            }),
            dry_run: false,
        },
        9 => Verb::Patch {
            address: pod(chance),
            patch_type: [PatchType::Json, PatchType::Merge][chance.below(2) as usize],
            patch: json!([{"op": "remove", "path": "/metadata/labels/app"}]),
            dry_run: false,
        },
        10 => {
            Verb::Replace { address: address("apps", "deployments", name), object: json!({"spec": 5}), dry_run: false }
        }
        _ => Verb::Delete {
            address: address("policy", "poddisruptionbudgets", name),
            grace: None,
            propagation: Propagation::Background,
            dry_run: false,
        },
    }
}

/// Sometimes something happens beside the API.
fn upset(cluster: &mut Cluster, chance: &mut Chance, node: &str) {
    let number = chance.below(12);
    let name = ["scheduler", "batch"][chance.below(2) as usize];
    let killed = chance.below(2) == 0;
    let manifest = json!({"metadata": {"name": "static"}, "spec": {"containers": [{"name": "app", "image": "nginx"}]}});
    let changes = &mut cluster.changes;
    cluster.runner.act(
        |machine, now, out| match number {
            0 => machine.add_static_pod(now, node, &manifest, out),
            1 => machine.stop_scheduler(now, name, killed, out),
            2 => machine.start_main_scheduler(now, out),
            3 => machine.add_node(now, &json!({"name": node}), out),
            _ => {}
        },
        &mut |at, change| changes.push((at, change.clone())),
    );
}

/// The ready endpoints of each Service are the pods that it selects, are ready and stay; or all of them where it says so.
fn endpoints_are_right(cluster: &Cluster) {
    let mut machine = cluster.runner.machine.clone();
    let mut list = |group: &str, plural: &str| -> Vec<Value> {
        let verb = Verb::List {
            resource: resource(group, plural),
            namespace: None,
            labels: String::new(),
            fields: String::new(),
        };
        let answer = machine.apply(cluster.runner.now(), &verb, &mut Vec::new());
        answer.unwrap_or_default()["items"].as_array().cloned().unwrap_or_default()
    };
    let (services, pods, slices) = (list("", "services"), list("", "pods"), list("discovery.k8s.io", "endpointslices"));
    for service in services.iter().filter(|service| service["metadata"]["name"] != "kubernetes") {
        let publishes = service["spec"]["publishNotReadyAddresses"] == true;
        let is_meant = |pod: &&Value| {
            pod["metadata"]["labels"]["app"] == service["spec"]["selector"]["app"]
                && pod["status"]["podIP"].is_string()
                && !matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"))
                && (publishes || is_ready(pod) && !is_going(pod))
        };
        let mut wanted: Vec<&Value> = pods.iter().filter(is_meant).map(|pod| &pod["metadata"]["name"]).collect();
        let own = slices
            .iter()
            .filter(|slice| slice["metadata"]["labels"]["kubernetes.io/service-name"] == service["metadata"]["name"]);
        let all = own.flat_map(|slice| slice["endpoints"].as_array().into_iter().flatten());
        let mut have: Vec<&Value> =
            all.filter(|one| one["conditions"]["ready"] == true).map(|one| &one["targetRef"]["name"]).collect();
        wanted.sort_by_key(|name| name.to_string());
        have.sort_by_key(|name| name.to_string());
        assert_eq!(wanted, have, "{}", service["metadata"]["name"]);
    }
}

/// All that a cluster tells in a run of arbitrary calls.
fn run(seed: u64, fork: bool) -> Vec<(u64, Change)> {
    let mut cluster = Cluster::new(3);
    let mut chance = Chance(seed);
    for step in 0..120 {
        let verb = any(&mut chance);
        let _ = cluster.call(&verb);
        let node = format!("node-{}", 1 + chance.below(3));
        if chance.below(10) == 0 {
            let silent = chance.below(2) == 0;
            let changes = &mut cluster.changes;
            cluster.runner.act(|machine, now, out| machine.silence(now, &node, silent, out), &mut |at, change| {
                changes.push((at, change.clone()))
            });
        }
        upset(&mut cluster, &mut chance, &node);
        let seconds = chance.below(20);
        cluster.pass(seconds);
        // Moments at which the controllers have seen everything.
        cluster.pass_milliseconds(30);
        endpoints_are_right(&cluster);
        if fork && step % 10 == 0 {
            // A copy goes its own way, and changes nothing here.
            let mut copy = Cluster { runner: cluster.runner.clone(), changes: Vec::new() };
            let _ = copy.call(&any(&mut Chance(seed + step)));
            copy.pass(30);
        }
    }
    cluster.changes
}

#[test]
fn nothing_that_is_asked_upsets_it_and_copies_go_their_own_way() {
    for seed in 0..8 {
        assert!(run(seed, false) == run(seed, true), "seed {seed}: a copy changed the original");
    }
}

#[test]
fn ten_thousand_pods_live_on_five_hundred_nodes() {
    let mut cluster = Cluster::new(500);
    let strategy = json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}});
    for number in 0..20 {
        cluster.create("apps", "deployments", deployment(&format!("web-{number}"), 500, &strategy));
    }
    cluster.pass(10);
    cluster.changes.clear();
    assert_eq!(cluster.runner.machine.pod_count(), 10_000);
    let before = cluster.runner.clone();
    set_image(&mut cluster, "web-7", "nginx:1.28");
    cluster.pass(60);
    let mut recorder = Recorder::default();
    for (at, change) in &cluster.changes {
        recorder.note(*at, change);
    }
    let state = recorder.state();
    assert_eq!(state["deploy"]["web-7"]["updatedReplicas"], 500);
    assert_eq!(state["deploy"]["web-7"]["availableReplicas"], 500);
    assert_eq!((cluster.runner.machine.pod_count(), before.machine.pod_count()), (10_000, 10_000));
}
