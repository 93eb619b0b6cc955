use mesh_config::{Diagnostic, Severity};
use mesh_words::{Words, say};

use crate::context::{Context, finding, spec};

rule! {
    /// The only destination of a rule has a weight: it gets everything whatever the weight says.
    ///
    /// That holds for weight 0 too. Remove the weight, or add the destination that should get the rest. Kiali: KIA1104.
    each check => "KIA1104"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for list in ["http", "tcp", "tls"] {
            for route in spec(service).get(list).items() {
                let mut destinations = route.get("route").items();
                let (Some(only), None) = (destinations.next(), destinations.next()) else { continue };
                let weight = only.get("weight");
                if weight.present() && (0..100).contains(&weight.integer()) {
                    let theirs = "The weight is assumed to be 100 because there is only one route destination:";
                    let message = Words::theirs(theirs).and(say!("lone-weight", rest = 100 - weight.integer()));
                    found.push(finding("KIA1104", Severity::Warning, service, weight, message));
                }
            }
        }
    }
    found
}
