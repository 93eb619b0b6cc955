//! Whether one match takes all that another does.

use mesh_config::Resource;

use crate::field::{Field, spec};

/// What each request has, so that a condition on it may be none.
const TEXTS: [&str; 4] = ["uri", "scheme", "method", "authority"];

/// Conditions on connections that are not compared.
const UNCOMPARED: [&str; 3] = ["destinationSubnets", "sourceSubnet", "sniHosts"];

/// Characters of a regular expression that do not stand for themselves.
const META: &[char] = &['\\', '.', '+', '*', '?', '(', ')', '[', ']', '{', '}', '^', '$', '|'];

/// Whether each request that the second match takes is taken by the first.
pub(crate) fn covers(wide: Field<'_>, narrow: Field<'_>) -> bool {
    let ignores_case = |matching: Field<'_>| matching.get("ignoreUriCase").is_true();
    let same_case = is_open(wide, "uri") || !ignores_case(narrow) || ignores_case(wide);
    same_case
        && TEXTS.iter().all(|name| is_open(wide, name) || text_covers(wide.get(name), narrow.get(name)))
        && map_covers(wide, narrow, "headers", text_covers)
        && map_covers(wide, narrow, "queryParams", text_covers)
        && map_covers(wide, narrow, "withoutHeaders", |one, other| one.canonical(&[]) == other.canonical(&[]))
        && UNCOMPARED.iter().all(|name| !wide.get(name).present())
        && origin_covers(wide, narrow)
}

/// Whether a match asks nothing of the request itself, whoever sends it.
pub(crate) fn takes_every_request(matching: Field<'_>) -> bool {
    let lists = ["headers", "queryParams", "withoutHeaders"];
    TEXTS.iter().all(|name| is_open(matching, name))
        && lists.iter().all(|list| matching.get(list).entries().next().is_none())
}

/// Whether a VirtualService has an HTTP rule that takes all that the others leave.
pub(crate) fn takes_the_rest(service: &Resource) -> bool {
    spec(service).get("http").items().any(|rule| {
        let mut matches = rule.get("match").items().peekable();
        matches.peek().is_none() || matches.any(takes_every_request)
    })
}

/// Whether the condition on a text that each request has holds for any.
fn is_open(matching: Field<'_>, name: &str) -> bool {
    let text = matching.get(name);
    let is_any = |kind: &str, any: &[&str]| text.get(kind).present() && any.contains(&&*text.get(kind).text());
    let (prefixes, regexes): (&[&str], &[&str]) =
        if name == "uri" { (&["", "/"], &[".*", "/.*"]) } else { (&[""], &[".*"]) };
    text.entries().all(|(_, value)| !value.present()) || is_any("prefix", prefixes) || is_any("regex", regexes)
}

/// Whether each condition of a map has one in the other that it covers; names of headers have no case.
fn map_covers(wide: Field<'_>, narrow: Field<'_>, list: &str, covers: impl Fn(Field<'_>, Field<'_>) -> bool) -> bool {
    let is_same = |one: &str, other: &str| {
        if list == "queryParams" { one == other } else { one.eq_ignore_ascii_case(other) }
    };
    wide.get(list)
        .entries()
        .all(|(key, value)| narrow.get(list).entries().any(|(name, other)| is_same(name, key) && covers(value, other)))
}

fn origin_covers(wide: Field<'_>, narrow: Field<'_>) -> bool {
    let same = |name: &str| !wide.get(name).present() || wide.get(name).text() == narrow.get(name).text();
    let labels = wide.get("sourceLabels").entries().all(|(key, value)| {
        narrow.get("sourceLabels").entries().any(|(name, other)| name == key && other.text() == value.text())
    });
    let gateways: Vec<_> = wide.get("gateways").items().map(Field::text).collect();
    let own = narrow.get("gateways");
    let all_gateways =
        gateways.is_empty() || (own.items().len() > 0 && own.items().all(|gateway| gateways.contains(&gateway.text())));
    same("port") && same("sourceNamespace") && labels && all_gateways
}

/// Whether each text that the second condition takes is taken by the first; an empty one takes any text there is.
fn text_covers(wide: Field<'_>, narrow: Field<'_>) -> bool {
    if !narrow.present() {
        return false;
    }
    let of = |field: Field<'_>, kind: &str| field.get(kind).present().then(|| field.get(kind).text().into_owned());
    let (exact, prefix, regex) = (of(narrow, "exact"), of(narrow, "prefix"), of(narrow, "regex"));
    if let Some(wide) = of(wide, "exact") {
        return exact.is_some_and(|exact| exact == wide);
    }
    if let Some(wide) = of(wide, "prefix") {
        let beginning = exact.or(prefix).or_else(|| regex.as_deref().map(literal_beginning));
        return beginning.is_some_and(|text| text.starts_with(&wide));
    }
    if let Some(wide) = of(wide, "regex") {
        return wide == ".*" || regex.is_some_and(|regex| regex == wide);
    }
    true
}

/// The text with which all that a regular expression matches begins, as far as that is plain.
pub(crate) fn literal_beginning(regex: &str) -> String {
    if regex.contains('|') {
        return String::new();
    }
    let regex = regex.strip_prefix('^').unwrap_or(regex);
    let (beginning, rest) = regex.split_at(regex.find(META).unwrap_or(regex.len()));
    let mut beginning = beginning.to_owned();
    // What may be left out or come several times is no part of it.
    if rest.starts_with(['*', '?', '{']) {
        beginning.pop();
    }
    beginning
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_expression_begins_with_its_plain_characters() {
        for (regex, beginning) in
            [("/v1/.*", "/v1/"), ("^/v1?", "/v"), ("/a|/b", ""), ("/v[12]", "/v"), ("/v1", "/v1"), ("(?i)/v1", "")]
        {
            assert_eq!(literal_beginning(regex), beginning, "{regex}");
        }
    }
}
