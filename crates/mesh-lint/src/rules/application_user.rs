use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::Words;

use crate::{
    context::{Context, finding, once_without_line, spec},
    field::Field,
};

rule! {
    /// An application runs as user 1337, whose traffic the sidecar leaves alone.
    ///
    /// No rule applies to what it sends. Run it as another user. Istio: `ApplicationUIDAnalyzer`, IST0144.
    each check => "IST0144"
}

const PROXY_USER: i64 = 1337;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let pods = context.subjects("Pod").map(|pod| (pod, spec(pod)));
    let deployments =
        context.subjects("Deployment").map(|deployment| (deployment, spec(deployment).get("template").get("spec")));
    pods.chain(deployments)
        .filter(|(owner, _)| !is_istios(owner))
        .flat_map(|(owner, pod)| once_without_line(users(owner, pod)))
        .collect()
}

fn is_istios(resource: &Resource) -> bool {
    let labels = &resource.metadata.labels;
    labels.contains_key("istio") || labels.get("release").is_some_and(|release| release == "istio")
}

fn users(owner: &Resource, pod: Field<'_>) -> Vec<(bool, Diagnostic)> {
    let is_application =
        |container: &Field<'_>| !matches!(container.get("name").text().as_ref(), "istio-proxy" | "istio-operator");
    let containers = pod.get("containers").items().filter(is_application);
    std::iter::once(pod)
        .chain(containers)
        .map(|place| place.get("securityContext").get("runAsUser"))
        .filter(|user| user.integer() == PROXY_USER)
        .map(|user| {
            let message = Words::theirs("User ID (UID) 1337 is reserved for the sidecar proxy.");
            (false, finding("IST0144", Severity::Warning, owner, user, message))
        })
        .collect()
}
