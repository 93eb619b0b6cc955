use mesh_config::{Diagnostic, Severity};
use mesh_words::say;

use super::unserved_scheduler::asked;
use super::written_by_controllers::scaled_down;
use crate::context::{Context, PODS, finding, finding_on, spec};

rule! {
    /// A workload asks for more pods than the playground starts.
    ///
    /// It starts at most 1,000 pods of one workload and 10,000 in all, and only as many as stay within 50,000 endpoints plus
    /// 20 for each Service. A pod is one endpoint for each port of each Service that selects it, and one more in each subset.
    /// A cluster would start them all. Lower `replicas`.
    each beside ["Canary", "Rollout", PODS] check => "MP0118"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for resource in ["Deployment", "ReplicaSet", "StatefulSet"].into_iter().flat_map(|kind| context.subjects(kind)) {
        let replicas = spec(resource).get("replicas");
        let wanted = if replicas.present() { replicas.integer() } else { 1 };
        let started = context.started(resource);
        let is_short = |started: &u32| {
            wanted > i64::from(*started)
                && scaled_down(context, resource).is_none()
                && asked(context, resource).1.is_none()
        };
        if let Some(started) = started.filter(is_short) {
            let message = say!("unstarted-pods-some", started, wanted);
            found.push(finding("MP0118", Severity::Warning, resource, replicas, message));
        }
    }
    let unstarted = |pod: &&mesh_config::Resource| context.started(pod) == Some(0) && asked(context, pod).1.is_none();
    for resource in context.subjects("Pod").filter(unstarted) {
        found.push(finding_on("MP0118", Severity::Warning, resource, say!("unstarted-pods-none")));
    }
    found
}
