//! What comes alive when little is pasted.

use mesh_config::SourceFile;

use crate::Mesh;

fn mesh(text: &str) -> Mesh {
    Mesh::from_files(&[SourceFile { name: "pasted.yaml".into(), text: text.into() }], false)
}

fn names(mesh: &Mesh) -> Vec<String> {
    mesh.implied().iter().map(|implied| format!("{} {}/{}", implied.kind, implied.namespace, implied.name)).collect()
}

const CANARY: &str = "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews}
spec:
  hosts: [reviews]
  http:
  - match: [{uri: {regex: '/users/[^/]+'}, headers: {end-user: {exact: jason}}}]
    route: [{destination: {host: reviews, subset: v2, port: {number: 9080}}}]
  - route:
    - {destination: {host: reviews, subset: v1}, weight: 90}
    - {destination: {host: reviews, subset: v2}, weight: 10}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews}
spec:
  host: reviews
  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
";

#[test]
fn a_pasted_canary_comes_alive() {
    let mesh = mesh(CANARY);
    assert_eq!(
        names(&mesh),
        [
            "Service default/reviews",
            "Deployment default/reviews-v1",
            "Deployment default/reviews-v2",
            "Traffic default/reviews-0",
            "Traffic default/reviews-1",
        ]
    );
    let first = &mesh.implied()[3];
    assert!(first.yaml.contains("url: \"http://reviews:9080/users/a\""), "{}", first.yaml);
    assert!(first.yaml.contains("headers: {end-user: jason}"), "{}", first.yaml);
    assert!(first.yaml.contains("rate: 5\n"), "{}", first.yaml);
    assert_eq!(mesh.cluster().pods.len(), 2);
    assert_eq!(mesh.cluster().pods[0].labels.get("version").map(String::as_str), Some("v1"));
    assert!(mesh.config().diagnostics.is_empty(), "{:?}", mesh.config().diagnostics);
    let last = mesh.config().resources.last().expect("implied resources come last");
    assert_eq!(last.span.file, 1, "after the user's only file");
}

#[test]
fn strict_implies_nothing() {
    let files = [SourceFile { name: "a.yaml".into(), text: CANARY.into() }];
    let mesh = Mesh::from_files(&files, true);
    assert!(mesh.implied().is_empty());
    assert!(mesh.implied_file().is_none());
    assert!(mesh.cluster().pods.is_empty());
    assert!(mesh.client("client").is_ok(), "the client can be asked even so");
}

#[test]
fn a_gateway_that_is_only_named_gets_its_workload() {
    let mesh = mesh(
        "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec:
  hosts: ['*.example.com']
  gateways: [web-gateway]
  http: [{match: [{uri: {prefix: /api}}], route: [{destination: {host: web}}]}]
",
    );
    assert_eq!(
        names(&mesh),
        [
            "Gateway default/web-gateway",
            "Service default/web",
            "Deployment default/web",
            "Deployment istio-system/istio-ingressgateway",
            "Service istio-system/istio-ingressgateway",
            "Traffic default/web-0",
        ]
    );
    let traffic = &mesh.implied()[5].yaml;
    assert!(traffic.contains("from: ingress") && traffic.contains("http://demo.example.com/api"), "{traffic}");
    let ingress = mesh.client("ingress").expect("the implied gateway workload");
    let config = mesh.proxy_config(&ingress);
    assert_eq!(config.route_configurations[0].name, "http.8080", "80 leads to 8080");
}

#[test]
fn what_there_is_some_of_is_not_completed() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: other}\nspec: {selector: {app: other}, ports: [{port: 80}]}\n---\n";
    let mesh = mesh(&format!("{service}{CANARY}"));
    assert_eq!(names(&mesh)[0], "Deployment default/other", "no Service reviews: {:?}", names(&mesh));
}

#[test]
fn a_match_that_no_request_can_meet_is_left_out_and_named() {
    let mesh = mesh(
        "
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec:
  hosts: [web]
  http:
  - match: [{uri: {regex: '\\p{Greek}+'}}]
    route: [{destination: {host: web}}]
  - route: [{destination: {host: web}}]
",
    );
    let traffic: Vec<_> = mesh.implied().iter().filter(|implied| implied.kind == "Traffic").collect();
    assert_eq!(traffic.len(), 1);
    assert!(traffic[0].reason.to_string().contains("spec.http[0]"), "{}", traffic[0].reason);
    assert!(traffic[0].yaml.contains("rate: 10\n"), "{}", traffic[0].yaml);
}

#[test]
fn a_gateway_of_the_gateway_api_gets_its_workload_and_serves_its_routes() {
    let text = "
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: istio
  listeners: [{name: web, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: reviews, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  hostnames: [reviews.example.com]
  rules:
  - backendRefs: [{name: reviews, port: 9080}]
  - matches: [{path: {type: PathPrefix, value: /api}, method: GET}]
    backendRefs: [{name: reviews, port: 9080, weight: 3}, {name: ratings, port: 9080}]
---
apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: shop}
spec: {ports: [{name: http, port: 9080}]}
";
    let mesh = crate::Mesh::from_files(&[SourceFile { name: "a.yaml".into(), text: text.into() }], false);
    let client = mesh.client("ingress").expect("the gateway's workload is implied");
    assert_eq!((client.name.as_str(), client.namespace.as_str()), ("edge-istio", "shop"));
    let config = mesh.proxy_config(&client);
    let routes = config.route_configurations.iter().find(|routes| routes.name == "http.80").expect("a route table");
    let host = routes.virtual_hosts.first().expect("a host");
    assert_eq!(host.domains, ["reviews.example.com"]);
    // The more specific rule goes first.
    let paths: Vec<String> =
        host.routes.iter().filter_map(|route| mesh.origin(route.origin)).map(|origin| origin.path).collect();
    assert_eq!(paths, ["spec.rules[1]", "spec.rules[0]"]);
}

#[test]
fn what_something_implied_asks_for_is_asked_for_by_what_is_written() {
    let text = "# é\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: r}\nspec:\n  hosts: [a]\n  \
                gateways: [edge]\n  http: [{route: [{destination: {host: a}}]}]\n";
    let mesh = crate::Mesh::from_files(&[SourceFile { name: "a.yaml".into(), text: text.into() }], false);
    let kinds: Vec<&str> = mesh.implied().iter().map(|implied| implied.kind.as_str()).collect();
    assert!(kinds.contains(&"Gateway") && kinds.iter().filter(|kind| **kind == "Deployment").count() == 2, "{kinds:?}");
    for implied in mesh.implied() {
        let place = text.get(implied.because.start as usize..implied.because.end as usize);
        assert!(implied.because.file == 0 && place.is_some_and(|place| !place.is_empty()), "{implied:?}");
    }
}

#[test]
fn what_no_client_can_send_is_left_out_and_said() {
    let text = CANARY.replace("/users/", "/us ers/");
    assert_ne!(text, CANARY);
    let mesh = mesh(&text);
    let traffic: Vec<_> = mesh.implied().iter().filter(|implied| implied.kind == "Traffic").collect();
    assert_eq!(traffic.len(), 1, "{traffic:?}");
    assert!(traffic[0].reason.to_string().contains("without spec.http[0]"), "{}", traffic[0].reason);
}

#[test]
fn of_each_kind_only_so_many_are_implied_and_the_last_says_so() {
    let routes: String = (0..3_000).map(|index| format!("{{match: [{{uri: {{prefix: /{index}}}}}]}}, ")).collect();
    let gateways: String = (0..3_000).map(|index| format!("g{index}, ")).collect();
    let rule = |name: &str, spec: String| {
        format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: {name}}}\nspec: {spec}\n---\n"
        )
    };
    let mesh = mesh(
        &(rule("a", format!("{{hosts: [a.io], gateways: [{gateways}]}}"))
            + &rule("b", format!("{{hosts: [b.io], http: [{routes}]}}"))),
    );
    let of = |kind: &str| mesh.implied().iter().filter(|one| one.kind == kind).collect::<Vec<_>>();
    assert_eq!(of("Gateway").len(), 200);
    let traffic = of("Traffic");
    assert_eq!(traffic.len(), 500);
    let reason = traffic.last().unwrap().reason.to_string();
    assert!(reason.ends_with("; 2500 more like it are not implied: write out what is needed of them"), "{reason}");
}

const RULE_ALONE: &str = "
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: stall}
spec:
  host: stall
  trafficPolicy: {portLevelSettings: [{port: {number: 9080}}]}
  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
";

#[test]
fn a_destination_rule_alone_comes_alive() {
    let mesh = mesh(RULE_ALONE);
    assert_eq!(
        names(&mesh),
        [
            "Service default/stall",
            "Deployment default/stall-v1",
            "Deployment default/stall-v2",
            "Traffic default/stall"
        ]
    );
    assert!(mesh.implied()[3].yaml.contains("url: \"http://stall:9080/\""), "{}", mesh.implied()[3].yaml);
}

#[test]
fn what_is_routed_to_gets_no_traffic_of_its_own() {
    let mesh = mesh(&format!("{CANARY}---\n{RULE_ALONE}"));
    let traffic: Vec<String> = names(&mesh).into_iter().filter(|name| name.starts_with("Traffic")).collect();
    assert_eq!(traffic, ["Traffic default/reviews-0", "Traffic default/reviews-1", "Traffic default/stall"]);
}

#[test]
fn a_service_entry_counts_for_its_hosts_alone() {
    let entry = "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: outside}\nspec: {hosts: [api.example.com, fair.default.svc.cluster.local], ports: [{number: 80, name: http, protocol: HTTP}]}\n---\n";
    let rule = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: fair}\nspec: {hosts: [fair], http: [{route: [{destination: {host: fair}}]}]}\n---\n";
    let mesh = mesh(&format!("{entry}{rule}{CANARY}"));
    let services: Vec<String> = names(&mesh).into_iter().filter(|name| name.starts_with("Service")).collect();
    assert_eq!(services, ["Service default/reviews"]);
}

fn gateway(namespace: &str, selector: &str) -> String {
    format!(
        "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {{name: web, namespace: {namespace}}}\nspec:\n  selector: {{{selector}}}\n  servers: [{{port: {{number: 8443, name: http, protocol: HTTP}}, hosts: ['*']}}]\n---\n"
    )
}

#[test]
fn gateways_of_any_label_get_their_workload() {
    for (namespace, selector, name) in [
        ("istio-ingress", "istio: ingress", "istio-ingress/istio-ingress"),
        ("shop", "istio: aks-istio-ingressgateway-external", "istio-system/aks-istio-ingressgateway-external"),
        ("shop", "app: Edge_1", "istio-system/edge-1"),
        ("shop", "istio: ingressgateway, app: istio-ingressgateway", "istio-system/istio-ingressgateway"),
        ("istio-gateways", "istio: egressgateway", "istio-system/istio-egressgateway"),
    ] {
        let mesh = mesh(&gateway(namespace, selector));
        assert_eq!(names(&mesh), [format!("Deployment {name}"), format!("Service {name}")], "{selector}");
        assert!(mesh.client("ingress").is_ok(), "{selector}");
        let has_port = mesh.implied()[1].yaml.contains("port: 8443");
        assert_eq!(has_port, !selector.contains("gressgateway") || selector.contains("aks"), "{selector}");
    }
}

#[test]
fn one_workload_serves_all_that_select_it() {
    let text = gateway("a", "istio: ingress")
        + &gateway("b", "istio: ingress, app: istio-ingress")
        + &gateway("c", "istio: other");
    assert_eq!(names(&mesh(&text)).len(), 4);
}

#[test]
fn beside_a_written_gateway_another_label_is_a_slip() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: gateway, labels: {istio: ingressgateway}}\nspec: {}\n---\n";
    assert_eq!(names(&mesh(&(gateway("a", "istio: ingresgateway") + pod))), [""; 0]);
}

const CANARY_OF_FLAGGER: &str = "
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: stall}
spec:
  targetRef: {kind: Deployment, name: stall}
  service: {port: 9080, hosts: [market.example], gateways: [edge, mesh], timeout: 5s, match: [{uri: {prefix: /a}}]}
";

const TARGET: &str = "---
apiVersion: apps/v1
kind: Deployment
metadata: {name: stall}
spec:
  replicas: 2
  selector: {matchLabels: {app.kubernetes.io/name: stall}}
  template:
    metadata: {labels: {app.kubernetes.io/name: stall, version: v1}}
    spec: {containers: [{name: app, image: example/stall, args: ['8080', 'true'], ports: [{containerPort: 9080}]}]}
";

#[test]
fn a_canary_of_flagger_has_a_primary_with_all_traffic() {
    for text in [CANARY_OF_FLAGGER.to_owned(), format!("{CANARY_OF_FLAGGER}{TARGET}")] {
        let mesh = mesh(&text);
        assert!(mesh.config().diagnostics.is_empty(), "{:?}", mesh.config().diagnostics);
        let made = [
            "Deployment default/stall-primary",
            "Service default/stall-canary",
            "Service default/stall-primary",
            "Service default/stall",
            "DestinationRule default/stall-canary",
            "DestinationRule default/stall-primary",
            "VirtualService default/stall",
        ];
        assert_eq!(names(&mesh)[..7], made);
        let rule = &mesh.implied()[6].yaml;
        assert!(rule.contains("hosts: [market.example, stall]") && rule.contains("weight: 100"), "{rule}");
        assert!(rule.contains("match: [{uri: {prefix: /a}}]") && rule.contains("timeout: \"5s\""), "{rule}");
        let selected = |name: &str| {
            let cluster = mesh.cluster();
            cluster.service("default", name).map_or(0, |service| cluster.selected(service).count())
        };
        assert_eq!(selected("stall"), selected("stall-primary"));
        assert!(selected("stall") > 0 && selected("stall-canary") == 0);
    }
    let strict =
        Mesh::from_files(&[SourceFile { name: "a".into(), text: format!("{CANARY_OF_FLAGGER}{TARGET}") }], true);
    assert_eq!(strict.cluster().pods.len(), 2);
}

#[test]
fn rules_for_tls_and_bytes_get_connections() {
    let gateway = "
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: https, protocol: HTTPS}, hosts: [shop.example], tls: {mode: SIMPLE, credentialName: a}}
  - {port: {number: 444, name: tls, protocol: TLS}, hosts: ['*.vaults.example'], tls: {mode: PASSTHROUGH}}
  - {port: {number: 5432, name: tcp, protocol: TCP}, hosts: ['*']}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: vault}
spec:
  hosts: ['*.vaults.example']
  gateways: [door]
  tls: [{match: [{sniHosts: ['*.vaults.example']}], route: [{destination: {host: vault, port: {number: 8443}}}]}]
  tcp: [{route: [{destination: {host: db, port: {number: 5432}}}]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: inside}
spec:
  hosts: [ledger]
  tls: [{match: [{port: 9443, sniHosts: [ledger]}], route: [{destination: {host: ledger, port: {number: 9443}}}]}]
";
    let mesh = mesh(gateway);
    let urls: Vec<&str> = mesh
        .implied()
        .iter()
        .filter(|implied| implied.kind == "Traffic")
        .filter_map(|implied| implied.yaml.lines().find_map(|line| line.trim().strip_prefix("url: ")))
        .collect();
    let [tls, bytes, inside] = urls[..] else { panic!("{urls:?}") };
    assert_eq!(tls.trim_matches('"'), "https://demo.vaults.example:444/");
    assert_eq!(bytes.trim_matches('"'), "tcp://demo.vaults.example:5432/");
    assert_eq!(inside.trim_matches('"'), "https://ledger:9443/");
}
