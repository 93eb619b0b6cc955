use mesh_config::{Diagnostic, Severity};
use mesh_words::{Words, say};

use crate::context::{Context, finding, spec};

rule! {
    /// A Sidecar says that it has an outbound traffic policy, but not which.
    ///
    /// Without a mode it is the first one, REGISTRY_ONLY: requests to unknown hosts are answered 502, also where the mesh
    /// lets them pass. Write the mode. Kiali: KIA1007.
    each check => "KIA1007"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for sidecar in context.istio_subjects("Sidecar") {
        let policy = spec(sidecar).get("outboundTrafficPolicy");
        if policy.present() && !policy.get("mode").present() {
            let message = Words::theirs("OutboundTrafficPolicy with empty mode value is ambiguous:")
                .and(say!("ambiguous-outbound-mode"));
            found.push(finding("KIA1007", Severity::Info, sidecar, policy, message));
        }
    }
    found
}
