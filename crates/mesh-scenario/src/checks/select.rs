//! Which requests and ejections a Check means.

use mesh_config::Spanned;
use mesh_config::model::{CheckEdge, EjectionSelector, RequestSelector};
use mesh_sim::{Answered, Ejected, Party, TakenRule};

/// Whether what is written is met; what is not written is.
fn is(written: &Option<Spanned<String>>, meets: impl FnOnce(&str) -> bool) -> bool {
    written.as_ref().is_none_or(|written| meets(&written.value))
}

/// Whether a party's name is the one that is written.
fn named(written: &Option<Spanned<String>>, party: Option<&Party>, name: fn(&Party) -> &String) -> bool {
    is(written, |written| party.is_some_and(|party| name(party) == written))
}

/// Whether a service is called so: by its FQDN, or the beginning of it.
fn serves(service: &str, written: &str) -> bool {
    service.strip_prefix(written).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a call went over one of the edges.
pub(crate) fn goes_over(edge: &CheckEdge, answered: &Answered<'_>) -> bool {
    let (source, destination) = (answered.source(), answered.destination());
    named(&edge.source, source, |party| &party.app)
        && named(&edge.source_version, source, |party| &party.version)
        && named(&edge.destination, destination, |party| &party.app)
        && named(&edge.destination_version, destination, |party| &party.version)
        && is(&edge.service, |service| serves(answered.service(), service))
}

/// Whether a request is so.
pub(crate) fn takes(selector: &RequestSelector, answered: &Answered<'_>) -> bool {
    let host = answered.destination();
    named(&selector.app, host, |party| &party.app)
        && named(&selector.version, host, |party| &party.version)
        && named(&selector.workload, host, |party| &party.workload)
        && named(&selector.namespace, host, |party| &party.namespace)
        && selector.status.as_ref().is_none_or(|status| status.value.takes(answered.status()))
        && selector.tries.as_ref().is_none_or(|tries| tries.value == answered.tries())
        && is(&selector.flag, |flag| answered.has_flag(flag))
        && is(&selector.subset, |subset| answered.subset() == subset)
        && is(&selector.service, |service| serves(answered.service(), service))
        && is(&selector.pod, |pod| answered.host() == pod)
        && is(&selector.route, |route| answered.rule().is_some_and(|rule| is_route(rule, route)))
        && selector.header.iter().all(|(name, value)| has_header(answered.headers(), name, &value.value))
}

/// Whether a request that was never answered is so: nothing is known of it but that.
pub(crate) fn takes_unanswered(selector: &RequestSelector) -> bool {
    let status = selector.status.clone();
    let known = RequestSelector { span: selector.span, status, ..RequestSelector::default() };
    *selector == known && selector.status.as_ref().is_none_or(|status| status.value.takes(0))
}

/// Whether an ejection is so.
pub(crate) fn ejects(selector: &EjectionSelector, ejected: &Ejected<'_>) -> bool {
    let host = ejected.destination();
    named(&selector.app, host, |party| &party.app)
        && named(&selector.version, host, |party| &party.version)
        && named(&selector.source, ejected.source(), |party| &party.app)
        && is(&selector.pod, |pod| ejected.host() == pod)
        && is(&selector.service, |service| serves(ejected.service(), service))
        && is(&selector.subset, |subset| ejected.subset() == subset)
}

/// Whether a route is the one that is written: by its name or its place, behind the name of its resource or without.
fn is_route(rule: &TakenRule, written: &str) -> bool {
    let (resource, place) = match written.split_once(' ') {
        Some((resource, place)) => (Some(resource), place),
        None => (None, written),
    };
    let stands_in = |resource: &str| {
        let name = rule.route.resource.rsplit('/').next();
        rule.route.resource == resource || name == Some(resource)
    };
    let destination = rule.destination.as_ref().map(|destination| destination.path.as_str());
    resource.is_none_or(stands_in) && (rule.name == place || rule.route.path == place || destination == Some(place))
}

fn has_header(headers: &[(String, String)], name: &str, value: &str) -> bool {
    let is_value = |sent: &str| match value.strip_suffix('*') {
        Some(beginning) => sent.starts_with(beginning),
        None => sent == value,
    };
    headers.iter().any(|(known, sent)| known.eq_ignore_ascii_case(name) && is_value(sent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_called_by_the_beginning_of_their_name() {
        for (written, expected) in [
            ("staff", true),
            ("staff.default", true),
            ("staff.default.svc.cluster.local", true),
            ("sta", false),
            ("staff.def", false),
            ("other", false),
        ] {
            assert_eq!(serves("staff.default.svc.cluster.local", written), expected, "{written}");
        }
    }

    #[test]
    fn headers_are_met_by_value_or_its_beginning() {
        let headers = [("x-user".to_owned(), "ann".to_owned())];
        for (name, value, expected) in
            [("X-User", "ann", true), ("x-user", "a*", true), ("x-user", "an", false), ("x-other", "*", false)]
        {
            assert_eq!(has_header(&headers, name, value), expected, "{name}: {value}");
        }
    }
}
