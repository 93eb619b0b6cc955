//! The Gateway that Istio makes of an Ingress (`convertIngressV1alpha3`).

use std::sync::Arc;

use mesh_config::model::{Gateway, Ingress, Port, Server, ServerTlsMode, ServerTlsSettings};
use mesh_config::{Config, Metadata, Resource, Span, Spanned, Spec};
use mesh_ordered::OrderedMap;

use super::{CREATED, NAMESPACE, gateway_name, taken};
use crate::settings::MeshSettings;

/// The Gateways of the Ingresses that Istio takes: plain HTTP for every host, HTTPS for those under `tls` with a Secret.
pub(crate) fn gateways(config: &Config, settings: &MeshSettings) -> Vec<Arc<Resource>> {
    taken(config, settings).map(|(resource, ingress)| gateway(resource, ingress, settings)).collect()
}

fn gateway(resource: &Arc<Resource>, ingress: &Ingress, settings: &MeshSettings) -> Arc<Resource> {
    let span = resource.span;
    let owner = format!("{}-{}", resource.metadata.name.value, resource.metadata.namespace);
    let with_secret = ingress.tls.iter().enumerate().filter(|(_, tls)| {
        let secret = tls.secret_name.as_ref();
        secret.is_some_and(|secret| !secret.value.is_empty())
    });
    let mut servers: Vec<Server> = with_secret
        .map(|(index, tls)| {
            let every = vec![Spanned::new("*".to_owned(), tls.span)];
            let settings = ServerTlsSettings {
                span: tls.span,
                mode: Some(Spanned::new(ServerTlsMode::Simple, tls.span)),
                credential_name: tls.secret_name.clone(),
                ..ServerTlsSettings::default()
            };
            Server {
                tls: Some(settings),
                hosts: if tls.hosts.is_empty() { every } else { tls.hosts.clone() },
                ..server(443, "HTTPS", format!("https-443-ingress-{owner}-{index}"), tls.span)
            }
        })
        .collect();
    servers.push(server(80, "HTTP", format!("http-80-ingress-{owner}"), span));
    let label = Spanned::new(settings.ingress_gateway.clone(), span);
    let selector = OrderedMap::from([("istio".to_owned(), label)]);
    Arc::new(Resource {
        api_version: "networking.istio.io/v1".to_owned(),
        kind: "Gateway".to_owned(),
        metadata: Metadata {
            name: Spanned::new(gateway_name(resource), resource.metadata.name.span),
            namespace: NAMESPACE.to_owned(),
            creation_timestamp: Some(CREATED.to_owned()),
            ..Metadata::default()
        },
        spec: Spec::Gateway(Box::new(Gateway { span, servers, selector })),
        span,
        node: Arc::clone(&resource.node),
        readable: true,
        content: resource.content.clone(),
    })
}

/// A server for every host.
fn server(number: u32, protocol: &str, name: String, span: Span) -> Server {
    let port = Port {
        span,
        number: Some(Spanned::new(number, span)),
        protocol: Some(Spanned::new(protocol.to_owned(), span)),
        name: Some(Spanned::new(name, span)),
        ..Port::default()
    };
    Server { span, port: Some(port), hosts: vec![Spanned::new("*".to_owned(), span)], ..Server::default() }
}
