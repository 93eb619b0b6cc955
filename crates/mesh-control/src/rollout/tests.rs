//! What a cluster with Argo Rollouts has between two releases.

use mesh_config::SourceFile;
use mesh_config::{Spec, model};

use crate::Mesh;

fn mesh(text: &str) -> Mesh {
    Mesh::from_files(&[SourceFile { name: "a.yaml".into(), text: text.into() }], true)
}

const TEMPLATE: &str = "{metadata: {labels: {app: stall}}, spec: {containers: [{name: app, image: example/stall}]}}";

fn rollout(rest: &str) -> String {
    format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {{name: stall}}\nspec:\n  replicas: 3\n  selector: {{matchLabels: {{app: stall}}}}\n{rest}\n---\n"
    )
}

fn canary(routing: &str) -> String {
    rollout(&format!("  template: {TEMPLATE}\n  strategy: {{canary: {routing}}}"))
}

fn rule(destinations: &str) -> String {
    format!(
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {{name: stall}}\nspec: {{hosts: [stall], http: [{{name: primary, route: [{destinations}]}}]}}\n---\n"
    )
}

fn weights(mesh: &Mesh) -> Vec<Option<i32>> {
    let rules = mesh.config().resources.iter().filter_map(|resource| match &resource.spec {
        Spec::VirtualService(rule) => Some(rule),
        _ => None,
    });
    let destinations = rules.flat_map(|rule| &rule.http).flat_map(|route| &route.route);
    destinations.map(|destination| destination.weight.as_ref().map(|weight| weight.value)).collect()
}

#[test]
fn its_pods_run_and_carry_the_hash_of_their_template() {
    let mesh = mesh(&canary("{}"));
    assert_eq!(mesh.cluster().pods.len(), 3);
    assert!(mesh.cluster().pods.iter().all(|pod| pod.labels.contains_key("rollouts-pod-template-hash")));
    assert!(mesh.config().diagnostics.is_empty(), "{:?}", mesh.config().diagnostics);
}

#[test]
fn it_takes_the_template_of_a_deployment_and_may_end_its_pods() {
    let deployment = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: old}}\nspec: {{replicas: 2, selector: {{matchLabels: {{app: stall}}}}, template: {TEMPLATE}}}\n"
    );
    for (how, pods) in
        [("", 5), (", scaleDown: never", 5), (", scaleDown: onsuccess", 3), (", scaleDown: progressively", 3)]
    {
        let rollout = rollout(&format!("  workloadRef: {{apiVersion: apps/v1, kind: Deployment, name: old{how}}}"));
        assert_eq!(mesh(&(rollout + &deployment)).cluster().pods.len(), pods, "{how}");
    }
}

#[test]
fn all_traffic_is_on_the_stable_side() {
    let by_service =
        "{stableService: one, canaryService: two, trafficRouting: {istio: {virtualService: {name: stall}}}}";
    let by_subset = "{trafficRouting: {istio: {virtualService: {name: stall.default, routes: [primary]}, destinationRule: {name: stall, stableSubsetName: one, canarySubsetName: two}}}}";
    let services = "{destination: {host: one}, weight: 50}, {destination: {host: two.default}, weight: 50}";
    let subsets = "{destination: {host: a, subset: one}}, {destination: {host: a, subset: two}, weight: 50}";
    let other = "{destination: {host: three}, weight: 10}";
    for (routing, destinations, expected) in [
        (by_service, services.to_owned(), vec![Some(100), Some(0)]),
        (by_subset, subsets.to_owned(), vec![Some(100), Some(0)]),
        (by_service, format!("{services}, {other}"), vec![Some(100), Some(0)]),
        // Without one of the two the controller writes nothing.
        (by_subset, services.to_owned(), vec![Some(50), Some(50)]),
        (by_service, subsets.to_owned(), vec![None, Some(50)]),
    ] {
        let mesh = mesh(&(canary(routing) + &rule(&destinations)));
        assert_eq!(weights(&mesh), expected, "{routing} {destinations}");
    }
}

#[test]
fn subsets_and_services_select_the_pods_of_the_template() {
    let text = canary(
        "{stableService: one, canaryService: two, trafficRouting: {istio: {destinationRule: {name: stall, stableSubsetName: s, canarySubsetName: c}}}}",
    ) + "apiVersion: v1\nkind: Service\nmetadata: {name: two}\nspec: {selector: {app: stall}, ports: [{port: 80}]}\n---\n\
         apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: stall}\nspec: {host: one, subsets: [{name: s}, {name: other}]}\n";
    let mesh = mesh(&text);
    let has = |labels: Vec<&String>| labels.iter().any(|label| *label == "rollouts-pod-template-hash");
    for resource in &mesh.config().resources {
        match &resource.spec {
            Spec::Service(service) => assert!(has(service.selector.keys().collect())),
            Spec::DestinationRule(rule) => {
                let is_labelled = |subset: &model::Subset| has(subset.labels.keys().collect());
                assert_eq!(rule.subsets.iter().map(is_labelled).collect::<Vec<_>>(), [true], "others go");
            }
            _ => {}
        }
    }
    assert_eq!(mesh.cluster().selected(&mesh.cluster().services[0]).count(), 3);
}
