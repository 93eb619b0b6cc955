use mesh_config::{Diagnostic, Resource, Severity, model::ClientTlsMode};
use mesh_words::Words;

use crate::{
    context::{Context, finding, full_name, once_without_line, spec},
    field::Field,
};

rule! {
    /// A DestinationRule speaks TLS to a host without checking whose certificate it is shown.
    ///
    /// Set `caCertificates`. Istio: `CaCertificateAnalyzer`, IST0128 and IST0129.
    each check => "IST0128", "IST0129"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("DestinationRule").flat_map(rule).collect()
}

fn rule(rule: &Resource) -> Vec<Diagnostic> {
    let policy = spec(rule).get("trafficPolicy");
    let mut found = Vec::new();
    if is_unverified(policy.get("tls"), rule) {
        let tls = policy.get("tls");
        found.push(finding("IST0128", Severity::Warning, rule, place(tls), message(rule, tls, "")));
    }
    let mut of_ports = Vec::new();
    for port in policy.get("portLevelSettings").items().filter(|port| is_unverified(port.get("tls"), rule)) {
        let number = port.get("port").get("number").integer();
        let at = match number {
            0 if !port.get("port").present() => " at port <nil>".into(),
            0 => " at port ".into(),
            _ => format!(" at port number:{number}"),
        };
        let tls = port.get("tls");
        let has_line = tls.get("caCertificates").has_line();
        of_ports.push((has_line, finding("IST0129", Severity::Warning, rule, place(tls), message(rule, tls, &at))));
    }
    found.extend(once_without_line(of_ports));
    found
}

/// The certificates that are written, though empty, else the block.
fn place(tls: Field<'_>) -> Field<'_> {
    let certificates = tls.get("caCertificates");
    if certificates.has_line() { certificates } else { tls }
}

fn is_unverified(tls: Field<'_>, rule: &Resource) -> bool {
    let by_secret = !tls.get("credentialName").text().is_empty() && spec(rule).get("workloadSelector").present();
    matches!(tls.get("mode").word(ClientTlsMode::ENUMERATION).as_ref(), "SIMPLE" | "MUTUAL")
        && tls.get("caCertificates").text().is_empty()
        && !by_secret
}

fn message(rule: &Resource, tls: Field<'_>, at: &str) -> Words {
    Words::theirs(format!(
        "DestinationRule {} in namespace {} has TLS mode set to {} but no caCertificates are set to validate server identity \
         for host: {}{at}",
        full_name(rule),
        rule.metadata.namespace,
        tls.get("mode").word(ClientTlsMode::ENUMERATION),
        spec(rule).get("host").text()
    ))
}
