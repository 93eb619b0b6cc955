//! What a finding offers: done, the text says what was meant and the finding is gone.

use mesh_cluster::Cluster;
use mesh_config::{Diagnostic, SourceFile};

const WORLD: &str = "
apiVersion: v1
kind: Service
metadata: {name: reviews}
spec: {selector: {app: reviews}, ports: [{name: http, port: 9080}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: reviews}
spec: {replicas: 3, selector: {matchLabels: {app: reviews}}, template: {metadata: {labels: {app: reviews, version: v1}}}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: istio-system}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews}
spec: {host: reviews, subsets: [{name: stable, labels: {version: v1}}]}
";

/// A VirtualService for reviews that routes to a destination.
fn route(destination: &str) -> String {
    format!(
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: reviews}}\nspec:\n  hosts: [reviews]\n  \
         http:\n  - route:\n    - destination: {{{destination}}}\n"
    )
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let files = [SourceFile { name: "mesh.yaml".into(), text: text.into() }];
    let config = mesh_config::parse(&files);
    mesh_lint::analyze(&config, &Cluster::new(&config).into())
}

/// Does what the first finding of a code offers, and gives the changed lines of the rule.
fn mended(code: &str, rule: &str, offer: usize) -> Option<String> {
    let text = format!("{rule}---{WORLD}");
    let found = findings(&text);
    let finding = found.iter().find(|finding| finding.code == code && !finding.fixes.is_empty())?;
    let [edit] = finding.fixes.get(offer)?.edits.as_slice() else { panic!("one edit") };
    let mut text = text;
    text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    let left = findings(&text).into_iter().filter(|left| left.code == code && left.message == finding.message).count();
    assert_eq!(left, 0, "{text}");
    Some(text.split("---").next().unwrap_or_default().to_owned())
}

#[test]
fn a_host_that_nobody_has_is_written_as_one_that_somebody_has() {
    let offered = |host: &str| mended("IST0101", &route(&format!("host: {host}")), 0);
    assert_eq!(offered("revews"), Some(route("host: reviews")));
    assert_eq!(offered("reveiws"), Some(route("host: reviews")));
    assert_eq!(offered("reviewz.default.svc.cluster.local"), Some(route("host: reviews.default.svc.cluster.local")));
    assert_eq!(offered("cart"), Some(route("host: cart.shop.svc.cluster.local")));
    assert_eq!(offered("cart.shop"), Some(route("host: cart.shop.svc.cluster.local")));
    assert_eq!(offered("payments"), None);
    assert_eq!(offered("cart.example.com"), None);
}

#[test]
fn subsets_ports_and_gateways_are_written_as_they_are_defined() {
    assert_eq!(
        mended("IST0101", &route("host: reviews, subset: stabel"), 0),
        Some(route("host: reviews, subset: stable"))
    );
    assert_eq!(
        mended("IST0101", &route("host: reviews, port: {number: 80}"), 0),
        Some(route("host: reviews, port: {number: 9080}"))
    );
    let bound = |gateway: &str| route("host: reviews").replace("spec:\n", &format!("spec:\n  gateways: [{gateway}]\n"));
    assert_eq!(mended("IST0101", &bound("public"), 0), Some(bound("istio-system/public")));
    assert_eq!(mended("IST0101", &bound("istio-system/pubic"), 0), Some(bound("istio-system/public")));
}

#[test]
fn figures_and_names_that_have_no_effect_are_replaced() {
    let rule = |percent: u32| {
        format!(
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: all}}\nspec:\n  host: reviews\n  \
             trafficPolicy: {{outlierDetection: {{maxEjectionPercent: {percent}}}}}\n"
        )
    };
    assert_eq!(mended("MP0102", &rule(20), 0), Some(rule(34)));
    let service = |name: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: ratings}}\nspec: {{ports: [{{name: {name}, port: 8080}}]}}\n"
        )
    };
    assert_eq!(mended("IST0118", &service("Web_UI"), 0), Some(service("http-web-ui")));
    assert_eq!(mended("IST0118", &service("Web_UI"), 1), Some(service("tcp-web-ui")));
}

#[test]
fn traps_are_mended_where_the_meaning_is_plain() {
    let matching = |condition: &str| {
        format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: reviews}}\nspec:\n  hosts: [reviews]\n  \
             http:\n  - match: [{condition}]\n    route: [{{destination: {{host: reviews}}}}]\n"
        )
    };
    for (code, written, meant) in [
        ("MP0189", "{uri: {prefix: /api/*}}", "{uri: {prefix: /api/}}"),
        ("MP0189", "{uri: {prefix: '/a b/*'}}", "{uri: {prefix: '/a b/'}}"),
        ("MP0191", "{uri: {exact: api}}", "{uri: {exact: /api}}"),
        ("MP0181", "{port: 8080}", "{port: 9080}"),
    ] {
        assert_eq!(mended(code, &matching(written), 0), Some(matching(meant)), "{written}");
    }
    assert_eq!(mended("MP0189", &matching("{uri: {exact: /api/*}}"), 0), None, "a prefix is meant, or a regex");
    let bound = |gateway: &str| route("host: reviews").replace("spec:\n", &format!("spec:\n  gateways: [{gateway}]\n"));
    assert_eq!(mended("MP0188", &bound("public"), 0), Some(bound("istio-system/public")));
    let root = |name: &str| {
        format!(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: root}}\nspec:\n  hosts: [reviews]\n  \
             http: [{{delegate: {{name: {name}}}}}]\n---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: \
             {{name: leaf}}\nspec: {{http: [{{route: [{{destination: {{host: reviews}}}}]}}]}}\n"
        )
    };
    let first = |text: String| text.split("---").next().map(str::to_owned);
    assert_eq!(mended("MP0184", &root("laef"), 0), first(root("leaf")));
}
