use mesh_config::{Diagnostic, Resource, Severity};

use crate::{
    context::{Context, finding, spec},
    field::Field,
    validation::validate,
};

rule! {
    /// An HTTP rule never gets a request, because an earlier one takes everything that it matches.
    ///
    /// Envoy takes the first rule that matches, not the best one. Move the narrower rule up, or narrow the wider one.
    /// Istio itself finds equal matches, a rule without conditions before others (IST0130) and prefixes that cover
    /// prefixes (IST0131); this rule finds the rest: exact under prefix, fewer headers, no method …
    each check => "MP0101"
}

/// More conditions of one VirtualService are not compared with each other: enough for 200 rules.
const MAX_COMPARISONS: usize = 40_000;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.istio_subjects("VirtualService").flat_map(shadowed).collect()
}

fn shadowed(service: &Resource) -> Vec<Diagnostic> {
    let rules: Vec<Field<'_>> = spec(service).get("http").items().collect();
    let said = std::cell::OnceCell::new();
    let is_said = |index: usize| {
        let path = format!("spec.http[{index}]");
        said.get_or_init(|| validate(service)).iter().any(|finding| {
            matches!(&*finding.code, "IST0130" | "IST0131")
                && (finding.path == path || finding.path.starts_with(&format!("{path}.")))
        })
    };
    let mut found = Vec::new();
    let mut left = MAX_COMPARISONS;
    for (index, rule) in rules.iter().enumerate() {
        if left == 0 {
            break;
        }
        let taker = rules.iter().take(index).position(|earlier| takes_all(*earlier, *rule, &mut left));
        if let Some(taker) = taker.filter(|_| !is_said(index)) {
            let message = format!(
                "Rule spec.http[{index}] never gets a request: spec.http[{taker}] comes first and takes all that it matches. \
                 Move it above, or narrow spec.http[{taker}]."
            );
            found.push(finding("MP0101", Severity::Warning, service, *rule, message));
        }
    }
    found
}

fn takes_all(earlier: Field<'_>, later: Field<'_>, left: &mut usize) -> bool {
    // What a delegate leaves over falls through to the later rules.
    if earlier.get("delegate").present() {
        return false;
    }
    let earlier: Vec<Field<'_>> = earlier.get("match").items().collect();
    let mut later = later.get("match").items().peekable();
    if earlier.is_empty() {
        return true;
    }
    let mut covers_if_left = |earlier: Field<'_>, later: Field<'_>| {
        *left = left.saturating_sub(1);
        *left > 0 && covers(earlier, later)
    };
    later.peek().is_some() && later.all(|later| earlier.iter().any(|earlier| covers_if_left(*earlier, later)))
}

/// Whether each request that the second match takes is taken by the first.
fn covers(wide: Field<'_>, narrow: Field<'_>) -> bool {
    let ignores_case = |matching: Field<'_>| matching.get("ignoreUriCase").is_true();
    let same_case = !ignores_case(narrow) || ignores_case(wide);
    let texts = ["uri", "scheme", "method", "authority"];
    same_case
        && texts.iter().all(|name| !wide.get(name).present() || text_covers(wide.get(name), narrow.get(name)))
        && ["headers", "queryParams"].iter().all(|list| {
            wide.get(list).entries().all(|(key, value)| {
                let other = narrow.get(list).entries().find(|(name, _)| name == &key);
                other.is_some_and(|(_, other)| text_covers(value, other))
            })
        })
        && wide.get("withoutHeaders").entries().all(|(key, value)| {
            let other = narrow.get("withoutHeaders").entries().find(|(name, _)| name == &key);
            other.is_some_and(|(_, other)| value.canonical(&[]) == other.canonical(&[]))
        })
        && origin_covers(wide, narrow)
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
    if !narrow.present() && narrow.entries().next().is_none() {
        return false;
    }
    let of = |field: Field<'_>, kind: &str| field.get(kind).present().then(|| field.get(kind).text().into_owned());
    let (exact, prefix, regex) = (of(narrow, "exact"), of(narrow, "prefix"), of(narrow, "regex"));
    if let Some(wide) = of(wide, "exact") {
        return exact.is_some_and(|exact| exact == wide);
    }
    if let Some(wide) = of(wide, "prefix") {
        return exact.or(prefix).is_some_and(|text| text.starts_with(&wide));
    }
    if let Some(wide) = of(wide, "regex") {
        return matches!(wide.as_str(), ".*" | "*") || regex.is_some_and(|regex| regex == wide);
    }
    true
}
