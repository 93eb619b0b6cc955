//! TLS of a Gateway's server (`validateTLSOptions`).

use mesh_config::model::{ServerTlsMode, TlsProtocol};
use mesh_ordered::OrderedSet;

use crate::{field::Field, findings::Findings};

/// `security.ValidCipherSuites` of Istio.
const CIPHER_SUITES: [&str; 15] = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-RSA-AES256-SHA",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
    "AES128-SHA",
    "AES256-SHA",
    "DES-CBC3-SHA",
];

/// Checks the `tls` block of a server.
pub(crate) fn validate(tls: Field<'_>, findings: &mut Findings<'_>) {
    if !tls.present() {
        return;
    }
    ciphers(tls, findings);
    let mode = tls.get("mode").word(ServerTlsMode::ENUMERATION).into_owned();
    let is_set = |name: &str| !tls.get(name).text().is_empty() || tls.get(name).items().next().is_some();
    match mode.as_str() {
        "ISTIO_MUTUAL" => {
            for (name, words) in [
                ("serverCertificate", "server certificate"),
                ("privateKey", "private key"),
                ("caCertificates", "CA bundle"),
                ("tlsCertificates", "tlsCertificates"),
                ("credentialName", "credentialName"),
                ("credentialNames", "credentialNames"),
            ] {
                if is_set(name) {
                    findings.error(tls.get(name), format!("ISTIO_MUTUAL TLS cannot have associated {words}"));
                }
            }
            return;
        }
        "" | "PASSTHROUGH" | "AUTO_PASSTHROUGH" => {
            let certificates = [
                "caCrl",
                "serverCertificate",
                "privateKey",
                "caCertificates",
                "tlsCertificates",
                "credentialName",
                "credentialNames",
            ];
            if certificates.iter().any(|name| is_set(name)) {
                let mode = if mode.is_empty() { "PASSTHROUGH" } else { mode.as_str() };
                findings.warning(tls, format!("{mode} mode does not use certificates, they will be ignored"));
            }
        }
        _ => {}
    }
    let sources = [
        is_set("serverCertificate") && is_set("privateKey"),
        is_set("credentialName"),
        is_set("credentialNames"),
        is_set("tlsCertificates"),
    ];
    if sources.iter().filter(|source| **source).count() > 1 {
        findings.error(
            tls,
            "only one of credential_name, credential_names, server_certificate/private_key, tls_certificates should be specified",
        );
    }
    let terminates = matches!(mode.as_str(), "SIMPLE" | "MUTUAL" | "OPTIONAL_MUTUAL");
    if terminates && (is_set("credentialName") || is_set("credentialNames")) {
        return;
    }
    if terminates {
        certificates(tls, mode != "SIMPLE", findings);
    }
    if is_set("caCrl") {
        if is_set("credentialName") {
            findings.error(tls, "CRL is not supported with credentialName. CRL has to be specified in the credential");
        }
        if mode == "SIMPLE" {
            findings.error(tls, "CRL is not supported with SIMPLE TLS");
        }
    }
}

fn certificates(tls: Field<'_>, is_mutual: bool, findings: &mut Findings<'_>) {
    let prefix = if is_mutual { "MUTUAL TLS" } else { "SIMPLE TLS" };
    if is_mutual && tls.get("caCertificates").text().is_empty() {
        findings.error(tls, format!("{prefix} requires a client CA bundle"));
    }
    let mut list: Vec<Field<'_>> = tls.get("tlsCertificates").items().collect();
    if list.len() > 2 {
        findings.warning(tls, format!("{prefix} can support up to 2 server certificates"));
    }
    if list.is_empty() {
        list.push(tls);
    }
    for certificate in list {
        if certificate.get("serverCertificate").text().is_empty() {
            findings.error(certificate, format!("{prefix} requires a server certificate"));
        }
        if certificate.get("privateKey").text().is_empty() {
            findings.error(certificate, format!("{prefix} requires a private key"));
        }
    }
}

fn ciphers(tls: Field<'_>, findings: &mut Findings<'_>) {
    let suites = tls.get("cipherSuites");
    let is_old = matches!(tls.get("minProtocolVersion").word(TlsProtocol::ENUMERATION).as_ref(), "TLSV1_0" | "TLSV1_1");
    if is_old && suites.items().next().is_none() {
        findings.warning(
            tls,
            "TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.",
        );
    }
    let (mut invalid, mut valid, mut twice) = (OrderedSet::new(), OrderedSet::new(), OrderedSet::new());
    for suite in suites.items() {
        let name = suite.text().into_owned();
        if !is_cipher_suite(&name) {
            invalid.insert(name);
        } else if !valid.insert(name.clone()) {
            twice.insert(name);
        }
    }
    for (set, word) in [(invalid, "invalid"), (twice, "duplicate")] {
        if !set.is_empty() {
            let names = set.into_iter().collect::<Vec<_>>().join(" ");
            findings.warning(suites, format!("ignoring {word} cipher suites: [{names}]"));
        }
    }
}

/// Whether Istio passes a cipher suite on; what begins with an operator of OpenSSL's language it does not judge.
fn is_cipher_suite(name: &str) -> bool {
    let is_operator = name.chars().next().is_none_or(|first| !first.is_alphanumeric());
    is_operator || name == "ALL" || CIPHER_SUITES.contains(&name)
}
