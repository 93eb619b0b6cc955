use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::{OrderedMap, OrderedSet};
use mesh_words::say;

use super::{
    calls::{self, Call, ruled_hosts},
    conflicting_mesh_hosts::is_in_mesh,
    others::beginning,
};
use crate::context::{Context, finding, spec};

rule! {
    /// A rule of the mesh matches a header that the caller does not pass on.
    ///
    /// The rule is looked at in the caller's proxy, and what the caller sends is a request of its own: Istio copies no
    /// header from the request that came in. Let the app propagate the header (`propagateHeaders` of its App).
    each beside ["App", "Service"] check => "MP0109"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let calls = calls::of_apps(context);
    let mut by_host: OrderedMap<&str, Vec<usize>> = OrderedMap::new();
    for (index, call) in calls.iter().enumerate() {
        call.hosts.iter().for_each(|host| by_host.entry(host).or_default().push(index));
    }
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService").filter(|service| is_in_mesh(service)) {
        let hosts = ruled_hosts(context, service);
        let indexes: OrderedSet<usize> =
            hosts.iter().filter_map(|host| by_host.get(host.as_str())).flatten().copied().collect();
        let called_by: Vec<&Call<'_>> = indexes.into_iter().filter_map(|index| calls.get(index)).collect();
        found.extend(headers(service, &called_by));
    }
    found
}

/// What is to say of the headers that a VirtualService matches, of the calls that meet it.
fn headers(service: &Resource, calls: &[&Call<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for route in spec(service).get("http").items() {
        for matching in route.get("match").items() {
            for (header, place) in
                matching.get("headers").entries().filter(|(header, _)| !header.starts_with([':', '@']))
            {
                let silent: Vec<&str> = calls
                    .iter()
                    .filter(|call| !sends(call, header))
                    .map(|call| call.app.metadata.name.as_str())
                    .collect();
                if !silent.is_empty() {
                    let message = say!("unpropagated-header", apps = beginning(silent), header);
                    found.push(finding("MP0109", Severity::Warning, service, place, message));
                }
            }
        }
    }
    found
}

fn sends(call: &Call<'_>, header: &str) -> bool {
    let sets = call.field.get("headers").entries().any(|(name, _)| name.eq_ignore_ascii_case(header));
    let passes_on = spec(call.app).get("propagateHeaders").items().any(|pattern| {
        let (pattern, header) = (pattern.text().to_ascii_lowercase(), header.to_ascii_lowercase());
        pattern.strip_suffix('*').map_or(pattern == header, |prefix| header.starts_with(prefix))
    });
    sets || passes_on
}
