use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use crate::{
    context::{Context, finding, spec},
    field::Field,
    suggestion::offering_text,
};

rule! {
    /// A `*` in an exact text or a prefix is a plain letter.
    ///
    /// `prefix: /api/*` takes only paths that hold a star. A prefix takes all that begins with it without one: write
    /// `/api/`; what is meant as a pattern is a `regex`. Envoy: `RouteMatch`, `StringMatcher`.
    each check => "MP0189"
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in context.istio_subjects("VirtualService") {
        let matches = spec(service).get("http").items().flat_map(|rule| rule.get("match").items());
        found.extend(matches.flat_map(texts).filter_map(|text| in_virtual_service(service, text)));
    }
    for route in context.subjects("HTTPRoute") {
        let rules = spec(route).get("rules").items();
        let matches = rules.flat_map(|rule| rule.get("matches").items());
        found.extend(matches.filter_map(|matching| in_http_route(route, matching.get("path"))));
    }
    found
}

/// The conditions on texts in which a star is hardly meant as such.
fn texts(matching: Field<'_>) -> impl Iterator<Item = Field<'_>> {
    ["uri", "authority"].into_iter().map(move |name| matching.get(name))
}

fn in_virtual_service(service: &Resource, text: Field<'_>) -> Option<Diagnostic> {
    let (how, place) = text.one_of(&["exact", "prefix", "regex"]).filter(|(how, _)| *how != "regex")?;
    let value = place.text();
    // `OPTIONS *` asks for no path.
    if !value.contains('*') || value == "*" {
        return None;
    }
    let shorter = value.strip_suffix('*').filter(|rest| !rest.contains('*') && !rest.is_empty());
    let cure = match shorter {
        Some(rest) if how == "prefix" => say!("plain-star-shorter-prefix", prefix = rest),
        Some(rest) => say!("plain-star-prefix", prefix = rest),
        None => say!("plain-star-regex"),
    };
    let found = finding("MP0189", Severity::Warning, service, place, say!("plain-star").and(cure));
    Some(match shorter {
        Some(rest) if how == "prefix" => offering_text(found, place, rest),
        _ => found,
    })
}

fn in_http_route(route: &Resource, path: Field<'_>) -> Option<Diagnostic> {
    let (how, place) = (path.get("type").text(), path.get("value"));
    let value = place.text();
    if how == "RegularExpression" || !value.contains('*') {
        return None;
    }
    let shorter = value.strip_suffix("/*").filter(|rest| !rest.contains('*') && how != "Exact");
    let shorter = shorter.map(|rest| if rest.is_empty() { "/" } else { rest });
    let cure = match shorter {
        Some(rest) => say!("plain-star-paths-below", prefix = rest),
        None => say!("plain-star-regular-expression"),
    };
    let found = finding("MP0189", Severity::Warning, route, place, say!("plain-star").and(cure));
    Some(match shorter {
        Some(rest) => offering_text(found, place, rest),
        None => found,
    })
}
