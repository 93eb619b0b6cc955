//! Destinations and their weights (`validateDestination`, `validateHTTPRouteDestinations`).

use super::{header, names};
use crate::{field::Field, findings::Findings};

/// Checks the `route` list of an HTTP route.
pub(crate) fn http_routes(routes: Field<'_>, findings: &mut Findings<'_>) {
    for route in routes.items() {
        header::operations(route.get("headers"), findings);
    }
    weighted(routes, findings);
}

/// Checks a list of weighted destinations.
pub(crate) fn weighted(routes: Field<'_>, findings: &mut Findings<'_>) {
    let (mut count, mut total) = (0, 0_i64);
    for route in routes.items() {
        count += 1;
        let destination = route.get("destination");
        if !destination.present() {
            findings.error(route, "destination is required");
        }
        validate(destination, findings);
        let weight = route.get("weight");
        if weight.integer() < 0 {
            findings.error(weight, format!("weight {} < 0", weight.integer()));
        }
        total = total.saturating_add(weight.integer());
    }
    if count > 1 && total == 0 {
        findings.error(routes, "total destination weight = 0");
    }
}

/// Checks a destination; none at all is fine.
pub(crate) fn validate(destination: Field<'_>, findings: &mut Findings<'_>) {
    if !destination.present() {
        return;
    }
    let host = destination.get("host");
    if host.text() == "*" {
        findings.error(host, "invalid destination host *");
    } else {
        findings.check(host, names::wildcard_domain(&host.text()));
    }
    let subset = destination.get("subset");
    if !subset.text().is_empty() {
        findings.check(subset, names::subset_name(&subset.text()));
    }
    let port = destination.get("port");
    if port.present() {
        findings.check(port, names::port(port.get("number").integer()));
    }
}
