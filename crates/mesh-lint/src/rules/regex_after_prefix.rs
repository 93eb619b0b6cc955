use mesh_config::{Diagnostic, Resource, Severity};
use mesh_words::say;

use super::match_cover::literal_beginning;
use crate::{
    context::{Context, finding, spec},
    field::Field,
};

rule! {
    /// In an HTTPRoute a regular expression is never reached, because a prefix takes all that it matches.
    ///
    /// The order in the file does not count: exact paths go first, then prefixes, the longer ones before the shorter, and
    /// regular expressions last. `PathPrefix` `/` takes all that is left before them. Write a longer prefix for what the
    /// expression is meant to take. Istio: `sortHTTPRoutes`.
    each check => "MP0186"
}

/// More matches of one HTTPRoute are not compared with each other.
const MOST_COMPARISONS: usize = 40_000;

/// A match of a rule, and where it stands; a rule without matches has one for each path.
struct Match<'a> {
    rule: usize,
    index: Option<usize>,
    field: Field<'a>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.subjects("HTTPRoute").flat_map(unreached).collect()
}

fn unreached(route: &Resource) -> Vec<Diagnostic> {
    let matches = matches(route);
    let kind = |of: &Match<'_>| of.field.get("path").get("type").text().into_owned();
    let prefixes: Vec<&Match<'_>> =
        matches.iter().filter(|it| matches!(kind(it).as_str(), "" | "PathPrefix")).collect();
    let mut left = MOST_COMPARISONS;
    let mut found = Vec::new();
    for regex in matches.iter().filter(|it| kind(it) == "RegularExpression") {
        let mut is_taker = |prefix: &&&Match<'_>| {
            left = left.saturating_sub(1);
            left > 0 && takes_all(prefix.field, regex.field)
        };
        let Some(taker) = prefixes.iter().find(|prefix| is_taker(prefix)) else { continue };
        let value = taker.field.get("path").get("value").text();
        let prefix = if value.is_empty() { "/" } else { &*value };
        let message = say!("regex-after-prefix", place = place(taker), prefix);
        found.push(finding("MP0186", Severity::Warning, route, regex.field.get("path").get("value"), message));
    }
    found
}

fn place(of: &Match<'_>) -> String {
    let rule = format!("spec.rules[{}]", of.rule);
    of.index.map_or_else(|| rule.clone(), |index| format!("{rule}.matches[{index}]"))
}

fn matches(route: &Resource) -> Vec<Match<'_>> {
    let mut matches = Vec::new();
    for (rule, field) in spec(route).get("rules").items().enumerate() {
        let written = field.get("matches");
        if written.items().len() == 0 {
            matches.push(Match { rule, index: None, field: written });
        }
        let items = written.items().enumerate();
        matches.extend(items.map(|(index, field)| Match { rule, index: Some(index), field }));
    }
    matches
}

/// Whether a match by prefix takes each request that one by a regular expression does.
fn takes_all(prefix: Field<'_>, regex: Field<'_>) -> bool {
    let written = prefix.get("path").get("value").text();
    let below = written.strip_suffix('/').unwrap_or(&written);
    let beginning = literal_beginning(&regex.get("path").get("value").text());
    let takes_path = below.is_empty() || beginning.strip_prefix(below).is_some_and(|rest| rest.starts_with('/'));
    let method = prefix.get("method");
    let conditions = |list: &str| {
        let narrow: Vec<String> = regex.get(list).items().map(|it| it.canonical(&[])).collect();
        prefix.get(list).items().all(|it| narrow.contains(&it.canonical(&[])))
    };
    takes_path
        && (!method.present() || method.text() == regex.get("method").text())
        && conditions("headers")
        && conditions("queryParams")
}
