use std::borrow::Cow;

use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::context::{Context, PODS, finding, spec};
use crate::field::Field;

rule! {
    /// Pods ask for a scheduler that does not run.
    ///
    /// Whoever serves the name in `schedulerName` places them; where nobody does, they stay Pending without an event and
    /// without a condition. Start that scheduler (a pod with a kube-scheduler whose configuration has a profile of this
    /// name), or leave `schedulerName` out.
    each beside ["ConfigMap", PODS] check => "MP0203"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for resource in KINDS.into_iter().flat_map(|kind| context.subjects(kind)) {
        let (asked, name) = asked(context, resource);
        if let Some(name) = name {
            let message = say!("unserved-scheduler", name = name.into_owned());
            found.push(finding("MP0203", Severity::Warning, resource, asked, message));
        }
    }
    found
}

const KINDS: [&str; 5] = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Pod"];

/// The scheduler that pods of a resource ask for, where it does not run.
pub(super) fn asked<'a>(context: &Context<'_>, resource: &'a Resource) -> (Field<'a>, Option<Cow<'a, str>>) {
    let pod = if resource.kind == "Pod" { spec(resource) } else { spec(resource).get("template").get("spec") };
    let asked = pod.get("schedulerName");
    let name = asked.text();
    let is_placed = pod.get("nodeName").present() || name.is_empty() || context.has_scheduler(&name);
    (asked, (!is_placed).then_some(name))
}
