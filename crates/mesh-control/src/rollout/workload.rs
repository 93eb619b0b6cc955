//! The pods of a Rollout.

use std::sync::Arc;

use mesh_config::model::{PodTemplate, Rollout, TemplateMetadata, Workload, WorkloadKind};
use mesh_config::{Config, Resource, Spanned, Spec};

use super::{HASH_LABEL, change};

/// Makes a workload of a Rollout, with its own template or that of the Deployment that it names.
pub(super) fn start(config: &mut Config, resource: &Arc<Resource>, rollout: &Rollout, hash: &Spanned<String>) {
    let namespace = &resource.metadata.namespace;
    let reference = rollout.workload_ref.as_ref().and_then(|reference| {
        let kind = reference.kind.as_ref().map_or("Deployment", |kind| kind.value.as_str());
        reference.name.as_ref().filter(|_| kind == "Deployment").map(|name| (reference, name.value.as_str()))
    });
    let named = reference.and_then(|(_, name)| deployment(config, namespace, name));
    let template = rollout.template.clone().or_else(|| named.and_then(|deployment| deployment.template.clone()));
    let selector = rollout.selector.clone().or_else(|| named.and_then(|deployment| deployment.selector.clone()));
    let Some(template) = template else { return };
    let workload = Workload {
        span: rollout.span,
        replicas: rollout.replicas.clone(),
        selector,
        template: Some(labelled(template, hash)),
        ..Workload::default()
    };
    for known in &mut config.resources {
        if Arc::ptr_eq(known, resource) {
            let spec = Spec::Workload(WorkloadKind::Deployment, Box::new(workload));
            *known = Arc::new(known.with_spec(spec));
            break;
        }
    }
    // With `never`, the default, the Deployment keeps its own pods.
    if let Some((reference, name)) = reference
        && let Some(scale_down) = reference.scale_down.as_ref().filter(|how| how.value != "never")
    {
        let none = Spanned::new(0, scale_down.span);
        let is_other = resource.metadata.name.value != name;
        if is_other {
            change(config, namespace, name, |spec| {
                let Spec::Workload(WorkloadKind::Deployment, deployment) = spec else { return None };
                let mut deployment = deployment.clone();
                deployment.replicas = Some(none.clone());
                Some(Spec::Workload(WorkloadKind::Deployment, deployment))
            });
        }
    }
}

fn deployment<'a>(config: &'a Config, namespace: &str, name: &str) -> Option<&'a Workload> {
    config.resources.iter().find_map(|resource| match &resource.spec {
        Spec::Workload(WorkloadKind::Deployment, workload)
            if resource.kind == "Deployment"
                && resource.metadata.namespace == namespace
                && resource.metadata.name.value == name =>
        {
            Some(workload.as_ref())
        }
        _ => None,
    })
}

fn labelled(mut template: PodTemplate, hash: &Spanned<String>) -> PodTemplate {
    let span = template.span;
    let metadata = template.metadata.get_or_insert_with(|| TemplateMetadata { span, ..TemplateMetadata::default() });
    metadata.labels.insert(HASH_LABEL.to_owned(), hash.clone());
    template
}
