//! TLS at the edge and inside: which filter chain takes a connection, and what people are told of those that none takes.

use std::sync::Arc;

use super::world;
use crate::{ClientCertificate, Request, RouteAnswer, Work, World};

const EDGE: &str = r#"
apiVersion: v1
kind: Service
metadata: {name: edge}
spec:
  selector: {istio: ingressgateway}
  ports: [{name: http, port: 80}, {name: https, port: 443}, {name: https-staff, port: 8443}, {name: more, port: 8444}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge}
spec:
  selector: {matchLabels: {istio: ingressgateway}}
  template: {metadata: {labels: {istio: ingressgateway}}, spec: {containers: [{name: istio-proxy, image: auto}]}}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: shop, image: shop}]}}
---
apiVersion: v1
kind: Service
metadata: {name: vault}
spec: {selector: {app: vault}, ports: [{name: tls, port: 8443}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: vault}
spec:
  selector: {matchLabels: {app: vault}}
  template: {metadata: {labels: {app: vault}}, spec: {containers: [{name: vault, image: vault}]}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door}
spec:
  selector: {istio: ingressgateway}
  servers:
  - port: {number: 443, name: https-shop, protocol: HTTPS}
    hosts: [shop.example.net, "*.stores.example.net"]
    tls: {mode: SIMPLE, credentialName: shop-cert}
  - port: {number: 443, name: tls-vault, protocol: TLS}
    hosts: [vault.example.net]
    tls: {mode: PASSTHROUGH}
  - port: {number: 8443, name: https-staff, protocol: HTTPS}
    hosts: ["*"]
    tls: {mode: MUTUAL, credentialName: staff-cert}
  - port: {number: 80, name: http, protocol: HTTP}
    hosts: [shop.example.net]
    tls: {httpsRedirect: true}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec:
  hosts: [shop.example.net, "*.stores.example.net"]
  gateways: [door]
  http: [{route: [{destination: {host: shop}}]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: vault}
spec:
  hosts: [vault.example.net]
  gateways: [door]
  tls: [{match: [{sniHosts: [vault.example.net]}], route: [{destination: {host: vault}}]}]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: rates}
spec:
  hosts: [rates.example.org]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [{number: 443, name: https, protocol: HTTPS}, {number: 80, name: http, protocol: HTTP, targetPort: 443}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: rates}
spec:
  host: rates.example.org
  trafficPolicy:
    portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE}}]
"#;

fn ask(world: &Arc<World>, from: &str, url: &str, change: impl FnOnce(&mut Request)) -> RouteAnswer {
    let mut request = Request::new("GET", url, [("", ""); 0]).unwrap();
    change(&mut request);
    crate::route(world, from, &request, 1, 1, &mut Work::new(u64::MAX, u64::MAX)).unwrap()
}

fn seen(answer: &RouteAnswer) -> String {
    let response = answer.responses.keys().next().unwrap();
    let cluster = answer.clusters.keys().next().map_or("", String::as_str);
    format!("{response} {} {cluster}", answer.chain.as_deref().unwrap_or("none"))
}

#[test]
fn the_server_name_chooses_the_server() {
    let world = world(&[EDGE]);
    let shop = "*.stores.example.net,shop.example.net outbound|80||shop.default.svc.cluster.local";
    for (url, expected) in [
        ("https://shop.example.net/", &*format!("200 - {shop}")),
        ("https://SHOP.example.net/", &format!("200 - {shop}")),
        ("https://a.b.stores.example.net/", &format!("200 - {shop}")),
        ("https://stores.example.net/", "0 NR none "),
        ("https://vault.example.net/", "0 - vault.example.net outbound|8443||vault.default.svc.cluster.local"),
        ("http://shop.example.net/", "301 - * "),
        ("http://shop.example.net:443/", "0 NR none "),
        ("https://shop.example.net:80/", "400 DPE * "),
        ("https://shop.example.net:9/", "0 - none "),
        ("tls://vault.example.net:443", "0 - vault.example.net outbound|8443||vault.default.svc.cluster.local"),
    ] {
        assert_eq!(seen(&ask(&world, "ingress", url, |_| ())), expected, "{url}");
    }
}

#[test]
fn the_authority_chooses_only_among_the_hosts_of_the_server() {
    let world = world(&[EDGE]);
    let of = |sni: &str, host: &str| {
        let host = host.to_owned();
        let answer = ask(&world, "ingress", &format!("https://{sni}/"), |request| request.authority = host);
        answer.responses.into_keys().next().unwrap()
    };
    assert_eq!(of("shop.example.net", "x.stores.example.net"), "200 -");
    assert_eq!(of("shop.example.net", "vault.example.net"), "404 NR");
}

#[test]
fn a_server_that_asks_for_certificates_says_why_it_closes() {
    let world = world(&[EDGE]);
    let with = |certificate| {
        let answer = ask(&world, "ingress", "https://staff.example.net:8443/", |request| {
            request.connection.certificate = certificate
        });
        (seen(&answer), answer.explain.join("\n"))
    };
    assert_eq!(with(ClientCertificate::Trusted).0, "404 NR * ");
    let (seen, told) = with(ClientCertificate::None);
    assert_eq!(seen, "0 - * ");
    assert!(told.contains("asks for a certificate, and the client shows none"), "{told}");
    assert!(with(ClientCertificate::Untrusted).1.contains("does not trust the client's certificate"));
}

#[test]
fn what_no_chain_takes_is_told_with_the_names_that_are_known() {
    let world = world(&[EDGE]);
    let told = |url: &str, sni: Option<&str>| {
        let sni = sni.map(str::to_owned);
        ask(&world, "ingress", url, |request| request.connection.sni = sni).explain.join("\n")
    };
    let without = told("https://shop.example.net/", None);
    assert!(without.contains("asks for no server name (SNI)") && without.contains("vault.example.net"), "{without}");
    assert!(told("https://a/", Some("other.example.net")).contains("for the server name (SNI) `other.example.net`"));
    assert!(told("http://a:443/", None).contains("sends plain bytes"));
    assert!(told("https://a:80/", Some("a")).contains("reads plain HTTP there, and the client sends TLS"));
    assert!(told("https://a:9/", Some("a")).contains("nothing listens on port 9"));
    let other = told("https://vault.example.net/", Some("shop.example.net"));
    assert!(other.contains("the Host header vault.example.net is looked up at no other"), "{other}");
    let passed = told("https://vault.example.net/", Some("vault.example.net"));
    assert!(passed.contains("TLS is passed on unread") && !passed.contains("nothing listens"), "{passed}");
    assert!(passed.contains("the other side answered 200 in them"), "{passed}");
    let redirected = told("http://shop.example.net/", None);
    assert!(redirected.contains("httpsRedirect sends every plain request to https"), "{redirected}");
}

#[test]
fn sidecars_choose_by_server_name_and_begin_tls_as_rules_say() {
    let world = world(&[EDGE]);
    let upstream = |url: &str, sni: Option<&str>| {
        let sni = sni.map(str::to_owned);
        let answer = ask(&world, "shop", url, |request| {
            if request.is_tls() {
                request.connection.sni = sni;
            }
        });
        let tls = answer.upstream.as_ref().map(|upstream| (upstream.tls, upstream.sni.clone().unwrap_or_default()));
        (seen(&answer), tls, answer.explain.join("\n"))
    };
    let tls = |name: &str| Some((true, name.to_owned()));
    let entry = "outbound|443||rates.example.org";
    let (taken, sent, _) = upstream("https://rates.example.org/", Some("rates.example.org"));
    assert_eq!((taken, sent), (format!("0 - rates.example.org {entry}"), tls("rates.example.org")));
    let (taken, _, told) = upstream("https://rates.example.org/", Some("else.example.org"));
    assert_eq!(taken, "0 - PassthroughFilterChain PassthroughCluster");
    assert!(told.contains("no filter chain of listener 0.0.0.0_443 is for the server name else.example.org"), "{told}");
    // The rule's own TLS asks for the host of the request.
    let (taken, sent, told) = upstream("http://rates.example.org/", None);
    assert_eq!((taken.as_str(), sent), ("200 - http outbound|80||rates.example.org", tls("rates.example.org")));
    assert!(told.contains("the cluster begins TLS of its own; its server name: that of the Host header"), "{told}");
}

#[test]
fn the_same_host_of_two_gateways_shuts_the_port_where_their_namespaces_differ() {
    let gateway = |name: &str, host: &str| {
        format!(
            "---\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {{name: {name}}}\nspec:\n  selector: {{istio: \
             ingressgateway}}\n  servers:\n  - port: {{number: 8444, name: https-{name}, protocol: HTTPS}}\n    hosts: \
             [{host}]\n    tls: {{mode: SIMPLE, credentialName: cert}}\n"
        )
    };
    let both = |one: &str, other: &str| {
        let world = world(&[EDGE, &gateway("one", one), &gateway("two", other)]);
        ask(&world, "ingress", "https://a.example.net:8444/", |_| ())
    };
    let shut = both("north/a.example.net", "south/a.example.net");
    assert_eq!(seen(&shut), "0 - none ");
    assert!(shut.explain.join("\n").contains("the proxy refuses listener 0.0.0.0_8444"), "{:?}", shut.explain);
    // The same text: the whole server of the later one is left out.
    assert_eq!(seen(&both("a.example.net", "a.example.net")), "404 NR a.example.net ");
}

#[test]
fn a_server_of_which_nothing_came_is_named() {
    let without_rule = "---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: more}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: tls-books, protocol: TLS}, hosts: [books.example.net], tls: {mode: PASSTHROUGH}}
";
    let told = ask(&world(&[EDGE, without_rule]), "ingress", "https://books.example.net/", |_| ()).explain.join("\n");
    assert!(told.contains("spec.servers[0] of Gateway default/more") && told.contains("no rule fits it"), "{told}");
}
