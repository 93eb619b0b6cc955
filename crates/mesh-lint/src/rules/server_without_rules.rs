use mesh_config::{Diagnostic, Severity};
use mesh_words::say;

use super::rules_of_another_kind::unused;
use crate::context::{Context, finding, spec};
use crate::gateway_servers::{Kind, Server};

rule! {
    /// A server with TLS for whose hosts no VirtualService has rules that it looks at.
    ///
    /// An HTTPS server that ends TLS is there all the same: the handshake is good, and every request is answered 404. One
    /// with `PASSTHROUGH`, or with protocol TLS, is not there at all: connections are reset, and where the port has no
    /// other server nothing listens. Said of Gateways to which some VirtualService is bound.
    among ["Gateway", "VirtualService"] check => "MP0161"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let servers = context.gateway_servers();
    let (mut bound, mut ruled) = (vec![false; servers.count()], vec![false; servers.count()]);
    for service in context.istio("VirtualService") {
        servers.bound(service).into_iter().flatten().for_each(|place| set(&mut bound, place));
        // Of rules of another kind MP0160 speaks, at the rules.
        let is_said = !unused(service, servers).0.is_empty();
        let Some(serving) = servers.serving(service) else { return Vec::new() };
        for (place, _) in serving {
            let list = servers.get(place).and_then(|server| server.kind.rules());
            if is_said || list.is_some_and(|list| spec(service).get(list).items().len() > 0) {
                set(&mut ruled, place);
            }
        }
    }
    let places = bound.iter().zip(&ruled).enumerate().filter(|(_, (bound, ruled))| **bound && !**ruled);
    places.filter_map(|(place, _)| servers.get(place)).filter_map(verdict).collect()
}

fn set(flags: &mut [bool], place: usize) {
    if let Some(flag) = flags.get_mut(place) {
        *flag = true;
    }
}

fn verdict(server: &Server<'_>) -> Option<Diagnostic> {
    let message = match server.kind {
        Kind::Https => say!("server-without-rules-https"),
        Kind::Passthrough => say!("server-without-rules-connections", list = "tls"),
        Kind::Tls => say!("server-without-rules-connections", list = "tcp"),
        Kind::Http | Kind::AutoPassthrough | Kind::Tcp | Kind::Refused => return None,
    };
    Some(finding("MP0161", Severity::Info, server.gateway, server.field.get("hosts"), message))
}
