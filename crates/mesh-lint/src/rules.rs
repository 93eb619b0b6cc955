//! The rules over all resources: one file per rule, its doc comment is its help page.

mod annotations;
mod application_user;
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
mod port_name;
mod rewrite_slashes;
mod route_timing;
mod service_entry_addresses;
mod service_entry_protocols;
mod shadowed_route;
mod sidecar_selectors;
mod subset_without_pods;
mod unknown_destination_host;
mod unknown_gateway;
mod unknown_subset;
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
pub(crate) const OWN: [Rule; 6] = [
    ejection_percent::check,
    inherited_policy::check,
    rewrite_slashes::check,
    route_timing::check,
    shadowed_route::check,
    weighted_destinations::check,
];
