use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::say;

use super::calls::{self, full_service_name, request_hosts, ruled_hosts};
use crate::{
    context::{Context, finding, selector_pairs, spec},
    field::Field,
};

rule! {
    /// Retries along a call chain multiply.
    ///
    /// Each try of the first hop makes all tries of the next: three tries of three tries are nine requests at the far end,
    /// just when it is in trouble. Retry at one hop only.
    among ["App", "Service", "VirtualService"] check => "MP0107"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let calls = calls::of_apps(context);
    if calls.is_empty() {
        return Vec::new();
    }
    let most = most_retries(context);
    let mut found = Vec::new();
    for call in calls {
        let first = most_of(&most, &services_of(call.app, context));
        let (Some(first), Some(next)) = (first, most_of(&most, &call.hosts)) else { continue };
        let (first_tries, next_tries) = (tries(&first), tries(&next));
        let (owner, retries) = next;
        let message = say!(
            "multiplied-retries",
            app = call.app.metadata.name.as_str(),
            host = request_hosts(call.field).pop().unwrap_or_default(),
            times = first_tries.saturating_mul(next_tries),
            first_tries,
            next_tries,
        );
        found.push(finding("MP0107", Severity::Warning, owner, retries.get("attempts"), message));
    }
    found
}

type Retries<'a> = (&'a Resource, Field<'a>);

fn tries(retries: &Retries<'_>) -> i64 {
    retries.1.get("attempts").integer().saturating_add(1)
}

/// The retries with the most attempts that VirtualServices ask for of each host; Istio's own two are not counted.
fn most_retries<'a>(context: &Context<'a>) -> OrderedMap<String, Retries<'a>> {
    let mut most: OrderedMap<String, Retries<'a>> = OrderedMap::new();
    for rule in context.istio("VirtualService") {
        let retries = spec(rule).get("http").items().map(|route| (rule, route.get("retries")));
        let asking = retries.filter(|(_, retries)| retries.get("attempts").integer() > 0);
        let Some(own) = asking.max_by_key(tries) else { continue };
        for host in ruled_hosts(context, rule) {
            let known = most.entry(host).or_insert(own);
            *known = if tries(&own) >= tries(known) { own } else { *known };
        }
    }
    most
}

fn most_of<'a>(most: &OrderedMap<String, Retries<'a>>, hosts: &OrderedSet<String>) -> Option<Retries<'a>> {
    hosts.iter().filter_map(|host| most.get(host)).max_by_key(|retries| tries(retries)).copied()
}

/// The full names of the Services of the pods that an App is for.
fn services_of(app: &Resource, context: &Context<'_>) -> OrderedSet<String> {
    let labels = selector_pairs(spec(app).get("selector").get("matchLabels"));
    let namespace = &app.metadata.namespace;
    let leads_here = |service: &&&Resource| {
        let selector = selector_pairs(spec(service).get("selector"));
        !selector.is_empty() && selector.iter().all(|pair| labels.contains(pair))
    };
    let services = context.services_in(namespace).iter().filter(leads_here);
    services.map(|service| full_service_name(service)).collect()
}
