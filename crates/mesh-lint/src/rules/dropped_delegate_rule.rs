use mesh_config::model::{HttpMatchRequest, HttpRoute, VirtualService};
use mesh_config::{Diagnostic, Resource, Severity, Spec};
use mesh_control::host::resolve_gateway_name;
use mesh_control::virtual_service::has_conflict;
use mesh_ordered::OrderedMap;
use mesh_words::say;

use super::others::listed;
use crate::{
    context::{Context, finding, full_name, spec},
    field::Field,
};

rule! {
    /// A rule of a delegate is dropped where it asks for what the root rules out.
    ///
    /// Each match of the delegate's rule has to fit into a match of the root's: a longer prefix or an exact path below the
    /// root's prefix, the same text where the root's is exact, nothing at all beside a regular expression. One match that
    /// does not fit drops the rule with all its other matches. Give each match a rule of its own. Istio:
    /// `mergeHTTPMatchRequests`.
    each beside ["VirtualService"] check => "MP0183"
}

/// A rule of a root that delegates.
struct Root<'a> {
    service: &'a Resource,
    index: usize,
    rule: HttpRoute,
}

/// The rules that delegate, by the VirtualService that they name.
type Roots<'a> = OrderedMap<String, Vec<Root<'a>>>;

/// Of a delegate of more roots than these nothing is said: a hostile one has thousands.
const MOST_ROOTS: usize = 100;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut roots = Roots::new();
    for (service, written) in context.istio("VirtualService").filter_map(typed).filter(|(_, it)| !it.hosts.is_empty()) {
        for (index, rule) in written.http.iter().enumerate() {
            let Some(named) = &rule.delegate else { continue };
            let text =
                |name: &Option<mesh_config::Spanned<String>>| name.as_ref().map_or("", |name| &name.value).to_owned();
            let (name, namespace) = (text(&named.name), text(&named.namespace));
            let namespace = if namespace.is_empty() { service.metadata.namespace.clone() } else { namespace };
            let root = Root { service, index, rule: resolved(rule, &service.metadata.namespace) };
            roots.entry(format!("{namespace}/{name}")).or_default().push(root);
        }
    }
    let delegates = context.istio_subjects("VirtualService").filter_map(typed).filter(|(_, it)| it.hosts.is_empty());
    delegates.flat_map(|(service, written)| dropped(service, written, &roots)).collect()
}

fn typed(service: &Resource) -> Option<(&Resource, &VirtualService)> {
    match &service.spec {
        Spec::VirtualService(written) => Some((service, written)),
        _ => None,
    }
}

fn resolved(rule: &HttpRoute, namespace: &str) -> HttpRoute {
    let mut rule = HttpRoute { matches: rule.matches.clone(), ..HttpRoute::default() };
    for gateway in rule.matches.iter_mut().flat_map(|condition| &mut condition.gateways) {
        gateway.value = resolve_gateway_name(&gateway.value, namespace);
    }
    rule
}

fn dropped(service: &Resource, written: &VirtualService, roots: &Roots<'_>) -> Vec<Diagnostic> {
    let Some(roots) = roots.get(&full_name(service)).filter(|roots| roots.len() <= MOST_ROOTS) else {
        return Vec::new();
    };
    let places: Vec<Field<'_>> = spec(service).get("http").items().collect();
    let rules = written.http.iter().zip(places.iter().copied());
    if places.len() != written.http.len() {
        return Vec::new();
    }
    rules
        .filter_map(|(rule, place)| verdict(service, &resolved(rule, &service.metadata.namespace), place, roots))
        .collect()
}

fn verdict(service: &Resource, rule: &HttpRoute, place: Field<'_>, roots: &[Root<'_>]) -> Option<Diagnostic> {
    let (mut halves, mut lost) = (Vec::new(), Vec::new());
    let mut at = None;
    for root in roots.iter().filter(|root| !root.rule.matches.is_empty()) {
        let fits = |leaf: &HttpMatchRequest| root.rule.matches.iter().any(|wide| !has_conflict(wide, leaf));
        let Some(unfit) = rule.matches.iter().position(|leaf| !fits(leaf)) else { continue };
        at = at.or(Some(unfit));
        let name = say!("dropped-delegate-rule-root", index = root.index, service = full_name(root.service));
        if rule.matches.iter().any(fits) {
            halves.push(name.clone());
        }
        lost.push(name);
    }
    let place = place.get("match").items().nth(at?).unwrap_or(place);
    if let Some(rules) = listed(halves) {
        let message = say!("dropped-delegate-rule-whole", rules);
        return Some(finding("MP0183", Severity::Warning, service, place, message));
    }
    // One delegate may serve several roots, each with other rules of it.
    let rules = (lost.len() == roots.len()).then(|| listed(lost)).flatten()?;
    let message = say!("dropped-delegate-rule-never", rules);
    Some(finding("MP0183", Severity::Warning, service, place, message))
}
