//! TLS of a listener (`buildTLS`).

use mesh_config::model::ServerTlsMode;
use mesh_config::{Config, Node};

use crate::gateway::ServerTls;

/// The option that says how clients have to show certificates.
const TERMINATE_MODE: &str = "gateway.istio.io/tls-terminate-mode";

/// The label of Gateways, and the port, by which the gateways of several clusters find each other.
const CROSS_NETWORK_PORT: i32 = 15443;

/// Why a listener is left out: its TLS cannot be set up.
#[derive(Debug)]
pub(super) struct Unusable;

/// TLS of a listener as its Gateway writes it.
///
/// # Errors
/// Where TLS ends at the listener and none of its certificates is there.
pub(super) fn server_tls(
    config: &Config,
    namespace: &str,
    port: i32,
    is_cross_network: bool,
    written: &Node,
) -> Result<ServerTls, Unusable> {
    let text = |node: &Node, name: &str| node.get(name).and_then(Node::text).map(str::to_owned);
    if text(written, "mode").as_deref() == Some("Passthrough") {
        let automatic = is_cross_network && port == CROSS_NETWORK_PORT;
        let mode = if automatic { ServerTlsMode::AutoPassthrough } else { ServerTlsMode::Passthrough };
        return Ok(ServerTls { mode, certificates: Vec::new() });
    }
    let option = written.get("options").and_then(|options| text(options, TERMINATE_MODE));
    let mode = match option.as_deref() {
        Some("MUTUAL") => ServerTlsMode::Mutual,
        Some("OPTIONAL_MUTUAL") => ServerTlsMode::OptionalMutual,
        // Istio's own certificates: none has to be named.
        Some("ISTIO_MUTUAL") => return Ok(ServerTls { mode: ServerTlsMode::IstioMutual, certificates: Vec::new() }),
        Some("ISTIO_SIMPLE") => return Ok(ServerTls { mode: ServerTlsMode::Simple, certificates: Vec::new() }),
        _ => ServerTlsMode::Simple,
    };
    let references = written.get("certificateRefs").into_iter().flat_map(Node::items);
    let certificates: Vec<String> = references
        .filter(|reference| text(reference, "kind").is_none_or(|kind| kind == "Secret"))
        .filter_map(|reference| {
            let owner = text(reference, "namespace").unwrap_or_else(|| namespace.to_owned());
            Some((owner, text(reference, "name")?))
        })
        .filter(|(owner, name)| is_there(config, owner, name))
        .map(|(owner, name)| format!("{owner}/{name}"))
        .collect();
    if certificates.is_empty() { Err(Unusable) } else { Ok(ServerTls { mode, certificates }) }
}

/// Whether a Secret is there. Files that hold none at all leave them to the cluster.
fn is_there(config: &Config, namespace: &str, name: &str) -> bool {
    let mut secrets = config.resources.iter().filter(|resource| resource.kind == "Secret").peekable();
    secrets.peek().is_none()
        || secrets.any(|secret| secret.metadata.namespace == namespace && secret.metadata.name.value == name)
}
