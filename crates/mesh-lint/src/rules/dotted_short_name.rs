use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::destinations;
use crate::{
    context::{Context, finding, spec},
    field::Field,
    hosts::export_to,
    suggestion::{offering, written_out},
};

rule! {
    /// A host is written as `name.namespace`, which Istio does not complete.
    ///
    /// Kubernetes' DNS knows `reviews.shop`, but in rules only a name without dots gets the rule's own namespace and the
    /// cluster's domain; any other is taken as it is, and nobody has it. Write `reviews.shop.svc.cluster.local`.
    each beside ["Service", "ServiceEntry"] check => "MP0122"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in context.istio_subjects("DestinationRule") {
        found.extend(verdict(rule, spec(rule).get("host"), context));
    }
    for service in context.istio_subjects("VirtualService") {
        found.extend(destinations::all(service).filter_map(|it| verdict(service, it.place(), context)));
    }
    found
}

fn verdict(rule: &Resource, host: Field<'_>, context: &Context<'_>) -> Option<Diagnostic> {
    let text = host.text();
    let full = written_out(context, &text)?;
    if context.hosts().find(&rule.metadata.namespace, &export_to(rule), &text).is_some() {
        return None;
    }
    let message = say!("dotted-short-name", host = text, full = &full);
    Some(offering(finding("MP0122", Severity::Warning, rule, host, message), host, Some(full)))
}
