//! A mesh of what a row names: resources as written, Go's services as ServiceEntries.

use mesh_config::model::HttpRoute;
use mesh_config::{Config, SourceFile, Spec};
use mesh_control::{Client, Mesh};
use serde_json::{Map, Value, json};

use super::value::{list, text};

/// Documents in the making.
#[derive(Default)]
pub(crate) struct World {
    documents: Vec<Value>,
}

impl World {
    /// Adds resources as the row writes them.
    pub(crate) fn with<'a>(mut self, resources: impl IntoIterator<Item = &'a Value>) -> Self {
        self.documents.extend(resources.into_iter().map(resource));
        self
    }

    /// Adds Go's `model.Service`s, the oldest first.
    pub(crate) fn with_services<'a>(mut self, services: impl IntoIterator<Item = &'a Value>) -> Self {
        self.documents.extend(services.into_iter().enumerate().map(|(index, service)| service_entry(index, service)));
        self
    }

    /// Adds the mesh config.
    pub(crate) fn with_mesh_config(mut self, mesh: &Value) -> Self {
        if !mesh.is_null() {
            self.documents.push(json!({
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": { "name": "istio", "namespace": "istio-system" },
                "data": { "mesh": mesh.to_string() },
            }));
        }
        self
    }

    /// The resources.
    pub(crate) fn config(&self) -> Config {
        mesh_config::parse(&[self.file()])
    }

    /// The mesh, with nothing implied.
    pub(crate) fn mesh(&self) -> Mesh {
        Mesh::from_files(&[self.file()], true)
    }

    fn file(&self) -> SourceFile {
        let documents: Vec<String> = self.documents.iter().map(Value::to_string).collect();
        SourceFile { name: "world.yaml".to_owned(), text: documents.join("\n---\n") }
    }
}

/// The sidecar that a row describes.
pub(crate) fn sidecar(row: &Value) -> Client {
    let proxy = row.get("proxy").unwrap_or(&Value::Null);
    let namespace = Some(text(proxy, "configNamespace")).filter(|namespace| !namespace.is_empty()).unwrap_or("default");
    let labels = row.get("proxyLabels").or(proxy.get("labels")).and_then(Value::as_object);
    let labels =
        labels.into_iter().flatten().map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()));
    Client::sidecar("client", namespace, labels.collect())
}

/// An `http` entry as a VirtualService has it.
pub(crate) fn http_routes(routes: &Value) -> Vec<HttpRoute> {
    let document = json!({
        "kind": "VirtualService", "metadata": { "name": "one" }, "spec": { "hosts": ["*"], "http": routes },
    });
    let config = World::default().with([&document]).config();
    config.resources.first().map_or_else(Vec::new, |resource| match &resource.spec {
        Spec::VirtualService(rule) => rule.http.clone(),
        _ => Vec::new(),
    })
}

/// A resource with the parts that the tests leave out.
fn resource(written: &Value) -> Value {
    let mut document = written.clone();
    let Some(fields) = document.as_object_mut() else { return document };
    fields.entry("apiVersion").or_insert_with(|| json!("networking.istio.io/v1"));
    fields.entry("kind").or_insert_with(|| json!("DestinationRule"));
    let metadata = fields.entry("metadata").or_insert_with(|| json!({}));
    if let Some(metadata) = metadata.as_object_mut() {
        metadata.entry("name").or_insert_with(|| json!("unnamed"));
        if let Some(order) = metadata.remove("creationOrder") {
            metadata.insert("creationTimestamp".to_owned(), json!(format!("2026-01-01T00:00:0{order}Z")));
        }
    }
    document
}

fn service_entry(index: usize, service: &Value) -> Value {
    let attributes = service.get("attributes").unwrap_or(&Value::Null);
    let ports: Vec<Value> = list(service, "ports")
        .map(|port| {
            let protocol = text(port, "protocol");
            let protocol = if protocol == "UnsupportedProtocol" { "" } else { protocol };
            json!({ "number": port["port"], "name": port.get("name").unwrap_or(&json!("http")), "protocol": protocol })
        })
        .collect();
    let resolution = match text(service, "resolution") {
        "DNSLB" => "DNS",
        "DNSRoundRobinLB" => "DNS_ROUND_ROBIN",
        "Passthrough" => "NONE",
        _ => "STATIC",
    };
    let mut spec = Map::new();
    spec.insert("hosts".to_owned(), json!([text(service, "hostname")]));
    spec.insert("ports".to_owned(), json!(ports));
    spec.insert("resolution".to_owned(), json!(resolution));
    let address = text(service, "defaultAddress");
    if !address.is_empty() && address != "0.0.0.0" {
        spec.insert("addresses".to_owned(), json!([address]));
    }
    if let Some(export_to) = attributes.get("exportTo") {
        spec.insert("exportTo".to_owned(), export_to.clone());
    }
    if let Some(labels) = attributes.get("labels") {
        spec.insert("endpoints".to_owned(), json!([{ "address": "endpoint.example.com", "labels": labels }]));
    }
    let namespace = Some(text(attributes, "namespace")).filter(|namespace| !namespace.is_empty()).unwrap_or("default");
    json!({
        "apiVersion": "networking.istio.io/v1",
        "kind": "ServiceEntry",
        "metadata": {
            "name": format!("service-{index}"),
            "namespace": namespace,
            "creationTimestamp": format!("2025-01-01T00:{index:02}:00Z"),
        },
        "spec": spec,
    })
}
