use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, sort};
use mesh_words::Words;

use crate::context::{Context, finding_on, full_name, root, selector_pairs, selects, spec};

rule! {
    /// Several Services of one Deployment disagree about a port.
    ///
    /// Either on its protocol, or they lead from different ports to one target port. Istio:
    /// `ServiceAssociationAnalyzer`, IST0116 and IST0137.
    among ["Deployment", "Namespace", "Service"] check => "IST0116", "IST0137"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .kind("Deployment")
        .filter(|deployment| !is_waypoint(deployment) && is_in_mesh(deployment, context))
        .flat_map(|it| services(it, context))
        .collect()
}

/// A proxy that Istio runs on behalf of others.
fn is_waypoint(deployment: &Resource) -> bool {
    deployment.metadata.labels.get("gateway.istio.io/managed").is_some_and(|by| by == "istio.io-mesh-controller")
}

fn template_labels(deployment: &Resource) -> OrderedMap<String, String> {
    let labels = spec(deployment).get("template").get("metadata").get("labels");
    labels.entries().map(|(key, value)| (key.to_owned(), value.text().into_owned())).collect()
}

/// Only a workload that is said to be in the mesh counts, by label, annotation or its namespace's label.
fn is_in_mesh(deployment: &Resource, context: &Context<'_>) -> bool {
    let template = spec(deployment).get("template");
    let has_proxy =
        template.get("spec").get("containers").items().any(|container| {
            container.get("name").text() == "istio-proxy" && !container.get("image").text().is_empty()
        });
    if has_proxy {
        return true;
    }
    for list in ["labels", "annotations"] {
        let inject = template.get("metadata").get(list).get("sidecar.istio.io/inject");
        if inject.present() {
            return inject.text() == "true";
        }
    }
    context
        .kind("Namespace")
        .find(|namespace| namespace.metadata.name.value == deployment.metadata.namespace)
        .is_some_and(|namespace| {
            root(namespace).get("metadata").get("labels").get("istio-injection").text() == "enabled"
        })
}

fn services(deployment: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let labels = template_labels(deployment);
    let mut protocols: OrderedMap<i64, OrderedMap<String, Vec<String>>> = OrderedMap::new();
    let mut targets: OrderedMap<String, OrderedMap<i64, String>> = OrderedMap::new();
    for service in context.services_in(&deployment.metadata.namespace) {
        let selector = selector_pairs(spec(service).get("selector"));
        if selector.is_empty() || !selects(&selector, &labels) {
            continue;
        }
        for port in spec(service).get("ports").items() {
            let number = port.get("port").integer();
            let protocol = port.get("protocol").text();
            let protocol = if protocol.is_empty() { "TCP".into() } else { protocol.into_owned() };
            protocols.entry(number).or_default().entry(protocol).or_default().push(full_name(service));
            let target = port.get("targetPort").text();
            let target = if matches!(target.as_ref(), "" | "0") { number.to_string() } else { target.into_owned() };
            targets.entry(target).or_default().insert(number, full_name(service));
        }
    }
    let name = &*deployment.metadata.name;
    let mut found = Vec::new();
    for (port, by_protocol) in protocols.into_iter().filter(|(_, by_protocol)| by_protocol.len() > 1) {
        let mut services: Vec<String> = by_protocol.into_values().flatten().collect();
        sort(&mut services);
        let message = Words::theirs(format!(
            "This deployment {name} is associated with multiple services using port {port} but different protocols: [{}]",
            services.join(" ")
        ));
        found.push(finding_on("IST0116", Severity::Warning, deployment, message));
    }
    for (target, by_port) in targets.into_iter().filter(|(_, by_port)| by_port.len() > 1) {
        let ports = by_port.keys().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let mut services: Vec<String> = by_port.into_values().collect::<Vec<_>>();
        sort(&mut services);
        let message = Words::theirs(format!(
            "This deployment {name} is associated with multiple services [{}] using targetPort {target:?} but different ports: [{ports}].",
            services.join(" ")
        ));
        found.push(finding_on("IST0137", Severity::Warning, deployment, message));
    }
    found
}
