//! The Services, weights and subsets that a Rollout writes (`rollout/trafficrouting/istio/istio.go`).

use std::sync::Arc;

use mesh_config::model::{CanaryStrategy, HttpRoute, Rollout, RolloutDestinationRule, RolloutVirtualService};
use mesh_config::{Config, Resource, Spanned, Spec};

use super::{HASH_LABEL, change};

/// The VirtualServices whose weights a Rollout sets, each with its namespace and name.
#[must_use]
pub fn virtual_services_of<'a>(
    resource: &'a Resource,
    rollout: &'a Rollout,
) -> Vec<(&'a str, &'a str, &'a RolloutVirtualService)> {
    let Some(istio) = canary(rollout).and_then(|canary| canary.traffic_routing.as_ref()?.istio.as_ref()) else {
        return Vec::new();
    };
    let named = istio.virtual_service.iter().chain(&istio.virtual_services);
    named
        .filter_map(|rule| {
            let written = rule.name.as_ref()?.value.as_str();
            let (name, namespace) = written.split_once('.').unwrap_or((written, &resource.metadata.namespace));
            Some((namespace, name, rule))
        })
        .collect()
}

/// The DestinationRule whose subsets a Rollout labels.
#[must_use]
pub fn destination_rule_of(rollout: &Rollout) -> Option<&RolloutDestinationRule> {
    canary(rollout)?.traffic_routing.as_ref()?.istio.as_ref()?.destination_rule.as_ref()
}

fn canary(rollout: &Rollout) -> Option<&CanaryStrategy> {
    rollout.strategy.as_ref()?.canary.as_ref()
}

/// Writes them.
pub(super) fn write(config: &mut Config, resource: &Arc<Resource>, rollout: &Rollout, hash: &Spanned<String>) {
    let Some(strategy) = &rollout.strategy else { return };
    let namespace = &resource.metadata.namespace;
    let of_canary = strategy.canary.iter().flat_map(|canary| [&canary.stable_service, &canary.canary_service]);
    let of_colors = strategy.blue_green.iter().flat_map(|colors| [&colors.active_service, &colors.preview_service]);
    // Between two releases both sides are the pods of the one template.
    for service in of_canary.chain(of_colors).flatten() {
        change(config, namespace, &service.value, |spec| {
            let Spec::Service(service) = spec else { return None };
            let mut service = service.clone();
            service.selector.insert(HASH_LABEL.to_owned(), hash.clone());
            Some(Spec::Service(service))
        });
    }
    let Some(canary) = &strategy.canary else { return };
    let subsets = destination_rule_of(rollout);
    if let Some(rule) = subsets
        && let Some(name) = &rule.name
    {
        let names: Vec<&str> = [&rule.stable_subset_name, &rule.canary_subset_name]
            .into_iter()
            .filter_map(|name| name.as_ref().map(|name| name.value.as_str()))
            .collect();
        change(config, namespace, &name.value, |spec| {
            let Spec::DestinationRule(written) = spec else { return None };
            let mut written = written.clone();
            // Subsets of another name go: the controller writes the list anew (`UpdateHash`).
            written.subsets.retain(|subset| names.contains(&text(&subset.name)));
            for subset in &mut written.subsets {
                subset.labels.insert(HASH_LABEL.to_owned(), hash.clone());
            }
            Some(Spec::DestinationRule(written))
        });
    }
    let sides = Sides {
        stable: [text(&canary.stable_service), subsets.map_or("", |rule| text(&rule.stable_subset_name))],
        canary: [text(&canary.canary_service), subsets.map_or("", |rule| text(&rule.canary_subset_name))],
        further: subsets.map_or(&[], |rule| &rule.additional_subset_names),
        by_subset: subsets.is_some(),
    };
    for (namespace, name, rule) in virtual_services_of(resource, rollout) {
        change(config, namespace, name, |spec| {
            let Spec::VirtualService(written) = spec else { return None };
            let mut written = written.clone();
            for index in sides.routes(rule, &written.http) {
                written.http.get_mut(index).into_iter().for_each(|route| sides.set_weights(route));
            }
            Some(Spec::VirtualService(written))
        });
    }
}

fn text(value: &Option<Spanned<String>>) -> &str {
    value.as_ref().map_or("", |text| text.value.as_str())
}

/// Which destinations are the stable pods and which are the new ones: each by Service or by subset.
struct Sides<'a> {
    stable: [&'a str; 2],
    canary: [&'a str; 2],
    /// Subsets whose weights stay.
    further: &'a [Spanned<String>],
    by_subset: bool,
}

impl Sides<'_> {
    /// The HTTP rules that are written to; none where one of them is not as the controller asks
    /// (`ValidateHTTPRoutes`).
    fn routes(&self, rule: &RolloutVirtualService, http: &[HttpRoute]) -> Vec<usize> {
        let named = |name: &Spanned<String>| http.iter().position(|route| text(&route.name) == name.value);
        let found: Option<Vec<usize>> = match (rule.routes.as_slice(), http) {
            ([], [_]) => Some(vec![0]),
            ([], _) => None,
            (names, _) => names.iter().map(named).collect(),
        };
        let has = |route: &HttpRoute, side: [&str; 2]| {
            let place = usize::from(self.by_subset);
            let wanted = side.get(place).copied().unwrap_or_default();
            !wanted.is_empty() && destinations(route).any(|names| names.get(place).is_some_and(|name| *name == wanted))
        };
        let is_valid =
            |index: &usize| http.get(*index).is_some_and(|route| has(route, self.stable) && has(route, self.canary));
        found.filter(|indices| indices.iter().all(is_valid)).unwrap_or_default()
    }

    /// Everything to the stable side; what is of neither side goes (`processRoutes`).
    fn set_weights(&self, route: &mut HttpRoute) {
        let further: Vec<&str> = self.further.iter().map(|name| name.value.as_str()).collect();
        let is_of = |names: [&str; 2], side: [&str; 2]| {
            names.iter().zip(side).any(|(name, wanted)| !name.is_empty() && *name == wanted)
        };
        let kept: i32 = route
            .route
            .iter()
            .filter(|destination| further.contains(&names(destination)[1]))
            .filter_map(|destination| destination.weight.as_ref())
            .fold(0, |sum, weight| sum.saturating_add(weight.value));
        route.route.retain(|destination| {
            let names = names(destination);
            let is_known = is_of(names, self.canary) || is_of(names, self.stable) || further.contains(&names[1]);
            is_known || destination.weight.as_ref().is_none_or(|weight| weight.value == 0)
        });
        for destination in &mut route.route {
            let names = names(destination);
            let weight = if is_of(names, self.canary) {
                0
            } else if is_of(names, self.stable) {
                100_i32.saturating_sub(kept).max(0)
            } else {
                continue;
            };
            let span = destination.weight.as_ref().map_or(destination.span, |weight| weight.span);
            destination.weight = Some(Spanned::new(weight, span));
        }
    }
}

fn destinations(route: &HttpRoute) -> impl Iterator<Item = [&str; 2]> {
    route.route.iter().map(names)
}

/// The first label of a destination's host, and its subset.
fn names(destination: &mesh_config::model::HttpRouteDestination) -> [&str; 2] {
    let Some(destination) = &destination.destination else { return ["", ""] };
    let host = text(&destination.host);
    [host.split('.').next().unwrap_or_default(), text(&destination.subset)]
}
