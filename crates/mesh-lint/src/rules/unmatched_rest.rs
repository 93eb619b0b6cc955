use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::match_cover::takes_the_rest;
use crate::{
    context::{Context, finding, spec},
    field::Field,
    hosts::export_to,
};

rule! {
    /// Every HTTP rule of a VirtualService has conditions: all other requests to its host are answered 404 NR.
    ///
    /// A VirtualService replaces what sidecars do with its host, also for requests that none of its rules takes. Add a last
    /// rule without a match.
    each beside ["Service", "ServiceEntry"] check => "MP0124"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("VirtualService").filter_map(|service| verdict(service, context)).collect()
}

fn verdict(service: &Resource, context: &Context<'_>) -> Option<Diagnostic> {
    // A gateway is often meant to let only some paths in.
    if spec(service).get("gateways").items().any(|gateway| gateway.text() != "mesh") {
        return None;
    }
    let rules: Vec<Field<'_>> = spec(service).get("http").items().collect();
    let last = rules.last()?;
    if takes_the_rest(service) {
        return None;
    }
    let (namespace, exported) = (&service.metadata.namespace, export_to(service));
    let is_known = |host: &Field<'_>| context.hosts().find(namespace, &exported, &host.text()).is_some();
    let host = spec(service).get("hosts").items().find(|host| !host.text().starts_with('*') && is_known(host))?;
    let message = say!("unmatched-rest", host = host.text());
    Some(finding("MP0124", Severity::Info, service, *last, message))
}
