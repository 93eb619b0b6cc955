use mesh_config::{Diagnostic, Severity, TextEdit};
use mesh_ordered::OrderedSet;
use mesh_words::{Words, say};

use super::kubernetes_gateways;
use crate::context::{Context, finding, spec};

rule! {
    /// A Kubernetes Gateway is of a class that Istio does not make.
    ///
    /// Istio starts nothing for it; some other product may. Use the class `istio`, or add the GatewayClass. Kiali:
    /// KIA1504, which it calls an error.
    each beside ["GatewayClass"] check => "KIA1504"
}

/// The classes that Istio brings (`pkg/config/constants`).
const CLASSES: [&str; 4] = ["istio", "istio-east-west", "istio-remote", "istio-waypoint"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let written = context.kind("GatewayClass").map(|class| class.metadata.name.as_str());
    let known: OrderedSet<&str> = written.chain(CLASSES).collect();
    let mut found = Vec::new();
    for gateway in kubernetes_gateways::subjects(context) {
        let class = spec(gateway).get("gatewayClassName");
        let name = class.text();
        if name.is_empty() || known.contains(&*name) {
            continue;
        }
        let message = Words::theirs("Gateway API Class not found in Kiali configuration:")
            .and(say!("gateway-class", class = name));
        let edit = TextEdit { span: class.span(), text: "istio".to_owned() };
        let finding = finding("KIA1504", Severity::Warning, gateway, class, message);
        found.push(finding.fix(say!("suggestion-change-to", text = "istio"), vec![edit]));
    }
    found
}
