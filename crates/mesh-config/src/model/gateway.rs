//! Gateway: the ports and hosts that a gateway workload serves.
//! Source: networking/v1alpha3/gateway.proto of istio/api.

use mesh_ordered::OrderedMap;

use crate::Spanned;
use crate::schema::{enumeration, message};

message! {
    /// The ports and hosts that a gateway workload serves.
    Gateway = "Gateway", "gateway/#Gateway" {
        /// What is served.
        servers: Vec<Server> = "servers";
        /// Labels of the gateway's pods, in any namespace; none means every gateway.
        selector: OrderedMap<String, Spanned<String>> = "selector";
    }
}

message! {
    /// A port and the hosts that it serves.
    Server = "Server", "gateway/#Server" {
        /// The port of the gateway's Service.
        port: Option<Port> = "port";
        /// The address that it listens on.
        bind: Option<Spanned<String>> = "bind", checked;
        /// `host` or `namespace/host`; the namespace is that of the VirtualServices which may use it.
        hosts: Vec<Spanned<String>> = "hosts";
        /// TLS of the clients' connections.
        tls: Option<ServerTlsSettings> = "tls";
        /// The name of the server, for statistics.
        name: Option<Spanned<String>> = "name", checked;
        /// Without effect.
        default_endpoint: Option<Spanned<String>> = "defaultEndpoint", not_simulated;
    }
}

message! {
    /// A port with its protocol.
    Port = "Port", "gateway/#Port" {
        /// Its number.
        number: Option<Spanned<u32>> = "number";
        /// HTTP, HTTPS, GRPC, GRPC-WEB, HTTP2, MONGO, TCP or TLS.
        protocol: Option<Spanned<String>> = "protocol";
        /// Its name, unique in the resource.
        name: Option<Spanned<String>> = "name";
        /// Without effect in a Gateway.
        target_port: Option<Spanned<u32>> = "targetPort", checked;
    }
}

message! {
    /// TLS of the clients' connections.
    ServerTlsSettings = "ServerTLSSettings", "gateway/#ServerTLSSettings" {
        /// Answer each plain request with a redirect to HTTPS.
        https_redirect: Option<Spanned<bool>> = "httpsRedirect" or "false";
        /// Whether TLS ends here and what is asked of the client.
        mode: Option<Spanned<ServerTlsMode>> = "mode" or "PASSTHROUGH";
        /// The server's certificate, a file.
        server_certificate: Option<Spanned<String>> = "serverCertificate", checked;
        /// The server's private key, a file.
        private_key: Option<Spanned<String>> = "privateKey", checked;
        /// The certificates of the authorities that clients are checked by, a file.
        ca_certificates: Option<Spanned<String>> = "caCertificates", checked;
        /// A list of revoked certificates, a file.
        ca_crl: Option<Spanned<String>> = "caCrl", checked;
        /// A Secret that holds key and certificates.
        credential_name: Option<Spanned<String>> = "credentialName", checked;
        /// Secrets that hold keys and certificates of different kinds.
        credential_names: Vec<Spanned<String>> = "credentialNames", checked;
        /// A Secret that holds the certificates of the authorities.
        ca_cert_credential_name: Option<Spanned<String>> = "caCertCredentialName", checked;
        /// Certificates of different kinds, as files.
        tls_certificates: Vec<TlsCertificate> = "tlsCertificates", checked;
        /// Names that a client's certificate may carry.
        subject_alt_names: Vec<Spanned<String>> = "subjectAltNames", checked;
        /// Fingerprints of clients' keys.
        verify_certificate_spki: Vec<Spanned<String>> = "verifyCertificateSpki", checked;
        /// Fingerprints of clients' certificates.
        verify_certificate_hash: Vec<Spanned<String>> = "verifyCertificateHash", checked;
        /// The oldest version that is spoken.
        min_protocol_version: Option<Spanned<TlsProtocol>> = "minProtocolVersion" or "TLSV1_2", checked;
        /// The newest version that is spoken.
        max_protocol_version: Option<Spanned<TlsProtocol>> = "maxProtocolVersion", checked;
        /// Do not check clients' certificates.
        insecure_skip_verify: Option<Spanned<bool>> = "insecureSkipVerify", checked;
        /// Ciphers that are spoken.
        cipher_suites: Vec<Spanned<String>> = "cipherSuites", checked;
        /// Elliptic curves for the exchange of keys.
        ecdh_curves: Vec<Spanned<String>> = "ecdhCurves", checked;
    }
}

message! {
    /// A certificate as files.
    TlsCertificate = "ServerTLSSettings.TLSCertificate", "gateway/#ServerTLSSettings-TLSCertificate" {
        /// The server's certificate, a file.
        server_certificate: Option<Spanned<String>> = "serverCertificate", checked;
        /// The server's private key, a file.
        private_key: Option<Spanned<String>> = "privateKey", checked;
        /// The certificates of the authorities that clients are checked by, a file.
        ca_certificates: Option<Spanned<String>> = "caCertificates", checked;
    }
}

enumeration! {
    /// Whether TLS ends at the gateway and what is asked of the client.
    ServerTlsMode = "ServerTLSSettings.TLSmode" {
        /// TLS is passed on by its server name, unopened.
        Passthrough = "PASSTHROUGH" 0,
        /// TLS ends here.
        Simple = "SIMPLE" 1,
        /// TLS ends here; the client shows a certificate.
        Mutual = "MUTUAL" 2,
        /// As PASSTHROUGH, the server name says the whole destination.
        AutoPassthrough = "AUTO_PASSTHROUGH" 3,
        /// As MUTUAL, with the certificates that Istio gives each workload.
        IstioMutual = "ISTIO_MUTUAL" 4,
        /// As MUTUAL, the client may show none.
        OptionalMutual = "OPTIONAL_MUTUAL" 5,
    }
}

enumeration! {
    /// A version of TLS.
    TlsProtocol = "ServerTLSSettings.TLSProtocol" {
        /// As the proxy finds best.
        Auto = "TLS_AUTO" 0,
        /// Version 1.0.
        V1_0 = "TLSV1_0" 1,
        /// Version 1.1.
        V1_1 = "TLSV1_1" 2,
        /// Version 1.2.
        V1_2 = "TLSV1_2" 3,
        /// Version 1.3.
        V1_3 = "TLSV1_3" 4,
    }
}
