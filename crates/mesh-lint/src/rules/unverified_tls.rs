use mesh_config::{Diagnostic, Resource, Severity};

use crate::{
    context::{Context, finding, full_name, spec},
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
        found.push(finding(
            "IST0128",
            Severity::Warning,
            rule,
            policy.get("tls"),
            message(rule, policy.get("tls"), ""),
        ));
    }
    for port in policy.get("portLevelSettings").items().filter(|port| is_unverified(port.get("tls"), rule)) {
        let number = port.get("port").get("number").integer();
        let at = if number == 0 { " at port ".into() } else { format!(" at port number:{number}") };
        found.push(finding("IST0129", Severity::Warning, rule, port.get("tls"), message(rule, port.get("tls"), &at)));
    }
    found
}

fn is_unverified(tls: Field<'_>, rule: &Resource) -> bool {
    let by_secret = !tls.get("credentialName").text().is_empty() && spec(rule).get("workloadSelector").present();
    matches!(tls.get("mode").text().as_ref(), "SIMPLE" | "MUTUAL")
        && tls.get("caCertificates").text().is_empty()
        && !by_secret
}

fn message(rule: &Resource, tls: Field<'_>, at: &str) -> String {
    format!(
        "DestinationRule {} in namespace {} has TLS mode set to {} but no caCertificates are set to validate server identity \
         for host: {}{at}",
        full_name(rule),
        rule.metadata.namespace,
        tls.get("mode").text(),
        spec(rule).get("host").text()
    )
}
