use mesh_config::{Diagnostic, Resource, Severity};
use mesh_ordered::OrderedSet;
use mesh_words::say;

use super::{match_cover::covers, others::beginning};
use crate::{
    context::{Context, finding, spec},
    field::Field,
    findings::MOST_OF_RESOURCE,
    validation::validate,
};

rule! {
    /// A rule never gets a request, because earlier ones take everything that it matches.
    ///
    /// Envoy takes the first rule that matches, not the best one. Move the narrower rule up, or narrow the wider one.
    /// Istio itself finds equal matches, a rule without conditions before others (IST0130) and prefixes that cover
    /// prefixes (IST0131); MP0101 finds the rest: anything under `prefix: /`, exact under prefix, an earlier match with fewer
    /// headers or without a method …
    each check => "MP0101"
}

/// More conditions of one VirtualService are not compared with each other: enough for 200 rules.
const MAX_COMPARISONS: usize = 40_000;

/// The lists in which the first rule that matches wins; of `tls` rules Envoy takes the one whose name fits best.
const LISTS: [&str; 2] = ["http", "tcp"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let services = context.istio_subjects("VirtualService");
    services.flat_map(|service| LISTS.into_iter().flat_map(move |list| shadowed(service, list))).collect()
}

fn shadowed(service: &Resource, list: &str) -> Vec<Diagnostic> {
    let rules: Vec<Field<'_>> = spec(service).get(list).items().collect();
    let said = std::cell::OnceCell::new();
    let mut found = Vec::new();
    let mut left = MAX_COMPARISONS;
    for (index, rule) in rules.iter().enumerate() {
        if left == 0 || found.len() > MOST_OF_RESOURCE {
            break;
        }
        let earlier = rules.get(..index).unwrap_or_default();
        let Some(takers) = takers(earlier, *rule, &mut left) else { continue };
        if is_said(said.get_or_init(|| validate(service)), &format!("spec.{list}[{index}]"), *rule) {
            continue;
        }
        let mut takers: Vec<String> = takers.into_iter().map(|taker| format!("spec.{list}[{taker}]")).collect();
        let place = format!("spec.{list}[{index}]");
        let message = match (takers.len(), takers.pop()) {
            (1, Some(taker)) => say!("shadowed-route", place, taker),
            (_, last) => say!("shadowed-route-by-several", place, takers = beginning(takers.into_iter().chain(last))),
        };
        found.push(finding("MP0101", Severity::Warning, service, *rule, message));
    }
    found
}

/// Whether Istio's validation has said of a rule that no request reaches it: of the whole, or of each match.
fn is_said(said: &[Diagnostic], path: &str, rule: Field<'_>) -> bool {
    let is_match_said = |index: usize| {
        let path = format!("{path}.match[{index}]");
        said.iter().any(|finding| finding.code == "IST0131" && finding.path == path)
    };
    let matches = rule.get("match").items().len();
    said.iter().any(|finding| finding.code == "IST0130" && finding.path == path)
        || (matches > 0 && (0..matches).all(is_match_said))
}

/// The rules that take all that a later one matches; none if something is left for it, or nobody looked to the end.
fn takers(earlier: &[Field<'_>], later: Field<'_>, left: &mut usize) -> Option<OrderedSet<usize>> {
    conditions(later).into_iter().map(|narrow| taker(earlier, narrow, left)).collect()
}

/// The first rule that takes all that a match does.
fn taker(earlier: &[Field<'_>], narrow: Field<'_>, left: &mut usize) -> Option<usize> {
    earlier.iter().position(|rule| {
        // What a delegate leaves over falls through to the later rules.
        !rule.get("delegate").present()
            && conditions(*rule).into_iter().any(|wide| {
                *left = left.saturating_sub(1);
                *left > 0 && covers(wide, narrow)
            })
    })
}

/// The matches of a rule; one without any conditions where it has none.
fn conditions(rule: Field<'_>) -> Vec<Field<'_>> {
    let matches = rule.get("match");
    if matches.items().len() == 0 { vec![matches] } else { matches.items().collect() }
}
