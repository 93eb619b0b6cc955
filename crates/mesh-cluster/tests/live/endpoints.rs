//! Who Services send to.

use serde_json::json;

use crate::cluster::*;

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
