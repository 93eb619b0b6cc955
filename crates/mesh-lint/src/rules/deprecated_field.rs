use mesh_config::{Diagnostic, Severity};
use mesh_words::Words;

use crate::context::{Context, finding, once_without_line, spec};

rule! {
    /// A field that Istio keeps only for old resources.
    ///
    /// It still works and may be taken away. Write the field that the message names. Istio: `FieldAnalyzer`, IST0002.
    each check => "IST0002"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let percents = spec(service).get("http").items().map(|route| route.get("fault").get("delay").get("percent"));
        let deprecated = percents.filter(|percent| percent.integer() > 0).map(|percent| {
            let message = Words::theirs(
                "Deprecated: HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage",
            );
            (false, finding("IST0002", Severity::Warning, service, percent, message))
        });
        found.extend(once_without_line(deprecated));
    }
    for sidecar in context.istio_subjects("Sidecar") {
        let proxy = spec(sidecar).get("outboundTrafficPolicy").get("egressProxy");
        if proxy.present() {
            let message = Words::theirs("Deprecated: OutboundTrafficPolicy.EgressProxy ignored");
            found.push(finding("IST0002", Severity::Warning, sidecar, proxy, message));
        }
    }
    found
}
