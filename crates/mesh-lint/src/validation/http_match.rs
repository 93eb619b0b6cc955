//! The conditions of an HTTP route (`validateHTTPRouteMatchRequest`, `validateStringMatch`).

use super::{gateway_names, header, names, regexp};
use crate::{field::Field, findings::Findings};

/// The ways to match a text, of which the last one counts.
pub(crate) const STRING_MATCH: [&str; 3] = ["exact", "prefix", "regex"];

/// Checks one entry of `match`.
pub(crate) fn validate(matching: Field<'_>, findings: &mut Findings<'_>) {
    for (name, value) in matching.get("headers").entries() {
        findings.check(value, header::match_name(name));
        string_match(value, "headers", findings);
    }
    for (name, value) in matching.get("withoutHeaders").entries() {
        findings.check(value, header::match_name(name));
        // `*` is not a regular expression here: it stands for "is present".
        if value.get("regex").text() != "*" {
            string_match(value, "withoutHeaders", findings);
        }
    }
    // An empty prefix is allowed for the URI only.
    string_regex(matching.get("uri"), "uri", findings);
    for name in ["scheme", "method", "authority"] {
        string_match(matching.get(name), name, findings);
    }
    for (_, value) in matching.get("queryParams").entries() {
        string_match(value, "queryParams", findings);
    }
    origin(matching, findings);
    let namespace = matching.get("sourceNamespace");
    let name = namespace.text();
    if !name.is_empty() && !names::is_dns_label(&name) {
        findings.error(namespace, format!("sourceNamespace match {name} is invalid"));
    }
}

/// Checks where a match says that requests come from: port, labels, gateways.
pub(crate) fn origin(matching: Field<'_>, findings: &mut Findings<'_>) {
    let port = matching.get("port");
    if port.integer() != 0 {
        findings.check(port, names::port(port.integer()));
    }
    names::labels(matching.get("sourceLabels"), findings);
    gateway_names::validate(matching.get("gateways"), findings);
}

fn string_match(matching: Field<'_>, place: &str, findings: &mut Findings<'_>) {
    if let Some(("prefix", prefix)) = matching.one_of(&STRING_MATCH)
        && prefix.text().is_empty()
    {
        findings.error(prefix, format!("{place:?}: prefix string match should not be empty"));
    }
    string_regex(matching, place, findings);
}

/// Checks the `regex` of a string match.
pub(crate) fn string_regex(matching: Field<'_>, place: &str, findings: &mut Findings<'_>) {
    let regex = matching.get("regex");
    if !regex.present() {
        return;
    }
    if regex.text().is_empty() {
        findings.error(regex, format!("{place:?}: regex string match should not be empty"));
        return;
    }
    findings.check(regex, regexp::validate(&regex.text(), place));
}
