//! Requests to hosts that nobody knows.

use super::{STAFF, world};
use crate::{Request, Work, route};

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
        let told = route(&world(&[STAFF, &sidecar]), "client", &request, 1, 1, &mut Work::unlimited()).unwrap();
        assert_eq!(told.clusters.keys().next().map(String::as_str), cluster, "{mode}:{port}");
        let log = &told.record.unwrap().hops[0].access_log;
        let line = if cluster.is_some() { "200 - 0 0 20 20 " } else { "502 - 0 0 0 - " };
        assert!(log.contains(line), "{log}");
        let responses: Vec<&str> = told.responses.keys().map(String::as_str).collect();
        assert_eq!((told.virtual_host.as_str(), responses.as_slice()), (virtual_host, &[answer][..]), "{mode}:{port}");
    }
}

#[test]
fn faults_hold_for_services_whose_addresses_are_taken_as_they_are() {
    let service = "
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: outside}
spec:
  hosts: [outside.example.com]
  ports: [{number: 8080, name: http, protocol: HTTP}]
  location: MESH_EXTERNAL
  resolution: NONE
";
    let fault = |fault: &str| {
        format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: outside}}\n\
             spec: {{hosts: [outside.example.com], http: [{{{fault}route: [{{destination: {{host: outside.example.com}}}}]}}]}}\n"
        )
    };
    let delay = "fault: {delay: {fixedDelay: 2s, percentage: {value: 100}}}, ";
    let abort = "fault: {abort: {httpStatus: 418, percentage: {value: 100}}}, ";
    // fault | answer | milliseconds
    for (rule, answer, took) in [("", "200 -", 20), (delay, "200 DI", 2_020), (abort, "418 FI", 0)] {
        let request = Request::new("GET", "http://outside.example.com:8080/", [("a", "b")]).unwrap();
        let told =
            route(&world(&[STAFF, service, &fault(rule)]), "client", &request, 1, 1, &mut Work::unlimited()).unwrap();
        let hop = &told.record.as_ref().unwrap().hops[0];
        assert_eq!(told.responses.keys().map(String::as_str).collect::<Vec<_>>(), [answer], "{rule}");
        assert_eq!(hop.end.since(hop.start).as_millis(), took, "{rule}");
    }
}
