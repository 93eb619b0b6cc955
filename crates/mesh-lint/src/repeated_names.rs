//! What is said of resources of one name, of which a cluster has one.

use std::sync::Arc;

use mesh_config::{Diagnostic, Help, Reason, Replaced, Resource, Severity, Span};
use mesh_ordered::OrderedMap;
use mesh_words::{Words, say};

use crate::context::finding_on;

const CODE: &str = "MP0150";

pub(crate) const HELP: Help = Help {
    codes: &[CODE],
    text: "
Two documents have the same kind, namespace and name.

A cluster has one object of a name: `kubectl apply` of the second replaces the first as a whole, it adds nothing to it. The
last one counts, whatever version of the API it names, and the run knows the last one alone. Give one of them another name, or
write both into one document.

Of a base and its patch for Kustomize the base counts, as it is: a document in a file that a `kustomization.yaml` among the
files lists under `patches` or `patchesStrategicMerge`, or one that lacks what the API server asks of its kind, as a
Deployment without `selector`. Run `kustomize build` and use what it prints.
",
};

/// What is said of both: of what is replaced and of what is there in its place; `found` says what the webhook refuses.
pub(crate) fn findings(replaced: &[Replaced], found: &[Diagnostic]) -> Vec<Diagnostic> {
    let refused: Vec<Span> = found.iter().filter(|one| one.code == "IST0106").map(|one| one.span).collect();
    let is_refused = |resource: &Resource| refused.iter().any(|place| is_inside(*place, resource.span));
    let mut said = Vec::new();
    let mut there: OrderedMap<Span, (&Arc<Resource>, Vec<Reason>)> = OrderedMap::new();
    for Replaced { resource, by, reason } in replaced {
        let (severity, message) = of_replaced(resource, *reason, is_refused(by));
        said.push(finding_on(CODE, severity, resource, message));
        there.entry(by.span).or_insert_with(|| (by, Vec::new())).1.push(*reason);
    }
    for (by, reasons) in there.values() {
        let (severity, message) = of_other(by, reasons, is_refused(by));
        said.push(finding_on(CODE, severity, by, message));
    }
    said
}

fn of_replaced(resource: &Resource, reason: Reason, is_other_refused: bool) -> (Severity, Words) {
    let (kind, name) = (&resource.kind, resource.qualified_name());
    match reason {
        Reason::Later if is_other_refused => (Severity::Info, say!("repeated-names-later-refused", kind, name)),
        Reason::Later => (Severity::Warning, say!("repeated-names-replaced", kind, name)),
        Reason::Again => (Severity::Info, say!("repeated-names-twice", kind, name)),
        Reason::Patch => (Severity::Warning, say!("repeated-names-patch", kind, name)),
        Reason::Partial => (Severity::Warning, say!("repeated-names-partial", kind, name)),
    }
}

fn of_other(resource: &Resource, reasons: &[Reason], is_refused: bool) -> (Severity, Words) {
    let (kind, name) = (&resource.kind, resource.qualified_name());
    let later = reasons.iter().filter(|reason| **reason == Reason::Later).count();
    if later > 0 && is_refused {
        return (Severity::Info, say!("repeated-names-refused", kind, name));
    }
    if later > 0 {
        let message = if looks_like_patch(resource) {
            say!("repeated-names-replaces-as-patch", kind, name, count = later)
        } else {
            say!("repeated-names-replaces", kind, name, count = later)
        };
        return (Severity::Warning, message);
    }
    if reasons.contains(&Reason::Again) {
        return (Severity::Info, say!("repeated-names-twice", kind, name));
    }
    (Severity::Info, say!("repeated-names-base", kind, name))
}

/// Whether it lacks what every one of its kind is for: Istio takes it, but nobody means it.
fn looks_like_patch(resource: &Resource) -> bool {
    let has = |path| resource.node.at(path).is_some();
    match resource.kind.as_str() {
        "VirtualService" => !has("spec.hosts"),
        "DestinationRule" => !has("spec.host"),
        "Gateway" => !has("spec.servers"),
        _ => false,
    }
}

fn is_inside(place: Span, whole: Span) -> bool {
    place.file == whole.file && whole.start <= place.start && place.start <= whole.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_refused_replaces_nothing() {
        let rule = |spec: &str| {
            format!(
                "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: one}}\nspec: {spec}\n"
            )
        };
        let text = format!("{}---\n{}", rule("{host: a.b.c}"), rule("{trafficPolicy: {}}"));
        let files = [mesh_config::SourceFile { name: "a.yaml".into(), text }];
        let options = mesh_control::Options { strict: true, files: 1 };
        let admitted = crate::admit(mesh_config::parse(&files), options);
        let there = admitted.mesh.config().resources.first().map(|one| one.span.start);
        assert_eq!(there, Some(0), "the first one is there");
        let said: Vec<&Diagnostic> = admitted.findings.iter().filter(|finding| finding.code == CODE).collect();
        assert_eq!(said.len(), 2);
        assert!(
            said.iter().all(|one| one.severity == Severity::Info && one.message.to_string().contains("refused")),
            "{said:?}"
        );
    }
}
