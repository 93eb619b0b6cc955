//! From configuration to tables.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::Arc;

use super::Problem;
use super::patterns::Patterns;
use super::table::{
    CompiledAction, CompiledClusterSpecifier, CompiledClusterWeight, CompiledRoute, CompiledVirtualHost, HeaderChanges,
    RouteTable, TableManager, WeightedRoute,
};
use crate::config::{
    Action, ClusterSpecifier, ClusterWeight, HashPolicy, HashPolicySpecifier, HeaderValueOption, HostRewriteSpecifier,
    Origin, PathRewriteSpecifier, RegexMatchAndSubstitute, Route, RouteAction, RouteConfiguration, VirtualHost,
};
use crate::connection_manager::REQUEST_ID;
use crate::proxy::{ClusterIndex, RouteIndex};
use crate::re2::Substitution;
use crate::route::{
    Cors, HashPolicies, HeaderMatch, HeaderMutation, PathMatch, QueryParameterMatch, VirtualHosts, WeightedClusters,
};

/// Whether a header decides which way requests go, or which host they go to.
fn looks_at(config: &RouteConfiguration, header: &str) -> bool {
    let is = |name: &str| name.eq_ignore_ascii_case(header);
    let by_cluster = |specifier: &ClusterSpecifier| match specifier {
        ClusterSpecifier::Cluster(_) => false,
        ClusterSpecifier::ClusterHeader(name) => is(name),
        ClusterSpecifier::WeightedClusters(weighted) => {
            is(&weighted.header_name) || weighted.clusters.iter().any(|cluster| is(&cluster.cluster_header))
        }
    };
    let by_hash = |policy: &HashPolicy| matches!(&policy.policy_specifier, HashPolicySpecifier::Header(by) if is(&by.header_name));
    let mut routes = config.virtual_hosts.iter().flat_map(|host| host.routes.iter());
    routes.any(|route| {
        let by_action = match &route.action {
            Action::Route(action) => {
                action.cluster_specifier.as_ref().is_some_and(by_cluster) || action.hash_policy.iter().any(by_hash)
            }
            Action::Redirect(_) | Action::DirectResponse(_) => false,
        };
        by_action || route.route_match.headers.iter().any(|matcher| is(&matcher.name))
    })
}

pub(super) struct Compiler<'a> {
    clusters: &'a HashMap<Box<str>, ClusterIndex>,
    routes: u32,
    patterns: Patterns,
    problems: Vec<Problem>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(clusters: &'a HashMap<Box<str>, ClusterIndex>) -> Self {
        Self { clusters, routes: 0, patterns: Patterns::default(), problems: Vec::new() }
    }

    /// How many routes there were, what was wrong, and the bytes of all patterns.
    pub(super) fn finish(self) -> (u32, Vec<Problem>, usize) {
        (self.routes, self.problems, self.patterns.bytes())
    }

    pub(super) fn table(&mut self, config: &Arc<RouteConfiguration>) -> RouteTable {
        let headers = self.headers(
            (&config.request_headers_to_add, &config.request_headers_to_remove),
            (&config.response_headers_to_add, &config.response_headers_to_remove),
        );
        RouteTable {
            hosts: VirtualHosts::new(&config.virtual_hosts, config.ignore_port_in_host_matching),
            virtual_hosts: config.virtual_hosts.iter().map(|virtual_host| self.virtual_host(virtual_host)).collect(),
            headers,
            manager: TableManager::default(),
            suppresses_envoy_headers: false,
            depends_on_request_id: looks_at(config, REQUEST_ID),
            config: config.clone(),
        }
    }

    fn virtual_host(&mut self, config: &VirtualHost) -> CompiledVirtualHost {
        let headers = self.headers(
            (&config.request_headers_to_add, &config.request_headers_to_remove),
            (&config.response_headers_to_add, &config.response_headers_to_remove),
        );
        CompiledVirtualHost { routes: config.routes.iter().map(|route| self.route(route, config)).collect(), headers }
    }

    fn route(&mut self, route: &Route, virtual_host: &VirtualHost) -> CompiledRoute {
        let index = RouteIndex(self.routes);
        self.routes = self.routes.saturating_add(1);
        let matcher = &route.route_match;
        let mut usable = self.patterns.take(matcher);
        if !usable {
            self.refuse(
                matcher.origin,
                "match",
                "not simulated: the patterns are too large together: repeat less often",
            );
        }
        let affordable = usable;
        let mut header_tests = Vec::with_capacity(matcher.headers.len());
        for header in matcher.headers.iter().filter(|_| affordable) {
            match HeaderMatch::new(header) {
                Ok(test) => header_tests.push(test),
                Err(error) => usable = self.refuse(header.origin, &format!("header {}", header.name), error),
            }
        }
        let mut query_parameters = Vec::with_capacity(matcher.query_parameters.len());
        for parameter in matcher.query_parameters.iter().filter(|_| affordable) {
            match QueryParameterMatch::new(parameter) {
                Ok(test) => query_parameters.push(test),
                Err(error) => {
                    usable = self.refuse(parameter.origin, &format!("query parameter {}", parameter.name), error);
                }
            }
        }
        let path = affordable.then(|| PathMatch::new(&matcher.path_specifier, matcher.case_sensitive.unwrap_or(true)));
        let path = match path.transpose() {
            Ok(path) => path,
            Err(error) => {
                usable = self.refuse(matcher.origin, "path", error);
                None
            }
        };
        let closest = route.typed_per_filter_config.cors.as_deref();
        let policies: Vec<_> =
            closest.into_iter().chain(virtual_host.typed_per_filter_config.cors.as_deref()).collect();
        let cors = match Cors::new(&policies) {
            Ok(cors) => cors,
            Err(error) => {
                self.refuse(policies.first().map_or(route.origin, |policy| policy.origin), "allowed origin", error);
                None
            }
        };
        CompiledRoute {
            index,
            origin: route.origin,
            path: path.filter(|_| usable),
            runtime_fraction: matcher.runtime_fraction.as_ref().map(crate::config::RuntimeFractionalPercent::share),
            header_tests,
            query_parameters,
            action: self.action(route),
            cors,
            headers: self.headers(
                (&route.request_headers_to_add, &route.request_headers_to_remove),
                (&route.response_headers_to_add, &route.response_headers_to_remove),
            ),
        }
    }

    fn action(&mut self, route: &Route) -> CompiledAction {
        match &route.action {
            Action::Route(action) => CompiledAction::Route(Box::new(self.route_action(action))),
            Action::Redirect(redirect) => {
                let path = match &redirect.path_rewrite_specifier {
                    Some(PathRewriteSpecifier::RegexRewrite(rewrite)) => self.substitution(redirect.origin, rewrite),
                    _ => None,
                };
                CompiledAction::Redirect { status: redirect.response_code.status(), path }
            }
            Action::DirectResponse(direct) => {
                CompiledAction::Direct { status: u16::try_from(direct.status).unwrap_or(500) }
            }
        }
    }

    fn route_action(&mut self, action: &RouteAction) -> WeightedRoute {
        let specifier = match &action.cluster_specifier {
            None => CompiledClusterSpecifier::Cluster(None),
            Some(ClusterSpecifier::Cluster(name)) => CompiledClusterSpecifier::Cluster(self.cluster(name)),
            Some(ClusterSpecifier::ClusterHeader(name)) => {
                CompiledClusterSpecifier::Header(name.to_ascii_lowercase().into())
            }
            Some(ClusterSpecifier::WeightedClusters(weighted)) => CompiledClusterSpecifier::Weighted {
                weights: WeightedClusters::new(weighted),
                clusters: weighted.clusters.iter().map(|cluster| self.cluster_weight(cluster)).collect(),
            },
        };
        let hash = match HashPolicies::new(&action.hash_policy) {
            Ok(hash) => hash,
            Err(error) => {
                let origin = action.hash_policy.first().map_or(action.origin, |policy| policy.origin);
                self.refuse(origin, "hash policy", error);
                HashPolicies::default()
            }
        };
        let host_path = match &action.host_rewrite_specifier {
            Some(HostRewriteSpecifier::HostRewritePathRegex(rewrite)) => {
                self.substitution(action.rewrite_origin, rewrite)
            }
            Some(HostRewriteSpecifier::AutoHostRewrite(true)) => {
                let message = "auto_host_rewrite is not simulated: the host stays as it is".to_owned();
                self.problems.push(Problem { origin: action.rewrite_origin, message });
                None
            }
            _ => None,
        };
        let path = action.regex_rewrite.as_ref().and_then(|rewrite| self.substitution(action.rewrite_origin, rewrite));
        let not_found = action.cluster_not_found_response_code.status();
        WeightedRoute { specifier, not_found, hash, path, host_path }
    }

    fn cluster_weight(&mut self, config: &ClusterWeight) -> CompiledClusterWeight {
        let header = (!config.cluster_header.is_empty()).then(|| config.cluster_header.to_ascii_lowercase().into());
        CompiledClusterWeight {
            cluster: self.cluster(&config.name),
            header,
            headers: self.headers(
                (&config.request_headers_to_add, &config.request_headers_to_remove),
                (&config.response_headers_to_add, &config.response_headers_to_remove),
            ),
        }
    }

    fn cluster(&self, name: &str) -> Option<ClusterIndex> {
        self.clusters.get(name).copied()
    }

    fn headers(
        &mut self,
        request: (&[HeaderValueOption], &[String]),
        response: (&[HeaderValueOption], &[String]),
    ) -> HeaderChanges {
        let mut problem = |option: &HeaderValueOption, error: String| {
            let message = format!("header {} is not added: {error}", option.header.key);
            self.problems.push(Problem { origin: option.origin, message });
        };
        HeaderChanges {
            request: HeaderMutation::new(request.0, request.1, &mut problem),
            response: HeaderMutation::new(response.0, response.1, &mut problem),
        }
    }

    fn substitution(&mut self, origin: Origin, rewrite: &RegexMatchAndSubstitute) -> Option<Substitution> {
        match Substitution::new(&rewrite.pattern.regex, &rewrite.substitution) {
            Ok(substitution) => Some(substitution),
            Err(error) => {
                self.refuse(origin, "rewrite", error);
                None
            }
        }
    }

    /// Notes a refused pattern; false, for what cannot be used without it.
    fn refuse(&mut self, origin: Origin, place: &str, error: impl Display) -> bool {
        self.problems.push(Problem { origin, message: format!("regex of the {place}: {error}") });
        false
    }
}
