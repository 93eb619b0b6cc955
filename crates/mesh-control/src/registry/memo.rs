//! The services of the last edit, for the next one.

use std::sync::Arc;

use mesh_cluster::Cluster;
use mesh_config::{Config, Resource, Spec};

use super::ServicesByHost;
use crate::export::ExportTo;
use crate::origin::Origins;

/// Remembers the services: an edit of rules makes none anew.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: Option<Known>,
}

#[derive(Debug)]
struct Known {
    cluster: Arc<Cluster>,
    entries: Vec<Arc<Resource>>,
    default_export: ExportTo,
    services: Arc<ServicesByHost>,
    /// Of the services alone.
    origins: Origins,
}

impl Memo {
    /// The services, and where they were written.
    pub(crate) fn services(
        &mut self,
        config: &Config,
        cluster: &Arc<Cluster>,
        default_export: &ExportTo,
    ) -> (Arc<ServicesByHost>, Origins) {
        let is_entry = |resource: &&Arc<Resource>| matches!(resource.spec, Spec::ServiceEntry(_));
        let entries: Vec<Arc<Resource>> = config.resources.iter().filter(is_entry).cloned().collect();
        let known = self.known.take().filter(|known| known.is_for(cluster, &entries, default_export));
        let known = known.unwrap_or_else(|| {
            let mut origins = Origins::default();
            let services = Arc::new(ServicesByHost::new(config, cluster, default_export, &mut origins));
            Known { cluster: Arc::clone(cluster), entries, default_export: default_export.clone(), services, origins }
        });
        let found = (Arc::clone(&known.services), known.origins.clone());
        self.known = Some(known);
        found
    }
}

impl Known {
    fn is_for(&self, cluster: &Arc<Cluster>, entries: &[Arc<Resource>], default_export: &ExportTo) -> bool {
        Arc::ptr_eq(&self.cluster, cluster)
            && self.entries.len() == entries.len()
            && self.entries.iter().zip(entries).all(|(before, now)| Arc::ptr_eq(before, now))
            && self.default_export == *default_export
    }
}
