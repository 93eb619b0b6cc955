//! TLS that a cluster begins (`cluster_tls.go`). Certificates are names only.

use mesh_config::model::{ClientTlsMode, ClientTlsSettings};
use mesh_proxy::config::{CommonTlsContext, TransportSocket, UpstreamTlsContext};

use super::draft::Draft;
use crate::client::ProxyKind;
use crate::gateway::auto_passthrough::server_name;

/// What TLS between Istio's own proxies offers (`ALPNInMeshWithMxc`), and for HTTP/2.
const IN_MESH: [&str; 2] = ["istio-peer-exchange", "istio"];
const IN_MESH_HTTP2: [&str; 3] = ["istio-peer-exchange", "istio", "h2"];

/// What a cluster is, as far as its TLS depends on it.
#[derive(Clone, Copy)]
pub(super) struct TlsInputs<'a> {
    pub(super) port: u32,
    pub(super) subset: &'a str,
    pub(super) hostname: &'a str,
    /// The kind of client, and whether the rule is for chosen workloads: others are not given the Secrets that a rule
    /// names.
    pub(super) client: ProxyKind,
    pub(super) rule_has_selector: bool,
}

/// Adds what a rule's `tls` says. With SIMPLE or MUTUAL the server name comes from the request unless one is set
/// (`setAutoSniAndAutoSanValidation`).
pub(super) fn apply(draft: &mut Draft, tls: &ClientTlsSettings, inputs: TlsInputs<'_>) {
    let mode = tls.mode.as_ref().map_or(ClientTlsMode::Disable, |mode| mode.value);
    let text = |value: &Option<mesh_config::Spanned<String>>| {
        value.as_ref().map_or_else(String::new, |text| text.value.clone())
    };
    let sni = text(&tls.sni);
    let context = match mode {
        ClientTlsMode::Disable => return,
        ClientTlsMode::IstioMutual => {
            let own = || server_name(inputs.port, inputs.subset, inputs.hostname);
            let protocols: &[&str] = if draft.is_http2() { &IN_MESH_HTTP2 } else { &IN_MESH };
            context(if sni.is_empty() { own() } else { sni }, protocols)
        }
        ClientTlsMode::Simple | ClientTlsMode::Mutual => {
            let credential = text(&tls.credential_name);
            let secret = !credential.is_empty() && !credential.starts_with("configmap://");
            if secret && inputs.client == ProxyKind::Sidecar && !inputs.rule_has_selector {
                return;
            }
            let by_request = sni.is_empty();
            let verifies = !tls.insecure_skip_verify.as_ref().is_some_and(|skip| skip.value);
            if by_request {
                let options = draft.http().upstream_http_protocol_options.get_or_insert_default();
                options.auto_sni = true;
                options.auto_san_validation = tls.subject_alt_names.is_empty() && verifies;
            }
            let files = !text(&tls.client_certificate).is_empty() && !text(&tls.private_key).is_empty();
            if mode == ClientTlsMode::Mutual && credential.is_empty() && !files {
                return;
            }
            context(sni, if draft.is_http2() { &["h2"] } else { &[] })
        }
    };
    draft.cluster.transport_socket = Some(TransportSocket::tls(context));
}

fn context(sni: String, protocols: &[&str]) -> UpstreamTlsContext {
    let alpn_protocols = protocols.iter().map(|&protocol| protocol.to_owned()).collect();
    UpstreamTlsContext { common_tls_context: CommonTlsContext { alpn_protocols, ..CommonTlsContext::default() }, sni }
}
