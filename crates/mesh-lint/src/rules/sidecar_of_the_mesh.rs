use mesh_config::{Diagnostic, Severity, Spec};
use mesh_words::{Words, say};

use crate::context::{Context, finding, spec};

rule! {
    /// A Sidecar of Istio's root namespace selects workloads.
    ///
    /// Without a selector a Sidecar there is the default of the whole mesh; with one it is only for pods of that
    /// namespace. Remove `workloadSelector`, or move the Sidecar to the workloads. Kiali: KIA1006.
    each beside ["ConfigMap"] check => "KIA1006"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let root = root_namespace(context);
    let mut found = Vec::new();
    for sidecar in context.istio_subjects("Sidecar").filter(|sidecar| sidecar.metadata.namespace == root) {
        let selector = spec(sidecar).get("workloadSelector");
        if selector.get("labels").entries().next().is_some() {
            let message = Words::theirs("Global default sidecar should not have workloadSelector:")
                .and(say!("sidecar-of-the-mesh", namespace = &root));
            found.push(finding("KIA1006", Severity::Warning, sidecar, selector, message));
        }
    }
    found
}

fn root_namespace(context: &Context<'_>) -> String {
    let mut mesh = context.kind("ConfigMap").filter_map(|map| match &map.spec {
        Spec::ConfigMap(map) => map.mesh.as_deref(),
        _ => None,
    });
    let named = mesh.next_back().and_then(|mesh| mesh.root_namespace.as_ref());
    named.map_or_else(|| "istio-system".to_owned(), |name| name.value.clone())
}
