use std::cell::LazyCell;

use mesh_config::model::{KubernetesGateway, Listener};
use mesh_config::{Diagnostic, Resource, Severity, Spec};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// An HTTPRoute is attached to a Gateway that does not exist, or that takes no routes of its namespace.
    ///
    /// None of its rules is used there. Correct the name (without a namespace it is looked up in the route's own), or let
    /// a listener take routes of other namespaces by `allowedRoutes.namespaces`. Kiali: KIA1401.
    each beside ["Gateway", "Namespace"] check => "KIA1401"
}

const GROUP: &str = "gateway.networking.k8s.io";

/// What a route may be attached to, and what is known of namespaces, by name.
struct Known<'a> {
    gateways: OrderedMap<(&'a str, &'a str), &'a KubernetesGateway>,
    namespaces: OrderedMap<&'a str, &'a Resource>,
}

impl<'a> Known<'a> {
    fn new(context: &Context<'a>) -> Self {
        let gateways = context.kind("Gateway").filter_map(|gateway| match &gateway.spec {
            Spec::KubernetesGateway(spec) => Some((named(gateway), &**spec)),
            _ => None,
        });
        let namespaces = context.kind("Namespace").map(|namespace| (namespace.metadata.name.as_str(), namespace));
        Self { gateways: gateways.collect(), namespaces: namespaces.collect() }
    }
}

fn named(resource: &Resource) -> (&str, &str) {
    (&resource.metadata.namespace, resource.metadata.name.as_str())
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let known = LazyCell::new(|| Known::new(context));
    context.subjects("HTTPRoute").flat_map(|route| parents(route, &known)).collect()
}

fn parents(route: &Resource, known: &Known<'_>) -> Vec<Diagnostic> {
    let own = route.metadata.namespace.as_str();
    let mut found = Vec::new();
    for parent in spec(route).get("parentRefs").items().filter(is_gateway) {
        let (name, owner) = (parent.get("name").text(), parent.get("namespace").text());
        let owner = if owner.is_empty() { own } else { &*owner };
        let why = match known.gateways.get(&(owner, &*name)) {
            None => say!("route-parents-none", gateway = format!("{owner}/{name}"), group = GROUP),
            Some(gateway) if owner != own && !takes(gateway, parent, own, known) => {
                say!("route-parents-closed", gateway = format!("{owner}/{name}"), namespace = own)
            }
            Some(_) => continue,
        };
        let message = Words::theirs("Route is pointing to a non-existent or inaccessible K8s gateway:").and(why);
        found.push(finding("KIA1401", Severity::Error, route, parent.get("name"), message));
    }
    found
}

fn is_gateway(parent: &Field<'_>) -> bool {
    let (group, kind) = (parent.get("group"), parent.get("kind"));
    (!group.present() || group.text() == GROUP) && (!kind.present() || kind.text() == "Gateway")
}

/// Whether a listener that a route asks for takes routes of its namespace.
fn takes(gateway: &KubernetesGateway, parent: Field<'_>, own: &str, known: &Known<'_>) -> bool {
    let section = parent.get("sectionName").text();
    let is_asked_for =
        |listener: &&Listener| section.is_empty() || listener.name.as_ref().is_some_and(|name| name.value == *section);
    gateway.listeners.iter().filter(is_asked_for).any(|listener| allows(listener, own, known))
}

/// Whether a listener takes routes of another namespace; labels of a namespace that nobody wrote down are not known.
fn allows(listener: &Listener, own: &str, known: &Known<'_>) -> bool {
    let allowed = listener.allowed_routes.as_ref().and_then(|allowed| allowed.namespaces.as_ref());
    match allowed.and_then(|allowed| allowed.from.as_ref()).map_or("Same", |from| &from.value) {
        "All" => true,
        "Selector" => {
            let Some(namespace) = known.namespaces.get(own) else { return true };
            let mut labels = namespace.metadata.labels.clone();
            labels.insert("kubernetes.io/metadata.name".to_owned(), own.to_owned());
            allowed.and_then(|allowed| allowed.selector.as_ref()).is_some_and(|selector| selector.matches(&labels))
        }
        _ => false,
    }
}
