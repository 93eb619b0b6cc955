use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::{mesh_config_map, policies, ruled_services};
use crate::{
    context::{Context, PODS, finding, selector_pairs, spec},
    field::Field,
};

rule! {
    /// `outlierDetection` makes clients stay in their own zone.
    ///
    /// Where pods of a service run in several localities, Istio sends to those nearest to the client as long as they are
    /// healthy: but only with `outlierDetection`, since nobody would notice otherwise that they are not. Set
    /// `loadBalancer.localityLbSetting` to say what you want: `enabled: false` spreads over all.
    each beside ["ConfigMap", "Service", PODS] check => "MP0130"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let rules = context.istio_subjects("DestinationRule");
    let found: Vec<Diagnostic> = rules.filter_map(|rule| verdict(rule, context)).collect();
    if found.is_empty() || mesh_config_map::names(context, "localityLbSetting") { Vec::new() } else { found }
}

fn verdict(rule: &Resource, context: &Context<'_>) -> Option<Diagnostic> {
    let policy = spec(rule).get("trafficPolicy");
    let subsets = spec(rule).get("subsets").items().map(Some);
    let mut detections = std::iter::once(None).chain(subsets).filter_map(|subset| {
        let outlier = policies::block(policy, subset, None, "outlierDetection");
        let is_said = policies::block(policy, subset, None, "loadBalancer").get("localityLbSetting").present();
        (outlier.present() && !is_said).then_some(outlier)
    });
    let outlier: Field<'_> = detections.next()?;
    let host = spec(rule).get("host").text();
    let service = ruled_services::service(context, &rule.metadata.namespace, &host)?;
    let selector = selector_pairs(spec(service).get("selector"));
    let is_spread_anyway = spec(service).get("trafficDistribution").present()
        || service.metadata.annotations.contains_key("networking.istio.io/traffic-distribution");
    if selector.is_empty() || is_spread_anyway {
        return None;
    }
    let namespace = &service.metadata.namespace;
    let places: OrderedSet<String> = context
        .pods(&selector)
        .filter(|pod| pod.namespace == *namespace && !pod.locality.region.is_empty())
        .map(|pod| [&*pod.locality.region, &*pod.locality.zone].join("/"))
        .collect();
    if places.len() < 2 {
        return None;
    }
    let message = say!("locality-failover", host, localities = places.len());
    Some(finding("MP0130", Severity::Info, rule, outlier, message))
}
