//! What people see.

use serde_json::json;

use crate::cluster::*;

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
    cluster.runner.act(|machine, _, _| overview = machine.overview(100), &mut |_, _| {});
    let mesh_cluster::live::Overview { nodes, pods, budgets, more } = overview;
    assert_eq!(more, 0);
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
