//! Why a client has no cluster of a name that a route writes.

use std::sync::Arc;

use mesh_words::{Argument, Words, say};

use crate::destination_rule::DestinationRule;
use crate::mesh::Mesh;
use crate::registry::Service;

/// So many names of a kind are told.
const MOST: usize = 5;

impl Mesh {
    /// Why a client of a namespace has no cluster of a name such as `outbound|80|v1|reviews.default.svc.cluster.local`
    /// (`GetDestinationCluster` writes names without a look at what there is).
    #[must_use]
    pub fn why_no_cluster(&self, client_namespace: &str, name: &str) -> Words {
        let parts: Vec<&str> = name.splitn(4, '|').collect();
        let &[_, port, subset, host] = parts.as_slice() else {
            return say!("no-cluster-service");
        };
        let of_host = self.services.of_host(host);
        let Some(services) = of_host.filter(|services| !services.is_empty()) else { return self.no_host(host) };
        let is_visible = |service: &&Arc<Service>| self.services.is_visible(service, client_namespace);
        let own = services.get(client_namespace).filter(is_visible);
        let Some(service) = own.or_else(|| services.values().find(is_visible)) else {
            return say!("no-cluster-not-exported", host, namespace = client_namespace);
        };
        if !service.ports.iter().any(|known| known.number.to_string() == port) {
            let ports = service.ports.iter().map(|port| port.number.to_string());
            return say!("no-cluster-port", host, port, ports = listed(ports));
        }
        if !subset.is_empty()
            && let Some(why) = self.no_subset(client_namespace, service, subset)
        {
            return why;
        }
        say!("no-cluster-sidecar", host)
    }

    fn no_host(&self, host: &str) -> Words {
        let ends = host.match_indices('.').filter_map(|(place, _)| host.get(place..));
        let mut wildcards = ends.map(|end| format!("*{end}"));
        match wildcards.find(|wildcard| self.services.of_host(wildcard).is_some()) {
            Some(wildcard) => say!("no-cluster-wildcard", host, wildcard),
            None => say!("no-cluster-host", host),
        }
    }

    /// Why no rule that a client looks at has a subset; none where one has it.
    fn no_subset(&self, client_namespace: &str, service: &Service, subset: &str) -> Option<Words> {
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
            ([], Some(rule)) if ![client_namespace, owner, root].contains(&rule.namespace.as_str()) => say!(
                "no-cluster-subset-elsewhere",
                rule = full_name(rule),
                elsewhere = &rule.namespace,
                namespace = client_namespace,
                owner,
                root
            ),
            ([], Some(rule)) => {
                say!("no-cluster-subset-not-exported", rule = full_name(rule), namespace = client_namespace)
            }
            ([], None) => say!("no-cluster-subset", host, subset),
            (rules, Some(rule)) => say!(
                "no-cluster-subset-of-another",
                rule = full_name(rule),
                namespace = client_namespace,
                rules = names(rules)
            ),
            (rules, None) => {
                let known = rules.iter().flat_map(|rule| &rule.subsets).map(|subset| subset.name.clone());
                say!("no-cluster-subset-only", rules = names(rules), subset, subsets = listed(known))
            }
        };
        Some(why)
    }
}

fn full_name(rule: &DestinationRule) -> String {
    format!("{}/{}", rule.namespace, rule.name)
}

fn listed(names: impl Iterator<Item = String>) -> Vec<Argument> {
    let mut names: Vec<Argument> = names.take(MOST + 1).map(Argument::from).collect();
    if names.is_empty() {
        names.push(say!("names-none").into());
    }
    if names.len() > MOST {
        names.truncate(MOST);
        names.push(say!("names-others").into());
    }
    names
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
            let said = mesh.why_no_cluster(client, &name).to_string();
            assert!(said.contains(why), "{name} of {client}: {said}");
        }
    }
}
