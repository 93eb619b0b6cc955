use mesh_config::{Diagnostic, Resource, Severity};

use crate::context::{Context, finding, root, spec};

rule! {
    /// A ServiceEntry has a TCP port but no address by which to tell its traffic from others'.
    ///
    /// Istio: `ProtocolAddressesAnalyzer`, IST0134.
    each check => "IST0134"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let is_plain = |entry: &&Resource| {
        !spec(entry).get("addresses").present() && root(entry).get("status").get("addresses").items().len() == 0
    };
    let mut found = Vec::new();
    for entry in context.istio_subjects("ServiceEntry").filter(is_plain) {
        for port in spec(entry).get("ports").items() {
            let protocol = port.get("protocol").text();
            if protocol.is_empty() || protocol.eq_ignore_ascii_case("tcp") {
                let message = "ServiceEntry addresses are required for this protocol.";
                found.push(finding("IST0134", Severity::Warning, entry, port.get("name"), message.into()));
            }
        }
    }
    found
}
