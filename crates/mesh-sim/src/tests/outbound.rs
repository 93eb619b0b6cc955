//! Requests to hosts that nobody knows.

use super::{STAFF, world};
use crate::{Request, route};

#[test]
fn each_mode_of_the_outbound_traffic_policy() {
    let (any, dynamic) = ("PassthroughCluster", "AllowAnyDynamicDNSCluster");
    // mode | port | virtual host | cluster | answer; no service has port 4321, another service has 8080
    for (mode, port, virtual_host, cluster, answer) in [
        ("ALLOW_ANY", 8080, "allow_any", Some(any), "200 -"),
        ("ALLOW_ANY_DYNAMIC_DNS", 4321, "allow_any_dynamic_dns", Some(dynamic), "200 -"),
        ("ALLOW_ANY_DYNAMIC_DNS", 8080, "allow_any_dynamic_dns", Some(dynamic), "200 -"),
        ("REGISTRY_ONLY", 8080, "block_all", None, "502 -"),
    ] {
        let sidecar = format!(
            "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {{name: default}}\n\
             spec: {{outboundTrafficPolicy: {{mode: {mode}}}, egress: [{{hosts: ['./*']}}]}}\n"
        );
        let url = format!("http://unknown.example.com:{port}/");
        let request = Request::new("GET", &url, [("a", "b")]).unwrap();
        let told = route(&world(&[STAFF, &sidecar]), "client", &request, 1, 1).unwrap();
        assert_eq!(told.clusters.keys().next().map(String::as_str), cluster, "{mode}:{port}");
        let log = &told.record.unwrap().hops[0].access_log;
        let line = if cluster.is_some() { "200 - 0 0 20 20 " } else { "502 - 0 0 0 - " };
        assert!(log.contains(line), "{log}");
        let responses: Vec<&str> = told.responses.keys().map(String::as_str).collect();
        assert_eq!((told.virtual_host.as_str(), responses.as_slice()), (virtual_host, &[answer][..]), "{mode}:{port}");
    }
}
