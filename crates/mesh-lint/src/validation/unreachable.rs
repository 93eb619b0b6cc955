//! Rules and matches of a VirtualService that no request can reach (`analyzeUnreachableHTTPRules`).
//!
//! Istio's own check: equal matches, a rule without matches that is not the last, and prefixes that an
//! earlier prefix covers. What it cannot see, the rule MP0101 does.

use mesh_ordered::OrderedMap;

use super::http_match::STRING_MATCH;
use crate::{field::Field, findings::Findings};

/// Reports the unreachable rules of each list of a VirtualService.
pub(crate) fn validate(spec: Field<'_>, findings: &mut Findings<'_>) {
    for list in ["http", "tcp", "tls"] {
        let routes: Vec<Field<'_>> = spec.get(list).items().collect();
        let prefixes = rules(&routes, list == "http", findings);
        for (index, earlier) in prefixes.iter().enumerate() {
            for later in prefixes.iter().skip(index + 1).filter(|later| earlier.covers(later)) {
                if findings.is_full() {
                    return;
                }
                let ineffective = format!("{} of prefix {}", later.name, later.prefix);
                let by = format!("{} of prefix {} on {}", earlier.name, earlier.prefix, earlier.rule);
                findings.ineffective(later.field, &later.rule, &ineffective, &by);
            }
        }
    }
}

fn rules<'a>(routes: &[Field<'a>], named: bool, findings: &mut Findings<'_>) -> Vec<PrefixMatch<'a>> {
    let mut seen: OrderedMap<String, usize> = OrderedMap::new();
    let mut has_matchless = false;
    let mut prefixes = Vec::new();
    let name = |index: usize| routes.get(index).map_or_else(String::new, |route| label(*route, index, named));
    for (index, route) in routes.iter().enumerate() {
        let matches: Vec<Field<'_>> = route.get("match").items().collect();
        if matches.is_empty() {
            if has_matchless {
                findings.unreachable(*route, &name(index), "only the last rule can have no matches");
            }
            has_matchless = true;
            continue;
        }
        let mut duplicates = 0;
        for (match_index, matching) in matches.iter().enumerate() {
            if has_matchless {
                findings.unreachable(*route, &name(index), "route without matches defined before");
                continue;
            }
            let key = meaning(*matching);
            if let Some(earlier) = seen.get(&key) {
                findings.ineffective(*matching, &name(index), &label(*matching, match_index, named), &name(*earlier));
                duplicates += 1;
                continue;
            }
            seen.insert(key, index);
            prefixes.extend(named.then(|| PrefixMatch::new(*matching, match_index, name(index))).flatten());
        }
        if duplicates == matches.len() {
            findings.unreachable(*route, &name(index), "all matches used by prior rules");
        }
    }
    prefixes
}

/// The same text for the same conditions: as Istio's JSON of a match it holds what protobuf would send, but for the name.
fn meaning(matching: Field<'_>) -> String {
    const TEXTS: [&str; 3] = ["sourceNamespace", "sourceSubnet", "statPrefix"];
    const LISTS: [&str; 3] = ["destinationSubnets", "gateways", "sniHosts"];
    const MATCHES: [&str; 4] = ["authority", "method", "scheme", "uri"];
    const MAPS: [&str; 4] = ["headers", "queryParams", "sourceLabels", "withoutHeaders"];
    let mut text = format!("{} {}", matching.get("port").integer(), matching.get("ignoreUriCase").is_true());
    for name in TEXTS {
        text.push_str(&format!(" {:?}", matching.get(name).text()));
    }
    for name in MATCHES.iter().filter(|name| matching.get(name).present()) {
        let way = matching.get(name).one_of(&STRING_MATCH).map(|(kind, value)| (kind, value.text()));
        text.push_str(&format!(" {name}{way:?}"));
    }
    for name in LISTS.iter().chain(&MAPS).filter(|name| matching.get(name).is_filled()) {
        text.push_str(&format!(" {name}{}", matching.get(name).canonical(&[])));
    }
    text
}

/// A rule or match as Istio names it: its name in quotes, else its number from 0.
fn label(field: Field<'_>, index: usize, named: bool) -> String {
    let name = field.get("name").text();
    if named && !name.is_empty() { format!("{name:?}") } else { format!("#{index}") }
}

struct PrefixMatch<'a> {
    field: Field<'a>,
    rule: String,
    name: String,
    prefix: String,
    port: i64,
    method: String,
    authority: String,
    conditions: [OrderedMap<String, String>; 3],
}

impl<'a> PrefixMatch<'a> {
    fn new(field: Field<'a>, index: usize, rule: String) -> Option<Self> {
        let uri = field.get("uri").one_of(&STRING_MATCH);
        let prefix = uri.filter(|(kind, _)| *kind == "prefix")?.1.text().into_owned();
        if prefix.is_empty() {
            return None;
        }
        let method = exact_or_prefix(field.get("method"));
        let conditions = ["headers", "queryParams", "withoutHeaders"].map(|list| {
            field.get(list).entries().map(|(key, value)| (key.to_owned(), exact_or_prefix(value))).collect()
        });
        Some(Self {
            field,
            rule,
            name: label(field, index, true),
            prefix,
            port: field.get("port").integer(),
            // Without a method Istio's check reckons with GET.
            method: if method.is_empty() { "exact:GET".into() } else { method },
            authority: exact_or_prefix(field.get("authority")),
            conditions,
        })
    }

    fn covers(&self, later: &Self) -> bool {
        self.prefix != later.prefix
            && later.prefix.starts_with(&self.prefix)
            && self.port == later.port
            && self.method.starts_with(&later.method)
            && self.authority.starts_with(&later.authority)
            && self.conditions.iter().zip(&later.conditions).all(|(mine, theirs)| {
                mine.len() == theirs.len()
                    && mine
                        .iter()
                        .all(|(key, value)| theirs.get(key).is_some_and(|other| value.starts_with(other.as_str())))
            })
    }
}

fn exact_or_prefix(matching: Field<'_>) -> String {
    match matching.one_of(&STRING_MATCH) {
        Some((kind @ ("exact" | "prefix"), text)) if !text.text().is_empty() => format!("{kind}:{}", text.text()),
        _ => String::new(),
    }
}
