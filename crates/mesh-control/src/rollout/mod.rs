//! What Argo Rollouts has made of the resources between two releases: pods of one template, all traffic on the stable
//! side (`rollout/trafficrouting.go` of argoproj/argo-rollouts, a rollout that is fully promoted).

mod rules;
mod workload;

use std::sync::Arc;

use mesh_config::model::Rollout;
use mesh_config::{Config, Resource, Spanned, Spec};

pub use rules::{destination_rule_of, virtual_services_of};

/// The label that tells the pods of one template from those of another.
const HASH_LABEL: &str = "rollouts-pod-template-hash";

/// More Rollouts than these are not followed: each looks through all resources.
const MOST: usize = 500;

/// Puts what the controller makes of Rollouts in the place of what is written.
pub(crate) fn reconcile(config: &mut Config) {
    let rollouts: Vec<(Arc<Resource>, Rollout)> = config
        .resources
        .iter()
        .filter_map(|resource| match &resource.spec {
            Spec::Rollout(rollout) => Some((Arc::clone(resource), rollout.as_ref().clone())),
            _ => None,
        })
        .take(MOST)
        .collect();
    for (resource, rollout) in rollouts {
        let metadata = &resource.metadata;
        let hash = mesh_cluster::template_hash(&metadata.namespace, &metadata.name.value);
        let hash = Spanned::new(hash, resource.span);
        workload::start(config, &resource, &rollout, &hash);
        rules::write(config, &resource, &rollout, &hash);
    }
}

/// Changes the first resource of a name whose spec is of the kind that the change takes.
fn change(config: &mut Config, namespace: &str, name: &str, changed: impl Fn(&Spec) -> Option<Spec>) {
    for resource in &mut config.resources {
        if resource.metadata.namespace != namespace || resource.metadata.name.value != name {
            continue;
        }
        if let Some(spec) = changed(&resource.spec) {
            *resource = Arc::new(resource.with_spec(spec));
            return;
        }
    }
}

#[cfg(test)]
mod tests;
