//! `proxy-config routes` (`istioctl/pkg/writer/envoy/configdump/route.go`).

use mesh_control::xds::{Action, ClusterSpecifier, PathSpecifier, Route, RouteConfiguration, RouteMatch};
use serde_json::Value;

use super::{Dump, value};

fn chosen<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str) -> Vec<&'a RouteConfiguration> {
    let name = wanted("name");
    let mut routes: Vec<&RouteConfiguration> = dump
        .config
        .route_configurations
        .iter()
        .map(AsRef::as_ref)
        .filter(|it| name.is_empty() || it.name == name)
        .collect();
    // By port; what is called otherwise stays as it came, behind.
    routes.sort_by_key(|routes| routes.name.parse::<u64>().unwrap_or(u64::MAX));
    routes
}

pub(super) fn summary<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str, verbose: bool) -> String {
    if !verbose {
        let each = chosen(dump, wanted).into_iter();
        let each = each.map(|routes| format!("{}\t{}\n", routes.name, routes.virtual_hosts.len()));
        return format!("NAME\tVIRTUAL HOSTS\n{}", each.collect::<String>());
    }
    let mut out = "NAME\tVHOST NAME\tDOMAINS\tMATCH\tVIRTUAL SERVICE\n".to_owned();
    for routes in chosen(dump, wanted) {
        for host in &routes.virtual_hosts {
            let (name, domains) = (&host.name, shown_domains(&host.domains));
            for route in host.routes.iter().filter(|route| !is_passthrough(route)) {
                let rule = dump.managed_by(route.origin, "VirtualService");
                let shown = shown_match(&route.route_match);
                out.push_str(&format!("{}\t{name}\t{domains}\t{shown}\t{rule}\n", routes.name));
            }
            if host.routes.is_empty() {
                out.push_str(&format!("{}\t{name}\t{domains}\t/*\t404\n", routes.name));
            }
        }
    }
    out
}

pub(super) fn dump<'a>(dump: &'a Dump, wanted: &dyn Fn(&str) -> &'a str) -> Value {
    Value::Array(chosen(dump, wanted).into_iter().map(value).collect())
}

fn is_passthrough(route: &Route) -> bool {
    let Action::Route(action) = &route.action else { return false };
    matches!(&action.cluster_specifier, Some(ClusterSpecifier::Cluster(name)) if name == "PassthroughCluster")
}

/// `describeMatch`.
pub(super) fn shown_match(matched: &RouteMatch) -> String {
    match &matched.path_specifier {
        PathSpecifier::Prefix(prefix) if !prefix.is_empty() => format!("{prefix}*"),
        PathSpecifier::PathSeparatedPrefix(prefix) => format!("PathPrefix:{prefix}"),
        PathSpecifier::Path(path) => path.clone(),
        PathSpecifier::SafeRegex(regex) => format!("regex {}", regex.regex),
        _ => String::new(),
    }
}

/// `describeRouteDomains`: the short ones without ports, two of them at most.
fn shown_domains(domains: &[String]) -> String {
    if let [only] = domains {
        return only.clone();
    }
    let without_port: Vec<&str> = domains.iter().map(String::as_str).filter(|domain| !domain.contains(':')).collect();
    let is_short_there =
        |domain: &str, end: &str| domain.strip_suffix(end).is_some_and(|short| without_port.contains(&short));
    let kept: Vec<&str> = without_port
        .iter()
        .copied()
        .filter(|domain| !is_short_there(domain, ".svc.cluster.local") && !is_short_there(domain, ".svc"))
        .collect();
    match kept.as_slice() {
        [one, other, rest @ ..] if !rest.is_empty() => format!("{one}, {other} + {} more...", rest.len()),
        few => few.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_shortened() {
        for (domains, expected) in [
            (&["*"][..], "*"),
            (
                &[
                    "reviews.default.svc.cluster.local",
                    "reviews",
                    "reviews.default.svc",
                    "reviews.default",
                    "10.96.0.5",
                ],
                "reviews, reviews.default + 1 more...",
            ),
            (&["a.example.com", "a.example.com:*"], "a.example.com"),
        ] {
            let domains: Vec<String> = domains.iter().map(|domain| (*domain).to_owned()).collect();
            assert_eq!(shown_domains(&domains), expected);
        }
    }
}
