//! TLS toward upstreams (`agent.ValidateTLS`).

use mesh_config::model::ClientTlsMode;

use crate::{field::Field, findings::Findings};

/// Checks the `tls` block of a traffic policy.
pub(crate) fn validate(tls: Field<'_>, namespace: &str, findings: &mut Findings<'_>) {
    if !tls.present() {
        return;
    }
    let mode = tls.get("mode").word(ClientTlsMode::ENUMERATION);
    let is_set = |name: &str| !tls.get(name).text().is_empty();
    if let Some(reference) = tls.get("credentialName").text().strip_prefix("configmap://")
        && reference.split_once('/').is_some_and(|(other, _)| other != namespace)
    {
        findings.error(
            tls.get("credentialName"),
            format!(
                "invalid configmap:// credentialName: namespace must match the configuration namespace {namespace:?}"
            ),
        );
    }
    if tls.get("insecureSkipVerify").is_true() {
        let names = tls.get("subjectAltNames").is_filled();
        if mode == "SIMPLE" && (is_set("caCertificates") || is_set("credentialName") || names) {
            findings.error(
                tls,
                "cannot specify CaCertificates or CredentialName or SubjectAltNames when InsecureSkipVerify is set true",
            );
        }
        if mode == "MUTUAL" && (is_set("caCertificates") || names) {
            findings.error(tls, "cannot specify CaCertificates or SubjectAltNames when InsecureSkipVerify is set true");
        }
    }
    if matches!(mode.as_ref(), "SIMPLE" | "MUTUAL") && is_set("credentialName") {
        if ["clientCertificate", "caCertificates", "privateKey", "caCrl"].iter().any(|name| is_set(name)) {
            findings
                .error(tls, "cannot specify client certificates or CA certificate or CA CRL If credentialName is set");
        }
        return;
    }
    if mode == "MUTUAL" {
        for (name, words) in [("clientCertificate", "client certificate"), ("privateKey", "private key")] {
            if !is_set(name) {
                findings.error(tls, format!("{words} required for mutual tls"));
            }
        }
    }
}
