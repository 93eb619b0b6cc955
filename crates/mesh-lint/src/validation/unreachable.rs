//! Rules and matches of a VirtualService that no request can reach (`analyzeUnreachableHTTPRules`).
//!
//! Istio's own check: equal matches, a rule without matches that is not the last, and prefixes that an
//! earlier prefix covers. What it cannot see, the rule MP0101 does.

use std::collections::BTreeMap;

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
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
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
            let key = if named { matching.canonical(&["name"]) } else { matching.canonical(&[]) };
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
    conditions: [BTreeMap<String, String>; 3],
}

impl<'a> PrefixMatch<'a> {
    fn new(field: Field<'a>, index: usize, rule: String) -> Option<Self> {
        let prefix = field.get("uri").get("prefix").text().into_owned();
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
    for kind in ["exact", "prefix"] {
        let text = matching.get(kind).text();
        if !text.is_empty() {
            return format!("{kind}:{text}");
        }
    }
    String::new()
}
