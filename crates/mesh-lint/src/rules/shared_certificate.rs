use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use super::{kubernetes_gateways, others::listed};
use crate::{
    context::{Context, finding, full_name, selector_pairs, selector_text, spec},
    field::Field,
    gateway_servers::{Kind, Server},
};

rule! {
    /// Two servers of one port show the same certificate for different hosts.
    ///
    /// A browser that has a connection to one host uses it for all hosts of its certificate (HTTP/2). The connection is the
    /// server's that the SNI chose when it was opened, and that one has no rules for hosts of another server: 404, until
    /// the browser connects anew. Serve hosts of one certificate in one server, or give each a certificate of its own.
    among ["Gateway"] check => "MP0172"
}

/// A server or a listener: its Gateway, the field of its certificate, its name.
type Shown<'a> = (&'a Resource, Field<'a>, Words);

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // By the pods, the port and the certificate.
    let mut shown: OrderedMap<(String, i64, String), Vec<Shown<'_>>> = OrderedMap::new();
    for gateway in context.istio("Gateway") {
        let selector = selector_text(&selector_pairs(spec(gateway).get("selector")));
        for server in Server::all(gateway).filter(|server| server.kind == Kind::Https) {
            let certificate = server.field.get("tls").get("credentialName");
            let name = server.field.get("port").get("name").text();
            let title = say!("shared-certificate-server", server = name, gateway = full_name(gateway));
            let key = (selector.clone(), server.port(), certificate.text().into_owned());
            shown.entry(key).or_default().push((gateway, certificate, title));
        }
    }
    for gateway in kubernetes_gateways::all(context) {
        let listeners = spec(gateway).get("listeners").items();
        for listener in listeners.filter(|listener| listener.get("protocol").text() == "HTTPS") {
            let Some(certificate) = listener.get("tls").get("certificateRefs").items().next() else { continue };
            let name = certificate.get("name");
            let title =
                say!("shared-certificate-server", server = listener.get("name").text(), gateway = full_name(gateway));
            let key = (full_name(gateway), listener.get("port").integer(), name.text().into_owned());
            shown.entry(key).or_default().push((gateway, name, title));
        }
    }
    let mut found = Vec::new();
    for ((_, port, name), all) in shown.iter().filter(|((.., name), all)| all.len() > 1 && !name.is_empty()) {
        for (gateway, place, title) in all {
            let others = all.iter().map(|(.., other)| other).filter(|other| *other != title).cloned();
            let Some(others) = listed(others) else { continue };
            let message = say!("shared-certificate", certificate = name, port, servers = others);
            found.push(finding("MP0172", Severity::Info, gateway, *place, message));
        }
    }
    found
}
