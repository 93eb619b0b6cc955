use mesh_config::{Diagnostic, Resource, Severity, Spec};
use mesh_words::Words;

use crate::{
    context::{Context, finding, once_without_line, root, spec},
    field::Field,
};

rule! {
    /// A ServiceEntry has a TCP port but no address by which to tell its traffic from others'.
    ///
    /// Add `addresses`, or let the proxies' DNS give some out. Istio: `ProtocolAddressesAnalyzer`, IST0134.
    each beside ["ConfigMap"] check => "IST0134"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    if allocates_addresses(context) {
        return Vec::new();
    }
    let has_none = |entry: &&Resource| {
        !spec(entry).get("addresses").is_filled() && !root(entry).get("status").get("addresses").is_filled()
    };
    let entries = context.istio_subjects("ServiceEntry").filter(has_none);
    entries.flat_map(|entry| once_without_line(plain_ports(entry))).collect()
}

fn plain_ports(entry: &Resource) -> Vec<(bool, Diagnostic)> {
    let ports = spec(entry).get("ports").items();
    let is_plain = |port: &Field<'_>| matches!(port.get("protocol").text().to_ascii_lowercase().as_str(), "" | "tcp");
    let report = |port: Field<'_>| {
        let message = Words::theirs("ServiceEntry addresses are required for this protocol.");
        let name = port.get("name");
        (name.has_line(), finding("IST0134", Severity::Warning, entry, name, message))
    };
    ports.filter(is_plain).map(report).collect()
}

/// Whether the mesh config lets the proxies' DNS give addresses to hosts that have none.
fn allocates_addresses(context: &Context<'_>) -> bool {
    let mesh_config = context.kind("ConfigMap").find_map(|map| match &map.spec {
        Spec::ConfigMap(map) => map.mesh.as_deref(),
        _ => None,
    });
    let config = mesh_config.and_then(|mesh| mesh.default_config.as_ref());
    let is_on = |name: &str| {
        let value = config.and_then(|config| config.proxy_metadata.get(name));
        value.is_some_and(|value| value.value == "true")
    };
    is_on("ISTIO_META_DNS_CAPTURE") && (is_on("ISTIO_META_DNS_AUTO_ALLOCATE") || is_on("PILOT_ENABLE_IP_AUTOALLOCATE"))
}
