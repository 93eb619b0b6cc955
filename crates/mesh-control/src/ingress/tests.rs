//! What Istio makes of Ingresses.

use mesh_config::SourceFile;

use crate::Mesh;

fn mesh(text: &str, strict: bool) -> Mesh {
    Mesh::from_files(&[SourceFile { name: "a.yaml".into(), text: text.into() }], strict)
}

const CLASS: &str = "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: edge}\nspec: {controller: istio.io/ingress-controller}\n---\n";
const GATEWAY: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: gateway, labels: {istio: ingressgateway}}\nspec: {}\n---\n\
                       apiVersion: v1\nkind: Service\nmetadata: {name: stall}\nspec: {selector: {app: stall}, ports: [{name: web, port: 80}]}\n---\n";

fn ingress(name: &str, metadata: &str, spec: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {name}{metadata}}}\nspec: {{{spec}}}\n---\n"
    )
}

fn backend(port: &str) -> String {
    format!("backend: {{service: {{name: stall, port: {{{port}}}}}}}")
}

fn rule(host: &str, paths: &[(&str, &str)]) -> String {
    let backend = backend("number: 80");
    let path = |(path, kind): &(&str, &str)| format!("{{path: '{path}', pathType: {kind}, {backend}}}");
    let paths: Vec<String> = paths.iter().map(path).collect();
    format!("{{host: '{host}', http: {{paths: [{}]}}}}", paths.join(", "))
}

/// The hosts of a route configuration of the gateway, each with the places of its routes.
fn hosts(mesh: &Mesh, name: &str) -> Vec<(String, Vec<String>)> {
    let config = mesh.proxy_config(&mesh.client("gateway").expect("the gateway is there"));
    let table = config.route_configurations.iter().find(|table| table.name == name);
    let hosts = table.iter().flat_map(|table| &table.virtual_hosts);
    let place = |route: &mesh_proxy::config::Route| mesh.origin(route.origin).map(|origin| origin.path);
    hosts.map(|host| (host.domains.join(","), host.routes.iter().filter_map(place).collect())).collect()
}

#[test]
fn the_class_decides() {
    let annotated = ", annotations: {kubernetes.io/ingress.class: istio}";
    let mode = |mode: &str| {
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: istio, namespace: istio-system}}\ndata: {{mesh: 'ingressControllerMode: {mode}'}}\n---\n"
        )
    };
    for (metadata, class, mode, is_taken) in [
        ("", "ingressClassName: edge, ", "", true),
        ("", "ingressClassName: other, ", "", false),
        ("", "", "", false),
        (annotated, "", "", true),
        (", annotations: {kubernetes.io/ingress.class: nginx}", "ingressClassName: edge, ", "", false),
        ("", "", &mode("DEFAULT"), true),
        (annotated, "", &mode("OFF"), false),
        ("", "ingressClassName: edge, ", &mode("OFF"), true),
    ] {
        let rules = format!("{class}rules: [{}]", rule("market.example", &[("/", "Prefix")]));
        let mesh = mesh(&format!("{CLASS}{GATEWAY}{mode}{}", ingress("market", metadata, &rules)), true);
        assert_eq!(!hosts(&mesh, "http.80").is_empty(), is_taken, "{metadata} {class} {mode}");
    }
}

#[test]
fn the_longest_path_goes_first_and_of_one_length_the_exact_one() {
    let paths =
        [("/", "Prefix"), ("/ab", "Prefix"), ("/ab", "Exact"), ("/a/*", "ImplementationSpecific"), ("/abc", "Exact")];
    let rules = format!("ingressClassName: edge, rules: [{}]", rule("market.example", &paths));
    let mesh = mesh(&format!("{CLASS}{GATEWAY}{}", ingress("market", "", &rules)), true);
    let found = hosts(&mesh, "http.80");
    let places = [4, 2, 1, 3, 0].map(|index| format!("spec.rules[0].http.paths[{index}]"));
    assert_eq!(found, [("market.example".to_owned(), places.to_vec())]);
}

#[test]
fn rules_of_one_host_are_put_together() {
    let spec = |path| format!("ingressClassName: edge, rules: [{}]", rule("market.example", &[(path, "Exact")]));
    let text = format!("{CLASS}{GATEWAY}{}{}", ingress("one", "", &spec("/a")), ingress("two", "", &spec("/ab")));
    let found = hosts(&mesh(&text, true), "http.80");
    assert_eq!(found.iter().map(|(_, routes)| routes.len()).collect::<Vec<_>>(), [2]);
}

#[test]
fn ports_by_name_are_looked_up() {
    for (port, routes) in [("name: web", 1), ("name: other", 0), ("number: 80", 1)] {
        let paths = format!("{{path: /, pathType: Prefix, {}}}", backend(port));
        let spec = format!("ingressClassName: edge, rules: [{{http: {{paths: [{paths}]}}}}]");
        let mesh = mesh(&format!("{CLASS}{GATEWAY}{}", ingress("market", "", &spec)), true);
        let found: usize = hosts(&mesh, "http.80").iter().map(|(_, routes)| routes.len()).sum();
        assert_eq!(found, routes, "{port}");
    }
}

#[test]
fn tls_with_a_secret_is_served_on_443() {
    let spec = format!(
        "ingressClassName: edge, tls: [{{hosts: [market.example]}}, {{hosts: [market.example], secretName: one}}], rules: [{}]",
        rule("market.example", &[("/", "Prefix")])
    );
    let mesh = mesh(&format!("{CLASS}{GATEWAY}{}", ingress("market", "", &spec)), true);
    let name =
        "https.443.https-443-ingress-market-default-1.market-istio-autogenerated-k8s-ingress-default.istio-system";
    assert_eq!(hosts(&mesh, name).len(), 1);
}

#[test]
fn an_ingress_alone_comes_alive() {
    let spec =
        format!("ingressClassName: istio, rules: [{}]", rule("market.example", &[("/a", "Exact"), ("/", "Prefix")]));
    let mesh = mesh(&ingress("market", "", &spec), false);
    let names: Vec<String> = mesh.implied().iter().map(|one| format!("{} {}", one.kind, one.name)).collect();
    assert_eq!(
        names,
        [
            "IngressClass istio",
            "Service stall",
            "Deployment stall",
            "Deployment istio-ingressgateway",
            "Service istio-ingressgateway",
            "Traffic market-0",
            "Traffic market-1"
        ]
    );
    assert!(mesh.config().diagnostics.is_empty(), "{:?}", mesh.config().diagnostics);
    assert!(mesh.client("ingress").is_ok());
}
