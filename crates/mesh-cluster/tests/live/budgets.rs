//! How many pods may go.

use mesh_cluster::api::Verb;
use serde_json::json;

use crate::cluster::*;

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
