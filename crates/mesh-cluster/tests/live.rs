//! What must hold for a living cluster whatever happens in it.
#![allow(clippy::result_large_err, reason = "a refusal is rare, and goes straight to whoever asked")]

use mesh_cluster::api::{Address, Answer, PatchType, Propagation, Resource, Verb};
use mesh_cluster::live::{Change, Machine, Recorder, Runner, Settings};
use serde_json::{Value, json};

const SECOND: u64 = 1_000_000_000;

fn resource(group: &str, plural: &str) -> Resource {
    Resource { group: group.to_owned(), plural: plural.to_owned() }
}

fn address(group: &str, plural: &str, name: &str) -> Address {
    let namespace = if plural == "nodes" { "" } else { "default" };
    Address { resource: resource(group, plural), namespace: namespace.to_owned(), name: name.to_owned() }
}

/// A cluster with what it told.
struct Cluster {
    runner: Runner,
    changes: Vec<(u64, Change)>,
}

impl Cluster {
    fn new(nodes: usize) -> Self {
        let mut cluster = Self { runner: Runner::new(Machine::new(Settings::default())), changes: Vec::new() };
        for number in 1..=nodes {
            let node = json!({"name": format!("node-{number}"), "cpu": 16, "memory": "64Gi", "pods": 250});
            cluster.runner.act(|machine, now, out| machine.add_node(now, &node, out), &mut |_, _| {});
        }
        cluster
    }

    fn call(&mut self, verb: &Verb) -> Answer {
        let changes = &mut self.changes;
        self.runner.apply(verb, &mut |at, change| changes.push((at, change.clone())))
    }

    fn create(&mut self, group: &str, plural: &str, object: Value) {
        let verb =
            Verb::Create { resource: resource(group, plural), namespace: "default".to_owned(), object, dry_run: false };
        self.call(&verb).expect("it is valid");
    }

    fn pass(&mut self, seconds: u64) {
        let until = self.runner.now() + seconds * SECOND;
        let changes = &mut self.changes;
        assert!(
            self.runner.run_until(until, 2_000_000, &mut |at, change| changes.push((at, change.clone()))),
            "it comes to rest"
        );
    }

    fn pass_milliseconds(&mut self, milliseconds: u64) {
        let changes = &mut self.changes;
        let until = self.runner.now() + milliseconds * SECOND / 1000;
        assert!(self.runner.run_until(until, 1_000_000, &mut |at, change| changes.push((at, change.clone()))));
    }

    fn list(&mut self, group: &str, plural: &str) -> Vec<Value> {
        let verb = Verb::List {
            resource: resource(group, plural),
            namespace: Some("default".to_owned()),
            labels: String::new(),
            fields: String::new(),
        };
        let list = self.call(&verb).expect("it can be listed");
        list["items"].as_array().cloned().unwrap_or_default()
    }
}

fn deployment(name: &str, replicas: u32, strategy: &Value) -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
        "spec": {
            "replicas": replicas, "selector": {"matchLabels": {"app": name}}, "strategy": strategy,
            "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{
                "image": "nginx:1.27", "name": "app",
                "readinessProbe": {"httpGet": {"port": 80}, "initialDelaySeconds": 1},
            }]}},
        },
    })
}

fn set_image(cluster: &mut Cluster, name: &str, image: &str) {
    let patch = json!({"spec": {"template": {"spec": {"containers": [{"name": "app", "image": image}]}}}});
    let address = address("apps", "deployments", name);
    cluster
        .call(&Verb::Patch { address, patch_type: PatchType::StrategicMerge, patch, dry_run: false })
        .expect("it is valid");
}

fn is_ready(pod: &Value) -> bool {
    let conditions = pod.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
    conditions.into_iter().any(|one| one["type"] == "Ready" && one["status"] == "True")
}

fn is_going(pod: &Value) -> bool {
    pod.pointer("/metadata/deletionTimestamp").is_some()
}

#[test]
fn a_rolling_update_keeps_within_its_bounds() {
    // Replicas, maxSurge, maxUnavailable; and what they come to.
    let cases = [
        (4, json!("25%"), json!("25%"), 1, 1),
        (10, json!(3), json!(0), 3, 0),
        (5, json!(0), json!(2), 0, 2),
        (7, json!("50%"), json!("20%"), 4, 1),
        (1, json!(0), json!("10%"), 0, 1),
    ];
    for (replicas, surge, unavailable, most, least) in cases {
        let mut cluster = Cluster::new(3);
        let strategy =
            json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": unavailable}});
        cluster.create("apps", "deployments", deployment("web", replicas, &strategy));
        cluster.pass(10);
        set_image(&mut cluster, "web", "nginx:1.28");
        for _ in 0..600 {
            let changes = &mut cluster.changes;
            let until = cluster.runner.now() + SECOND / 20;
            assert!(cluster.runner.run_until(until, 100_000, &mut |at, change| changes.push((at, change.clone()))));
            let pods = cluster.list("", "pods");
            let live: Vec<&Value> = pods.iter().filter(|pod| !is_going(pod)).collect();
            let ready = live.iter().filter(|pod| is_ready(pod)).count();
            assert!(ready as u32 + least >= replicas, "{replicas}: {ready} ready");
            assert!(live.len() as u32 <= replicas + most, "{replicas}: {} pods", live.len());
        }
        let pods = cluster.list("", "pods");
        assert_eq!(pods.len() as u32, replicas);
        assert!(pods.iter().all(|pod| pod["spec"]["containers"][0]["image"] == "nginx:1.28" && is_ready(pod)));
    }
}

#[test]
fn endpoints_are_the_ready_pods_that_stay() {
    let mut cluster = Cluster::new(3);
    cluster.create(
        "",
        "services",
        json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
            "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
        }),
    );
    cluster.create("apps", "deployments", deployment("web", 150, &json!({"type": "RollingUpdate"})));
    cluster.pass(10);
    set_image(&mut cluster, "web", "nginx:1.28");
    for _ in 0..20 {
        cluster.pass(1);
        // Moments at which the controller has seen everything.
        let until = cluster.runner.now() + SECOND / 100;
        assert!(cluster.runner.run_until(until, 100_000, &mut |_, _| {}));
        let pods = cluster.list("", "pods");
        let mut wanted: Vec<String> = pods
            .iter()
            .filter(|pod| is_ready(pod) && !is_going(pod))
            .map(|pod| pod["status"]["podIP"].as_str().unwrap_or_default().to_owned())
            .collect();
        let slices = cluster.list("discovery.k8s.io", "endpointslices");
        let all = slices
            .iter()
            .filter(|slice| slice["metadata"]["name"] != "kubernetes")
            .flat_map(|slice| slice["endpoints"].as_array().cloned().unwrap_or_default());
        let mut have: Vec<String> = all
            .filter(|one| one["conditions"]["ready"] == true)
            .map(|one| one["addresses"][0].as_str().unwrap_or_default().to_owned())
            .collect();
        wanted.sort();
        have.sort();
        assert_eq!(wanted, have);
        assert!(slices.iter().all(|slice| slice["endpoints"].as_array().is_none_or(|list| list.len() <= 100)));
    }
}

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
fn evictions_never_break_a_budget() {
    // What the budget says, of how many pods, and how many of them have to stay.
    let cases = [
        (json!({"minAvailable": 1}), 2, 1),
        (json!({"minAvailable": 2}), 3, 2),
        (json!({"minAvailable": 4}), 4, 4),
        (json!({"minAvailable": "50%"}), 5, 3),
        (json!({"maxUnavailable": 1}), 4, 3),
        (json!({"maxUnavailable": "25%"}), 5, 3),
        (json!({"maxUnavailable": 0}), 2, 2),
    ];
    for (says, replicas, minimum) in cases {
        let mut cluster = Cluster::new(3);
        cluster.create("apps", "deployments", deployment("web", replicas, &json!({"type": "RollingUpdate"})));
        let mut budget = json!({
            "apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "web"}, "spec": says,
        });
        budget["spec"]["selector"] = json!({"matchLabels": {"app": "web"}});
        cluster.create("policy", "poddisruptionbudgets", budget);
        cluster.pass(10);
        let mut granted = 0;
        for _ in 0..200 {
            for pod in cluster.list("", "pods") {
                let name = pod["metadata"]["name"].as_str().unwrap_or_default().to_owned();
                let answer =
                    cluster.call(&Verb::Evict { address: address("", "pods", &name), grace: None, dry_run: false });
                granted += usize::from(answer.is_ok());
                let left = cluster.list("", "pods").iter().filter(|pod| is_ready(pod) && !is_going(pod)).count();
                assert!(left >= minimum, "{left} of at least {minimum}");
            }
            let until = cluster.runner.now() + SECOND / 10;
            assert!(cluster.runner.run_until(until, 100_000, &mut |_, _| {}));
        }
        assert_eq!(granted > 0, (minimum as u32) < replicas);
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

#[test]
fn an_overview_shows_what_stands_where_and_what_may_go() {
    let mut cluster = Cluster::new(2);
    cluster.create("apps", "deployments", deployment("web", 3, &json!({})));
    let budget = json!({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "keep"},
        "spec": {"minAvailable": 3, "selector": {"matchLabels": {"app": "web"}}}});
    cluster.create("policy", "poddisruptionbudgets", budget);
    let mut large = deployment("large", 1, &json!({}));
    large["spec"]["template"]["spec"]["containers"][0]["resources"] = json!({"requests": {"cpu": "40"}});
    cluster.create("apps", "deployments", large);
    cluster.pass(20);
    let mut overview = Default::default();
    cluster.runner.act(|machine, _, _| overview = machine.overview(), &mut |_, _| {});
    let mesh_cluster::live::Overview { nodes, pods, budgets } = overview;
    assert_eq!(nodes.iter().map(|node| (node.is_ready, node.pods[1])).collect::<Vec<_>>(), [(true, 250); 2]);
    assert_eq!(nodes.iter().map(|node| node.pods[0]).sum::<i64>(), 3);
    let web = pods.iter().filter(|pod| pod.workload == "web");
    assert!(web.clone().count() == 3 && web.clone().all(|pod| pod.is_ready && pod.status == "Running"));
    let large = pods.iter().find(|pod| pod.workload == "large").unwrap();
    assert!(
        large.node.is_empty() && large.status == "Pending" && large.why.contains("2 Insufficient cpu"),
        "{large:?}"
    );
    let [budget] = budgets.as_slice() else { panic!("{budgets:?}") };
    assert_eq!((budget.needed, budget.healthy, budget.allowed, budget.pods.len()), (3, 3, 0, 3));
}

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
