//! What a scenario has some of.

use mesh_config::{Config, Spec};

/// Whether there is any resource of a kind: then nothing of that kind is implied.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Inventory {
    pub(super) has_services: bool,
    pub(super) has_workloads: bool,
    pub(super) has_gateways: bool,
    pub(super) has_traffic: bool,
}

impl Inventory {
    pub(super) fn new(config: &Config) -> Self {
        let mut inventory = Self::default();
        for resource in &config.resources {
            match resource.spec {
                Spec::Service(_) => inventory.has_services = true,
                Spec::Workload(..) | Spec::Pod(_) => inventory.has_workloads = true,
                Spec::Gateway(_) | Spec::KubernetesGateway(_) => inventory.has_gateways = true,
                Spec::Traffic(_) => inventory.has_traffic = true,
                _ => {}
            }
        }
        inventory
    }
}
