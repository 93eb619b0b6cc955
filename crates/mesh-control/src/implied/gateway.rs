//! Gateways that are named but not there, and the gateway workload of a default installation.

use std::collections::{BTreeMap, BTreeSet};

use mesh_config::{Config, Resource, Span, Spanned, Spec};

use super::Implied;
use super::document::{Document, flow_map};
use crate::gateway_api;
use crate::host::resolve_gateway_name;
use crate::route::MESH_GATEWAY;

const NAME: &str = "istio-ingressgateway";
const NAMESPACE: &str = "istio-system";

/// More Gateways than these are not implied: of the others it is said that they are not there.
const MOST_GATEWAYS: usize = 200;

/// One Gateway for each that VirtualServices name, where there is none at all: HTTP on port 80 for every host.
pub(super) fn gateways(config: &Config) -> Vec<Implied> {
    let mut found: Vec<(String, Span, String)> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
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
            reason: format!("there is no Gateway, and VirtualService {rule} names {key}"),
            because,
        };
        Some(document.finish())
    };
    found.into_iter().filter_map(gateway).collect()
}

/// The workload and the Service that a default installation has, where a Gateway asks for `istio: ingressgateway` and
/// selects nothing.
pub(super) fn workload(config: &Config) -> Vec<Implied> {
    let asking = config.resources.iter().find(|resource| match &resource.spec {
        Spec::Gateway(gateway) => {
            gateway.selector.get("istio").is_some_and(|value| value.value == "ingressgateway")
                && gateway.selector.len() == 1
        }
        _ => false,
    });
    // All of them ask for the same.
    let asking = asking.filter(|resource| match &resource.spec {
        Spec::Gateway(gateway) => !selects_any(config, &gateway.selector),
        _ => false,
    });
    let Some(asking) = asking else { return Vec::new() };
    let reason = format!(
        "Gateway {} selects `istio: ingressgateway`, and no workload has that label",
        asking.metadata.name.value
    );
    let labels = "{app: istio-ingressgateway, istio: ingressgateway}";
    let deployment = gateway_deployment(labels);
    let mut implied = vec![part("apps/v1", "Deployment", deployment, &reason, asking.span)];
    let known = config
        .resources
        .iter()
        .any(|resource| matches!(resource.spec, Spec::Service(_)) && is_named(resource, NAMESPACE, NAME));
    if !known {
        let service = format!(
            "type: LoadBalancer\nselector: {labels}\nports:\n- {{name: status-port, port: 15021, targetPort: 15021, protocol: TCP}}\n- {{name: http2, port: 80, targetPort: 8080, protocol: TCP}}\n- {{name: https, port: 443, targetPort: 8443, protocol: TCP}}\n"
        );
        implied.push(part("v1", "Service", service, &reason, asking.span));
    }
    implied
}

/// The workload and the Service that Istio makes for each Gateway of the Gateway API that names no Service.
pub(super) fn managed(config: &Config) -> Vec<Implied> {
    let mut implied = Vec::new();
    let named = |wanted: fn(&Spec) -> bool| -> BTreeSet<(&str, &str)> {
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
        let reason = format!("Istio makes it for Gateway {}", resource.metadata.name.value);
        let add = |api_version, kind, spec| {
            let (name, namespace, labels, reason) = (name.clone(), namespace.clone(), labels.clone(), reason.clone());
            Document { api_version, kind, name, namespace, labels, spec, reason, because: resource.span }.finish()
        };
        let is_among = |known: &BTreeSet<(&str, &str)>| known.contains(&(namespace.as_str(), name.as_str()));
        if !is_among(&workloads) {
            implied.push(add("apps/v1", "Deployment", gateway_deployment(&selector)));
        }
        if !is_among(&services) {
            let mut ports: Vec<i32> =
                gateway.listeners.iter().filter_map(|listener| Some(listener.port.as_ref()?.value)).collect();
            ports.sort_unstable();
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
fn gateway_deployment(labels: &str) -> String {
    format!(
        "replicas: 1\nselector:\n  matchLabels: {labels}\ntemplate:\n  metadata:\n    labels: {labels}\n    annotations: {{inject.istio.io/templates: gateway}}\n  spec:\n    containers:\n    - name: istio-proxy\n      image: auto\n"
    )
}

fn part(api_version: &'static str, kind: &'static str, spec: String, reason: &str, because: Span) -> Implied {
    let document = Document {
        api_version,
        kind,
        name: NAME.to_owned(),
        namespace: NAMESPACE.to_owned(),
        labels: vec![("app".to_owned(), NAME.to_owned()), ("istio".to_owned(), "ingressgateway".to_owned())],
        spec,
        reason: reason.to_owned(),
        because,
    };
    document.finish()
}

fn is_named(resource: &Resource, namespace: &str, name: &str) -> bool {
    resource.metadata.namespace == namespace && resource.metadata.name.value == name
}

fn selects_any(config: &Config, selector: &BTreeMap<String, Spanned<String>>) -> bool {
    let carries =
        |labels: &BTreeMap<String, String>| selector.iter().all(|(key, value)| labels.get(key) == Some(&value.value));
    config.resources.iter().any(|resource| match &resource.spec {
        Spec::Workload(_, workload) => carries(&workload.pod_labels()),
        Spec::Pod(_) => carries(&resource.metadata.labels),
        _ => false,
    })
}
