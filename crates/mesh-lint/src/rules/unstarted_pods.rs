use mesh_config::{Diagnostic, Severity};

use crate::context::{Context, finding, spec};

rule! {
    /// A workload asks for more pods than the playground starts.
    ///
    /// It starts 1,000 of one workload and 10,000 of all together. A cluster would start them all. Lower `replicas`.
    check => "MP0118"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for resource in ["Deployment", "ReplicaSet", "StatefulSet"].into_iter().flat_map(|kind| context.kind(kind)) {
        let replicas = spec(resource).get("replicas");
        let started = context.started(resource);
        if let Some(started) = started.filter(|started| replicas.integer() > i64::from(*started)) {
            let message = format!(
                "Only {started} of {} pods are started: the playground starts 1,000 of one workload and 10,000 of all. \
                 Lower replicas.",
                replicas.integer()
            );
            found.push(finding("MP0118", Severity::Warning, resource, replicas, message));
        }
    }
    found
}
