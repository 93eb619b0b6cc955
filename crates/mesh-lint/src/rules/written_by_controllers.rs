use mesh_config::{Diagnostic, Resource, Severity, Spec};
use mesh_control::rollout::virtual_services_of;
use mesh_words::{Words, say};

use crate::context::{Context, finding, spec};

rule! {
    /// A controller writes what is written here.
    ///
    /// Argo Rollouts sets the weights of the VirtualServices that a Rollout names, and adds the label of its pods to Services
    /// and subsets; Flagger scales the Deployment of a Canary to nothing and lets a copy of it, `…-primary`, take the traffic.
    /// The run has what they leave between two releases: all traffic on the stable side. The steps of a release are not
    /// played; write the weights of one in a scenario without the Rollout to see them.
    each beside ["Canary", "Rollout"] check => "MP0152"
}

const CODE: &str = "MP0152";

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        if let Some(rollout) = context.kind("Rollout").find(|rollout| writes_to(rollout, service)) {
            let weights = spec(service).get("http").items().flat_map(|route| route.get("route").items());
            let weight = weights.map(|destination| destination.get("weight")).find(|weight| weight.present());
            let message = say!("written-by-controllers-weights", rollout = &rollout.metadata.name.value);
            found.extend(weight.map(|weight| finding(CODE, Severity::Info, service, weight, message)));
        }
    }
    for deployment in context.subjects("Deployment") {
        if let Some(message) = scaled_down(context, deployment) {
            found.push(finding(CODE, Severity::Info, deployment, spec(deployment).get("replicas"), message));
        }
    }
    found
}

/// What takes the pods of a Deployment.
pub(super) fn scaled_down(context: &Context<'_>, deployment: &Resource) -> Option<Words> {
    let name = deployment.metadata.name.value.as_str();
    let names = |owner: &&Resource, reference: &str| {
        let reference = spec(owner).get(reference);
        owner.metadata.namespace == deployment.metadata.namespace && reference.get("name").text() == name
    };
    if let Some(canary) =
        context.kind("Canary").find(|canary| !matches!(canary.spec, Spec::Unknown) && names(canary, "targetRef"))
    {
        return Some(say!("written-by-controllers-canary", deployment = name, canary = &canary.metadata.name.value));
    }
    let rollout = context.kind("Rollout").find(|rollout| {
        let how = spec(rollout).get("workloadRef").get("scaleDown").text();
        names(rollout, "workloadRef") && !["", "never"].contains(&&*how)
    })?;
    Some(say!("written-by-controllers-rollout", deployment = name, rollout = &rollout.metadata.name.value))
}

fn writes_to(resource: &Resource, service: &Resource) -> bool {
    let metadata = &service.metadata;
    let Spec::Rollout(rollout) = &resource.spec else { return false };
    let mut named = virtual_services_of(resource, rollout).into_iter();
    named.any(|(namespace, name, _)| namespace == metadata.namespace && name == metadata.name.value)
}
