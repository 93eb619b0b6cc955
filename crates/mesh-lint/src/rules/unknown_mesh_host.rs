use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, MOST_NAMES, finding, spec},
    field::Field,
    hosts::export_to,
    suggestion::{near_host, offering, written_out},
};

rule! {
    /// A VirtualService of the mesh is for a host that no Service and no ServiceEntry has.
    ///
    /// Clients cannot look such a name up, unless somebody else's DNS knows it; then sidecars apply the rules on port 80
    /// alone. Correct the name (one without dots means the rule's own namespace), define the host, or bind the rule to a
    /// gateway.
    each beside ["Service", "ServiceEntry"] check => "MP0125"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let in_mesh_alone = |rule: &&Resource| {
        let gateways = spec(rule).get("gateways");
        gateways.items().all(|gateway| gateway.text() == "mesh")
    };
    let rules = context.istio_subjects("VirtualService").filter(in_mesh_alone);
    let of_rule = |rule| {
        let verdicts = spec(rule).get("hosts").items().filter_map(move |host| verdict(rule, host, context));
        verdicts.take(MOST_NAMES)
    };
    rules.flat_map(of_rule).collect()
}

fn verdict(rule: &Resource, host: Field<'_>, context: &Context<'_>) -> Option<Diagnostic> {
    let text = host.text();
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    let is_known = || context.hosts().find(&rule.metadata.namespace, &export_to(rule), &text).is_some();
    if text.is_empty() || text.contains('*') || is_address || is_known() {
        return None;
    }
    if let Some(full) = written_out(context, &text) {
        let message = say!("unknown-mesh-host-not-completed", host = text, meant = &full);
        return Some(offering(finding("MP0125", Severity::Warning, rule, host, message), host, Some(full)));
    }
    let is_cluster = !text.contains('.') || text.ends_with(".cluster.local");
    let (severity, message) = if is_cluster {
        (Severity::Warning, say!("unknown-mesh-host-in-cluster", host = &text))
    } else {
        (Severity::Info, say!("unknown-mesh-host-elsewhere", host = &text))
    };
    let unknown = finding("MP0125", severity, rule, host, message);
    Some(offering(unknown, host, near_host(context, &rule.metadata.namespace, &text)))
}
