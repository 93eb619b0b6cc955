//! Why a client has no cluster of a name that a route writes.

use std::sync::Arc;

use crate::destination_rule::DestinationRule;
use crate::mesh::Mesh;
use crate::registry::Service;

/// So many names of a kind are told.
const MOST: usize = 5;

impl Mesh {
    /// Why a client of a namespace has no cluster of a name such as `outbound|80|v1|reviews.default.svc.cluster.local`
    /// (`GetDestinationCluster` writes names without a look at what there is).
    #[must_use]
    pub fn why_no_cluster(&self, client_namespace: &str, name: &str) -> String {
        let parts: Vec<&str> = name.splitn(4, '|').collect();
        let &[_, port, subset, host] = parts.as_slice() else {
            return "the route names no Service that there is".to_owned();
        };
        let of_host = self.services.of_host(host);
        let Some(services) = of_host.filter(|services| !services.is_empty()) else { return self.no_host(host) };
        let is_visible = |service: &&Arc<Service>| self.services.is_visible(service, client_namespace);
        let own = services.get(client_namespace).filter(is_visible);
        let Some(service) = own.or_else(|| services.values().find(is_visible)) else {
            return format!("{host} is not exported to namespace {client_namespace}");
        };
        if !service.ports.iter().any(|known| known.number.to_string() == port) {
            let ports = service.ports.iter().map(|port| port.number.to_string());
            return format!("{host} has no port {port}, only {}", listed(ports));
        }
        if !subset.is_empty()
            && let Some(why) = self.no_subset(client_namespace, service, subset)
        {
            return why;
        }
        format!("a Sidecar leaves {host} out for this client")
    }

    fn no_host(&self, host: &str) -> String {
        let ends = host.match_indices('.').filter_map(|(place, _)| host.get(place..));
        let mut wildcards = ends.map(|end| format!("*{end}"));
        match wildcards.find(|wildcard| self.services.of_host(wildcard).is_some()) {
            Some(wildcard) => format!(
                "no ServiceEntry has the host {host} itself, and that for {wildcard} makes a cluster for the wildcard alone"
            ),
            None => format!("no Service and no ServiceEntry has the host {host}"),
        }
    }

    /// Why no rule that a client looks at has a subset; none where one has it.
    fn no_subset(&self, client_namespace: &str, service: &Service, subset: &str) -> Option<String> {
        let Service { hostname: host, namespace: owner, .. } = service;
        let has = |rule: &Arc<DestinationRule>| rule.subsets.iter().any(|known| known.name == subset);
        let looked_at = self.destination_rules.for_service(client_namespace, host, owner);
        if looked_at.iter().any(has) {
            return None;
        }
        let names = |rules: &[Arc<DestinationRule>]| listed(rules.iter().map(|rule| full_name(rule)));
        let elsewhere = self.destination_rules.of_host(host).find(|rule| has(rule));
        let root = &self.settings.root_namespace;
        let why = match (looked_at.as_slice(), elsewhere) {
            ([], Some(rule)) if ![client_namespace, owner, root].contains(&rule.namespace.as_str()) => format!(
                "DestinationRule {} defines it, but nobody looks in namespace {}: a client of {client_namespace} looks in its \
                 own, in that of the service ({owner}) and in {root}",
                full_name(rule),
                rule.namespace
            ),
            ([], Some(rule)) => format!(
                "DestinationRule {} defines it, but is not exported to namespace {client_namespace}",
                full_name(rule)
            ),
            ([], None) => format!("no DestinationRule for {host} defines subset {subset}"),
            (rules, Some(rule)) => format!(
                "DestinationRule {} defines it, but for clients of {client_namespace} {} counts alone",
                full_name(rule),
                names(rules)
            ),
            (rules, None) => {
                let known = rules.iter().flat_map(|rule| &rule.subsets).map(|subset| subset.name.clone());
                format!("DestinationRule {} has no subset {subset}, only {}", names(rules), listed(known))
            }
        };
        Some(why)
    }
}

fn full_name(rule: &DestinationRule) -> String {
    format!("{}/{}", rule.namespace, rule.name)
}

fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.take(MOST + 1).collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    if names.len() > MOST {
        names.truncate(MOST);
        names.push("others".to_owned());
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use mesh_config::SourceFile;

    use super::*;

    const WORLD: &str = "
apiVersion: v1
kind: Service
metadata: {name: desk, namespace: shop}
spec: {selector: {app: desk}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop, annotations: {networking.istio.io/exportTo: .}}
spec: {selector: {app: till}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: films, namespace: shop}
spec: {hosts: ['*.films.test'], ports: [{number: 80, name: http, protocol: HTTP}], resolution: NONE}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: desk, namespace: settings}
spec: {host: desk.shop.svc.cluster.local, subsets: [{name: far}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: desk, namespace: shop}
spec: {host: desk, exportTo: ['.'], subsets: [{name: near}]}
";

    #[test]
    fn each_reason_names_what_is_missing() {
        let mesh = Mesh::from_files(&[SourceFile { name: "mesh.yaml".into(), text: WORLD.into() }], true);
        let desk = "desk.shop.svc.cluster.local";
        for (client, name, why) in [
            (
                "apps",
                "outbound|80||a.films.test".to_owned(),
                "that for *.films.test makes a cluster for the wildcard alone",
            ),
            (
                "apps",
                "outbound|80||desk.apps.svc.cluster.local".to_owned(),
                "no Service and no ServiceEntry has the host",
            ),
            ("apps", "outbound|80||till.shop.svc.cluster.local".to_owned(), "is not exported to namespace apps"),
            ("apps", format!("outbound|81||{desk}"), "has no port 81, only 80"),
            (
                "apps",
                format!("outbound|80|far|{desk}"),
                "settings/desk defines it, but nobody looks in namespace settings",
            ),
            ("apps", format!("outbound|80|near|{desk}"), "shop/desk defines it, but is not exported to namespace apps"),
            (
                "apps",
                format!("outbound|80|new|{desk}"),
                "no DestinationRule for desk.shop.svc.cluster.local defines subset new",
            ),
            ("shop", format!("outbound|80|new|{desk}"), "shop/desk has no subset new, only near"),
            (
                "shop",
                format!("outbound|80|far|{desk}"),
                "settings/desk defines it, but for clients of shop shop/desk counts alone",
            ),
            ("apps", "UnknownService".to_owned(), "names no Service that there is"),
        ] {
            let said = mesh.why_no_cluster(client, &name);
            assert!(said.contains(why), "{name} of {client}: {said}");
        }
    }
}
