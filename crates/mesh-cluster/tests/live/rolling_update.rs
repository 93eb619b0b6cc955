//! A Deployment that rolls over to another template.

use serde_json::{Value, json};

use crate::cluster::*;

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
