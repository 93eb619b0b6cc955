//! YAML that is no Kubernetes object: what a chart, a build or a composition is made of.

use mesh_words::{Words, say};

use crate::{Diagnostic, Node, Severity, Span, Value, codes};

/// What is said of a document without `kind`: what it is, and what to do to have its objects. None where it may be meant
/// for one.
pub(crate) fn recognized(node: &Node) -> Option<Words> {
    let has = |key: &str| node.get(key).is_some();
    let holds = |key: &str, inner: &[&str]| {
        let any = |one: &Node| inner.iter().any(|key| one.get(key).is_some());
        node.get(key).is_some_and(|node| node.entries().iter().any(|entry| any(&entry.value)))
    };
    if let Value::Sequence(items) = &node.value {
        let is_patch = |item: &Node| item.get("op").is_some() && item.get("path").is_some();
        return (!items.is_empty() && items.iter().all(is_patch)).then(|| say!("config-file-json-patch"));
    }
    if has("kind") || has("metadata") || has("spec") {
        return None;
    }
    let is_values = has("replicaCount")
        || has("nameOverride")
        || has("fullnameOverride")
        || node.get("image").is_some_and(|image| image.get("repository").is_some());
    Some(match () {
        () if has("name") && has("version") && (has("apiVersion") || has("dependencies")) => {
            say!("config-file-chart")
        }
        () if holds("services", &["image", "build"]) => say!("config-file-compose"),
        () if holds("jobs", &["steps", "runs-on", "uses", "docker", "stage", "script"]) => {
            say!("config-file-workflow")
        }
        () if has("stages") || holds_job(node) => say!("config-file-pipeline"),
        () if is_values => say!("config-file-values"),
        () if KUSTOMIZATION.iter().any(|key| node.get(key).is_some_and(|node| !node.items().is_empty())) => {
            say!("config-file-kustomization")
        }
        () => return None,
    })
}

/// Lists that only a kustomization has at its top.
const KUSTOMIZATION: &[&str] = &[
    "bases",
    "components",
    "configMapGenerator",
    "patches",
    "patchesJson6902",
    "patchesStrategicMerge",
    "resources",
    "varReference",
];

/// A job of GitLab's is a key of its own with a script.
fn holds_job(node: &Node) -> bool {
    node.entries().iter().any(|entry| entry.value.get("script").is_some_and(|script| !script.items().is_empty()))
}

/// What is said of a document that is recognized. Beside manifests it is a remark only.
pub(crate) fn remark(message: Words, span: Span) -> Diagnostic {
    Diagnostic::new(codes::OTHER_FILE, Severity::Warning, message, span)
}

/// What is said of a file without any object beside files with some.
pub(crate) fn left_out(span: Span) -> Diagnostic {
    Diagnostic::new(codes::OTHER_FILE, Severity::Info, say!("config-file-no-object"), span)
}

/// Whether a document has nothing of an object.
pub(crate) fn is_no_object(node: &Node) -> bool {
    ["apiVersion", "kind", "metadata", "spec"].iter().all(|key| node.get(key).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceFile, parse};

    fn said(files: &[&str]) -> Vec<(Severity, String, String)> {
        let named =
            |(index, text): (usize, &&str)| SourceFile { name: format!("{index}.yaml"), text: (*text).to_owned() };
        let files: Vec<_> = files.iter().enumerate().map(named).collect();
        let found = parse(&files).diagnostics.into_iter();
        found.map(|one| (one.severity, one.code.into_owned(), one.message.to_string())).collect()
    }

    const SERVICE: &str =
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{name: http, port: 80}]}\n";

    #[test]
    fn files_of_other_programs_are_named() {
        for (text, what) in [
            ("apiVersion: v2\nname: shop\nversion: 1.0.0\n", "Chart.yaml"),
            ("services:\n  web: {image: nginx}\n", "Docker Compose"),
            ("on: push\njobs:\n  build: {runs-on: linux, steps: []}\n", "workflow"),
            ("stages: [build]\nbuild: {script: [make]}\n", "pipeline"),
            ("lint:\n  script: [make lint]\n", "pipeline"),
            ("replicaCount: 1\nimage: {repository: a}\n", "values of a Helm chart"),
            ("resources: [a.yaml]\n", "kustomization"),
            ("- {op: replace, path: /spec/replicas, value: 1}\n", "JSON patch"),
        ] {
            let alone = said(&[text]);
            assert_eq!(alone.len(), 1, "{alone:?}");
            assert!(
                alone[0].0 == Severity::Warning && alone[0].1 == codes::OTHER_FILE && alone[0].2.contains(what),
                "{alone:?}"
            );
            let beside = said(&[text, SERVICE]);
            assert!(beside.len() == 1 && beside[0].0 == Severity::Info && beside[0].2.contains(what), "{beside:?}");
        }
    }

    #[test]
    fn what_may_be_meant_for_an_object_is_still_wrong() {
        let is_error = |files: &[&str]| {
            said(files).iter().any(|(severity, code, _)| *severity == Severity::Error && code == codes::NO_OBJECT)
        };
        assert!(is_error(&["a: 1\n"]));
        assert!(is_error(&["apiVersion: v1\nmetadata: {name: b}\nspec: {}\n", SERVICE]));
        assert!(is_error(&[&format!("{SERVICE}---\na: 1\n")]));
        let beside = said(&["a: 1\n---\nb: 1\n", SERVICE]);
        assert!(beside.len() == 1 && beside[0].0 == Severity::Info && beside[0].1 == codes::OTHER_FILE, "{beside:?}");
    }
}
