//! The rules over all resources: one file per rule, its doc comment is its help page.

/// Makes the rule of a file: its doc comment is its help page, the codes are those of its findings, sorted. `each`
/// says that the rule judges each resource by itself, `each beside` that it also reads all resources of those kinds,
/// `among` that it judges the resources of those kinds together.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ each $check:ident => $($code:literal),+) => {
        rule! { @ super::Scope::Each { beside: &[] }, $check, concat!($($doc, "\n"),+), $($code),+; $(#[doc = $doc])+ }
    };
    ($(#[doc = $doc:literal])+ each beside [$($kind:expr),+] $check:ident => $($code:literal),+) => {
        rule! {
            @ super::Scope::Each { beside: &[$($kind),+] }, $check, concat!($($doc, "\n"),+), $($code),+;
            $(#[doc = $doc])+
        }
    };
    ($(#[doc = $doc:literal])+ among [$($kind:expr),+] $check:ident => $($code:literal),+) => {
        rule! {
            @ super::Scope::Among { kinds: &[$($kind),+] }, $check, concat!($($doc, "\n"),+), $($code),+;
            $(#[doc = $doc])+
        }
    };
    (@ $scope:expr, $check:ident, $text:expr, $($code:literal),+; $(#[$doc:meta])+) => {
        $(#[$doc])+
        pub(super) const RULE: super::Rule = super::Rule {
            help: mesh_config::Help { codes: &[$($code),+], text: $text },
            scope: $scope,
            check: $check,
        };
    };
}

mod ambiguous_outbound_mode;
mod annotation_values;
mod annotations;
mod application_user;
mod callers;
mod calls;
mod certificate_depth;
mod colliding_servers;
mod conflicting_gateways;
mod conflicting_mesh_hosts;
mod deployment_services;
mod deprecated_field;
mod destination_under_wildcard;
mod dotted_short_name;
mod dropped_delegate_rule;
mod ejection_percent;
mod empty_subset;
mod endpoints;
mod gateway_addresses;
mod gateway_class;
mod gateway_elsewhere;
mod gateway_errors;
mod gateway_listeners;
mod gateway_ports;
mod hidden_rule;
mod hidden_wildcard_rule;
mod host_ports;
mod http_rules_without_http;
mod inferred_port;
mod ingress_left_out;
mod ingress_without_subset;
mod inherited_policy;
mod kubernetes_gateways;
mod left_out_weight;
mod locality_failover;
mod lone_weight;
mod match_cover;
mod mesh_config_map;
mod mirror_of_nothing;
mod mirror_to_itself;
mod mistaken_analyzers;
mod multiplied_retries;
mod mutual_tls;
mod originated_tls;
mod others;
mod overlapping_gateway_hosts;
mod overlapping_rules;
mod overridden_mutual_tls;
mod overridden_root_field;
mod overwritten_header;
mod passthrough_subset;
mod path_of_no_request;
mod plain_star;
mod policies;
mod port_name;
mod port_of_no_server;
mod port_of_no_service;
mod port_protocol_names;
mod redirect_to_nowhere;
mod regex_after_prefix;
mod removed_header;
mod repeated_destination;
mod repeated_service_entry;
mod replaced_block;
mod retry_timing;
mod rewrite_slashes;
mod rewritten_regex;
mod route_parents;
mod route_timing;
mod ruled_services;
mod rules_of_another_kind;
mod rules_under_wildcard;
mod server_names_of_service;
mod server_of_taken_port;
mod server_without_rules;
mod service_entry_addresses;
mod service_entry_protocols;
mod service_ports;
mod settings_of_no_port;
mod shadowed_route;
mod share_of_weights;
mod shared_certificate;
mod shared_gateway_host;
mod sidecar_of_the_mesh;
mod sidecar_selectors;
mod source_of_nobody;
mod subset_without_labels;
mod subset_without_pods;
mod unchained_rule;
mod unconsulted_rule;
mod unexposed_port;
mod unheeded_max_retries;
mod unheeded_warmup;
mod unknown_backend;
mod unknown_delegate;
mod unknown_destination_host;
mod unknown_egress_host;
mod unknown_export_namespace;
mod unknown_gateway;
mod unknown_match_gateway;
mod unknown_mesh_host;
mod unknown_subset;
mod unmatched_rest;
mod unpropagated_header;
mod unsent_extras;
mod unstarted_pods;
mod unused_namespace;
mod unverified_tls;
mod weighted_destinations;
mod written_by_controllers;
mod written_policies;
mod zero_of_pool;

use mesh_config::{Diagnostic, Help};

use crate::context::Context;

/// What looks at the whole world and has findings.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    /// What it finds and what to do about it.
    pub(crate) help: Help,
    /// What its findings depend on.
    pub(crate) scope: Scope,
    /// Runs it.
    pub(crate) check: fn(&Context<'_>) -> Vec<Diagnostic>,
}

/// What the findings of a rule depend on: an edit of anything else changes none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The findings in a resource depend on it and on all resources of some kinds.
    Each {
        /// The other kinds.
        beside: &'static [&'static str],
    },
    /// All resources of some kinds.
    Among {
        /// The kinds.
        kinds: &'static [&'static str],
    },
}

/// All rules: Istio's, Kiali's, our own.
pub(crate) fn all() -> impl Iterator<Item = Rule> {
    ISTIO.into_iter().chain(KIALI).chain(OWN)
}

/// Istio's analyzers (`pkg/config/analysis/analyzers/all.go`), those that concern our kinds.
const ISTIO: [Rule; 17] = [
    annotations::RULE,
    application_user::RULE,
    conflicting_gateways::RULE,
    conflicting_mesh_hosts::RULE,
    deployment_services::RULE,
    deprecated_field::RULE,
    gateway_ports::RULE,
    ingress_without_subset::RULE,
    port_name::RULE,
    service_entry_addresses::RULE,
    service_entry_protocols::RULE,
    sidecar_selectors::RULE,
    subset_without_pods::RULE,
    unknown_destination_host::RULE,
    unknown_gateway::RULE,
    unknown_subset::RULE,
    unverified_tls::RULE,
];

/// Our own, for the pitfalls that neither Istio nor Kiali finds.
const OWN: [Rule; 59] = [
    certificate_depth::RULE,
    colliding_servers::RULE,
    destination_under_wildcard::RULE,
    dotted_short_name::RULE,
    dropped_delegate_rule::RULE,
    ejection_percent::RULE,
    gateway_elsewhere::RULE,
    gateway_errors::RULE,
    hidden_rule::RULE,
    hidden_wildcard_rule::RULE,
    http_rules_without_http::RULE,
    inferred_port::RULE,
    ingress_left_out::RULE,
    inherited_policy::RULE,
    left_out_weight::RULE,
    locality_failover::RULE,
    mirror_of_nothing::RULE,
    mirror_to_itself::RULE,
    mistaken_analyzers::RULE,
    multiplied_retries::RULE,
    originated_tls::RULE,
    overridden_root_field::RULE,
    overwritten_header::RULE,
    passthrough_subset::RULE,
    path_of_no_request::RULE,
    plain_star::RULE,
    port_of_no_server::RULE,
    port_of_no_service::RULE,
    redirect_to_nowhere::RULE,
    regex_after_prefix::RULE,
    removed_header::RULE,
    replaced_block::RULE,
    retry_timing::RULE,
    rewrite_slashes::RULE,
    rewritten_regex::RULE,
    server_of_taken_port::RULE,
    settings_of_no_port::RULE,
    route_timing::RULE,
    rules_of_another_kind::RULE,
    server_names_of_service::RULE,
    server_without_rules::RULE,
    shadowed_route::RULE,
    share_of_weights::RULE,
    shared_certificate::RULE,
    source_of_nobody::RULE,
    unchained_rule::RULE,
    unconsulted_rule::RULE,
    unknown_delegate::RULE,
    unknown_mesh_host::RULE,
    unmatched_rest::RULE,
    unpropagated_header::RULE,
    unsent_extras::RULE,
    unstarted_pods::RULE,
    unused_namespace::RULE,
    weighted_destinations::RULE,
    written_by_controllers::RULE,
    unheeded_max_retries::RULE,
    unheeded_warmup::RULE,
    zero_of_pool::RULE,
];

/// Kiali's checks (`business/checkers`), those that Istio's analyzers do not make already: KIA0202 is IST0174,
/// KIA0302, KIA1101 and KIA1107 are IST0101, KIA1108 is IST0133, KIA1212 IST0177. The analyzers make a part of
/// others: IST0145 of KIA0301 (the same host in two Gateways), IST0118 of KIA0601 (ports of Services), IST0101 of KIA1102
/// (`spec.gateways`), IST0109 of KIA1106 (rules in the mesh).
const KIALI: [Rule; 22] = [
    ambiguous_outbound_mode::RULE,
    empty_subset::RULE,
    gateway_addresses::RULE,
    gateway_class::RULE,
    gateway_listeners::RULE,
    lone_weight::RULE,
    overlapping_gateway_hosts::RULE,
    overlapping_rules::RULE,
    overridden_mutual_tls::RULE,
    port_protocol_names::RULE,
    repeated_destination::RULE,
    repeated_service_entry::RULE,
    route_parents::RULE,
    rules_under_wildcard::RULE,
    shared_gateway_host::RULE,
    sidecar_of_the_mesh::RULE,
    subset_without_labels::RULE,
    unexposed_port::RULE,
    unknown_backend::RULE,
    unknown_egress_host::RULE,
    unknown_export_namespace::RULE,
    unknown_match_gateway::RULE,
];
