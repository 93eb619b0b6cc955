//! What makes the endpoints of one cluster for one place of a client (`EndpointBuilder`): kept with the cluster, so that
//! endpoints that change later are put together without the rules.

use mesh_proxy::config::ClusterLoadAssignment;

use super::endpoints;
use super::locality::{self, ClientPlace, LocalitySetting};
use crate::registry::{Endpoint, Labels, Locality};

/// Which endpoints of a service's port a cluster has, and in which groups.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointBuilder {
    /// The host name of the service.
    pub hostname: String,
    /// Its namespace.
    pub namespace: String,
    /// The port of the service.
    pub port: u32,
    /// The name of the cluster.
    pub(super) cluster: String,
    /// The labels of the subset; none for the service's own cluster.
    pub(super) labels: Labels,
    /// Names are taken as they are, not only addresses.
    pub(super) by_name: bool,
    /// Only endpoints that end TLS of Istio's own: as the rule says, else as each is known to.
    pub(super) mutual_tls: Option<Option<bool>>,
    pub(super) setting: Option<LocalitySetting>,
    pub(super) has_outlier_detection: bool,
    /// Where the client runs.
    pub(super) locality: Locality,
    pub(super) client_labels: Labels,
}

impl EndpointBuilder {
    /// The assignment of the cluster where its service's port has these endpoints.
    #[must_use]
    pub fn build(&self, known: &[Endpoint]) -> ClusterLoadAssignment {
        // Names among the endpoints of a service that is not found by DNS cannot be sent.
        let usable = endpoints::of_subset(known, &self.labels)
            .filter(|endpoint| self.by_name || endpoint.address.parse::<std::net::IpAddr>().is_ok())
            .filter(|endpoint| self.mutual_tls.is_none_or(|said| said.unwrap_or(endpoint.mutual_tls)));
        let mut groups = locality::group(usable);
        if let Some(setting) = &self.setting {
            let place = ClientPlace { locality: &self.locality, labels: &self.client_labels };
            locality::apply(&mut groups, setting, place, self.has_outlier_detection);
        }
        endpoints::load_assignment(&self.cluster, groups)
    }
}
