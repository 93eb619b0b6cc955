//! A DestinationRule and a VirtualService as `describe` tells of them (`printDestinationRule`, `printVirtualService`).

use serde_json::Value;

use super::{Labels, called, labels};
use crate::json;

/// Subsets of a rule: those that take any of the pods, and the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Subsets {
    matching: Vec<String>,
    others: Vec<String>,
}

pub(super) fn subsets(rule: Option<&Value>, all: &[Labels]) -> Subsets {
    let mut subsets = Subsets::default();
    for subset in rule.map(|rule| json::items(rule, "spec.subsets")).unwrap_or_default() {
        let wanted = labels(subset, "labels");
        let takes = |own: &Labels| wanted.iter().all(|(key, value)| own.get(key) == Some(value));
        let list = if all.iter().any(takes) { &mut subsets.matching } else { &mut subsets.others };
        list.push(json::text(subset, "name").to_owned());
    }
    subsets
}

fn blanks(count: usize) -> String {
    " ".repeat(count)
}

pub(super) fn destination_rule(rule: &Value, all: &[Labels], deeper: usize, home: &str) -> String {
    let (zero, one, two) = (blanks(deeper), blanks(deeper + 3), blanks(deeper + 6));
    let mut out = format!("{zero}DestinationRule: {} for {:?}\n", called(rule, home), json::text(rule, "spec.host"));
    let Subsets { matching, others } = subsets(Some(rule), all);
    if !matching.is_empty() || !others.is_empty() {
        if matching.is_empty() {
            let others = others.join(",");
            out.push_str(&format!("{one}WARNING POD DOES NOT MATCH ANY SUBSETS.  (Non matching subsets {others})\n"));
        }
        out.push_str(&format!("{one}Matching subsets: {}\n", matching.join(",")));
        if !others.is_empty() {
            out.push_str(&format!("{two}(Non-matching subsets {})\n", others.join(",")));
        }
    }
    let policy = json::at(rule, "spec.trafficPolicy");
    if policy.is_null() {
        out.push_str(&format!("{one}No Traffic Policy\n"));
        return out;
    }
    if !json::at(policy, "tls").is_null() {
        out.push_str(&format!("{one}Traffic Policy TLS Mode: {}\n", mode(policy)));
    }
    out.push_str(&policies(policy).map(|short| format!("{one}{short}")).unwrap_or_default());
    let by_port = json::items(policy, "portLevelSettings");
    if !by_port.is_empty() {
        out.push_str(&format!("{one}Port Level Settings:\n"));
        for settings in by_port {
            out.push_str(&format!("    {}:\n", json::number(settings, "port.number")));
            if !json::at(settings, "tls").is_null() {
                out.push_str(&format!("{two}TLS Mode: {}\n", mode(settings)));
            }
            out.push_str(&policies(settings).map(|short| format!("{two}{short}")).unwrap_or_default());
        }
    }
    out
}

fn mode(policy: &Value) -> &str {
    match json::text(policy, "tls.mode") {
        "" => "DISABLE",
        mode => mode,
    }
}

/// `recordShortPolicies`.
fn policies(policy: &Value) -> Option<String> {
    let known = [
        ("loadBalancer", "load balancer"),
        ("connectionPool", "connection pool"),
        ("outlierDetection", "outlier detection"),
    ];
    let named: Vec<&str> =
        known.iter().filter(|(field, _)| !json::at(policy, field).is_null()).map(|(_, words)| *words).collect();
    (!named.is_empty()).then(|| format!("Policies: {}\n", named.join("/")))
}

/// A short host with its namespace.
fn full_name(host: &str, namespace: &str) -> String {
    match host.split('.').count() {
        1 => format!("{host}.{namespace}.svc.cluster.local"),
        _ if host.starts_with('*') || host.ends_with(".svc.cluster.local") => host.to_owned(),
        _ => format!("{host}.svc.cluster.local"),
    }
}

pub(super) fn virtual_service(
    found: &Value,
    service: &Value,
    subsets: &Subsets,
    rule: Option<&Value>,
    deeper: usize,
    home: &str,
) -> String {
    let (zero, one, two) = (blanks(deeper), blanks(deeper + 3), blanks(deeper + 6));
    let mut out = format!("{zero}VirtualService: {}\n", called(found, home));
    let (mut taken, mut facts, mut mismatches) = (0, 0, Vec::new());
    let (http, tcp, tls) =
        (json::items(found, "spec.http"), json::items(found, "spec.tcp"), json::items(found, "spec.tls"));
    let own = full_name(json::name(service), json::namespace(service));
    let leads_here =
        |destination: &Value| full_name(json::text(destination, "destination.host"), json::namespace(found)) == own;
    for route in http {
        let (is_taken, new) = of_route(route, &leads_here, subsets, rule, home);
        if is_taken {
            taken += 1;
            facts += new.len();
            out.extend(new.iter().map(|fact| format!("{one}{fact}\n")));
        } else {
            mismatches.extend(new);
        }
    }
    taken += tcp.iter().filter(|route| json::items(route, "route").iter().any(leads_here)).count();
    if taken == 0 {
        for (routes, kind) in [(http, "HTTP"), (tcp, "TCP")] {
            if !routes.is_empty() {
                let checked = routes.len();
                out.push_str(&format!(
                    "{one}WARNING: No destinations match pod subsets (checked {checked} {kind} routes)\n"
                ));
            }
        }
        out.extend(mismatches.iter().map(|mismatch| format!("{two}{mismatch}\n")));
        return out;
    }
    let possible = http.len() + tls.len() + tcp.len();
    if taken < possible {
        out.push_str(&format!("{one}{} additional destination(s) that will not reach this pod\n", possible - taken));
        if facts == 0 {
            out.extend(mismatches.iter().map(|mismatch| format!("{two}{mismatch}\n")));
        }
        return out;
    }
    if facts == 0 {
        for (routes, kind) in [(http, "HTTP"), (tcp, "TCP")] {
            if !routes.is_empty() {
                out.push_str(&format!("{one}{} {kind} route(s)\n", routes.len()));
            }
        }
    }
    out
}

/// `httpRouteMatchSvc`.
fn of_route(
    route: &Value,
    leads_here: &dyn Fn(&Value) -> bool,
    subsets: &Subsets,
    rule: Option<&Value>,
    home: &str,
) -> (bool, Vec<String>) {
    let (mut facts, mut mismatches, mut is_taken) = (Vec::new(), Vec::new(), false);
    for destination in json::items(route, "route") {
        let (host, subset) =
            (json::text(destination, "destination.host"), json::text(destination, "destination.subset"));
        let weight = json::number(destination, "weight");
        if !leads_here(destination) {
            facts.push(match subset {
                "" => format!("Route to host \"{host}\" with weight {weight}%"),
                _ => format!("Route to {host} with invalid config"),
            });
            continue;
        }
        let is_among = |list: &[String]| list.iter().any(|known| known == subset);
        if !subset.is_empty() && is_among(&subsets.others) {
            mismatches.push(format!("Route to non-matching subset {subset} for ({})", matches(route)));
            continue;
        }
        if !subset.is_empty() && !is_among(&subsets.matching) {
            mismatches.push(match rule {
                None => format!("Warning: Route to subset {subset} but NO DESTINATION RULE defining subsets!"),
                Some(rule) => {
                    format!("Warning: Route to UNKNOWN subset {subset}; check DestinationRule {}", called(rule, home))
                }
            });
            continue;
        }
        is_taken = true;
        if weight > 0 {
            let subset = if subset.is_empty() { String::new() } else { format!(" subset \"{subset}\"") };
            facts.push(format!("Route to host \"{host}\"{subset} with weight {weight}%"));
        }
    }
    if is_taken {
        let mut of_request = Vec::new();
        if !json::at(route, "fault").is_null() {
            of_request.push(format!("Fault injection {}", fault(json::at(route, "fault"))));
        }
        of_request.extend(json::items(route, "match").iter().map(matched));
        if !of_request.is_empty() {
            facts.push(of_request.join(", "));
        }
    } else {
        facts.extend(mismatches);
    }
    (is_taken, facts)
}

/// A fault as protobuf's text form has it.
fn fault(fault: &Value) -> String {
    let percent = |part: &Value| {
        let share = json::at(part, "percentage.value");
        if share.is_null() { String::new() } else { format!("percentage:{{value:{share}}} ") }
    };
    let mut out = Vec::new();
    let delay = json::at(fault, "delay");
    if !delay.is_null() {
        let seconds =
            crate::time::parse_go_duration(json::text(delay, "fixedDelay")).unwrap_or_default() / 1_000_000_000;
        out.push(format!("delay:{{{}fixed_delay:{{seconds:{seconds}}}}}", percent(delay)));
    }
    let abort = json::at(fault, "abort");
    if !abort.is_null() {
        out.push(format!("abort:{{{}http_status:{}}}", percent(abort), json::number(abort, "httpStatus")));
    }
    out.join(" ")
}

/// `renderMatches`.
fn matches(route: &Value) -> String {
    match json::items(route, "match") {
        [] => "everything".to_owned(),
        all => all.iter().map(matched).collect::<Vec<_>>().join(", "),
    }
}

/// `renderMatch`.
fn matched(one: &Value) -> String {
    let mut out = "Match: ".to_owned();
    let uri = json::at(one, "uri");
    if !uri.is_null() {
        out.push_str(&text_match(uri));
        if json::at(one, "ignoreUriCase") == &Value::Bool(true) {
            out.push_str(" uncased");
        }
    }
    let headers: Vec<String> =
        json::entries(one, "headers").map(|(name, wanted)| format!("{name}={}", text_match(wanted))).collect();
    if !headers.is_empty() {
        out.push_str(&format!(" when headers are {}", headers.join("; ")));
    }
    out.trim().to_owned()
}

/// `renderStringMatch`.
fn text_match(wanted: &Value) -> String {
    match json::entries(wanted, "").next() {
        Some((kind, text)) if kind == "exact" => json::shown(text),
        Some((kind, text)) if kind == "prefix" => format!("{}*", json::shown(text)),
        Some((kind, text)) => format!("{kind}:{:?}", json::shown(text)),
        None => String::new(),
    }
}
