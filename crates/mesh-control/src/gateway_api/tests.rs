//! Which routes of which HTTPRoutes reach a gateway and the mesh. What stands here was asked of Istio's own control plane.

use mesh_config::SourceFile;

use crate::Mesh;

const MESH: &str = "
apiVersion: v1
kind: Namespace
metadata: {name: bank, labels: {team: b}}
---
apiVersion: v1
kind: Namespace
metadata: {name: default}
---
apiVersion: v1
kind: Pod
metadata: {name: gateway, namespace: bank, labels: {istio: gateway}}
---
apiVersion: v1
kind: Service
metadata: {name: gateway, namespace: bank}
spec: {selector: {istio: gateway}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: reviews}
spec: {selector: {app: reviews}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: pay, namespace: bank}
spec: {selector: {app: pay}, ports: [{name: http, port: 80}]}
";

fn gateway(listeners: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: gw, namespace: bank}}\nspec:\n  \
         gatewayClassName: istio\n  addresses: [{{type: Hostname, value: gateway}}]\n  listeners: [{listeners}]\n"
    )
}

fn route(namespace: &str, spec: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: route, namespace: {namespace}}}\nspec: {{{spec}}}\n"
    )
}

/// `host: cluster or action` of every route that a client has on a port, but those that Istio makes itself.
fn routes(documents: &[String], client: &str, configuration: &str) -> Vec<String> {
    let text = [&[MESH.to_owned()], documents].concat().join("---\n");
    let mesh = Mesh::from_files(&[SourceFile { name: "mesh.yaml".into(), text }], true);
    let config = mesh.proxy_config(&mesh.client(client).unwrap());
    let configurations = config.route_configurations.iter().filter(|each| each.name == configuration);
    let hosts = configurations.flat_map(|each| &each.virtual_hosts);
    hosts
        .flat_map(|host| host.routes.iter().map(move |route| (host, route)))
        .filter(|(_, route)| route.name.starts_with("default.") || route.name.starts_with("bank."))
        .map(|(host, route)| {
            let route = serde_json::to_value(route).unwrap();
            let cluster = route.pointer("/route/cluster").cloned();
            let weighted = route.pointer("/route/weighted_clusters/clusters").cloned();
            let direct = route.pointer("/direct_response/status").cloned();
            format!("{}: {}", host.domains[0], cluster.or(weighted).or(direct).unwrap_or_default())
        })
        .collect()
}

fn at_gateway(listeners: &str, namespace: &str, spec: &str) -> Vec<String> {
    routes(&[gateway(listeners), route(namespace, spec)], "ingress", "http.80")
}

const ALL: &str = "{name: all, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}";
const TO_REVIEWS: &str =
    "parentRefs: [{name: gw, namespace: bank}], rules: [{backendRefs: [{name: reviews, port: 80}]}]";

#[test]
fn a_listener_takes_routes_of_its_own_namespace_unless_it_says_otherwise() {
    let same = "{name: same, port: 80, protocol: HTTP}";
    assert!(at_gateway(same, "default", TO_REVIEWS).is_empty());
    assert_eq!(at_gateway(ALL, "default", TO_REVIEWS), ["*: \"outbound|80||reviews.default.svc.cluster.local\""]);
    let selected = "{name: team, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: b}}}}}";
    assert!(at_gateway(selected, "default", TO_REVIEWS).is_empty());
    assert_eq!(at_gateway(selected, "bank", TO_REVIEWS).len(), 1);
}

#[test]
fn a_route_serves_the_hosts_that_the_listener_has_too() {
    let wild =
        "{name: wild, port: 80, protocol: HTTP, hostname: '*.example.com', allowedRoutes: {namespaces: {from: All}}}";
    let with_hosts = format!("hostnames: [a.example.com, other.org], {TO_REVIEWS}");
    assert_eq!(
        at_gateway(wild, "default", &with_hosts),
        ["a.example.com: \"outbound|80||reviews.default.svc.cluster.local\""]
    );
    let only_other = format!("hostnames: [other.org], {TO_REVIEWS}");
    assert!(at_gateway(wild, "default", &only_other).is_empty());
}

#[test]
fn a_more_exact_listener_keeps_its_host_to_itself() {
    let two = "{name: all, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}, \
               {name: exact, port: 80, protocol: HTTP, hostname: a.com, allowedRoutes: {namespaces: {from: All}}}";
    let section = "hostnames: [a.com, b.com], parentRefs: [{name: gw, namespace: bank, sectionName: all}], \
                   rules: [{backendRefs: [{name: reviews, port: 80}]}]";
    assert_eq!(at_gateway(two, "default", section), ["b.com: \"outbound|80||reviews.default.svc.cluster.local\""]);
}

#[test]
fn listeners_that_conflict_or_take_other_kinds_take_no_route() {
    let grpc =
        "{name: grpc, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}, kinds: [{kind: GRPCRoute}]}}";
    assert!(at_gateway(grpc, "default", TO_REVIEWS).is_empty());
    let behind_tcp = format!("{{name: tcp, port: 80, protocol: TCP}}, {ALL}");
    assert!(at_gateway(&behind_tcp, "default", TO_REVIEWS).is_empty());
    let other_class = gateway(ALL).replace("gatewayClassName: istio", "gatewayClassName: nginx");
    let mesh = [other_class, route("default", TO_REVIEWS)];
    assert!(routes(&mesh[1..], "client", "80").is_empty());
}

#[test]
fn a_gateways_route_needs_leave_to_reach_another_namespace_and_the_mesh_does_not() {
    let to_pay = "rules: [{backendRefs: [{name: pay, namespace: bank, port: 80}]}]";
    let from_gateway = route("default", &format!("parentRefs: [{{name: gw, namespace: bank}}], {to_pay}"));
    let documents = [gateway(ALL), from_gateway.clone()];
    assert_eq!(routes(&documents, "ingress", "http.80"), ["*: \"UnknownService\""]);
    let grant = "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: pay, namespace: bank}\n\
                 spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}], to: [{group: '', kind: Service}]}\n";
    let documents = [gateway(ALL), from_gateway, grant.to_owned()];
    assert_eq!(routes(&documents, "ingress", "http.80"), ["*: \"outbound|80||pay.bank.svc.cluster.local\""]);
    let in_mesh = route("default", &format!("parentRefs: [{{group: '', kind: Service, name: reviews}}], {to_pay}"));
    assert_eq!(
        routes(&[in_mesh], "client", "80"),
        ["reviews.default.svc.cluster.local: \"outbound|80||pay.bank.svc.cluster.local\""]
    );
}

#[test]
fn one_rule_that_cannot_be_served_refuses_the_whole_route() {
    let rules = |rule: &str| {
        format!(
            "parentRefs: [{{name: gw, namespace: bank}}], rules: [{{backendRefs: [{{name: reviews, port: 80}}]}}, {rule}]"
        )
    };
    for refused in [
        "{backendRefs: [{name: reviews.default, port: 80}]}",
        "{backendRefs: [{name: reviews}]}",
        "{filters: [{type: ExtensionRef}], backendRefs: [{name: reviews, port: 80}]}",
        "{backendRefs: [{name: reviews, port: 80, filters: [{type: URLRewrite}]}]}",
    ] {
        assert!(at_gateway(ALL, "default", &rules(refused)).is_empty(), "{refused}");
    }
    assert_eq!(at_gateway(ALL, "default", &rules("{backendRefs: [{name: reviews, port: 80, weight: 0}]}")).len(), 1);
    let without = at_gateway(ALL, "default", "parentRefs: [{name: gw, namespace: bank}], rules: [{}]");
    assert_eq!(without, ["*: 500"]);
}

#[test]
fn a_cors_filter_allows_origins_by_text_prefix_or_expression() {
    let spec = "parentRefs: [{name: gw, namespace: bank}], rules: [{filters: [{type: CORS, cors: {allowOrigins: ['http://c.com', 'https://x*', 'https://*.b.com']}}], \
                backendRefs: [{name: reviews, port: 80}]}]";
    let text = [MESH.to_owned(), gateway(ALL), route("default", spec)].join("---\n");
    let mesh = Mesh::from_files(&[SourceFile { name: "mesh.yaml".into(), text }], true);
    let config = mesh.proxy_config(&mesh.client("ingress").unwrap());
    let route = &config.route_configurations[0].virtual_hosts[0].routes[0];
    let cors = serde_json::to_value(route.typed_per_filter_config.cors.as_ref().unwrap()).unwrap();
    let expected = serde_json::json!([
        {"exact": "http://c.com"}, {"prefix": "https://x"}, {"safe_regex": {"regex": "^https://.*\\.b\\.com$"}}
    ]);
    assert_eq!(cors["allow_origin_string_match"], expected);
    assert_eq!(cors["max_age"], "5");
    assert_eq!(cors["forward_not_matching_preflights"], false);
}
