//! What is said of resources of one name, of which a cluster has one.

use std::collections::BTreeMap;
use std::sync::Arc;

use mesh_config::{Diagnostic, Help, Reason, Replaced, Resource, Severity, Span};

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
    let mut there: BTreeMap<Span, (&Arc<Resource>, Vec<Reason>)> = BTreeMap::new();
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

fn of_replaced(resource: &Resource, reason: Reason, is_other_refused: bool) -> (Severity, String) {
    let subject = subject(resource);
    match reason {
        Reason::Later if is_other_refused => {
            (Severity::Info, format!("{subject} stays: a later document of the same name is refused."))
        }
        Reason::Later => {
            let message = format!(
                "{subject} is not in the cluster: a later document of the same name replaces it, as `kubectl apply` does. \
                 Give one of them another name, or make one of both."
            );
            (Severity::Warning, message)
        }
        Reason::Again => (Severity::Info, format!("{subject} is written twice, word for word: leave one out.")),
        Reason::Patch => {
            let message = format!(
                "{subject} is a patch, says a kustomization.yaml: the document of the same name is taken as it is, without \
                 it. Run `kustomize build` and use what it prints."
            );
            (Severity::Warning, message)
        }
        Reason::Partial => {
            let message = format!(
                "{subject} has the name of an earlier document and lacks what the API server asks for: it looks like a \
                 patch, and the earlier one is taken as it is. Run `kustomize build` and use what it prints."
            );
            (Severity::Warning, message)
        }
    }
}

fn of_other(resource: &Resource, reasons: &[Reason], is_refused: bool) -> (Severity, String) {
    let subject = subject(resource);
    let later = reasons.iter().filter(|reason| **reason == Reason::Later).count();
    if later > 0 && is_refused {
        return (Severity::Info, format!("{subject} replaces nothing of the same name: it is refused."));
    }
    if later > 0 {
        let patch = if looks_like_patch(resource) {
            " It looks like a patch: run `kustomize build` and use what it prints."
        } else {
            ""
        };
        let message = format!(
            "{subject} replaces {later} of the same name as a whole: this document, the last, is all that the cluster \
             has.{patch}"
        );
        return (Severity::Warning, message);
    }
    if reasons.contains(&Reason::Again) {
        return (Severity::Info, format!("{subject} is written twice, word for word: leave one out."));
    }
    (Severity::Info, format!("{subject} is taken as it is, without the patch of the same name. Run `kustomize build`."))
}

fn subject(resource: &Resource) -> String {
    format!("{} {}", resource.kind, resource.qualified_name())
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
