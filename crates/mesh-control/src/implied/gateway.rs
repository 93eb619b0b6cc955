//! Gateways that are named but not there, and what Istio itself makes for those of the Gateway API.

use mesh_config::{Config, Span, Spec};
use mesh_ordered::{OrderedSet, sort};
use mesh_words::say;

use super::Implied;
use super::document::{Document, flow_map};
use crate::gateway_api;
use crate::host::resolve_gateway_name;
use crate::route::MESH_GATEWAY;

/// More Gateways than these are not implied: of the others it is said that they are not there.
const MOST_GATEWAYS: usize = 200;

/// One Gateway for each that VirtualServices name, where there is none at all: HTTP on port 80 for every host.
pub(super) fn gateways(config: &Config) -> Vec<Implied> {
    let mut found: Vec<(String, Span, String)> = Vec::new();
    let mut known: OrderedSet<String> = OrderedSet::new();
    for resource in &config.resources {
        let Spec::VirtualService(rule) = &resource.spec else { continue };
        for gateway in &rule.gateways {
            let name = resolve_gateway_name(gateway, &resource.metadata.namespace);
            if name != MESH_GATEWAY && found.len() < MOST_GATEWAYS && known.insert(name.clone()) {
                found.push((name, gateway.span, resource.metadata.name.value.clone()));
            }
        }
    }
    let gateway = |(key, because, rule): (String, Span, String)| {
        let (namespace, name) = key.split_once('/')?;
        let spec = "selector: {istio: ingressgateway}\nservers:\n- port: {number: 80, name: http, protocol: HTTP}\n  hosts: [\"*\"]\n";
        let document = Document {
            api_version: "networking.istio.io/v1",
            kind: "Gateway",
            name: name.to_owned(),
            namespace: namespace.to_owned(),
            labels: Vec::new(),
            spec: spec.to_owned(),
            reason: say!("implied-gateway", rule, gateway = &key),
            because,
        };
        Some(document.finish())
    };
    found.into_iter().filter_map(gateway).collect()
}

/// The workload and the Service that Istio makes for each Gateway of the Gateway API that names no Service.
pub(super) fn managed(config: &Config) -> Vec<Implied> {
    let mut implied = Vec::new();
    let named = |wanted: fn(&Spec) -> bool| -> OrderedSet<(&str, &str)> {
        let found =
            config.resources.iter().filter(|resource| wanted(&resource.spec)).map(|resource| &resource.metadata);
        found.map(|metadata| (metadata.namespace.as_str(), metadata.name.value.as_str())).collect()
    };
    let workloads = named(|spec| matches!(spec, Spec::Workload(..)));
    let services = named(|spec| matches!(spec, Spec::Service(_)));
    for resource in &config.resources {
        let Spec::KubernetesGateway(gateway) = &resource.spec else { continue };
        if gateway_api::names_its_services(gateway) {
            continue;
        }
        let (name, namespace) = (gateway_api::workload_name(resource, gateway), &resource.metadata.namespace);
        let labels = vec![(gateway_api::GATEWAY_NAME_LABEL.to_owned(), resource.metadata.name.value.clone())];
        let selector = flow_map(labels.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let reason = say!("implied-managed-gateway", gateway = &resource.metadata.name.value);
        let add = |api_version, kind, spec| {
            let (name, namespace, labels, reason) = (name.clone(), namespace.clone(), labels.clone(), reason.clone());
            Document { api_version, kind, name, namespace, labels, spec, reason, because: resource.span }.finish()
        };
        let is_among = |known: &OrderedSet<(&str, &str)>| known.contains(&(namespace.as_str(), name.as_str()));
        if !is_among(&workloads) {
            implied.push(add("apps/v1", "Deployment", gateway_deployment(&selector)));
        }
        if !is_among(&services) {
            let mut ports: Vec<i32> =
                gateway.listeners.iter().filter_map(|listener| Some(listener.port.as_ref()?.value)).collect();
            sort(&mut ports);
            ports.dedup();
            let mut spec = format!("type: LoadBalancer\nselector: {selector}\nports:\n");
            for port in ports {
                spec.push_str(&format!("- {{name: port-{port}, port: {port}, targetPort: {port}}}\n"));
            }
            implied.push(add("v1", "Service", spec));
        }
    }
    implied
}

/// One pod that is a gateway.
pub(super) fn gateway_deployment(labels: &str) -> String {
    format!(
        "replicas: 1\nselector:\n  matchLabels: {labels}\ntemplate:\n  metadata:\n    labels: {labels}\n    annotations: {{inject.istio.io/templates: gateway}}\n  spec:\n    containers:\n    - name: istio-proxy\n      image: auto\n"
    )
}
