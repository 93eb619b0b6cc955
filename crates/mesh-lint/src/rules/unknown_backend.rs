use std::cell::LazyCell;

use mesh_config::{Diagnostic, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::{Words, say};

use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// An HTTPRoute names a Service, as backend or as parent, that does not exist or that it may not name.
    ///
    /// Requests that fall to such a backend are answered 500. A Service is named by its bare name, without a namespace in
    /// the route's own; to name one of another namespace takes a ReferenceGrant there. Kiali: KIA1402.
    each beside ["ReferenceGrant", "Service"] check => "KIA1402"
}

/// Which routes may name which Services: namespace of the route, of the Service, and its name; empty for all.
type Grants = OrderedSet<(String, String, String)>;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let grants = LazyCell::new(|| grants(context));
    let mut found = Vec::new();
    for route in context.subjects("HTTPRoute") {
        let own = route.metadata.namespace.as_str();
        let parents = spec(route).get("parentRefs").items().filter(|one| is_service(*one, false));
        let rules = spec(route).get("rules").items();
        let backends = rules.flat_map(|rule| rule.get("backendRefs").items()).filter(|one| is_service(*one, true));
        // A route of the mesh may be for a Service of another namespace.
        let references = parents.map(|parent| (parent, true)).chain(backends.map(|backend| (backend, false)));
        for (reference, may_be_anywhere) in references {
            let (name, owner) = (reference.get("name").text(), owner(reference, own));
            let why = if context.service(&owner, &name).is_none() {
                say!("unknown-backend-none", service = name, namespace = owner)
            } else if !may_be_anywhere && owner != own && !is_granted(&grants, own, &owner, &name) {
                say!("unknown-backend-not-granted", namespace = owner, routes = own, service = name)
            } else {
                continue;
            };
            let message = Words::theirs("Reference doesn't have a valid service (Service name not found):").and(why);
            found.push(finding("KIA1402", Severity::Error, route, reference.get("name"), message));
        }
    }
    found
}

fn is_service(reference: Field<'_>, by_default: bool) -> bool {
    let (group, kind) = (reference.get("group").text(), reference.get("kind"));
    let is_kind = if kind.present() { kind.text() == "Service" } else { by_default };
    is_kind && matches!(&*group, "" | "core") && !reference.get("name").text().is_empty()
}

fn owner(reference: Field<'_>, own: &str) -> String {
    let owner = reference.get("namespace").text();
    if owner.is_empty() { own.to_owned() } else { owner.into_owned() }
}

fn grants(context: &Context<'_>) -> Grants {
    let mut grants = Grants::new();
    for grant in context.kind("ReferenceGrant") {
        let is = |field: Field<'_>, group: &str, kind: &str| {
            field.get("group").text() == group && field.get("kind").text() == kind
        };
        let to: Vec<String> = spec(grant)
            .get("to")
            .items()
            .filter(|to| is(*to, "", "Service"))
            .map(|to| to.get("name").text().into_owned())
            .collect();
        let from = spec(grant).get("from").items().filter(|from| is(*from, "gateway.networking.k8s.io", "HTTPRoute"));
        for namespace in from.map(|from| from.get("namespace").text().into_owned()) {
            grants.extend(to.iter().map(|name| (namespace.clone(), grant.metadata.namespace.clone(), name.clone())));
        }
    }
    grants
}

fn is_granted(grants: &Grants, own: &str, owner: &str, name: &str) -> bool {
    let has = |name: &str| grants.contains(&(own.to_owned(), owner.to_owned(), name.to_owned()));
    has("") || has(name)
}
