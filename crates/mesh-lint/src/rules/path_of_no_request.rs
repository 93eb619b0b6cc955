use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::match_cover::literal_beginning;
use crate::{
    context::{Context, finding, spec},
    field::Field,
    suggestion::offering_text,
};

rule! {
    /// A match on a path that no request has.
    ///
    /// Each path begins with `/`, also for a regular expression, which has to match the whole of it. The query is no part
    /// of the path: match it by `queryParams`. Envoy: `RouteMatch`, which compares the path without its query.
    each check => "MP0191"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let matches = spec(service).get("http").items().flat_map(|rule| rule.get("match").items());
        found.extend(matches.filter_map(|matching| verdict(service, matching.get("uri"))));
    }
    found
}

fn verdict(service: &Resource, uri: Field<'_>) -> Option<Diagnostic> {
    let (how, place) = uri.one_of(&["exact", "prefix", "regex"])?;
    let value = place.text();
    let beginning = if how == "regex" { literal_beginning(&value).into() } else { value.clone() };
    // `OPTIONS *` asks for no path.
    let has_slash = beginning.is_empty() || beginning.starts_with(['/', '*']);
    if !has_slash {
        let message = say!("path-of-no-request-no-slash", path = &value);
        let found = finding("MP0191", Severity::Warning, service, place, message);
        return Some(offering_text(found, place, &format!("/{value}")));
    }
    if how != "regex" && value.contains(['?', '#']) {
        return Some(finding("MP0191", Severity::Warning, service, place, say!("path-of-no-request-query")));
    }
    None
}
