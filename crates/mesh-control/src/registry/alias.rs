//! ExternalName Services as other names of services (`resolveServiceAliases`).

use std::collections::{BTreeMap, BTreeSet};

use super::{Resolution, Service};

/// Tells each service which names stand for it, through several hops; names in a circle stand for nothing.
pub(super) fn resolve(services: &mut [Service]) {
    let aliases: Vec<(String, String, String)> = services
        .iter()
        .filter(|service| service.resolution == Resolution::Alias)
        .map(|service| (service.namespace.clone(), service.hostname.clone(), service.external_name.clone()))
        .collect();
    let targets: BTreeMap<&str, &str> =
        aliases.iter().map(|(_, hostname, target)| (hostname.as_str(), target.as_str())).collect();
    let mut names: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
    for (namespace, hostname, target) in &aliases {
        if let Some(concrete) = follow(hostname, target, &targets) {
            names.entry(concrete.to_owned()).or_default().push((namespace, hostname));
        }
    }
    for service in services {
        if let Some(found) = names.get_mut(&service.hostname) {
            found.sort_unstable();
            service.aliases = found.iter().map(|(_, hostname)| (*hostname).to_owned()).collect();
        }
    }
}

fn follow<'a>(alias: &str, target: &'a str, targets: &BTreeMap<&str, &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::from([alias.to_owned(), target.to_owned()]);
    let mut current = target;
    while let Some(next) = targets.get(current) {
        if !seen.insert((*next).to_owned()) {
            return None;
        }
        current = next;
    }
    Some(current)
}
