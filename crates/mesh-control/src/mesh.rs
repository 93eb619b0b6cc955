//! The mesh: resources, the cluster and the indexes that every translation needs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use mesh_cluster::Cluster;
use mesh_config::{Config, Resource, SourceFile, Spec};
use mesh_proxy::config::{Origin, ProxyConfig};

use crate::client::{Client, ClientError};
use crate::destination_rule::{self, DestinationRuleIndex};
use crate::implied::Implied;
use crate::origin::{OriginInfo, Origins, age};
use crate::registry::ServiceIndex;
use crate::settings::MeshSettings;
use crate::virtual_service::{self, VirtualServiceIndex};

/// How a mesh is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Nothing is implied.
    pub strict: bool,
    /// How many files the resources were read from: implied resources get the next file index. 0 takes the number
    /// from the resources themselves.
    pub files: u32,
}

/// Resources with all that is implied by them, and what the control plane makes of them.
#[derive(Debug)]
pub struct Mesh {
    pub(crate) config: Config,
    pub(crate) cluster: Cluster,
    pub(crate) settings: MeshSettings,
    pub(crate) services: ServiceIndex,
    pub(crate) virtual_services: VirtualServiceIndex,
    pub(crate) destination_rules: DestinationRuleIndex,
    pub(crate) origins: Origins,
    implied: Vec<Implied>,
    implied_file: Option<SourceFile>,
    memo: Mutex<BTreeMap<String, Arc<ProxyConfig>>>,
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
        let _ = options;
        let cluster = Cluster::new(&config);
        let settings = MeshSettings::new(&config);
        let mut origins = Origins::default();
        let services = ServiceIndex::new(&config, &cluster, &settings.default_service_export, &mut origins);
        let written = sorted(&config, |spec| match spec {
            Spec::VirtualService(spec) => Some(spec.as_ref()),
            _ => None,
        });
        let virtual_services = virtual_service::load(&written, &settings.default_virtual_service_export, &mut origins);
        let written = sorted(&config, |spec| match spec {
            Spec::DestinationRule(spec) => Some(spec.as_ref()),
            _ => None,
        });
        let rules = destination_rule::load(&written, &mut origins);
        let destination_rules =
            DestinationRuleIndex::new(&rules, &settings.root_namespace, &settings.default_destination_rule_export);
        Self {
            virtual_services: VirtualServiceIndex::new(virtual_services.into_iter().map(Arc::new)),
            destination_rules,
            services,
            origins,
            cluster,
            settings,
            config,
            implied: Vec::new(),
            implied_file: None,
            memo: Mutex::default(),
        }
    }

    /// All resources, the implied ones last.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What runs.
    #[must_use]
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The mesh config.
    #[must_use]
    pub fn settings(&self) -> &MeshSettings {
        &self.settings
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

    /// A client by name: `ingress`, `ingress/<gateway workload>`, `client` or `<workload>[.<namespace>]`.
    ///
    /// # Errors
    /// There is no such client or no clear choice; the error lists those there are.
    pub fn client(&self, name: &str) -> Result<Client, ClientError> {
        Err(ClientError { asked: name.to_owned(), reason: "not known".to_owned(), known: Vec::new() })
    }

    /// The configuration of a client; clients with the same view share it.
    #[must_use]
    pub fn proxy_config(&self, client: &Client) -> Arc<ProxyConfig> {
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(memo.entry(client.namespace.clone()).or_default())
    }

    /// Where a piece of configuration was written; `None` for what Istio made by itself.
    #[must_use]
    pub fn origin(&self, origin: Origin) -> Option<&OriginInfo> {
        self.origins.get(origin)
    }
}

/// The resources of one kind from the oldest on.
fn sorted<'a, T>(config: &'a Config, pick: impl Fn(&'a Spec) -> Option<&'a T>) -> Vec<(&'a Arc<Resource>, &'a T)> {
    let mut found: Vec<_> =
        config.resources.iter().filter_map(|resource| pick(&resource.spec).map(|spec| (resource, spec))).collect();
    found.sort_by(|(one, _), (other, _)| age(one).cmp(&age(other)));
    found
}
