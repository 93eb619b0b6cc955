use mesh_config::{Diagnostic, Severity};
use mesh_words::say;

use crate::context::{Context, finding, spec};

rule! {
    /// A rewrite of the path under a regular expression replaces the whole path.
    ///
    /// Only a prefix leaves a rest. What a regular expression matched is the whole path, so `rewrite.uri` is what each of
    /// its requests asks for, whatever came behind. Keep parts of the path by `rewrite.uriRegexRewrite`. Envoy:
    /// `RegexRouteEntryImpl::rewritePathHeader`.
    each check => "MP0194"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        for rule in spec(service).get("http").items() {
            let rewrite = rule.get("rewrite").get("uri");
            let target = rewrite.text();
            let regexes = rule.get("match").items().map(|matching| matching.get("uri").get("regex"));
            let open = regexes.into_iter().find(|regex| has_rest(&regex.text()));
            let Some(regex) = open.filter(|_| !target.is_empty()) else { continue };
            let message = say!("rewritten-regex", regex = regex.text(), target);
            found.push(finding("MP0194", Severity::Warning, service, rewrite, message));
        }
    }
    found
}

/// Whether an expression ends open, so that a rest seems to be left.
fn has_rest(regex: &str) -> bool {
    let end = regex.trim_end_matches([')', '$', '?']);
    end.ends_with(".*") || end.ends_with(".+")
}
