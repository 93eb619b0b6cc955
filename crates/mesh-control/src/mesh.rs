//! The mesh: resources, the cluster and the indexes that every translation needs.

use std::sync::{Arc, Mutex};

use mesh_cluster::Cluster;
use mesh_config::model::OutlierDetection;
use mesh_config::{Config, Replaced, Resource, SourceFile, Span, Spec};
use mesh_ordered::{OrderedMap, sort_by};
use mesh_proxy::config::Origin;

use crate::cluster::ClusterMemo;
use crate::destination_rule::{self, DestinationRule, DestinationRuleIndex};
use crate::gateway_api;
use crate::gateway_workloads::GatewayWorkloads;
use crate::implied::{self, Implied};
use crate::ingress;
use crate::origin::{FieldPath, OriginInfo, Origins, WrittenRoute, key, sorted};
use crate::proxy_config::ProxyView;
use crate::proxy_settings::ProxySettings;
use crate::registry::{self, ServicesByHost};
use crate::rollout;
use crate::settings::MeshSettings;
use crate::view::{Relevant, ViewKey};
use crate::virtual_service::{self, VirtualServiceIndex};

/// Where the servers of each Gateway were written, by its API version and qualified name.
type ServerOrigins = OrderedMap<(String, String), Vec<Origin>>;

/// How a mesh is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Nothing is implied.
    pub strict: bool,
    /// How many files the resources were read from: implied resources get the next file index. 0 takes the number
    /// from the resources themselves.
    pub files: u32,
}

/// What one mesh knows that the next one, a keystroke later, need not find out again.
#[derive(Debug, Default)]
pub struct Memo {
    cluster: mesh_cluster::Memo,
    services: registry::Memo,
    /// What was implied, as it was read.
    implied: Config,
}

impl Memo {
    /// Says what runs now: pods and Services of the meshes that follow keep the addresses that they have in it.
    pub fn live(&mut self, cluster: &Arc<Cluster>) {
        self.cluster.live(cluster);
    }

    /// Says that nothing runs: addresses are given out in document order again.
    pub fn begin_anew(&mut self) {
        self.cluster.begin_anew();
    }
}

/// Resources with all that is implied by them, and what the control plane makes of them.
#[derive(Debug)]
pub struct Mesh {
    pub(crate) config: Config,
    pub(crate) cluster: Arc<Cluster>,
    pub(crate) settings: MeshSettings,
    pub(crate) services: Arc<ServicesByHost>,
    pub(crate) virtual_services: VirtualServiceIndex,
    pub(crate) destination_rules: DestinationRuleIndex,
    pub(crate) clusters: ClusterMemo,
    pub(crate) relevant: Relevant,
    pub(crate) origins: Origins,
    routes: Vec<WrittenRoute>,
    /// The Gateways that Ingresses become.
    pub(crate) ingress_gateways: Vec<Arc<Resource>>,
    /// By their positions in the cluster.
    pub(crate) gateway_workloads: GatewayWorkloads,
    /// The ServiceEntries whose endpoints are pods.
    pub(crate) selecting_entries: Vec<Arc<Resource>>,
    /// What annotations say of the proxies of each workload.
    pub(crate) workload_settings: Vec<Option<Arc<ProxySettings>>>,
    servers: ServerOrigins,
    replaced: Vec<Replaced>,
    implied: Vec<Implied>,
    implied_file: Option<SourceFile>,
    /// The same for all meshes of the same resources, whatever runs.
    edition: Arc<()>,
    pub(crate) views: Mutex<OrderedMap<ViewKey, ProxyView>>,
}

impl Mesh {
    /// Reads files and makes a mesh of them.
    #[must_use]
    pub fn from_files(files: &[SourceFile], strict: bool) -> Self {
        Self::new(mesh_config::parse(files), Options { strict, files: u32::try_from(files.len()).unwrap_or(u32::MAX) })
    }

    /// Completes the resources with what they imply and indexes them.
    #[must_use]
    pub fn new(config: Config, options: Options) -> Self {
        Self::new_reusing(config, options, &mut Memo::default())
    }

    /// As [`Mesh::new`], but takes what an edit did not touch from the memo of the mesh before.
    #[must_use]
    pub fn new_reusing(mut config: Config, options: Options, memo: &mut Memo) -> Self {
        let replaced = leave_out_replaced(&mut config);
        rollout::reconcile(&mut config);
        let (config, implied, implied_file) = complete(config, options, memo);
        let cluster = memo.cluster.cluster(&config);
        let settings = MeshSettings::new(&config);
        let (services, mut origins) = memo.services.services(&config, &cluster, &settings.default_service_export);
        let written = sorted(&config, |spec| match spec {
            Spec::VirtualService(spec) => Some(spec.as_ref()),
            _ => None,
        });
        let mut virtual_services =
            virtual_service::load(&written, &settings.default_virtual_service_export, &mut origins);
        virtual_services.extend(gateway_api::virtual_services(&config, &mut origins));
        virtual_services.extend(ingress::virtual_services(&config, &settings, &mut origins));
        sort_by(&mut virtual_services, |one, other| one.age().cmp(&other.age()));
        let written = sorted(&config, |spec| match spec {
            Spec::DestinationRule(spec) => Some(spec.as_ref()),
            _ => None,
        });
        let rules = destination_rule::load(&written, &mut origins);
        let destination_rules =
            DestinationRuleIndex::new(&rules, &settings.root_namespace, &settings.default_destination_rule_export);
        let ingress_gateways = ingress::gateways(&config, &settings);
        let servers = servers(config.resources.iter().chain(&ingress_gateways), &mut origins);
        Self {
            workload_settings: workload_settings(&settings, &cluster),
            relevant: Relevant::new(&config, &cluster),
            gateway_workloads: GatewayWorkloads::new(&config, &ingress_gateways, &cluster),
            ingress_gateways,
            selecting_entries: selecting_entries(&config),
            clusters: ClusterMemo::default(),
            servers,
            virtual_services: VirtualServiceIndex::new(virtual_services.into_iter().map(Arc::new)),
            destination_rules,
            services,
            routes: origins.take_routes(),
            origins,
            cluster,
            settings,
            config,
            replaced,
            implied,
            implied_file,
            edition: Arc::default(),
            views: Mutex::default(),
        }
    }

    /// Other rules for the same texts: what lives is not what they say. Nothing is implied anew.
    #[must_use]
    pub fn with_rules(&self, config: Config) -> Self {
        let made = Self::new(config, Options { strict: true, files: 0 });
        Self {
            edition: Arc::clone(&self.edition),
            implied: self.implied.clone(),
            implied_file: self.implied_file.clone(),
            ..made
        }
    }

    /// The same resources over what runs now: pods came, changed or went, and nothing was edited.
    #[must_use]
    pub fn over(&self, cluster: Arc<Cluster>) -> Self {
        // The Services are those of before, in the same order, so their origins are, too.
        let mut origins = Origins::default();
        let export = &self.settings.default_service_export;
        let services = Arc::new(registry::ServicesByHost::new(&self.config, &cluster, export, &mut origins));
        Self {
            config: self.config.clone(),
            settings: self.settings.clone(),
            services,
            virtual_services: self.virtual_services.clone(),
            destination_rules: self.destination_rules.clone(),
            clusters: ClusterMemo::default(),
            relevant: Relevant::new(&self.config, &cluster),
            origins: self.origins.clone(),
            routes: self.routes.clone(),
            ingress_gateways: self.ingress_gateways.clone(),
            gateway_workloads: GatewayWorkloads::new(&self.config, &self.ingress_gateways, &cluster),
            selecting_entries: self.selecting_entries.clone(),
            workload_settings: workload_settings(&self.settings, &cluster),
            servers: self.servers.clone(),
            replaced: self.replaced.clone(),
            implied: self.implied.clone(),
            implied_file: self.implied_file.clone(),
            edition: Arc::clone(&self.edition),
            views: Mutex::default(),
            cluster,
        }
    }

    /// Whether both are of the same resources, made once: only what runs may differ.
    #[must_use]
    pub fn is_edition_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.edition, &other.edition)
    }

    /// All resources, the implied ones last.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What runs.
    #[must_use]
    pub fn cluster(&self) -> &Arc<Cluster> {
        &self.cluster
    }

    /// Bytes that it takes with the texts that it was read from, about: what they are read into is taken as large as it
    /// commonly is.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let nodes: usize = self.config.resources.iter().map(|resource| resource.node.count()).sum();
        let endpoints = |service: &crate::registry::Service| service.endpoints.iter().map(|it| it.len()).sum::<usize>();
        let (services, endpoints) =
            self.services.all().fold((0, 0), |sum, service| (sum.0 + 1, sum.1 + endpoints(service)));
        let parts = [
            (nodes, NODE_BYTES),
            (self.config.resources.len(), RESOURCE_BYTES),
            (services, SERVICE_BYTES),
            (endpoints, size_of::<crate::registry::Endpoint>()),
            (self.cluster.pods.len(), POD_BYTES),
        ];
        parts.iter().map(|(count, bytes)| (count * bytes) as u64).sum()
    }

    /// The mesh config.
    #[must_use]
    pub fn settings(&self) -> &MeshSettings {
        &self.settings
    }

    /// What is written and not part of it, because another resource has the same name.
    #[must_use]
    pub fn replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    /// What was implied, in the order of the implied file.
    #[must_use]
    pub fn implied(&self) -> &[Implied] {
        &self.implied
    }

    /// The file that the implied resources were read from; its index follows those of the user's files. `None` where
    /// nothing is implied.
    #[must_use]
    pub fn implied_file(&self) -> Option<&SourceFile> {
        self.implied_file.as_ref()
    }

    /// Where a Gateway's server was written.
    pub(crate) fn server_origin(&self, resource: &Resource, index: usize) -> Origin {
        self.servers
            .get(&(resource.api_version.clone(), key(resource)))
            .and_then(|servers| servers.get(index))
            .copied()
            .unwrap_or_default()
    }

    /// The rules that say where requests go, in document order.
    #[must_use]
    pub fn routes(&self) -> &[WrittenRoute] {
        &self.routes
    }

    /// All DestinationRules as they are merged; those that clients of their own and of other namespaces see come twice.
    pub fn destination_rules(&self) -> impl Iterator<Item = &DestinationRule> {
        self.destination_rules.all().map(AsRef::as_ref)
    }

    /// What is written of outlier detection, and where each block of it stands.
    pub fn outlier_detections(&self) -> impl Iterator<Item = (Span, &OutlierDetection)> {
        let policies = self.destination_rules().flat_map(DestinationRule::policies);
        let written = policies.filter_map(|policy| policy.outlier_detection.as_ref());
        written.filter_map(|written| Some((self.origins.span(written.origin)?, &*written.value)))
    }

    /// Where a piece of configuration was written; `None` for what Istio made by itself.
    #[must_use]
    pub fn origin(&self, origin: Origin) -> Option<OriginInfo> {
        self.origins.get(origin)
    }
}

/// Bytes of the parts of a mesh, measured on large ones: a node of the texts, a resource, a service, a pod with what the
/// engine numbers of it.
const NODE_BYTES: usize = 250;
const RESOURCE_BYTES: usize = 3_000;
const SERVICE_BYTES: usize = 2_500;
const POD_BYTES: usize = 1_800;

/// Leaves of several resources of one name the one that a cluster has.
fn leave_out_replaced(config: &mut Config) -> Vec<Replaced> {
    let (there, replaced) = mesh_config::applied(config);
    if !replaced.is_empty() {
        config.resources = there;
    }
    replaced
}

/// The resources with what they imply.
fn complete(config: Config, options: Options, memo: &mut Memo) -> (Config, Vec<Implied>, Option<SourceFile>) {
    if options.strict {
        return (config, Vec::new(), None);
    }
    let last = || config.resources.iter().map(|resource| resource.span.file + 1).max().unwrap_or_default();
    let file_index = if options.files > 0 { options.files } else { last() };
    let (config, implied) = implied::complete(&config, file_index, &mut memo.implied);
    let file = implied::file(&implied);
    (config, implied, file)
}

/// What annotations say of the proxies of each workload.
fn workload_settings(settings: &MeshSettings, cluster: &Cluster) -> Vec<Option<Arc<ProxySettings>>> {
    let of_pods = |annotations| settings.proxy.of_pod(annotations).map(Arc::new);
    cluster.workloads.iter().map(|workload| of_pods(&workload.annotations)).collect()
}

/// The ServiceEntries that select pods.
fn selecting_entries(config: &Config) -> Vec<Arc<Resource>> {
    let selects = |spec: &Spec| matches!(spec, Spec::ServiceEntry(entry) if entry.workload_selector.is_some());
    config.resources.iter().filter(|resource| selects(&resource.spec)).cloned().collect()
}

/// The origins of the servers of each Gateway.
fn servers<'a>(resources: impl Iterator<Item = &'a Arc<Resource>>, origins: &mut Origins) -> ServerOrigins {
    let mut found = OrderedMap::new();
    for resource in resources {
        let mut add = |field, spans: Vec<Span>| {
            let add = |(index, span)| origins.add(resource, span, FieldPath::item_of(field, index));
            found.insert(
                (resource.api_version.clone(), key(resource)),
                spans.into_iter().enumerate().map(add).collect(),
            );
        };
        match &resource.spec {
            Spec::Gateway(gateway) => add("spec.servers", gateway.servers.iter().map(|server| server.span).collect()),
            Spec::KubernetesGateway(gateway) => {
                add("spec.listeners", gateway.listeners.iter().map(|listener| listener.span).collect());
            }
            _ => {}
        }
    }
    found
}
