use mesh_config::{Diagnostic, Severity};

use crate::context::{Context, finding, spec};

rule! {
    /// A field that Istio keeps only for old resources.
    ///
    /// It still works and may be taken away. Write the field that the message names. Istio: `FieldAnalyzer`, IST0002.
    each check => "IST0002"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for route in spec(service).get("http").items() {
            let percent = route.get("fault").get("delay").get("percent");
            if percent.integer() > 0 {
                let message =
                    "Deprecated: HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage";
                found.push(finding("IST0002", Severity::Warning, service, percent, message.into()));
            }
        }
    }
    for sidecar in context.istio_subjects("Sidecar") {
        let proxy = spec(sidecar).get("outboundTrafficPolicy").get("egressProxy");
        if proxy.present() {
            let message = "Deprecated: OutboundTrafficPolicy.EgressProxy ignored";
            found.push(finding("IST0002", Severity::Warning, sidecar, proxy, message.into()));
        }
    }
    found
}
