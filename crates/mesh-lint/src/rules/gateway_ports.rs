use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::Words;

use crate::context::{Context, PODS, finding, selector_pairs, selector_place, selector_text, selects, spec};
use crate::field::Field;

rule! {
    /// A Gateway selects no workload, or opens a port that the workload's Service does not lead to.
    ///
    /// Nothing then listens where clients knock. Correct the selector, or add the port to the gateway's Service. Istio:
    /// `IngressGatewayPortAnalyzer`, IST0101 and IST0162.
    each beside ["Service", PODS] check => "IST0101", "IST0162"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("Gateway").flat_map(|gateway| ports(gateway, context)).collect()
}

fn ports(gateway: &Resource, context: &Context<'_>) -> Vec<Diagnostic> {
    let selector = spec(gateway).get("selector");
    let pairs = selector_pairs(selector);
    let text = selector_text(&pairs);
    let place = selector_place(selector);
    let Some(open) = open_ports(&pairs, context, false) else {
        return vec![finding(
            "IST0101",
            Severity::Error,
            gateway,
            place,
            Words::theirs(format!("Referenced selector not found: {text:?}")),
        )];
    };
    let mut found = Vec::new();
    for server in spec(gateway).get("servers").items().filter(|server| server.get("port").present()) {
        let number = server.get("port").get("number").integer();
        if !open.contains(&number) {
            let message = Words::theirs(format!(
                "The gateway is listening on a target port (port {number}) that is not defined in the Service associated with \
                 its workload instances (Pod selector {text}). If you need to access the gateway port through the gateway \
                 Service, it will not be available."
            ));
            found.push(finding("IST0162", Severity::Warning, gateway, place, message));
        }
    }
    found
}

/// The ports, and the target ports, of the Services of the selected pods; none if no pod is selected.
///
/// The analyzer reads the file as it is: without the API server's default no protocol is not TCP.
pub(super) fn open_ports(
    selector: &[(String, String)],
    context: &Context<'_>,
    with_default: bool,
) -> Option<OrderedSet<i64>> {
    let mut is_selected = false;
    let mut open = OrderedSet::new();
    for pod in context.pods(selector) {
        is_selected = true;
        for service in context.services_in(&pod.namespace) {
            if !selects(&selector_pairs(spec(service).get("selector")), &pod.labels) {
                continue;
            }
            let is_tcp = |port: &Field<'_>| match &*port.get("protocol").text() {
                "" => with_default,
                protocol => protocol == "TCP",
            };
            let ports = spec(service).get("ports").items().filter(is_tcp);
            for port in ports {
                let (number, target) = (port.get("port").integer(), port.get("targetPort").integer());
                open.insert(number);
                if target != 0 {
                    open.insert(target);
                }
            }
        }
    }
    is_selected.then_some(open)
}
