//! Host names: wildcards, specificity, short names (istio `pkg/config/host`, `pilot/pkg/model/config.go`).

use std::net::IpAddr;

use mesh_ordered::OrderedSet;

/// The cluster domain of every mesh here.
pub const CLUSTER_DOMAIN: &str = "cluster.local";

/// Whether a name begins with a star.
#[must_use]
pub fn is_wildcard(name: &str) -> bool {
    name.starts_with('*')
}

fn after_star(name: &str) -> &str {
    name.strip_prefix('*').unwrap_or(name)
}

/// Whether two names can stand for one host; either may be a wildcard (`host.Name.Matches`).
#[must_use]
pub fn matches(one: &str, other: &str) -> bool {
    match (is_wildcard(one), is_wildcard(other)) {
        (true, true) if one.len() < other.len() => after_star(other).ends_with(after_star(one)),
        (true, true) => after_star(one).ends_with(after_star(other)),
        (true, false) => other.ends_with(after_star(one)),
        (false, true) => one.ends_with(after_star(other)),
        (false, false) => one == other,
    }
}

/// Whether every host of `one` is a host of `other` (`host.Name.SubsetOf`).
#[must_use]
pub fn subset_of(one: &str, other: &str) -> bool {
    match (is_wildcard(one), is_wildcard(other)) {
        (true, true) => one.len() >= other.len() && after_star(one).ends_with(after_star(other)),
        (true, false) => false,
        (false, true) => one.ends_with(after_star(other)),
        (false, false) => one == other,
    }
}

/// Whether `one` goes before `other`: plain names before wildcards, longer before shorter, then by alphabet.
#[must_use]
pub fn more_specific(one: &str, other: &str) -> bool {
    if one.is_empty() && other.is_empty() {
        return true;
    }
    match (is_wildcard(one), is_wildcard(other)) {
        (true, false) => false,
        (false, true) => true,
        _ if one.len() == other.len() => one < other,
        _ => one.len() > other.len(),
    }
}

/// The names both lists allow, the narrower of each overlapping pair (`host.Names.Intersection`).
#[must_use]
pub fn intersection(ours: &[String], theirs: &[String]) -> Vec<String> {
    let mut both: Vec<String> = Vec::new();
    let mut known: OrderedSet<&str> = OrderedSet::new();
    let mut add = |name| {
        if known.insert(name) {
            both.push(String::from(name));
        }
    };
    let (plain, wildcards): (OrderedSet<&String>, OrderedSet<&String>) =
        theirs.iter().partition(|name| !is_wildcard(name));
    for our in ours {
        if !is_wildcard(our) {
            if plain.contains(our) || wildcards.iter().any(|their| subset_of(our, their)) {
                add(our);
            }
            continue;
        }
        for their in theirs {
            if subset_of(our, their) {
                add(our);
            } else if subset_of(their, our) {
                add(their);
            }
        }
    }
    both
}

/// The hosts of a Gateway server that a namespace may use, without their `namespace/` (`host.NamesForNamespace`).
#[must_use]
pub fn names_for_namespace(hosts: &[String], namespace: &str) -> Vec<String> {
    let usable = |host: &String| match host.split_once('/') {
        Some((owner, name)) => (owner == namespace || owner == "*").then(|| name.to_owned()),
        None => Some(host.clone()),
    };
    hosts.iter().filter_map(usable).collect()
}

/// The full name of a host written in a rule of `namespace` (`ResolveShortnameToFQDN`): only a name without
/// any dot is completed.
#[must_use]
pub fn resolve_short_name(name: &str, namespace: &str) -> String {
    if name.is_empty() || name == "*" || name.contains('.') || name.parse::<IpAddr>().is_ok() {
        return name.to_owned();
    }
    // Not formatted: a mesh asks thousands of times.
    [name, ".", namespace, ".svc.", CLUSTER_DOMAIN].concat()
}

/// The `namespace/name` of a Gateway as a rule of `namespace` names it; `mesh` stays (`resolveGatewayName`).
#[must_use]
pub fn resolve_gateway_name(name: &str, namespace: &str) -> String {
    if name == "mesh" {
        return name.to_owned();
    }
    if let Some(rest) = name.strip_prefix("./") {
        return format!("{namespace}/{rest}");
    }
    if name.contains('/') {
        return name.to_owned();
    }
    match name.split_once('.') {
        None => format!("{namespace}/{name}"),
        Some((gateway, rest)) => format!("{}/{gateway}", rest.split('.').next().unwrap_or(rest)),
    }
}

/// The most specific of `candidates` that covers `needle` (`MostSpecificHostMatch`).
pub fn most_specific_match<'a>(needle: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let suffix = after_star(needle);
    let mut best: Option<&str> = None;
    for candidate in candidates {
        if candidate == needle {
            return Some(candidate);
        }
        let covers = is_wildcard(candidate) && suffix.ends_with(after_star(candidate));
        if covers && best.is_none_or(|best| more_specific(candidate, best)) {
            best = Some(candidate);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_without_a_dot_are_completed() {
        assert_eq!(resolve_short_name("reviews", "shop"), "reviews.shop.svc.cluster.local");
        assert_eq!(resolve_short_name("reviews.shop", "default"), "reviews.shop");
        assert_eq!(resolve_short_name("*", "shop"), "*");
        assert_eq!(resolve_short_name("::1", "shop"), "::1");
    }

    #[test]
    fn gateways_are_named_in_four_ways() {
        assert_eq!(resolve_gateway_name("gw", "shop"), "shop/gw");
        assert_eq!(resolve_gateway_name("./gw", "shop"), "shop/gw");
        assert_eq!(resolve_gateway_name("other/gw", "shop"), "other/gw");
        assert_eq!(resolve_gateway_name("gw.other.svc.cluster.local", "shop"), "other/gw");
    }

    #[test]
    fn a_plain_name_beats_a_wildcard_and_a_long_one_a_short_one() {
        let candidates = ["*", "*.com", "*.foo.com", "a.foo.com"];
        assert_eq!(most_specific_match("a.foo.com", candidates.into_iter()), Some("a.foo.com"));
        assert_eq!(most_specific_match("b.foo.com", candidates.into_iter()), Some("*.foo.com"));
        assert_eq!(most_specific_match("*.bar.com", candidates.into_iter()), Some("*.com"));
    }

    #[test]
    fn the_narrower_host_survives_an_intersection() {
        let server = ["*.example.com".to_owned()];
        let rule = ["a.example.com".to_owned(), "b.org".to_owned()];
        assert_eq!(intersection(&server, &rule), ["a.example.com"]);
        assert_eq!(names_for_namespace(&["shop/a.com".into(), "b.com".into()], "default"), ["b.com"]);
    }
}
