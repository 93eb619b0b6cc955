//! ExternalName Services as other names of services (`resolveServiceAliases`).

use mesh_ordered::{OrderedMap, sort};

use super::{Resolution, Service};

/// Tells each service which names stand for it, through several hops; names in a circle stand for nothing.
pub(super) fn resolve(services: &mut [Service]) {
    let aliases: Vec<(String, String, String)> = services
        .iter()
        .filter(|service| service.resolution == Resolution::Alias)
        .map(|service| (service.namespace.clone(), service.hostname.clone(), service.external_name.clone()))
        .collect();
    let targets: OrderedMap<&str, &str> =
        aliases.iter().map(|(_, hostname, target)| (hostname.as_str(), target.as_str())).collect();
    let mut names: OrderedMap<String, Vec<(&str, &str)>> = OrderedMap::new();
    let mut known = OrderedMap::new();
    for (namespace, hostname, _) in &aliases {
        if let Some(concrete) = follow(hostname, &targets, &mut known) {
            names.entry(concrete.to_owned()).or_default().push((namespace, hostname));
        }
    }
    for service in services {
        if let Some(found) = names.get_mut(&service.hostname) {
            sort(found);
            service.aliases = found.iter().map(|(_, hostname)| (*hostname).to_owned()).collect();
        }
    }
}

/// What an alias stands for in the end; each name is followed once, so a long chain costs no more than its length.
fn follow<'a>(
    alias: &'a str,
    targets: &OrderedMap<&'a str, &'a str>,
    known: &mut OrderedMap<&'a str, Option<&'a str>>,
) -> Option<&'a str> {
    let mut passed = Vec::new();
    let mut current = alias;
    let concrete = loop {
        if let Some(known) = known.get(current) {
            break *known;
        }
        let Some(next) = targets.get(current) else { break Some(current) };
        // Until its end is known, whoever comes back to it is in a circle.
        known.insert(current, None);
        passed.push(current);
        current = next;
    };
    for name in passed {
        known.insert(name, concrete);
    }
    concrete
}
