//! The findings that a resource's annotations ask to leave unsaid.

use mesh_config::{Config, Diagnostic, Resource, Severity, Span};
use mesh_ordered::OrderedMap;

/// Istio's annotation: codes with commas between them and nothing else, or `*` (`filterMessages` in
/// `pkg/config/analysis/local`).
const ISTIO: &str = "galley.istio.io/analyze-suppress";

/// Kiali's annotation: codes with commas between them; empty for all of its own.
const KIALI: &str = "kiali.io/ignore-validations";

/// Leaves out what annotations ask to leave out, but never why a cluster would refuse a resource.
pub(crate) fn leave_out_suppressed(found: &mut Vec<Diagnostic>, config: &Config) {
    let annotated = config.resources.iter().filter(|resource| is_annotated(resource));
    let by_place: OrderedMap<Span, &Resource> = annotated.map(|resource| (resource.span, &**resource)).collect();
    if by_place.is_empty() {
        return;
    }
    found.retain(|finding| {
        let owner = by_place.range(..=Span { end: u32::MAX, ..finding.span }).next_back();
        let owner = owner.filter(|(whole, _)| whole.file == finding.span.file && finding.span.start <= whole.end);
        owner.is_none_or(|(_, resource)| says_why_it_is_refused(finding) || !is_suppressed(&finding.code, resource))
    });
}

fn is_annotated(resource: &Resource) -> bool {
    [ISTIO, KIALI].iter().any(|name| resource.metadata.annotations.contains_key(*name))
}

/// Whether the webhook or the API server refuses the resource because of a finding.
fn says_why_it_is_refused(finding: &Diagnostic) -> bool {
    finding.code == "IST0106" || (finding.code.starts_with("MP00") && finding.severity == Severity::Error)
}

fn is_suppressed(code: &str, resource: &Resource) -> bool {
    let annotation = |name: &str| resource.metadata.annotations.get(name).map(String::as_str);
    let by_istio = annotation(ISTIO).is_some_and(|codes| codes.split(',').any(|one| one == "*" || one == code));
    let by_kiali = annotation(KIALI).map(str::trim).is_some_and(|codes| match codes {
        "" => code.starts_with("KIA"),
        codes => codes.split(',').any(|one| one.trim() == code),
    });
    by_istio || by_kiali
}

#[cfg(test)]
mod tests;
