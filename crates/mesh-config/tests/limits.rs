//! Bounds of what is read, counted in steps.

use mesh_config::{MAX_BYTES, MAX_DOCUMENTS, SourceFile, parse};

fn file(text: String) -> SourceFile {
    SourceFile { name: "a.yaml".to_owned(), text }
}

#[test]
fn documents_beyond_the_limit_are_not_read() {
    let config = parse(&[file("--- {kind: X}\n".repeat(MAX_DOCUMENTS + 10))]);
    assert_eq!(config.resources.len(), MAX_DOCUMENTS);
    let last = config.diagnostics.last().unwrap();
    assert_eq!((&*last.code, last.span.start as usize), ("MP0002", MAX_DOCUMENTS * "--- {kind: X}\n".len()));
}

#[test]
fn text_beyond_the_limit_is_not_read() {
    let long = format!("kind: X\nspec: {}\n", "é".repeat(MAX_BYTES / 2));
    let config = parse(&[file(long), file("kind: Y".to_owned())]);
    assert_eq!(config.resources.len(), 1);
    assert!(config.diagnostics.last().unwrap().message.to_string().contains("8 MiB"));
}

#[test]
fn findings_of_one_object_are_bounded() {
    let fields: String = (0..5_000).map(|index| format!("  field{index}: 1\n")).collect();
    let config = parse(&[file(format!("apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec:\n{fields}"))]);
    assert_eq!(config.diagnostics.len(), 200);
    let doubles = "  a: 1\n".repeat(50_000);
    let config = parse(&[file(format!("kind: X\nspec:\n{doubles}"))]);
    assert!(config.diagnostics.len() < 300, "{}", config.diagnostics.len());
}

#[test]
fn a_list_is_bounded_too() {
    let items = "- {kind: X}\n".repeat(MAX_DOCUMENTS + 10);
    let config = parse(&[file(format!("kind: List\nitems:\n{items}"))]);
    assert_eq!(config.resources.len(), MAX_DOCUMENTS);
}

#[test]
fn what_multiplies_to_more_than_fits_is_left_out() {
    let many = |name: &str| (0..300).map(|index| format!("{name}{index}")).collect::<Vec<_>>();
    let ports =
        (0..300).map(|index| format!("{{number: {}, name: p{index}}}", index + 1)).collect::<Vec<_>>().join(", ");
    let hosts = many("host").join(", ");
    let bomb = format!(
        "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {{name: bomb}}\n\
         spec: {{hosts: [{hosts}], ports: [{ports}]}}\n---\nkind: X\nmetadata: {{name: after}}\n"
    );
    let config = parse(&[file(bomb)]);
    assert_eq!(config.resources.len(), 1);
    assert_eq!(&*config.diagnostics[0].code, "MP0002");
}

/// The names of the resources that are used of a text.
fn used(text: String) -> Vec<String> {
    parse(&[file(text)]).resources.iter().map(|resource| resource.metadata.name.value.clone()).collect()
}

fn list(count: usize, make: impl Fn(usize) -> String) -> String {
    (0..count).map(make).collect::<Vec<_>>().join(", ")
}

fn istio(kind: &str, name: &str, spec: &str) -> String {
    format!("apiVersion: networking.istio.io/v1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n---\n")
}

#[test]
fn a_delegate_counts_in_each_rule_that_names_it() {
    let both = |roots: usize, routes: usize| {
        let root = format!("{{hosts: [a.io], http: [{}]}}", list(roots, |_| "{delegate: {name: leaf}}".to_owned()));
        let leaf =
            format!("{{http: [{}]}}", list(routes, |index| format!("{{match: [{{uri: {{prefix: /{index}}}}}]}}")));
        used(istio("VirtualService", "root", &root) + &istio("VirtualService", "leaf", &leaf))
    };
    assert_eq!(both(30, 100), ["root", "leaf"]);
    assert_eq!(both(300, 300), ["leaf"]);
}

#[test]
fn each_namespace_that_sees_a_host_counts() {
    let entry = |namespaces: usize| {
        let (seen, hosts) = (list(namespaces, |index| format!("n{index}")), list(300, |index| format!("h{index}.io")));
        used(istio("ServiceEntry", "entry", &format!("{{hosts: [{hosts}], exportTo: [{seen}]}}")))
    };
    assert_eq!(entry(50), ["entry"]);
    assert!(entry(300).is_empty());
}

#[test]
fn the_ports_of_a_service_count_in_each_subset() {
    let service = |ports: usize, subsets: usize| {
        let ports = list(ports, |index| format!("{{port: {}}}", index + 1));
        let rule = format!("{{host: web, subsets: [{}]}}", list(subsets, |index| format!("{{name: s{index}}}")));
        let service =
            format!("apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{ports: [{ports}]}}\n---\n");
        used(service + &istio("DestinationRule", "rule", &rule))
    };
    assert_eq!(service(90, 90), ["web", "rule"]);
    assert_eq!(service(300, 300), ["rule"]);
}

#[test]
fn aliases_of_a_long_text_are_copies_of_it() {
    let of = |length: usize| {
        let items = "- *long\n".repeat(2_000);
        parse(&[file(format!("kind: X\nlong: &long {}\nlist:\n{items}", "x".repeat(length)))])
    };
    assert_eq!(of(60).resources.len(), 1);
    let config = of(100_000);
    assert!(config.resources.is_empty());
    assert!(config.diagnostics[0].message.to_string().contains("aliases stand for too"), "{:?}", config.diagnostics);
}
