use mesh_config::{Diagnostic, Resource, Severity};

use super::calls::{self, ruled_services};
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
    let mut found = Vec::new();
    for call in calls::of_apps(context) {
        let first = services_of(call.app, context)
            .iter()
            .filter_map(|service| most_retries(context, service))
            .max_by_key(tries);
        let (Some(first), Some(next)) = (first, most_retries(context, &call.service)) else { continue };
        let (first_tries, next_tries) = (tries(&first), tries(&next));
        let (owner, retries) = next;
        let message = format!(
            "Retries multiply: one request to {} may reach {} {} times, since each of its {first_tries} tries makes up to \
             {next_tries}. Retry at one hop only.",
            call.app.metadata.name.as_str(),
            call.service.1,
            first_tries.saturating_mul(next_tries)
        );
        found.push(finding("MP0107", Severity::Warning, owner, retries.get("attempts"), message));
    }
    found
}

type Retries<'a> = (&'a Resource, Field<'a>);

fn tries(retries: &Retries<'_>) -> i64 {
    retries.1.get("attempts").integer().saturating_add(1)
}

/// The retries with the most attempts that a VirtualService asks for of a service; Istio's own two are not counted.
fn most_retries<'a>(context: &Context<'a>, service: &(String, String)) -> Option<Retries<'a>> {
    context
        .istio("VirtualService")
        .filter(|rule| ruled_services(rule).any(|ruled| ruled == *service))
        .flat_map(|rule| spec(rule).get("http").items().map(move |route| (rule, route.get("retries"))))
        .filter(|(_, retries)| retries.get("attempts").integer() > 0)
        .max_by_key(tries)
}

/// The Services of the pods that an App is for, as (namespace, name).
fn services_of(app: &Resource, context: &Context<'_>) -> Vec<(String, String)> {
    let labels = selector_pairs(spec(app).get("selector").get("matchLabels"));
    let namespace = &app.metadata.namespace;
    let leads_here = |service: &&&Resource| {
        let selector = selector_pairs(spec(service).get("selector"));
        !selector.is_empty() && selector.iter().all(|pair| labels.contains(pair))
    };
    let services = context.services_in(namespace).iter().filter(leads_here);
    services.map(|service| (namespace.clone(), service.metadata.name.value.clone())).collect()
}
