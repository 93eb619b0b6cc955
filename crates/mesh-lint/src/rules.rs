//! The rules over all resources: one file per rule, its doc comment is its help page.

mod annotations;
mod application_user;
mod calls;
mod conflicting_gateways;
mod conflicting_mesh_hosts;
mod deployment_services;
mod deprecated_field;
mod destinations;
mod ejection_percent;
mod endpoints;
mod gateway_ports;
mod ingress_without_subset;
mod inherited_policy;
mod lone_weight;
mod multiplied_retries;
mod overlapping_rules;
mod port_name;
mod repeated_destination;
mod rewrite_slashes;
mod route_timing;
mod service_entry_addresses;
mod service_entry_protocols;
mod shadowed_route;
mod shared_gateway_host;
mod sidecar_selectors;
mod subset_without_labels;
mod subset_without_pods;
mod unconsulted_rule;
mod unexposed_port;
mod unknown_destination_host;
mod unknown_gateway;
mod unknown_subset;
mod unpropagated_header;
mod unverified_tls;
mod weighted_destinations;

use mesh_config::Diagnostic;

use crate::context::Context;

type Rule = fn(&Context<'_>) -> Vec<Diagnostic>;

/// Istio's analyzers (`pkg/config/analysis/analyzers/all.go`), those that concern our kinds.
pub(crate) const ISTIO: [Rule; 17] = [
    annotations::check,
    application_user::check,
    conflicting_gateways::check,
    conflicting_mesh_hosts::check,
    deployment_services::check,
    deprecated_field::check,
    gateway_ports::check,
    ingress_without_subset::check,
    port_name::check,
    service_entry_addresses::check,
    service_entry_protocols::check,
    sidecar_selectors::check,
    subset_without_pods::check,
    unknown_destination_host::check,
    unknown_gateway::check,
    unknown_subset::check,
    unverified_tls::check,
];

/// Our own, for the pitfalls that neither Istio nor Kiali finds.
pub(crate) const OWN: [Rule; 9] = [
    ejection_percent::check,
    inherited_policy::check,
    multiplied_retries::check,
    rewrite_slashes::check,
    route_timing::check,
    shadowed_route::check,
    unconsulted_rule::check,
    unpropagated_header::check,
    weighted_destinations::check,
];

/// Kiali's checks (`business/checkers`), those that Istio's analyzers do not make already: KIA0202 is IST0174, KIA0203
/// IST0173, KIA0301 IST0145, KIA0302, KIA1101, KIA1102 and KIA1107 are IST0101, KIA0601 is IST0118, KIA1108 IST0133.
pub(crate) const KIALI: [Rule; 6] = [
    lone_weight::check,
    overlapping_rules::check,
    repeated_destination::check,
    shared_gateway_host::check,
    subset_without_labels::check,
    unexposed_port::check,
];
