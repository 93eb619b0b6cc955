//! How a server ends TLS, or passes it on (`BuildListenerTLSContext`).

use mesh_config::model::{ServerTlsMode, ServerTlsSettings};
use mesh_proxy::config::{CommonTlsContext, DownstreamTlsContext, SdsSecretConfig, TransportSocket};

/// The certificate that Istio gives a workload, and the authority that it gives it by.
const OWN_CERTIFICATE: &str = "default";
const OWN_AUTHORITY: &str = "ROOTCA";

/// What is offered where HTTP comes after the handshake.
const HTTP_PROTOCOLS: [&str; 2] = ["h2", "http/1.1"];

/// TLS of one server. Certificates are names only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerTls {
    /// Whether TLS ends here, and what a client has to show.
    pub mode: ServerTlsMode,
    /// The Secrets with the server's certificates; or the files.
    pub certificates: Vec<String>,
}

impl ServerTls {
    /// As a Gateway of Istio's writes it; passed on where no mode stands.
    #[must_use]
    pub fn new(written: &ServerTlsSettings) -> Self {
        let mode = written.mode.as_ref().map_or(ServerTlsMode::Passthrough, |mode| mode.value);
        let named = written.credential_names.iter().chain(&written.credential_name).chain(&written.server_certificate);
        Self { mode, certificates: named.map(|name| name.value.clone()).filter(|name| !name.is_empty()).collect() }
    }

    /// Whether bytes are forwarded undecrypted.
    #[must_use]
    pub fn passes_on(&self) -> bool {
        matches!(self.mode, ServerTlsMode::Passthrough | ServerTlsMode::AutoPassthrough)
    }

    /// What ends TLS in the filter chain; `None` where it is passed on.
    #[must_use]
    pub fn transport_socket(&self) -> Option<TransportSocket<DownstreamTlsContext>> {
        if self.passes_on() {
            return None;
        }
        let secret = |name: &str| SdsSecretConfig { name: name.to_owned() };
        let own = self.mode == ServerTlsMode::IstioMutual;
        let certificates = match self.certificates.as_slice() {
            _ if own => vec![secret(OWN_CERTIFICATE)],
            names => names.iter().map(|name| secret(&format!("kubernetes://{name}"))).collect(),
        };
        let authority = match self.mode {
            ServerTlsMode::IstioMutual => Some(secret(OWN_AUTHORITY)),
            ServerTlsMode::Mutual | ServerTlsMode::OptionalMutual => {
                let name = self.certificates.first().map_or("", String::as_str);
                Some(secret(&format!("kubernetes://{name}-cacert")))
            }
            _ => None,
        };
        Some(TransportSocket::tls(DownstreamTlsContext {
            common_tls_context: CommonTlsContext {
                alpn_protocols: HTTP_PROTOCOLS.map(str::to_owned).into(),
                tls_certificate_sds_secret_configs: certificates,
                validation_context_sds_secret_config: authority,
            },
            require_client_certificate: Some(matches!(self.mode, ServerTlsMode::Mutual | ServerTlsMode::IstioMutual)),
        }))
    }
}
