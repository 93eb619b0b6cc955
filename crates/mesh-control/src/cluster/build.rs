//! The clusters of a client (`buildOutboundClusters`).

use std::sync::Arc;
use std::time::Duration;

use mesh_config::model::{ClientTlsMode, OutboundTrafficMode, SimpleLb};
use mesh_proxy::config::{
    Cluster, CommonLbConfig, DiscoveryType, DnsLookupFamily, LbPolicy, Origin, OriginalDstLbConfig,
};

use super::draft::Draft;
use super::endpoint_builder::EndpointBuilder;
use super::locality::LocalitySetting;
use super::memo::{self, ClusterWithEndpoints, Discovery};
use super::{balancer, connection_pool, outlier, setting, tls};
use crate::client::{Client, ProxyKind};
use crate::destination_rule::{DestinationRule, Policy, Sourced, Subset, merge_subset_policy};
use crate::gateway::auto_passthrough;
use crate::mesh::Mesh;
use crate::protocol::Protocol;
use crate::registry::{Port, PortIndex, Resolution, Service};
use crate::route::cluster_name;
use crate::scope::Scope;
use crate::settings::MeshSettings;
use crate::sidecar::{BLACK_HOLE_CLUSTER, DYNAMIC_DNS_CLUSTER, PASSTHROUGH_CLUSTER};

/// All clusters of a client: for each service and port one, and one for each subset of its rule. A gateway with a server
/// that passes TLS on by itself has them a second time, named as server names are.
#[must_use]
pub fn clusters(mesh: &Mesh, client: &Client, scope: &Scope, by_server_name: bool) -> Vec<ClusterWithEndpoints> {
    let mut found = Vec::new();
    for service in scope.services.iter().filter(|service| service.resolution != Resolution::Alias) {
        let rule = scope.rule(&service.hostname);
        for (index, port) in service.indexed_ports().filter(|(_, port)| port.protocol != Protocol::Udp) {
            let source = Source { mesh, client, service, index, port, rule: rule.map(AsRef::as_ref) };
            let key = memo::Key::new(&mesh.settings, client, service, port, rule);
            found.extend(mesh.clusters.get(key, || source.build(Naming::Ordinary)));
        }
    }
    found.push((Arc::new(black_hole(&mesh.settings)), None));
    if by_server_name {
        for service in auto_passthrough::services(scope) {
            let rule = scope.rule(&service.hostname).map(AsRef::as_ref);
            for (index, port) in service.indexed_ports().filter(|(_, port)| port.protocol != Protocol::Udp) {
                let source = Source { mesh, client, service, index, port, rule };
                found.extend(source.build(Naming::ServerName));
            }
        }
    }
    if client.kind == ProxyKind::Sidecar {
        let passthrough = passthrough(&mesh.settings);
        if scope.outbound == OutboundTrafficMode::AllowAnyDynamicDns {
            // Resolves the host of each request; to the simulation that is the address the client asked for.
            found.push((Arc::new(Cluster { name: DYNAMIC_DNS_CLUSTER.to_owned(), ..passthrough.clone() }), None));
        }
        found.push((Arc::new(passthrough), None));
    }
    found
}

/// What a cluster is called, and for what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// For routes.
    Ordinary,
    /// For TLS that is passed on by its server name to pods that end it themselves (`SniDnatClusterMode`).
    ServerName,
}

/// What the clusters of one port of a service are made from.
pub(super) struct Source<'a> {
    pub(super) mesh: &'a Mesh,
    pub(super) client: &'a Client,
    pub(super) service: &'a Service,
    pub(super) index: PortIndex,
    pub(super) port: &'a Port,
    pub(super) rule: Option<&'a DestinationRule>,
}

impl Source<'_> {
    /// The service's own cluster, then those of the subsets. A name that is found by DNS and has no endpoint has none.
    pub(super) fn build(&self, naming: Naming) -> Vec<ClusterWithEndpoints> {
        let mut policy =
            self.rule.map_or_else(Policy::default, |rule| rule.policy.for_port(self.port.number).0.clone());
        with_mesh_default(&mut policy, &self.mesh.settings);
        let own = self.cluster(
            None,
            self.discovery_type(),
            (&policy, naming),
            self.rule.map_or(Origin::NONE, |rule| rule.origin),
        );
        let Some(own) = own else { return Vec::new() };
        // A subset begins with what the rule made of the service's own cluster.
        let base = own.0.discovery_type.unwrap_or_default();
        let mut found = vec![own];
        for subset in self.rule.iter().flat_map(|rule| &rule.subsets) {
            let merged = merge_subset_policy(&policy, subset.policy.as_ref(), self.port.number);
            let passes = passes_through(subset.policy.as_ref().map(|policy| &policy.base));
            let discovery_type = if passes { DiscoveryType::OriginalDst } else { base };
            found.extend(self.cluster(Some(subset), discovery_type, (&merged, naming), subset.origin));
        }
        found
    }

    fn discovery_type(&self) -> DiscoveryType {
        match self.service.resolution {
            Resolution::Dns => DiscoveryType::StrictDns,
            Resolution::DnsRoundRobin => DiscoveryType::LogicalDns,
            // A gateway has no original destination.
            Resolution::Passthrough if self.client.kind == ProxyKind::Sidecar => DiscoveryType::OriginalDst,
            _ => DiscoveryType::Eds,
        }
    }

    fn cluster(
        &self,
        subset: Option<&Subset>,
        discovery_type: DiscoveryType,
        (policy, naming): (&Policy, Naming),
        origin: Origin,
    ) -> Option<ClusterWithEndpoints> {
        let subset_name = subset.map_or("", |subset| &subset.name);
        let name = match naming {
            Naming::Ordinary => cluster_name(self.port.number, subset_name, &self.service.hostname),
            Naming::ServerName => auto_passthrough::server_name(self.port.number, subset_name, &self.service.hostname),
        };
        let balancer = policy.load_balancer.as_ref().map(|block| block.value.as_ref());
        let setting = setting::effective(balancer, self.service, &self.mesh.settings);
        let builder = self.endpoint_builder(&name, subset, (policy, naming), setting.as_ref());
        let assignment = builder.build(self.service.endpoints_of(self.index));
        let cluster = Cluster {
            name,
            origin,
            discovery_type: Some(discovery_type),
            common_lb_config: Some(CommonLbConfig::default()),
            // `buildUpstreamTLSSettings`: unasked where the rule says nothing.
            tls_by_host: naming == Naming::Ordinary
                && policy.tls.is_none()
                && self.mesh.settings.auto_mtls
                && !self.service.mesh_external,
            ..Cluster::default()
        };
        let mut draft = Draft { cluster, http: None };
        match discovery_type {
            DiscoveryType::StrictDns | DiscoveryType::LogicalDns => {
                let cleared =
                    subset.is_some_and(|subset| passes_through(subset.policy.as_ref().map(|policy| &policy.base)));
                if assignment.endpoints.is_empty() && !cleared {
                    return None;
                }
                draft.cluster.dns_lookup_family = DnsLookupFamily::V4Only;
                draft.cluster.dns_refresh_rate = Some(Duration::from_secs(60));
                draft.cluster.respect_dns_ttl = true;
                draft.cluster.load_assignment = Some(assignment.clone());
            }
            DiscoveryType::OriginalDst => {
                let port = self.service.passthrough_target_ports.get(&self.port.number);
                draft.cluster.original_dst_lb_config =
                    port.map(|port| OriginalDstLbConfig { upstream_port_override: Some(*port) });
            }
            _ => {}
        }
        self.protocol(&mut draft, policy);
        connection_pool::apply(&mut draft, policy, &self.mesh.settings);
        if let Some(block) = &policy.outlier_detection {
            outlier::apply(&mut draft.cluster, &block.value, block.origin);
        }
        balancer::apply(&mut draft.cluster, balancer, setting.as_ref());
        if let (Some(block), Naming::Ordinary) = (&policy.tls, naming) {
            let inputs = tls::TlsInputs {
                port: self.port.number,
                subset: subset.map_or("", |subset| &subset.name),
                hostname: &self.service.hostname,
                client: self.client.kind,
                rule_has_selector: self.rule.is_some_and(|rule| rule.workload_selector.is_some()),
            };
            tls::apply(&mut draft, &block.value, inputs);
        }
        let cluster = draft.build();
        let by_control_plane = cluster.discovery_type == Some(DiscoveryType::Eds);
        let found = || Discovery { assignment: Arc::new(assignment), builder: Arc::new(builder) };
        Some((Arc::new(cluster), by_control_plane.then(found)))
    }

    fn protocol(&self, draft: &mut Draft, policy: &Policy) {
        if self.port.protocol.is_http2() {
            draft.use_http2();
        } else if self.client.kind == ProxyKind::Sidecar && self.port.protocol.is_unsupported() {
            draft.use_downstream();
        }
        if connection_pool::upgrades_to_http2(policy, self.port.protocol, &self.mesh.settings) {
            draft.use_http2();
        }
    }

    fn endpoint_builder(
        &self,
        name: &str,
        subset: Option<&Subset>,
        (policy, naming): (&Policy, Naming),
        setting: Option<&LocalitySetting>,
    ) -> EndpointBuilder {
        EndpointBuilder {
            hostname: self.service.hostname.clone(),
            namespace: self.service.namespace.clone(),
            port: self.port.number,
            cluster: name.to_owned(),
            labels: subset.map(|subset| subset.labels.clone()).unwrap_or_default(),
            by_name: matches!(self.discovery_type(), DiscoveryType::StrictDns | DiscoveryType::LogicalDns),
            mutual_tls: (naming == Naming::ServerName).then(|| ends_mutual_tls(policy)),
            setting: setting.cloned(),
            has_outlier_detection: policy.outlier_detection.is_some(),
            locality: self.client.locality.clone(),
            client_labels: self.client.labels.clone(),
        }
    }
}

/// Whether endpoints end TLS of Istio's own, where the rule says it: else those with a sidecar do (`checkMtlsEnabled`).
fn ends_mutual_tls(policy: &Policy) -> Option<bool> {
    let mode = policy.tls.as_ref().map(|block| block.value.mode.as_ref().map(|mode| mode.value));
    mode.map(|mode| mode == Some(ClientTlsMode::IstioMutual))
}

fn passes_through(policy: Option<&Policy>) -> bool {
    let simple = policy.and_then(|policy| policy.load_balancer.as_ref()).and_then(|block| block.value.simple.as_ref());
    simple.is_some_and(|simple| simple.value == SimpleLb::Passthrough)
}

/// The mesh's limits and ejection where the rule says nothing of them (`applyDefaultTrafficPolicy`).
fn with_mesh_default(policy: &mut Policy, settings: &MeshSettings) {
    let Some(default) = &settings.default_traffic_policy else { return };
    if policy.connection_pool.is_none() {
        policy.connection_pool = default
            .connection_pool
            .as_ref()
            .map(|block| Sourced { value: Arc::new(block.clone()), origin: Origin::NONE });
    }
    if policy.outlier_detection.is_none() {
        policy.outlier_detection = default
            .outlier_detection
            .as_ref()
            .map(|block| Sourced { value: Arc::new(block.clone()), origin: Origin::NONE });
    }
}

fn black_hole(settings: &MeshSettings) -> Cluster {
    Cluster {
        name: BLACK_HOLE_CLUSTER.to_owned(),
        discovery_type: Some(DiscoveryType::Static),
        connect_timeout: Some(settings.connect_timeout),
        ..Cluster::default()
    }
}

/// Sends to the address that the client asked for.
fn passthrough(settings: &MeshSettings) -> Cluster {
    let mut draft = Draft::default();
    draft.use_downstream();
    draft.common_http().idle_timeout = Some(Duration::from_secs(300));
    let default = settings.default_traffic_policy.as_ref().and_then(|default| default.connection_pool.clone());
    let policy = Policy {
        connection_pool: default.map(|block| Sourced { value: Arc::new(block), origin: Origin::NONE }),
        ..Policy::default()
    };
    connection_pool::apply(&mut draft, &policy, settings);
    draft.cluster.name = PASSTHROUGH_CLUSTER.to_owned();
    draft.cluster.discovery_type = Some(DiscoveryType::OriginalDst);
    draft.cluster.lb_policy = LbPolicy::ClusterProvided;
    draft.build()
}
