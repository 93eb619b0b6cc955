//! The rules over all resources: one file per rule, its doc comment is its help page.

/// Makes the rule of a file and its help page, which is its doc comment; the codes are those of its findings, sorted. The
/// page is a value of its own: a program that shows no pages does not hold them. `each` says that the rule judges each
/// resource by itself, `each beside` that it also reads all resources of those kinds, `among` that it judges the resources
/// of those kinds together.
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
        pub(super) const RULE: super::Rule = super::Rule { scope: $scope, check: $check };

        /// What it finds and what to do about it.
        pub(super) const HELP: mesh_config::Help = mesh_config::Help { codes: &[$($code),+], text: $text };
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
mod unserved_scheduler;
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

/// Makes the list of the rules of some files, and the list of their help pages.
macro_rules! rules {
    ($(#[$doc:meta])+ $rules:ident, $pages:ident: $count:literal = [$($file:ident,)+]) => {
        $(#[$doc])+
        const $rules: [Rule; $count] = [$($file::RULE),+];

        /// Their help pages.
        const $pages: [Help; $count] = [$($file::HELP),+];
    };
}

/// All rules: Istio's, Kiali's, our own.
pub(crate) fn all() -> impl Iterator<Item = Rule> {
    ISTIO.into_iter().chain(KIALI).chain(OWN)
}

/// The help page of each rule, in the same order.
pub(crate) fn help() -> impl Iterator<Item = Help> {
    ISTIO_HELP.into_iter().chain(KIALI_HELP).chain(OWN_HELP)
}

rules! {
    /// Istio's analyzers (`pkg/config/analysis/analyzers/all.go`), those that concern our kinds.
    ISTIO, ISTIO_HELP: 17 = [
        annotations,
        application_user,
        conflicting_gateways,
        conflicting_mesh_hosts,
        deployment_services,
        deprecated_field,
        gateway_ports,
        ingress_without_subset,
        port_name,
        service_entry_addresses,
        service_entry_protocols,
        sidecar_selectors,
        subset_without_pods,
        unknown_destination_host,
        unknown_gateway,
        unknown_subset,
        unverified_tls,
    ]
}

rules! {
    /// Our own, for the pitfalls that neither Istio nor Kiali finds.
    OWN, OWN_HELP: 60 = [
        certificate_depth,
        colliding_servers,
        destination_under_wildcard,
        dotted_short_name,
        dropped_delegate_rule,
        ejection_percent,
        gateway_elsewhere,
        gateway_errors,
        hidden_rule,
        hidden_wildcard_rule,
        http_rules_without_http,
        inferred_port,
        ingress_left_out,
        inherited_policy,
        left_out_weight,
        locality_failover,
        mirror_of_nothing,
        mirror_to_itself,
        mistaken_analyzers,
        multiplied_retries,
        originated_tls,
        overridden_root_field,
        overwritten_header,
        passthrough_subset,
        path_of_no_request,
        plain_star,
        port_of_no_server,
        port_of_no_service,
        redirect_to_nowhere,
        regex_after_prefix,
        removed_header,
        replaced_block,
        retry_timing,
        rewrite_slashes,
        rewritten_regex,
        server_of_taken_port,
        settings_of_no_port,
        route_timing,
        rules_of_another_kind,
        server_names_of_service,
        server_without_rules,
        shadowed_route,
        share_of_weights,
        shared_certificate,
        source_of_nobody,
        unchained_rule,
        unconsulted_rule,
        unknown_delegate,
        unknown_mesh_host,
        unmatched_rest,
        unpropagated_header,
        unsent_extras,
        unserved_scheduler,
        unstarted_pods,
        unused_namespace,
        weighted_destinations,
        written_by_controllers,
        unheeded_max_retries,
        unheeded_warmup,
        zero_of_pool,
    ]
}

rules! {
    /// Kiali's checks (`business/checkers`), those that Istio's analyzers do not make already: KIA0202 is IST0174,
    /// KIA0302, KIA1101 and KIA1107 are IST0101, KIA1108 is IST0133, KIA1212 IST0177. The analyzers make a part of
    /// others: IST0145 of KIA0301 (the same host in two Gateways), IST0118 of KIA0601 (ports of Services), IST0101 of KIA1102
    /// (`spec.gateways`), IST0109 of KIA1106 (rules in the mesh).
    KIALI, KIALI_HELP: 22 = [
        ambiguous_outbound_mode,
        empty_subset,
        gateway_addresses,
        gateway_class,
        gateway_listeners,
        lone_weight,
        overlapping_gateway_hosts,
        overlapping_rules,
        overridden_mutual_tls,
        port_protocol_names,
        repeated_destination,
        repeated_service_entry,
        route_parents,
        rules_under_wildcard,
        shared_gateway_host,
        sidecar_of_the_mesh,
        subset_without_labels,
        unexposed_port,
        unknown_backend,
        unknown_egress_host,
        unknown_export_namespace,
        unknown_match_gateway,
    ]
}
