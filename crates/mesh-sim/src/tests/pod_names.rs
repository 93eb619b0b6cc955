//! Requests to pods by their own names.

use super::world;
use crate::{Request, Work, route};

fn text(cluster_ip: &str, port: &str) -> String {
    format!(
        "apiVersion: v1
kind: Service
metadata: {{name: ledger}}
spec: {{{cluster_ip}selector: {{app: ledger}}, ports: [{{name: {port}, port: 7000}}]}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: book}}
spec:
  serviceName: ledger
  replicas: 3
  selector: {{matchLabels: {{app: ledger}}}}
  template: {{metadata: {{labels: {{app: ledger}}}}, spec: {{containers: [{{name: app, image: example/ledger}}]}}}}
---
apiVersion: v1
kind: Pod
metadata: {{name: lone, labels: {{app: ledger}}}}
spec: {{hostname: desk, subdomain: ledger, containers: [{{name: app, image: example/ledger}}]}}
"
    )
}

/// The answer, the cluster and who was sent the request.
fn asked(text: &str, url: &str) -> (String, String, String) {
    let request = Request::new("GET", url, [("a", "b")]).unwrap();
    let told = route(&world(&[text]), "client", &request, 1, 1, &mut Work::unlimited()).unwrap();
    let only = |counts: &std::collections::BTreeMap<String, u64>| counts.keys().cloned().collect::<Vec<_>>().join(" ");
    let sent = told.explain.iter().find_map(|line| line.strip_prefix("try 1 sent to ").map(str::to_owned));
    (only(&told.responses), only(&told.clusters), sent.unwrap_or_default())
}

#[test]
fn a_name_below_a_service_is_one_pod() {
    let headless = "outbound|7000||ledger.default.svc.cluster.local";
    let passed = "PassthroughCluster";
    // clusterIP | name | cluster | pod; only headless Services have names below them in their virtual host
    for (cluster_ip, name, cluster, pod) in [
        ("clusterIP: None, ", "book-1.ledger.default.svc.cluster.local", headless, "book-1"),
        ("clusterIP: None, ", "book-2.ledger.default", headless, "book-2"),
        ("clusterIP: None, ", "BOOK-0.ledger", headless, "book-0"),
        ("clusterIP: None, ", "desk.ledger", headless, "lone"),
        ("clusterIP: None, ", "10-1-0-3.ledger.default.svc.cluster.local", headless, "book-1"),
        ("", "book-1.ledger.default.svc.cluster.local", passed, "book-1"),
    ] {
        let told = asked(&text(cluster_ip, "http"), &format!("http://{name}:7000/"));
        assert_eq!(told, ("200 -".to_owned(), cluster.to_owned(), pod.to_owned()), "{cluster_ip}{name}");
    }
}

#[test]
fn bytes_go_to_the_pod_of_the_name_too() {
    let told = asked(&text("clusterIP: None, ", "tcp"), "http://book-1.ledger:7000/");
    let cluster = "outbound|7000||ledger.default.svc.cluster.local".to_owned();
    assert_eq!((told.1, told.2), (cluster, "book-1".to_owned()));
}

#[test]
fn a_name_that_no_pod_has_is_none() {
    for name in ["book-3", "lone", "10-1-0-9"] {
        let url = format!("http://{name}.ledger.default.svc.cluster.local:7000/");
        assert_eq!(asked(&text("clusterIP: None, ", "http"), &url).0, "503 URX,UF", "{name}: tried again as any other");
    }
}
