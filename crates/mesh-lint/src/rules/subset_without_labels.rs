use mesh_config::{Diagnostic, Severity};

use crate::context::{Context, finding, spec};

rule! {
    /// A subset of a DestinationRule has no labels: it takes every pod of the host.
    ///
    /// Give it the labels of the version it stands for. Kiali: KIA0209.
    each check => "KIA0209"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in context.istio_subjects("DestinationRule") {
        for subset in spec(rule).get("subsets").items() {
            if subset.get("labels").entries().next().is_none() {
                let message =
                    format!("Subset {} has no labels, so it takes every pod of the host.", subset.get("name").text());
                found.push(finding("KIA0209", Severity::Warning, rule, subset.get("name"), message));
            }
        }
    }
    found
}
