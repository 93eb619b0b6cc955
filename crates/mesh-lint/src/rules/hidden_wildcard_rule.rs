use mesh_config::{Diagnostic, Resource, Severity};
use mesh_control::host::resolve_gateway_name;
use mesh_ordered::OrderedMap;
use mesh_words::say;

use super::{match_cover::takes_the_rest, others::listed};
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
    host_names,
    wildcards::{is_wildcard, wildcards_over},
};

rule! {
    /// A VirtualService for one host hides the rules of a wildcard over it, also for the paths that it leaves out.
    ///
    /// A proxy chooses the narrowest host first and looks at its rules alone. A request that none of them takes is answered
    /// 404 NR: the rules of the wildcard are not tried after them. Repeat them in the narrower VirtualService, or give it a
    /// last rule without a match. Envoy: `RouteMatcher::findVirtualHost`.
    each beside ["VirtualService"] check => "MP0180"
}

/// The VirtualServices with HTTP rules for a wildcard, by the proxies that look at them and the wildcard.
type Wildcards<'a> = OrderedMap<(String, String), Vec<&'a Resource>>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut wildcards = Wildcards::new();
    for service in context.istio("VirtualService").filter(|service| has_http_rules(service)) {
        let hosts = spec(service).get("hosts").items().filter(|host| is_wildcard(&host.text()));
        let hosts: Vec<String> = hosts.map(|host| host.text().to_ascii_lowercase()).collect();
        for gateway in gateways(service) {
            for host in &hosts {
                wildcards.entry((gateway.clone(), host.clone())).or_default().push(service);
            }
        }
    }
    if wildcards.is_empty() {
        return Vec::new();
    }
    let narrow = |service: &&Resource| has_http_rules(service) && !takes_the_rest(service);
    context.istio_subjects("VirtualService").filter(narrow).flat_map(|service| hidden(service, &wildcards)).collect()
}

fn has_http_rules(service: &Resource) -> bool {
    spec(service).get("http").items().len() > 0
}

/// The Gateways that a VirtualService is bound to, `mesh` where it names none.
fn gateways(service: &Resource) -> Vec<String> {
    let named = spec(service).get("gateways").items();
    let mut gateways: Vec<String> =
        named.map(|gateway| resolve_gateway_name(&gateway.text(), &service.metadata.namespace)).collect();
    if gateways.is_empty() {
        gateways.push("mesh".to_owned());
    }
    gateways
}

fn hidden(service: &Resource, wildcards: &Wildcards<'_>) -> Vec<Diagnostic> {
    let gateways = gateways(service);
    let hosts = spec(service).get("hosts").items();
    hosts.filter_map(|host| verdict(service, host, &gateways, wildcards)).collect()
}

fn verdict(service: &Resource, host: Field<'_>, gateways: &[String], wildcards: &Wildcards<'_>) -> Option<Diagnostic> {
    let name = host_names::full_name(&service.metadata.namespace, &host.text().to_ascii_lowercase());
    // Of the cluster's own hosts at a gateway KIA1106 says it.
    let is_said = |gateway: &&String| gateway.as_str() != "mesh" && name.ends_with(".svc.cluster.local");
    let (wildcard, others) = gateways.iter().filter(|gateway| !is_said(gateway)).find_map(|gateway| {
        let over = wildcards_over(&name).map(|wildcard| (gateway.clone(), wildcard));
        over.into_iter().find_map(|key| wildcards.get(&key).map(|others| (key.1, others)))
    })?;
    let names = listed(others.iter().filter(|other| !std::ptr::eq(**other, service)).map(|other| full_name(other)))?;
    let message = say!("hidden-wildcard-rule", host = host.text(), names, wildcard);
    Some(finding("MP0180", Severity::Warning, service, host, message))
}
