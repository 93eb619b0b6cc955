use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// A rewrite of a prefix that leaves two slashes, or none.
    ///
    /// Only the matched prefix is replaced: `/short` -> `/` makes `//x` of `/short/x`, and `/short/` -> `/new` makes
    /// `/newx` of it. End both with a slash or neither, and mind that `/short` is a prefix of `/shortly` too. A rule without
    /// a match on the path replaces `/`, so a rewrite to `/v2` makes `/v2x` of `/x`: write `/v2/`.
    each check => "MP0114"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services.flat_map(|service| spec(service).get("http").items().flat_map(move |route| rule(service, route))).collect()
}

fn rule(service: &Resource, route: Field<'_>) -> Option<Diagnostic> {
    let rewrite = route.get("rewrite").get("uri");
    let target = rewrite.text();
    if target.is_empty() {
        return None;
    }
    let matches = route.get("match");
    // What matches no path takes the prefix `/`.
    let all = [matches];
    let conditions: Vec<Field<'_>> = if matches.items().len() == 0 { all.into() } else { matches.items().collect() };
    conditions.into_iter().find_map(|matching| {
        let uri = matching.get("uri");
        let prefix = if uri.present() { uri.get("prefix").text() } else { "/".into() };
        if prefix.is_empty() || prefix.ends_with('/') == target.ends_with('/') {
            return None;
        }
        let rest = if prefix.ends_with('/') { "x" } else { "/x" };
        let message = if prefix == "/" {
            say!("rewrite-slashes-root", target = &target)
        } else {
            say!("rewrite-slashes", prefix, target = &target, rest)
        };
        Some(finding("MP0114", Severity::Warning, service, rewrite, message))
    })
}
